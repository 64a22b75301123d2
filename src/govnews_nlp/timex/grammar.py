"""The grammar of Chinese time expressions: the patterns made from the lexicon, and where its words stand in a text (one Aho-Corasick pass)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import LexiconError, alternatives, load_csv, load_toml, longest_first
from .calendar import TERMS
from .numerals import COUNTING, NUMBER
from .patterns import (
    ANIMALS,
    APPROXIMATE,
    COUNT,
    LINK,
    MONTH_N,
    WEEKDAYS,
    YEAR_4,
    D,
)

LONGEST_WORD = 8  # characters of the longest trigger that may hide inside of a spoilt one


@lru_cache(maxsize=8)
def grammar(lexicons: str | None = None) -> Grammar:
    """The grammar over the built-in words, with the user's dates.toml merged over them."""
    return Grammar(load_toml("dates", lexicons), load_csv("holidays", lexicons))


def _days_off(rows: Iterable[dict[str, str]]) -> dict[tuple[str, int], tuple[date, date]]:
    """(feast, year) → the first and the last day off."""
    found = {}
    for row in rows:
        try:
            found[row["feast"], int(row["year"])] = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        except ValueError as error:
            raise LexiconError(f"holidays.csv: {','.join(row.values())}: {error}: give year as 2027, first and last as 2027-10-01") from None
    return found


