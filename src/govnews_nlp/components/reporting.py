"""Reporting verbs and the phrases around them: the words of lexicons/statements.toml, compiled; what they open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import load_toml

DAY = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚|晚间|晚上|中午|凌晨)?")  # 普京9日表示


@dataclass(slots=True)
class Speech:
    """What is being said. speaker None: by somebody who is no speaker of ours."""

    speaker: str | None
    verb: str
    start: int
    end: int
    direct: bool  # in quotation marks, which give the end
    confidence: float
    evidence: str
    cited: bool = False  # a sentence of somebody who is not in the news: 习近平总书记指出 in a feature


class ReportingWords:
    """lexicons/statements.toml, compiled."""

    def __init__(self, lexicons: str | None):
        lexicon = load_toml("statements", lexicons)
        self.kinds: dict[str, str] = {}
        for kind in ("free", "noun_too", "punctuated", "addressed", "colon"):
            self.kinds.update(dict.fromkeys(lexicon[kind]["words"].split(), kind))
        for noun in lexicon["points"]["nouns"].split():
            self.kinds.update({f"提出{noun}": "colon", f"提出了{noun}": "colon"})
        self.kinds.update(dict.fromkeys(lexicon["no_verb"]["words"].split(), "none"))
        self.words = list(self.kinds)
        self.matcher = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)
        # 提出|三点要求：; 提出|三点要求。一是…
        nouns = "|".join(lexicon["points"]["nouns"].split())
        self.points = re.compile(f"了?(?:以下|如下)?(?:[一二三四五六七八九几多]?[点项个条方面]{{0,2}})(?:{nouns})(?:[：:]|。(?={_any(lexicon['points']['counted'])}))")
        self.joint = frozenset(lexicon["joint"]["nouns"].split())  # 甲等|嘉宾
        self.not_after = tuple(lexicon["after_verb"]["excluded"].split())
        self.feelings = tuple(lexicon["feelings"]["words"].split())
        self.meetings = tuple(lexicon["meeting"]["heads"].split())
        self.meeting_opening = tuple(sorted(lexicon["meeting"]["opening"].split(), key=len, reverse=True))
        self.writings = frozenset(lexicon["writings"]["words"].split())
        self.by_meeting = tuple(lexicon["meeting"]["not_behind"].split())
        self.holds = re.compile("|".join(lexicon["meeting"]["held_by"].split()))  # 主持召开|会议并强调
        self.turns = tuple(lexicon["turns"]["begin"].split())
        turns = lexicon["turns"]
        # 在考察港口时|，他表示
        self.circumstance = re.compile(f"{_any(turns['circumstance'])}[^，,。；;\\n]{{2,60}}{_any(turns['circumstance_end'])}")
        self.again = re.compile(_any(turns["again"]))  # 他|还说
        self.again_at_begin = tuple(turns["again_at_begin"].split())
        self.openers = frozenset(turns["openers"].split())
        self.feature = re.compile(_any(lexicon["feature"]["marks"]))
        passed, heard = lexicon["passed_on"], lexicon["heard"]
        # 以及何市长批示|要求，…: what is passed on
        self.passed_on = re.compile(f"{_any(passed['verbs'])}[^。；;\\n]{{0,200}}{_any(passed['nouns'])}$")
        # 听取工作|介绍，…: a noun
        self.hears = re.compile(f"{_any(heard['verbs'])}了?[^，,。；;：:]{{0,20}}$")
        self.support = tuple(lexicon["supported"]["verbs"].split())
        self.collective = tuple(lexicon["collective"]["words"].split())
        adverbs = "|".join(map(re.escape, sorted(lexicon["adverbs"]["words"].split(), key=len, reverse=True)))
        # only adverbs: 最后特别
        self.adverbs = re.compile(f"(?:{adverbs}){{0,6}}")
        # adverbs at the end of the phrase in front of a verb: 会议|还, in reverse
        backwards = "|".join(re.escape(word[::-1]) for word in sorted(lexicon["adverbs"]["words"].split(), key=len, reverse=True))
        self.adverbs_backwards = re.compile(f"(?:{backwards}){{0,6}}")
        self.phrase_begin = tuple(lexicon["phrases"]["begin"].split())
        self.phrase_end = tuple(lexicon["phrases"]["end"].split())
        self.bare_begin = tuple(lexicon["omitted"]["begin"].split())
        self.attending = tuple(lexicon["omitted"]["attending"].split())
        self.continues = tuple(lexicon["continues"]["begin"].split())
        goes_on = lexicon["continues"]
        before, behind = "".join(goes_on["not_before_modal"].split()), "".join(goes_on["not_behind_modal"].split())
        self.modal = re.compile(f"(?<![{before}])(?:{'|'.join(goes_on['modal'].split())})(?![{behind}])")
        self.first_person = re.compile(f"(?!{'|'.join(goes_on['not_first_person'].split())})(?:{'|'.join(goes_on['first_person'].split())})")
        self.narrates = tuple(lexicon["narrates"]["begin"].split())
        self.place_begin = tuple(lexicon["narrates"]["place_begin"].split())
        self.place_end = tuple(lexicon["narrates"]["place_end"].split())
        self.narrates_inside = re.compile("|".join(map(re.escape, lexicon["narrates"]["inside"].split())))

    def is_adverbial(self, phrase: str) -> bool:
        """Whether a phrase between subject and verb leaves the subject what it is: 在会上, 最后, 就…时."""
        phrase = DAY.sub("", phrase.strip(), count=1)
        if not phrase or self.adverbs.fullmatch(phrase) or phrase.startswith(self.phrase_begin):
            return True
        phrase = phrase[self.adverbs.match(phrase).end() :]
        return phrase.startswith(self.phrase_begin) or phrase.endswith(self.phrase_end)

    def is_bare_adverbial(self, phrase: str) -> bool:
        """Where no subject is named at all: 最后, 在调研时, 听取汇报后; not 党的报告中."""
        phrase = DAY.sub("", phrase.strip(), count=1)
        if not phrase or self.adverbs.fullmatch(phrase):
            return True
        phrase = phrase[self.adverbs.match(phrase).end() :]
        if phrase.startswith(self.attending) and phrase.endswith(self.phrase_end):
            return True
        return phrase.startswith(self.bare_begin) and not phrase.startswith("与会")

    def without_adverbs(self, text: str, start: int, end: int) -> int:
        """End of text[start:end] without the adverbs at its end."""
        tail = text[max(start, end - 24) : end]
        return end - self.adverbs_backwards.match(tail[::-1]).end()


def _any(words: str) -> str:
    return "(?:" + "|".join(map(re.escape, words.split())) + ")"


@lru_cache(maxsize=8)
def reporting_words(lexicons: str | None = None) -> ReportingWords:
    return ReportingWords(lexicons)
