"""What an expression's neighbourhood says: the day of publication, the dates before it, words that announce what is to come."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from .calendar import safe_date
from .nodes import Node
from .numerals import number
from .patterns import DAY_N, MONTH_N, YEAR_4
from .values import Period, days

if TYPE_CHECKING:
    from .grammar import Grammar

# 3月5日电 gives month and day of the reference and no year: a leap year that no text means stands for it
YEAR_UNKNOWN = 4
# 3月5日电, 2024年3月5日讯, 三月五日电
DATELINE = re.compile(f"(?:({YEAR_4})年)?({MONTH_N})月({DAY_N})日(?=\\s?(?:电|讯|消息|报道))")
NEAR = 60  # characters in which a neighbour explains a date in the same sentence
PARAGRAPH = 300  # and in the same paragraph
# 5日，全县将举行; not 将军, 将近
WILL = re.compile("将(?![军领士近官帅相才])")
# 全年任务, 全年目标: always this year's
TASK = re.compile("任务|目标|预期|有望")
# rules whose dates do not become what the next expression continues
SIDELIGHTS = ("holiday", "plan", "decade", "time", "year before", "same period")
SENTENCE_END = re.compile(r"[。！？!?\n]")


class NeedsReference(Exception):
    """The expression means nothing without a day of publication."""


class Context:
    """The text around the expressions and what was resolved before. reference: the day of publication, or None."""

    def __init__(self, text: str, grammar: Grammar, reference: date | None):
        self.text, self.lexicon, self.reference = text, grammar.lexicon, reference
        words = self.lexicon["words"]
        self.ahead_before = tuple(words["ahead_before"])
        self.ahead_near, self.days_off = grammar.ahead_near, grammar.days_off
        self.before: tuple[Node, Period] | None = None  # the date before this one
        self.day: Period | None = None  # the last single day
        self.unknown_day: str | None = None  # its value, where no reference makes it a day
        self.year_said = False  # whether the date before got its year from the text

    def _now(self) -> date:
        if self.reference is None:
            raise NeedsReference
        return self.reference

    def _year(self, node: Node) -> int:
        """The year that the expression says."""
        unit = node.year
        if unit.base == "absolute":
            return unit.value
        if unit.base == "anchor":
            if self.before is None and self._is_whole(node):
                return self._now().year + unit.value  # 前一年, 当年10月 and nothing else
            if self.before is None or not self._same_paragraph(node) or unit.value == 0 and not self.year_said:
                raise ValueError("当年 of no year")
            return self._anchor_period(node).first.year + unit.value
        if node.rule == "year before" and self.year_said and self._same_paragraph(node):  # 2022年，…比上年增长
            return self.before[1].last.year + unit.value
        return self._now().year + unit.value

    def _anchor_period(self, node: Node) -> Period:
        if self.before:
            return self.before[1]
        return days(self._now())

    def _now_year(self) -> int:
        return self.reference.year if self.reference else date.max.year

    def _remember(self, node: Node, period: Period) -> None:
        if node.offset or node.window or node.rule in SIDELIGHTS or node.day is None and self.text[node.start - 1 : node.start] in ("比", "较"):
            return
        self.year_said = node.year is not None or self.year_said and self._same_paragraph(node)
        self.before = (node, period)
        if period.granularity == "day":
            self.day = days(period.first) if not node.last else days(period.last)

    def _near(self, node: Node) -> bool:
        """Whether the date before stands in the same sentence, not far away."""
        if not self.before:
            return False
        end = self.before[0].end
        return 0 <= node.start - end <= NEAR and not SENTENCE_END.search(self.text, end, node.start)

    def _same_paragraph(self, node: Node) -> bool:
        return self.before is not None and node.start - self.before[0].end <= PARAGRAPH and self.text.find("\n", self.before[0].end, node.start) < 0

    def _last_year_said(self, node: Node) -> bool:
        """Whether the paragraph speaks of last year (2023年，…。全年完成…), and not of a task still to be done."""
        if not self.year_said or not self._same_paragraph(node) or TASK.search(self.text, node.end, node.end + 8):
            return False
        return self.before[1].last.year == self._now().year - 1

    def _ahead(self, node: Node) -> int:
        """2: announced right before the date (将于5日); 1: somewhere near it in the sentence; 0: not."""
        text, start, end = self.text, node.start, node.last.end if node.last else node.end
        if text[max(0, start - 8) : start].endswith(self.ahead_before):
            return 2
        low, high = max(0, start - NEAR // 2), min(len(text), end + NEAR)
        for match in SENTENCE_END.finditer(text, low, start):
            low = match.end()
        if match := SENTENCE_END.search(text, end, high):
            high = match.start()
        if self.ahead_near.search(text, low, high) or WILL.search(text, max(low, start - 6), start) or WILL.search(text, end, min(high, end + 8)):
            return 1
        return 0


def dateline_reference(byline: str) -> date | None:
    """The day that a byline says (新华社北京3月5日电); where it says no year, in a year that stands for the unknown one."""
    match = DATELINE.search(byline)
    return safe_date(number(match[1]) if match[1] else YEAR_UNKNOWN, number(match[2]), number(match[3])) if match else None