class Grammar:
    def __init__(self, lexicon: dict, rows: Iterable[dict[str, str]] = ()):
        self.lexicon = lexicon
        self.days_off = _days_off(rows)
        words = lexicon["words"]
        self.kinds = self._trigger_words(lexicon, words)
        self.triggers = list(self.kinds)
        self.not_after = {word: row["characters"] for row in lexicon["not_after"] for word in row["words"]}
        self.not_before = {word: tuple(row["strings"]) for row in lexicon["not_before"] for word in row["words"]}
        self.automaton = AhoCorasick(self.triggers, matchkind=MatchKind.LeftmostLongest)
        long = [word for word in lexicon["parts_of_day"] if len(word) > 1]
        short = [f"{word}(?!{alternatives(words['not_behind'].get(word, ('报', '会')))})" for word in lexicon["parts_of_day"] if len(word) == 1]
        self.part_of_day = re.compile(f"[ \u3000]?(?:的?({alternatives(long)})|({'|'.join(short)}))")
        phases = {word: f"{word}(?!{alternatives(words['not_behind'].get(word[-1], ('一',)))})" for kind in ("year_phases", "month_phases") for word in lexicon[kind]}
        self.year_part = re.compile(f"的?第?({alternatives([*lexicon['year_parts'], *'1234一二三四'])})(季度)?")
        self.year_phase = re.compile(f"的?({'|'.join(phases[word] for word in longest_first(lexicon['year_phases']))})")
        self.month_part = re.compile(f"的?({alternatives(lexicon['month_parts'])})")
        self.month_phase = re.compile(f"的?({'|'.join(phases[word] for word in longest_first(lexicon['month_phases']))})"
                                      "(?<!中(?![，。；、）)至到—-]|旬|$))")
        self.weekday = re.compile(f"(?:的?(?:周|星期|礼拜))?([{WEEKDAYS}末])(?![个次年月天位名])")
        self.window_before = re.compile(f"(?<![附将接靠临远逼])({alternatives(lexicon['windows'])})$")
        self.unit = re.compile(f"({COUNT})(个?[{APPROXIMATE}])?(个?半)?({alternatives(lexicon['units'])})(半)?")
        # 三天前, 两年以后; not 两年后期, 五年前沿
        self.offset = re.compile("(?:之|以)?(前(?!后)|后)(?!期|提(?![高升前出供])|沿|景|端|面|列|茅|勤|续|备|台|院|来|果|代|人|方|者)")
        # 三年来, 65年以来, 近两周时间内 (behind 过去, 近: part of the text only where it closes the window)
        self.window_end = re.compile("多?以来|多?来(?!自|到|的|往|临|源|访|看|说|了|华|京|水|电|宾|函|信|者|年(?!均|平均))|(?:时间)?(?:之|以)?[里内间](?!容|部|地|蒙|外|涵|陆|生|政|需|接|隔|谍)")
        self.elapsed = tuple(words["elapsed"])
        self.only_alone, self.eras, self.era_behind = frozenset(words["only_alone"]), frozenset(words["eras"]), tuple(words["era_behind"])
        self.no_duration = re.compile(alternatives(words["not_durations"]))
        self.ahead_near = re.compile(alternatives(words["ahead_near"]))
        self.holiday_span = re.compile(f"[”’\"]?({alternatives(words['holiday_spans'])})")
        self.holiday_time = re.compile(f"[”’\"]?({alternatives(words['holiday_times'])})")
        self.holiday_name = re.compile(alternatives(words["holiday_names"]))
        self.term_time = re.compile(f"({alternatives(words['term_times'])})")
        # 2030年可持续发展议程, 2035年远景目标, 2030年前碳达峰
        self.plan_name = re.compile(f"[^，。；、》“”是的\n]{{0,4}}?(?:{alternatives(words['plan_names'])})")
        # 一季度一观摩, 一月一调度: how often, not when
        self.rate = re.compile(f"[一每两半](?:个)?(?:季度?|月|周|天|日|年)一(?:{alternatives(words['rates'])})")
        self.now = re.compile(f"(?:{LINK})({alternatives(words['now'])})(?![年天日后晚晨春夏秋冬早明])(?:(?<![天日])|(?![{NUMBER}上下凌清傍深]))")
        stems, branches = words["heavenly_stems"], words["earthly_branches"]
        self.lunar = re.compile(
            f"(农历|阴历|旧历)?((?:[{stems}][{branches}])?(?:[{ANIMALS}])?年|{YEAR_4}年)?(闰)?"
            f"(?:(正|腊|冬|{MONTH_N})月|(大年))(初[{COUNTING[:9]}十]|十[{COUNTING[:9]}]|二十[{COUNTING[:9]}]?|廿[{COUNTING[:9]}]?|三十|{D}{{1,2}})?日?")

    def _trigger_words(self, lexicon: dict, words: dict) -> dict[str, str]:
        """Word → what kind of expression may start there. A word of two kinds takes the later one's."""
        kinds: dict[str, str] = {}
        for kind in ("parts_of_day", "years", "months", "weeks", "quarters", "days", "day_parts", "anchored_years", "anchored_months",
                     "anchored_days", "anchored_day_parts", "season_words", "plans", "holidays_with_time"):
            kinds |= dict.fromkeys(lexicon[kind], kind)
        for kind in ("year_parts", "year_phases", "month_parts", "month_phases"):
            kinds |= dict.fromkeys((word for word in lexicon[kind] if len(word) > 1 and word[-1] != "中"), kind)  # 2017年中秋节
        kinds |= dict.fromkeys(TERMS, "terms")
        kinds |= dict.fromkeys(lexicon["holidays"], "holidays")
        kinds |= {week + day: "weekdays" for week in words["week_words"] for day in WEEKDAYS + ("末" if week == "周" else "")}
        kinds |= dict.fromkeys((stem + branch + "年" for stem in words["heavenly_stems"] for branch in words["earthly_branches"]), "lunar")  # 甲辰年正月初一
        kinds |= {f"第{n}季度": "ordinals" for n in "一二三四1234"} | {f"{n}季度": "ordinals" for n in "1234"}
        for kind in ("lunar", "centuries", "sets", "amounts", "past_vague", "present_vague", "future_vague"):
            kinds |= dict.fromkeys(words[kind], kind)
        return kinds | dict.fromkeys(words["not_dates"], "none")

    def hits(self, text: str) -> dict[int, tuple[int, str]]:
        """Where time words start: (end, word). A word that is spoilt by its neighbours (体现在) uncovers those inside it (如今年)."""
        hits: dict[int, tuple[int, str]] = {}
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            word = self.triggers[index]
            if not self._spoilt(text, start, end, word):
                hits[start] = (end, word)
                continue
            for inner, first, last in self.automaton.find_matches_as_indexes(text[start + 1 : end + LONGEST_WORD]):
                first, last, word = first + start + 1, last + start + 1, self.triggers[inner]
                if first < end and not self._spoilt(text, first, last, word):
                    hits.setdefault(first, (last, word))
        return hits

    def _spoilt(self, text: str, start: int, end: int, word: str) -> bool:
        return (start > 0 and word in self.not_after and text[start - 1] in self.not_after[word]
                or word in self.not_before and text.startswith(self.not_before[word], end))
