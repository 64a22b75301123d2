"""Reading of dates that are made of numbers and units, from the year down: 2022年4月2日, 今年前7个月, 5日, 上世纪80年代."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .nodes import Lunar, Node, Part, Unit
from .numerals import COUNTING, DIGITS, number
from .patterns import (
    BARE_YEARS,
    CENTURY,
    CENTURY_NAME,
    CHINESE_DAY,
    CLAUSE_START,
    DATE_IN_BRACKETS,
    DAY,
    DAY_ALONE,
    DECADE,
    FIRST_DAYS,
    FIRST_MONTHS,
    ISO,
    LAST_MONTHS,
    LATEST_YEAR,
    MONTH,
    MONTH_PAIR,
    NOT_A_DATE_BEHIND,
    NOT_A_DAY,
    ORDINAL_PART,
    QUARTER_PAIR,
    SAME_DAY,
    SAME_MONTH,
    SEASON,
    SHORT_YEAR,
    WEEKDAY_ASIDE,
    YEAR,
    YEAR_WEEK,
)

if TYPE_CHECKING:
    from .grammar import Grammar


class CalendarReader:
    """Reads at positions of one text. Every method takes a position (or what is read already) and gives a Node, or None and reads nothing."""

    def __init__(self, grammar: Grammar, text: str, hits: dict[int, tuple[int, str]], bare: bool = False):
        self.grammar, self.lexicon, self.text, self.hits, self.bare = grammar, grammar.lexicon, text, hits, bare

    def _numeric(self, at: int) -> Node | None:
        text = self.text
        if match := ISO.match(text, at):
            year, month, day = (number(match[index]) for index in (1, 3, 4))
            if 1000 <= year <= LATEST_YEAR and 1 <= month <= 12 and 1 <= day <= 31:
                return Node(at, match.end(), year=Unit(year), month=Unit(month), day=Unit(day), next=match.end())
            return None
        if match := DECADE.match(text, at):
            return self._decade(match)
        if (match := BARE_YEARS.match(text, at)) and number(match[1]) < number(match[2]):
            return Node(at, match.end(), year=Unit(number(match[1]), until=number(match[2])), next=match.end())
        if match := YEAR.match(text, at):
            year, until = number(match[1]), match[3] and number(match[3])
            if until is not None and until < 100:  # 2014-16年
                until += year - year % 100
            if 1000 <= year <= LATEST_YEAR and (until is None or year < until <= LATEST_YEAR and (match[2] != "、" or until == year + 1)):
                return self._after_year(Node(at, match.end(), year=Unit(year, until=until)))
        if match := SHORT_YEAR.match(text, at):
            year = number(match[1] or match[2])
            return self._after_year(Node(at, match.end(), year=Unit(year + (1900 if year > 40 else 2000))))
        if lunar := self._lunar_day(at):
            return lunar
        if match := MONTH.match(text, at):
            if text[at] in COUNTING and text[at - 1 : at] in NOT_A_DATE_BEHIND and text[at - 1 : at] not in ("前", "后"):
                return None  # 为期一月
            if text[at - 1 : at] in ("前", "头") and match[3] is None and match[4] is None and (at == 1 or text[at - 2] in CLAUSE_START):
                return Node(at - 1, match.end(), "relative", year_part=Part(1, number(match[1]), "month"))  # 前10月
            return self._month(Node(at, at), match)
        if match := MONTH_PAIR.match(text, at):
            return self._month_pair(Node(at, at), match)
        if text[at - 1 : at] != "第":
            if match := DAY.match(text, at):
                return self._bare_day(at, match)
        if match := CENTURY.match(text, at):
            return self._century(match)
        return None

    def _month(self, node: Node, match: re.Match) -> Node | None:
        first, until = number(match[1]), match[3] and number(match[3])
        if until is not None and (until <= first or match[2] == "、" and until != first + 1):
            if match[2] == "、":
                return None
            until = until + 12 if until < first else None
        if self.text[node.start - 1 : node.start] == "第" and node.year is None:
            return None
        node.month, node.end = Unit(first, until=until), match.end()
        return node if until is not None else self._after_month(node)

    @staticmethod
    def _month_pair(node: Node, match: re.Match) -> Node:
        first = number(match[1][0])
        node.month, node.end = Unit(first, until=first + 1), match.end()
        return node

    def _bare_day(self, at: int, match: re.Match) -> Node | None:
        """5日 without a month. Not 1号楼, 一日千里, 3日游, 2日内, 三日 (three days)."""
        text, end = self.text, match.end()
        before, after = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
        chinese = text[at] in COUNTING
        if match[4] == "号":
            if before not in CLAUSE_START + "于在从到至自定将是月在" or after not in CLAUSE_START + "上下早晚凌中清傍深夜至到—-的起前后开举召出":
                return None
        elif NOT_A_DAY.match(text, end):
            return None
        elif chinese and number(match[1]) <= 10 and match[3] is None:
            whole = at == 0 and end == len(text)
            if not whole and before != "于" and (before in NOT_A_DATE_BEHIND or not CHINESE_DAY.match(text, end)):
                return None
        node = Node(at, end, day=self._day_unit(match))
        return self._after_day(node) if node.day else None

    @staticmethod
    def _day_unit(match: re.Match) -> Unit | None:
        first, until = number(match[1]), match[3] and number(match[3])
        if until is not None and match[2] == "、" and until != first + 1:
            return None
        return Unit(first, until=until)

    def _after_year(self, node: Node) -> Node | None:
        text, grammar = self.text, self.grammar
        end = node.next = node.end
        if node.year.until is not None:
            return node
        if lunar := self._lunar_day(end):
            lunar.start, lunar.year = node.start, node.year
            return lunar
        if match := MONTH.match(text, end + text.startswith("的", end)):  # 去年的9月26日
            if found := self._month(node, match):
                return found
            node.month = None
        if match := MONTH_PAIR.match(text, end):
            return self._month_pair(node, match)
        if match := FIRST_MONTHS.match(text, end):
            months = number(match[1])
            if 1 <= months <= 12:
                node.year_part, node.end = Part(1, months, "month"), match.end()
                return node
        if (match := LAST_MONTHS.match(text, end)) and 1 <= (months := number(match[1])) <= 12:
            node.year_part, node.end = Part(13 - months, 12, "month"), match.end()
            return node
        if (match := QUARTER_PAIR.match(text, end)) and (quarters := quarters_of(match[1], match[2], match[3])):
            node.year_part, node.end = quarters, match.end()
            return node
        if match := grammar.year_part.match(text, end):
            word = match[1]
            if word in self.lexicon["year_parts"] or match[2]:
                if word not in self.lexicon["year_parts"]:
                    word = "一二三四"[number(word) - 1] + "季度"
                name = "quarter" if word.endswith("季度") and not word.startswith("前") else "half" if "半" in word else "year" if "全" in word else "part"
                node.year_part, node.end = Part(*self.lexicon["year_parts"][word], name), match.end()
                return self._after_quarter(node)
        if match := SEASON.match(text, end):
            node.season, node.end = match[1], match.end()
            return node
        if (match := ORDINAL_PART.match(text, end)) and (match[2] or match[1] in ("一", "1") and match[3] in "天日") and not match[4]:  # 今年的最后一天
            node.nth, node.end = (-1 if match[2] == "最后一" else 1, "D" if match[3] in "天日" else "W"), match.end()
            return node
        if match := YEAR_WEEK.match(text, end):
            node.week, node.end = Unit(number(match[1])), match.end()
            return node
        if text.startswith("的", end) and end + 1 in self.hits:
            end += 1
        hit = self.hits.get(end)
        if hit and grammar.kinds[hit[1]] in ("holidays", "terms", "holidays_with_time", "lunar"):
            named = getattr(self, "_" + grammar.kinds[hit[1]])(end, hit[0], hit[1], with_year=True)
            if named is not None:
                named.start, named.year = node.start, node.year
                return named
        end = node.end
        if match := grammar.year_phase.match(text, end):
            node.year_part, node.end = Part(*self.lexicon["year_phases"][match[1]], "year", True), match.end()
            return node
        if node.year.base == "reference" and node.year.until is None and (match := SAME_DAY.match(text, node.end)):
            node.rule, node.end = "same day", match.end()
        elif node.year.base == "reference" and (match := SAME_MONTH.match(text, node.end)):
            node.month, node.end = Unit(0, "reference"), match.end()
        elif node.year == Unit(0, "reference") and text.startswith("以来", end):
            node.since, node.end = True, end + 2
        elif text.startswith("同期", end):
            node.rule, node.end = "same period", end + 2
        return node

    def _after_month(self, node: Node) -> Node:
        text, grammar, end = self.text, self.grammar, node.end
        if match := DAY.match(text, end + text.startswith("的", end)):  # 本月的3日
            if unit := self._day_unit(match):
                node.day, node.end = unit, match.end()
                return self._after_day(node)
        if self.bare and (match := DAY_ALONE.match(text, end)):
            node.day, node.end = Unit(number(match[1])), match.end()
            return node
        if (match := FIRST_DAYS.match(text, end)) and 1 < (count := number(match[2])) <= 28:
            node.month_part, node.end = Part(1, count) if match[1] in "前头" else Part(-count, 31), match.end()
        elif match := grammar.month_part.match(text, end):
            node.month_part, node.end = Part(*self.lexicon["month_parts"][match[1]]), match.end()
        elif match := grammar.month_phase.match(text, end):
            node.month_part, node.end = Part(*self.lexicon["month_phases"][match[1]], "month", True), match.end()
        elif match := ORDINAL_PART.match(text, end):
            nth = number(match[1]) if match[1] else -1 if match[2] == "最后一" else 1
            what = "WE" if match[4] == "末" else str(weekday(match[4])) if match[4] else "D" if match[3] in "天日" else "W"
            node.nth, node.end = (nth, what), match.end()
        return node

    def _after_day(self, node: Node) -> Node:
        """The weekday behind a day is read over: 4月2日（星期六）上午."""
        node.next = node.end
        if (match := WEEKDAY_ASIDE.match(self.text, node.end)) or node.day and node.day.base == "reference" and (match := DATE_IN_BRACKETS.match(self.text, node.end)):
            node.next = match.end()
        return node

    def _after_quarter(self, node: Node) -> Node:
        """二季度末: the end of it belongs to the text, the value stays the quarter's."""
        if node.year_part.name == "quarter" and self.text[node.end : node.end + 1] in ("末", "初", "底"):
            node.end += 1
        return node

    def _lunar(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        match = self.grammar.lunar.match(self.text, at)
        if not match:
            return None
        name, day = match[4], match[6]
        month = 1 if match[5] else {"正": 1, "冬": 11, "腊": 12}.get(name) or number(name)
        if day:
            day = number(day.removeprefix("初"))
        elif match[5]:
            return None
        if day is not None and not 1 <= day <= 30:
            return None
        node = Node(at, match.end(), "lunar", lunar=Lunar(month, day, bool(match[3]), self._cycle(match[2])))
        if match[2] and (match[2][0].isdecimal() or match[2][0] in DIGITS):
            node.year = Unit(number(match[2][:-1]))
        return node

    def _cycle(self, year: str | None) -> int | None:
        """戊戌年 → 34, its place in the cycle of sixty."""
        stems, branches = self.lexicon["words"]["heavenly_stems"], self.lexicon["words"]["earthly_branches"]
        if not year or year[0] not in stems or year[1] not in branches:
            return None
        return next((n for n in range(60) if stems[n % 10] == year[0] and branches[n % 12] == year[1]), None)

    def _lunar_day(self, at: int) -> Node | None:
        """七月初七, 闰四月廿三: only the lunar calendar has such days."""
        match = self.grammar.lunar.match(self.text, at)
        return self._lunar(at, match.end(), match[0]) if match and match[6] and match[6][0] in "初廿" else None

    def _decade(self, match: re.Match) -> Node | None:
        text = match[3]
        if len(text) == 4 and text.isdecimal():
            first = last = number(text)
            if first % 10 or not 1000 <= first <= LATEST_YEAR:
                return None
        else:
            century = 1900
            if match[1]:
                century = 2000 if match[1].startswith("本") else 1900 if match[1].startswith("上") else (number(match[2]) - 1) * 100
            if len(text) == 3:  # 八九十年代
                first, last = number(text[0]) * 10, number(text[1]) * 10
            else:
                first = number(text)
                last = number(match[4]) if match[4] else first
            if not match[1] and first < 30:
                century = 2000
            if not (first % 10 == last % 10 == 0 and 0 < first <= last < 100):
                return None
            first, last = century + first, century + last
        following = DECADE.match(self.text, match.end() + self.text.startswith("、", match.end()))
        if following and not following[1] and first >= 1900 and (node := self._decade(following)):  # 八十年代末九十年代初
            if node.years[0] == last + 10:
                return Node(match.start(), node.end, "decade", years=(first, node.years[1]))
        return Node(match.start(), match.end(), "decade", years=(first, last + 9))

    def _century(self, match: re.Match) -> Node | None:
        if CENTURY_NAME.match(self.text, match.end()):
            return None
        n = 22 if match[1].startswith("下") else 21 if match[1].startswith("本") else 20 if match[1].startswith("上") else number(match[2])
        if not 10 <= n <= 22:
            return None
        return Node(match.start(), match.end(), "decade", years=((n - 1) * 100 + 1, n * 100))


def quarters_of(first: str, link: str, last: str) -> Part | None:
    """三、四季度 and 二三季度 follow on each other, 一至三季度 need not."""
    first, last = number(first), number(last)
    fits = last > first if link in ("至", "到", "-") else last == first + 1
    return Part(3 * first - 2, 3 * last, "quarter") if fits else None


def weekday(char: str) -> int:
    return 7 if char in "日天" else "一二三四五六".index(char) + 1
