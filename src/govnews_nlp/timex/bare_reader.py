"""What only a text that is nothing but a time expression may mean: 20161107, 16/11/7, 78年, 初八, 夏天, 2024Q3, 上周今天.

In running news all of this would be figures, scores and sizes more often than dates.
"""

from __future__ import annotations

import re

from .calendar_reader import CalendarReader, weekday
from .nodes import Amount, Lunar, Node, Part, Unit
from .numerals import number
from .patterns import (
    DATE_BEHIND,
    DAY_MONTH_YEAR,
    EIGHT_DIGITS,
    LATEST_YEAR,
    LUNAR_DAY,
    MIDDLE,
    MONTH,
    QUARTER_LETTER,
    SAME_DAY,
    SEASON_ALONE,
    SEASON_END,
    SHORT_ISO,
    THIS,
    THOUSAND_YEAR,
    TWO_DIGITS,
    WEEKDAY_BEHIND,
    WEEKDAY_OF,
    YEAR_ALONE,
    YEAR_MONTH,
)

AMOUNT_AHEAD = tuple("前后上下每第")  # 前20年


class BareReader(CalendarReader):
    """Adds to CalendarReader what Grammar.find(bare=True) reads besides."""

    def _bare(self, at: int) -> Node | None:
        text = self.text
        if match := EIGHT_DIGITS.match(text, at):
            year, month, day = (int(match[0][a:b]) for a, b in ((0, 4), (4, 6), (6, 8)))
            return Node(at, match.end(), year=Unit(year), month=Unit(month), day=Unit(day))
        if match := SHORT_ISO.match(text, at):
            return self._checked(at, match.end(), _century_of(number(match[1])), number(match[3]), number(match[4]))
        if match := DAY_MONTH_YEAR.match(text, at):
            month, day = sorted((number(match[1]), number(match[3]))) if number(match[1]) > 12 else (number(match[1]), number(match[3]))
            return self._checked(at, match.end(), number(match[4]), month, day)
        if match := YEAR_MONTH.match(text, at):
            return Node(at, match.end(), year=Unit(number(match[1])), month=Unit(number(match[2])))
        if match := THOUSAND_YEAR.match(text, at):
            year = 1000 * number(match[1]) + 100 * number(match[2] or "零") + number(match[3] or "零")
            return self._after_year(Node(at, match.end(), year=Unit(year))) if year <= LATEST_YEAR else None
        if match := YEAR_ALONE.match(text, at):
            return self._more(self._after_year(Node(at, match.end(), year=Unit(number(match[1])))))
        if (match := TWO_DIGITS.match(text, at)) and not self.grammar.window_before.search(text, max(0, at - 6), at) and text[at - 1 : at] not in AMOUNT_AHEAD:
            return self._after_year(Node(at, match.end(), year=Unit(_century_of(number(match[1])))))
        if match := LUNAR_DAY.match(text, at):
            return Node(at, match.end(), "lunar", lunar=Lunar(0, number(match[1].removeprefix("初"))))
        if match := SEASON_ALONE.match(text, at):
            return Node(at, match.end(), "season", season=match[0][0])
        if match := QUARTER_LETTER.match(text, at):
            return Node(at, match.end(), "relative", year_part=_quarter(match[1]))
        if match := THIS.match(text, at):
            now = Unit(0, "reference")
            return Node(at, match.end(), "relative", year=now) if match[1] == "年" else Node(at, match.end(), "relative", day=now)
        if match := MIDDLE.match(text, at):
            if match[0] in self.lexicon["year_phases"]:
                return Node(at, match.end(), "relative", year_part=Part(*self.lexicon["year_phases"][match[0]], "year", True))
            return Node(at, match.end(), "relative", month=Unit(0, "reference"), month_part=Part(*self.lexicon["month_phases"][match[0]], "month", True))
        return None

    @staticmethod
    def _checked(at: int, end: int, year: int, month: int, day: int) -> Node | None:
        return Node(at, end, year=Unit(year), month=Unit(month), day=Unit(day), next=end) if 1 <= month <= 12 and 1 <= day <= 31 else None

    def _more(self, node: Node | None) -> Node | None:
        """What belongs to an expression that stands alone: its weekday, 以来, 的今天, the month of 两年前的5月."""
        if node is None or node.last is not None or node.rule in ("vague", "duration", "set"):
            return node
        text, end = self.text, node.end
        only_year = node.year is not None and not (node.month or node.year_part or node.holiday or node.lunar or node.season or node.week or node.nth)
        if node.day is not None and node.rule == "calendar" and (match := WEEKDAY_BEHIND.match(text, end)):
            node.end = node.next = match.end()
        elif node.rule == "week" and node.week is None and node.weekday and (match := DATE_BEHIND.match(text, end)):
            point = self._numeric(match.end())
            if point is not None and point.day is not None:
                point.start = node.start
                return point
        elif only_year and (match := QUARTER_LETTER.match(text, end)):
            node.year_part, node.end = _quarter(match[1]), match.end()
        elif only_year and (match := SEASON_END.match(text, end)):
            node.season, node.end = match[0][-1], match.end()
        elif node.offset and node.offset.unit == "Y" and node.offset.number == int(node.offset.number) and (match := MONTH.match(text, end + text.startswith("的", end))):
            return self._month(Node(node.start, end, "relative", year=Unit(int(node.offset.number), "reference")), match) or node
        elif node.offset and node.offset.unit == "W" and (match := WEEKDAY_OF.match(text, end)):  # 两周后|的周三
            node.week, node.offset, node.rule = Unit(int(node.offset.number), "reference"), None, "week"
            node.weekday, node.end = (weekday(match[1]),) * 2, match.end()
        elif self._moves_days(node) and (match := SAME_DAY.match(text, end)):
            node.rule, node.end = "same day", match.end()
        if text.startswith("以来", node.end) and not (node.since or node.offset or node.window):
            node.until_now, node.end = True, node.end + 2
        return node

    def _hours(self, at: int, end: int, amount: Amount, before: re.Match | None) -> Node | None:
        """两小时后, 未来5小时, 30分钟内: on which day."""
        closed = self.grammar.window_end.match(self.text, end)
        stop = closed.end() if closed else end
        if before:
            return Node(before.start(), stop, "window", window=(self.lexicon["windows"][before[1]], amount))
        if found := self.grammar.offset.match(self.text, end):
            return Node(at, found.end(), "offset", offset=Amount(-amount.number if found[1] == "前" else amount.number, amount.unit))
        return Node(at, stop, "window", window=(1, amount)) if closed else None

    @staticmethod
    def _moves_days(node: Node) -> bool:
        """Whether the same day, so far away, is a day: 上个月|的今天, 三年前|的今天."""
        if node.day or node.weekday or node.nth or node.month_part:
            return False
        return bool(node.offset) or any(unit is not None and unit.base == "reference" for unit in (node.month, node.week)) and node.year is None


def _century_of(year: int) -> int:
    return year + (1900 if year > 40 else 2000)


def _quarter(figure: str) -> Part:
    first = 3 * number(figure) - 2
    return Part(first, first + 2, "quarter")
