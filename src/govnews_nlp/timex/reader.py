"""Reading of time expressions at positions of a text: points, spans, time words, amounts of time."""

from __future__ import annotations

import re

from .bare_reader import BareReader
from .calendar import TERMS
from .calendar_reader import quarters_of, weekday
from .nodes import Amount, Node, Part, Unit
from .numerals import COUNTING, DIGITS, number
from .patterns import (
    AMOUNT_NOT_BEHIND,
    CENTURY,
    CLAUSE_START,
    CLOCK,
    DAY,
    DAY_ASIDE,
    DECADE,
    EVERY,
    FIRST_OR_NEXT,
    MONTH,
    MONTH_DASH,
    MONTH_SLASH,
    MORE_DAYS,
    NAMED_WEEKDAY,
    NOT_A_DAY,
    NUMBER_BEFORE_WEEK,
    ONE_NOT_BEHIND,
    PAPER_OF_TODAY,
    PLAN_TIME,
    QUARTER_BEFORE,
    SAME_DAY,
    SEPARATOR,
    TERM_END,
)
from .values import duration


class Reader(BareReader):
    """Adds to the numbers and units the words of the lexicon: one method a kind of word (see Grammar._trigger_words)."""

    def expression(self, at: int, floor: int) -> Node | None:
        """A point or a span at `at`; it may reach back as far as `floor` (过去 before 五年)."""
        node = self.point(at, floor)
        if node is None:
            return None
        if node.rule == "vague" and node.end < len(self.text) and (window := self._amount(node.end, node.start)) and window.start <= node.start:
            node = window  # 最近三周
        if self.bare:
            node = self._more(node)
        self._time_of_day(node)
        node.next = max(node.next, node.end)
        if node.rule in ("vague", "duration", "set") or node.last is not None or node.until_now:
            return node
        return self._span(node)

    def _span(self, node: Node) -> Node:
        """… 至 second point; 至今."""
        if match := self.grammar.now.match(self.text, node.next):
            node.until_now, node.end = True, match.end()
        elif match := SEPARATOR.match(self.text, node.next):
            last = self._last_day(node, match.end()) or self.point(match.end(), match.end())
            if last is not None and last.rule not in ("vague", "duration", "set", "offset", "window") and _may_follow(node, last):
                self._time_of_day(last)
                node.last, node.end = last, last.end
                node.next = max(last.next, last.end)
        node.next = max(node.next, node.end)
        return node

    def _last_day(self, node: Node, at: int) -> Node | None:
        """十日 of 十月一日到十日, where a Chinese number alone would not be a day."""
        match = DAY.match(self.text, at) if node.day is not None and node.day.base == "absolute" else None
        if match and match[3] is None and not NOT_A_DAY.match(self.text, match.end()):
            return self._after_day(Node(match.start(), match.end(), day=self._day_unit(match)))
        return None

    def point(self, at: int, floor: int) -> Node | None:
        hit = self.hits.get(at)
        if match := DAY_ASIDE.match(self.text, at):  # 昨（15）日
            return self._after_day(Node(at, match.end(), day=Unit(number(match[2]))))
        if hit:
            end, word = hit
            reader = getattr(self, "_" + self.grammar.kinds[word], None)
            spoilt = word in self.grammar.only_alone and not self._stands_alone(at)
            node = reader(at, end, word) if reader and not spoilt else None
            if node is not None:
                return node
        if at < len(self.text) and (self.text[at] in DIGITS + COUNTING + "元" or self.text[at].isdecimal()):
            return (self._bare(at) if self.bare else None) or self._numeric(at) or self._amount(at, floor) or (self._clock(at) if self.bare else None)
        if hit and self.grammar.kinds[hit[1]] == "amounts":
            return self._amount(at, floor)
        return self._bare(at) if self.bare else None

    def _time_of_day(self, node: Node) -> None:
        """下午, 14时30分 behind a day belong to its text."""
        if node.day is None and node.weekday is None and node.nth is None and node.rule not in ("holiday", "lunar") and not (node.offset and node.offset.unit in "DW"):
            return
        at, text = max(node.next, node.end), self.text
        if (node.part_of_day is None or node.rule != "time") and (match := self.grammar.part_of_day.match(text, at)):
            node.part_of_day, at = self.lexicon["parts_of_day"][match[1] or match[2]], match.end()
            node.end = node.next = at
        if match := CLOCK.match(text, at):
            node.clock, node.end = match[1], match.end()
            node.next = node.end

    # ---------------------------------------------------------------- words, by kind

    def _years(self, at: int, end: int, word: str) -> Node | None:
        shift = self.lexicon["years"][word]
        first, last = shift if isinstance(shift, list) else (shift, None)
        node = Node(at, end, "year before" if word[0] == "上" else "relative", year=Unit(first, "reference", last))
        if self.text.startswith("度", end) and not self.text.startswith("度假", end):
            node.end += 1
        return self._after_year(node)

    def _months(self, at: int, end: int, word: str) -> Node | None:
        return self._after_month(Node(at, end, "relative", month=Unit(self.lexicon["months"][word], "reference")))

    def _weeks(self, at: int, end: int, word: str) -> Node | None:
        node = Node(at, end, "week", week=Unit(self.lexicon["weeks"][word], "reference"))
        return self._with_weekday(node, self.grammar.weekday.match(self.text, end))

    def _with_weekday(self, node: Node, match: re.Match | None) -> Node:
        if match:
            first, last = (6, 7) if match[1] == "末" else (weekday(match[1]),) * 2
            node.weekday, node.end = (first, last), match.end()
        return node

    def _weekdays(self, at: int, end: int, word: str) -> Node | None:
        """周三 without 上, 本, 下. Not 两周一次."""
        before = self.text[at - 1 : at]
        if before and (before in NUMBER_BEFORE_WEEK or before == "每") or self.text[end : end + 1] in tuple("次样览个年岁围"):
            return None
        if word[0] == "周" and NAMED_WEEKDAY.match(self.text, at):
            return None
        if (word[-1] == "天" and word[0] == "周" or word == "周末") and not self.bare:
            return None
        return self._with_weekday(Node(at, end, "week"), self.grammar.weekday.match(self.text, at))

    def _quarters(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", quarter=Unit(self.lexicon["quarters"][word], "reference"))

    def _days(self, at: int, end: int, word: str) -> Node | None:
        if word in self.grammar.eras and self.text.startswith(self.grammar.era_behind, end):
            return None
        if word == "今日" and PAPER_OF_TODAY.match(self.text, end):
            return None
        shift = self.lexicon["days"][word]
        first, last = shift if isinstance(shift, list) else (shift, None)
        return self._after_day(Node(at, end, "relative", day=Unit(first, "reference", last)))

    def _day_parts(self, at: int, end: int, word: str) -> Node:
        shift, part = self.lexicon["day_parts"][word]
        return Node(at, end, "relative", day=Unit(shift, "reference"), part_of_day=part)

    def _anchored_years(self, at: int, end: int, word: str) -> Node | None:
        return self._after_year(Node(at, end, "anaphor", year=Unit(self.lexicon["anchored_years"][word], "anchor")))

    def _anchored_months(self, at: int, end: int, word: str) -> Node:
        return self._after_month(Node(at, end, "anaphor", month=Unit(self.lexicon["anchored_months"][word], "anchor")))

    def _anchored_days(self, at: int, end: int, word: str) -> Node | None:
        return Node(at, end, "anaphor", day=Unit(self.lexicon["anchored_days"][word], "anchor"))

    def _anchored_day_parts(self, at: int, end: int, word: str) -> Node:
        shift, part = self.lexicon["anchored_day_parts"][word]
        return Node(at, end, "anaphor", day=Unit(shift, "anchor"), part_of_day=part)

    def _parts_of_day(self, at: int, end: int, word: str) -> Node | None:
        """下午，… at the start of a sentence: the day of the date before. 上午9点 with a clock."""
        before, match = self.text[at - 1 : at] or "\n", CLOCK.match(self.text, end)
        if not match and not (self.bare and (at, end) == (0, len(self.text))) and (before not in "\n。！；" or self.text[end : end + 1] not in tuple("，,")):
            return None
        node = Node(at, end, "time", day=Unit(0, "anchor"), part_of_day=self.lexicon["parts_of_day"][word])
        return node

    def _season_words(self, at: int, end: int, word: str) -> Node | None:
        shift, season = self.lexicon["season_words"][word]
        node = Node(at, end, "season", year=Unit(shift, "reference"), season=season)
        more = self.hits.get(end)
        if more and self.grammar.kinds[more[1]] == "season_words":  # 今冬明春
            node.last = self._season_words(end, *more)
            node.end = node.last.end
        return node

    def _year_parts(self, at: int, end: int, word: str) -> Node:
        name = "quarter" if word.endswith("季度") and word[0] != "前" else "half" if "半" in word else "year" if "全" in word else "part"
        part = Part(*self.lexicon["year_parts"][word], name)
        before = QUARTER_BEFORE.search(self.text, max(0, at - 4), at) if name == "quarter" else None
        if before and (quarters := quarters_of(before[1], before[2], str(part.last // 3))):  # 三、四季度
            at, part = before.start(), quarters
        return self._after_quarter(Node(at, end, "relative", year=None, year_part=part))

    def _ordinals(self, at: int, end: int, word: str) -> Node:
        return self._year_parts(at, end, ("一二三四"[number(word[-3]) - 1]) + "季度")

    def _year_phases(self, at: int, end: int, word: str) -> Node | None:
        return Node(at, end, "relative", year_part=Part(*self.lexicon["year_phases"][word], "year", True))

    def _month_parts(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", month=Unit(0, "reference"), month_part=Part(*self.lexicon["month_parts"][word]))

    def _month_phases(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", month=Unit(0, "reference"), month_part=Part(*self.lexicon["month_phases"][word], "month", True))

    def _holidays(self, at: int, end: int, word: str, with_year: bool = False, needs_time: bool = False) -> Node | None:
        grammar, text = self.grammar, self.text
        rule = self.lexicon["holidays_with_time" if needs_time else "holidays"][word]
        if word in TERMS and not with_year and not self._opens(at) and not grammar.holiday_span.match(text, end) and not grammar.holiday_time.match(text, end):
            return None  # 清明 in a person's name
        node = Node(at, end, "holiday", holiday=rule)
        if match := grammar.holiday_span.match(text, end):
            node.holiday_span, node.end = True, match.end()
        elif match := grammar.holiday_time.match(text, end):
            node.end = match.end() if match[1] in ("当天", "当日", "那天", "佳节") else end
        elif needs_time and not with_year and not (self.bare and (at, end) == (0, len(text))) or grammar.holiday_name.match(text, end):
            return None
        if text[at - 1 : at] in ("“", "‘") and text[end : end + 1] in ("”", "’") and node.end > end:
            node.start -= 1
        return node

    def _holidays_with_time(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        alone = self.bare or self.text[end : end + 1] in tuple(CLAUSE_START)  # 今年五一，; not 今年国庆阅兵
        return self._holidays(at, end, word, with_year=with_year and alone, needs_time=True)

    def _terms(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        match = self.grammar.term_time.match(self.text, end)
        if not match and not with_year and not (self._opens(at) and (self.bare or TERM_END.match(self.text, end))) or word in self.lexicon["words"]["ambiguous_terms"] and not match and not (self.bare and (at, end) == (0, len(self.text))) or self.grammar.holiday_name.match(self.text, end):
            return None
        return Node(at, match.end() if match else end, "holiday", holiday={"term": word})

    def _plans(self, at: int, end: int, word: str) -> Node | None:
        """“十四五”时期, 十三五末; the plan alone is no time."""
        match = PLAN_TIME.match(self.text, end)
        if not match:
            return None
        quoted = match[0][0] in "”\"" and self.text[at - 1 : at] in ("“", '"')
        return Node(at - quoted, match.end(), "plan", years=tuple(self.lexicon["plans"][word]))

    def _centuries(self, at: int, end: int, word: str) -> Node | None:
        if match := DECADE.match(self.text, at):
            return self._decade(match)
        match = CENTURY.match(self.text, at)
        return self._century(match) if match else None

    def _sets(self, at: int, end: int, word: str) -> Node | None:
        """每月15日, 每年5月, 每周一; 每年 alone is no date."""
        unit, text = word.lstrip("每个")[0], self.text
        if unit == "年" and (match := MONTH.match(text, end)):
            inner = self._month(Node(end, end), match)
            if inner and not inner.month.until:
                return Node(at, inner.end, "set", repeated=f"XXXX-{inner.month.value:02}" + (f"-{inner.day.value:02}" if inner.day else ""))
        elif unit == "月" and (match := DAY.match(text, end)):
            end = match.end()
            while more := MORE_DAYS.match(text, end):  # 每月10日、20日
                end = more.end()
            return Node(at, end, "set", repeated=f"XXXX-XX-{number(match[1]):02}")
        elif unit in "周星礼" and (match := self.grammar.weekday.match(text, end)):
            day = "WE" if match[1] == "末" else weekday(match[1])
            return Node(at, self._after_set(match.end()), "set", repeated=f"XXXX-WXX-{day}")
        elif self.bare:
            return Node(at, self._after_set(end), "set", repeated={"年": "XXXX", "月": "XXXX-XX", "周": "XXXX-WXX", "星": "XXXX-WXX", "礼": "XXXX-WXX"}.get(unit, "XXXX-XX-XX"))
        return None

    def _after_set(self, end: int) -> int:
        """每周三|下午三点: alone, the time belongs to what is repeated."""
        if not self.bare:
            return end
        part = self.grammar.part_of_day.match(self.text, end)
        end = part.end() if part else end
        clock = CLOCK.match(self.text, end)
        return clock.end() if clock else end

    def _vague(self, at: int, end: int, word: str, reference: str) -> Node:
        return Node(at, end, "vague", reference=reference)

    def _past_vague(self, at: int, end: int, word: str) -> Node | None:
        return self._vague(at, end, word, "PAST_REF")

    def _present_vague(self, at: int, end: int, word: str) -> Node:
        return self._vague(at, end, word, "PRESENT_REF")

    def _future_vague(self, at: int, end: int, word: str) -> Node:
        return self._vague(at, end, word, "FUTURE_REF")

    # ---------------------------------------------------------------- amounts of time

    def _amount(self, at: int, floor: int) -> Node | None:
        """三天前, 过去五年, 65年来, 24小时; 前7个月."""
        text, grammar = self.text, self.grammar
        match = grammar.unit.match(text, at)
        if self.bare and match and (every := EVERY.search(text, max(floor, at - 2), at)) and (size := _size(match)) > 0:
            return Node(every.start(), match.end(), "set", repeated=duration(Amount(size, self.lexicon["units"][match[4]])))
        if not match or text[at - 1 : at] in AMOUNT_NOT_BEHIND or text[max(0, at - 2) : at] == "元前" or match[4] == "周" and text.startswith("年", match.end()):
            return None
        end, letter, match_text = match.end(), self.lexicon["units"][match[4]], match[0]
        size = _size(match)
        amount = Amount(size, letter)
        before = grammar.window_before.search(text, max(floor, at - 6), at)
        if letter.startswith("T"):
            if self.bare and size > 0 and (hours := self._hours(at, end, amount, before)):
                return hours
            return None if grammar.no_duration.match(text, end) else Node(before.start() if before else at, end, "duration", duration=amount)
        if before and before[1] == "这" and size == 1:
            return None  # 这一天, 这一年: the one just spoken of, or none at all
        if before:
            closed = grammar.window_end.match(text, end)
            return Node(before.start(), closed.end() if closed else end, "window", window=(self.lexicon["windows"][before[1]], amount)) if size > 0 else \
                self._vague(before.start(), closed.end() if closed else end, "", "PAST_REF" if self.lexicon["windows"][before[1]] < 0 else "FUTURE_REF")
        if match := FIRST_OR_NEXT.search(text, max(floor, at - 2), at):
            if letter == "M" and match[1] in "前头" and 1 <= size <= 12 and size == int(size):
                return Node(match.start(), end, "relative", year_part=Part(1, int(size), "month"))
            if letter in "YMWD" and size > 0 and self._stands_alone(match.start()) and match[1] != "头" and not grammar.no_duration.match(text, end):
                return Node(match.start(), end, "window", window=(-1 if match[1] in "前上" else 1, amount))
        if (found := grammar.offset.match(text, end)) and not text.startswith(("第",), at - 1 if at else 0):
            if text.endswith(grammar.elapsed, 0, at):
                return Node(at, end, "duration", duration=amount)
            if size < 0:
                return self._vague(at, found.end(), "", "PAST_REF" if found[1] == "前" else "FUTURE_REF")
            shift = Amount(-size if found[1] == "前" else size, letter)
            if same := SAME_DAY.match(text, found.end()):
                return Node(at, same.end(), "same day", offset=shift)  # 三年前的今天
            return Node(at, found.end(), "offset", offset=shift)
        if text.startswith(("来", "以来", "多来", "多以来"), end) and (closed := grammar.window_end.match(text, end)):
            return Node(at, closed.end(), "window", window=(-1, amount)) if size > 0 else self._vague(at, closed.end(), "", "PAST_REF")
        if self.bare and size > 0 and (closed := grammar.window_end.match(text, end)):
            return Node(at, closed.end(), "window", window=(1, amount))  # 十天内
        if grammar.no_duration.match(text, end) or match_text in ("百年", "一百年") or match_text[0] == "一" and text[at - 1 : at] in ONE_NOT_BEHIND:
            return None
        return Node(at, end, "duration", duration=amount)

    def _clock(self, at: int) -> Node | None:
        """8点到9点 alone."""
        if match := CLOCK.match(self.text, at):
            return Node(at, match.end(), "clock", clock=match[1])
        if match := MONTH_SLASH.match(self.text, at) or MONTH_DASH.fullmatch(self.text):
            return Node(at, match.end(), month=Unit(number(match[1])), day=Unit(number(match[2])))
        return None

    def _opens(self, at: int) -> bool:
        """Whether a solar term at `at` follows what no name would: a clause's start, a preposition, 迎, 逢, 今日."""
        return self._stands_alone(at) or self.text[at - 1] in "临迎过逢届值又近日天年为前个季春"

    def _stands_alone(self, at: int) -> bool:
        """Whether a word at `at` starts a clause or follows a preposition, a connective or another date."""
        return at == 0 or self.text[at - 1] in CLAUSE_START + "于在到至从自和与及年了将是，早比的到"


def _may_follow(first: Node, last: Node) -> bool:
    """Whether `last` can be the end of a span that starts with `first`: 5月至6日 is none."""
    if last.rule == "time":
        return first.day is not None
    if first.day is None and first.weekday is None and first.lunar is None and first.holiday is None and first.nth is None and last.month is None:
        return not (last.day is not None and last.day.base == "absolute")
    return True


def _size(match: re.Match) -> float:
    """The number of an amount (Grammar.unit); -1 where it is unknown (几年, 数十年)."""
    text = match[1]
    if any(char in "几数" for char in text) or len(text) == 2 and all(char in COUNTING[:9] + "两" for char in text):
        return -1  # 两三天
    size = 0.5 if text == "半" else number(text)
    return size + (0.5 if match[4] == "个半月" or match[3] in ("半", "个半") or match[5] else 0)
