"""Time expressions → TIMEX3 values and days: what a Node means, seen from the day of publication and from the dates before it.

A Resolver walks with its text: it remembers the last date, so that 同日, 次日 and the 27日 behind 6月26日 find their month.
Years and months that an expression does not say follow the habits of news: it reports what has just happened, the current year
goes without saying, and what lies ahead is announced by 将, 定于, 起施行 (lexicons/dates.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..records import DateExpression
from .calendar import MONTHS, YEARS, holiday, lunar_date, month_end, nth_weekday, safe_date, shift, shift_month
from .grammar import Grammar
from .nodes import Amount, Lunar, Node, Unit
from .numerals import NUMBER, number

# 8点, 9点半, 14:30, 十四时五分
CLOCK_TIME = re.compile(f"([{NUMBER}]{{1,3}})(?:时|点|:|：)(?:整|许|钟)?(半|[一三]刻|[{NUMBER}]{{1,3}}分?)?")
# 3月5日电 gives month and day of the reference and no year: a leap year that no text means stands for it
YEAR_UNKNOWN = 4
UNKNOWN_YEAR = re.compile(r"\b0{3}\d(?=-|/|$)")  # 0003, 0004 and 0005 in values
# 5日，全县将举行; not 将军, 将近
WILL = re.compile("将(?![军领士近官帅相才])")
# 全年任务, 全年目标: always this year's
TASK = re.compile("任务|目标|预期|有望")
SENTENCE_END = re.compile(r"[。！？!?\n]")
NEAR = 60  # characters in which a neighbour explains a date in the same sentence
PARAGRAPH = 300  # and in the same paragraph
RECENT = 15  # a bare day that lies so far back at most was meant, and not one in the days to come
WEEK = 7  # a bare day may lie so far ahead unannounced; 当天 in a new paragraph is not the day of a date that lies further back
YEAR_BACK = 8  # a month that lies so many months ahead, and is not announced, was last year's
PRINTED = {"quarter": "month", "half": "month", "season": "month", "week": "day", "weekend": "day", "ten days": "day", "decade": "year", "century": "year"}
GRANULARITY = {"Y": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second", "100Y": "century"}
ROUGH, INFERRED, CERTAIN = 0.6, 0.9, 1.0


class NeedsReference(Exception):
    """The expression means nothing without a day of publication."""


@dataclass(slots=True)
class Period:
    """A stretch of days; value: TIMEX3, made from them where None."""

    first: date
    last: date
    granularity: str = "day"
    value: str | None = None
    confidence: float = CERTAIN

    def printed(self) -> str:
        return self.value or span_value(self.first, self.last, self.granularity)


def iso(day: date, granularity: str) -> str:
    unit = PRINTED.get(granularity, granularity)
    if unit == "year":
        return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}" if unit == "month" else f"{day.year:04}-{day.month:02}-{day.day:02}"


def span_value(first: date, last: date, granularity: str) -> str:
    start, end = iso(first, granularity), iso(last, granularity)
    return start if start == end else f"{start}/{end}"


def years(first: int, last: int | None = None, granularity: str = "year") -> Period:
    return Period(date(first, 1, 1), date(last or first, 12, 31), granularity)


def months(year: int, first: int, last: int | None = None, granularity: str = "month") -> Period:
    """Months of a year; last may be greater than 12 (winter, 11月至次年2月)."""
    return Period(date(year, first, 1), month_end(*shift_month(year, first, (last or first) - first)), granularity)


def days(first: date, last: date | None = None, granularity: str = "day") -> Period:
    return Period(first, last or first, granularity)


class Resolver:
    """Resolves the Nodes of one text in their order. reference: the day of publication, or None."""

    def __init__(self, text: str, grammar: Grammar, reference: date | None):
        self.text, self.lexicon, self.reference = text, grammar.lexicon, reference
        words = self.lexicon["words"]
        self.ahead_before = tuple(words["ahead_before"])
        self.ahead_near = grammar.ahead_near
        self.before: tuple[Node, Period] | None = None  # the date before this one
        self.day: Period | None = None  # the last single day
        self.unknown_day: str | None = None  # its value, where no reference makes it a day
        self.year_said = False  # whether the date before got its year from the text

    # ---------------------------------------------------------------- from nodes to records

    def __call__(self, node: Node) -> DateExpression | None:
        """The record of a Node, or None where it is no time after all (30 February, 当年 with nothing before it)."""
        row = DateExpression(node.start, node.end, self.text[node.start : node.end], part_of_day=node.part_of_day, evidence=node.rule)
        if node.rule == "vague":
            row.kind, row.value, row.confidence = "vague", node.reference, ROUGH
            return row
        if node.duration or node.repeated:
            amount = node.duration
            row.kind, row.value = ("duration", duration(amount)) if amount else ("set", node.repeated)
            row.granularity = GRANULARITY[amount.unit] if amount else None
            return row
        if node.rule == "clock":
            row.value, row.granularity = clock_value(node.clock), "minute"
            row.kind = "span" if "/" in row.value else "date"
            return row
        try:
            period = self._span(node)
        except NeedsReference:
            row.value, row.granularity = unknown(node), granularity_of(node)
            row.kind, row.confidence = ("span" if row.value and "/" in row.value else "date"), INFERRED
            if node.rule == "anaphor" and self.unknown_day and node.day and node.day.value == 0:
                row.value = self.unknown_day
            elif node.day and not node.last and node.rule != "anaphor":
                self.unknown_day, self.day = row.value, None
            return row if row.value else None
        except (ValueError, OverflowError):  # outside of the calendar
            return None
        if period is None:
            return None
        self._remember(node, period)
        row.granularity, row.confidence = period.granularity, period.confidence
        row.value = UNKNOWN_YEAR.sub("XXXX", period.printed())
        if period.first.year > YEAR_UNKNOWN + 50:
            row.date_start, row.date_end = period.first.isoformat(), period.last.isoformat()
        row.kind = "span" if "/" in row.value else "date"
        return row

    def _remember(self, node: Node, period: Period) -> None:
        if node.offset or node.window or node.rule in ("holiday", "plan", "decade", "time"):
            return
        self.year_said = node.year is not None or self.year_said and self._same_paragraph(node)
        self.before = (node, period)
        if period.granularity == "day":
            self.day = days(period.first) if not node.last else days(period.last)

    def _span(self, node: Node) -> Period | None:
        if node.last is not None and node.year is None and node.last.year is not None and node.month is not None and node.rule != "anaphor":
            node.year = node.last.year  # 3月5日至2024年4月1日
            first = self._point(node)
            last = self._point(node.last)
            if first and last and first.first > last.last:
                first = shifted_year(first, -1)
        else:
            first = self._point(node)
            last = self._last(node.last, first) if first and node.last is not None else None
        if first is None:
            return None
        if node.until_now:
            now = self._now()
            return Period(first.first, max(now, first.first), first.granularity, span_value(first.first, now, first.granularity))
        if node.last is None:
            return first
        if last is None or last.last < first.first:
            return None
        value = f"{first.printed().split('/')[0]}/{last.printed().split('/')[-1]}"
        if first.printed() == last.printed():
            value = first.printed()
        return Period(first.first, last.last, last.granularity, value, min(first.confidence, last.confidence))

    def _last(self, node: Node, first: Period) -> Period | None:
        """The second end of a span: year and month are those of the first, and it does not lie before it."""
        if node.year is None and node.rule in ("calendar", "relative") and node.week is None and node.quarter is None:
            if node.month is not None and node.month.base == "absolute" or node.year_part is not None and node.month is None:
                node.year = Unit(first.last.year)
                last = self._point(node)
                return shifted_year(last, 1) if last and last.last < first.first else last
            if node.day is not None and node.day.base == "absolute":
                year, month = first.last.year, first.last.month
                if node.day.value < first.last.day and first.granularity == "day":
                    year, month = shift_month(year, month, 1)
                return self._calendar_day(node, year, month)
        if node.weekday and node.week is None and first.granularity in ("day", "weekend"):
            monday = first.first - timedelta(days=first.first.isoweekday() - 1)
            last = monday + timedelta(days=node.weekday[1] - 1)
            return days(last if last >= first.first else last + timedelta(days=7))
        if node.rule == "time":
            return days(first.last)
        if node.rule == "anaphor" and node.year is not None:
            node.year = Unit(first.first.year + node.year.value)
            return self._point(node)
        if node.rule == "anaphor" and node.day is not None:
            return days(first.last + timedelta(days=node.day.value))
        if node.rule == "holiday" and node.year is None:
            node.year = Unit(first.last.year)
        return self._point(node)

    # ---------------------------------------------------------------- one point

    def _point(self, node: Node) -> Period | None:
        if node.years:
            kind = "century" if node.years[1] - node.years[0] > 50 else "decade" if node.rule == "decade" else "year"
            return years(*node.years, kind)
        if node.offset:
            return self._offset(node, node.offset)
        if node.window:
            return self._window(*node.window)
        if node.rule == "same period":
            return self._same_period(node)
        if node.holiday is not None:
            return self._holiday(node)
        if node.lunar is not None:
            return self._lunar(node, node.lunar)
        if node.week is not None or node.weekday is not None:
            return self._week(node)
        if node.quarter is not None:
            now = self._now()
            year, month = shift_month(now.year, now.month - (now.month - 1) % 3, 3 * node.quarter.value)
            return months(year, month, month + 2, "quarter")
        if node.season is not None:
            first = self.lexicon["seasons"][node.season][1]
            return months(self._year(node) if node.year else self._now().year, first, first + 2, "season")
        if node.year_part is not None:
            return self._year_part(node)
        if node.day is not None and node.month is None:
            return self._bare_day(node)
        if node.month is not None:
            return self._month(node)
        if node.year is None:
            return None
        year = self._year(node)
        if node.year.until is not None:
            return years(year, node.year.until)
        if node.since:
            return Period(date(year, 1, 1), max(self._now(), date(year, 1, 1)), "year", f"{year:04}")
        return years(year)

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
            return self._anchor_period(node).first.year + unit.value
        return self._now().year + unit.value

    def _anchor_period(self, node: Node) -> Period:
        if self.before:
            return self.before[1]
        return days(self._now())

    def _month(self, node: Node) -> Period | None:
        unit, confidence = node.month, CERTAIN
        if unit.base == "absolute":
            month = unit.value
            if node.year is not None:
                year = self._year(node)
            else:
                day = node.day.value if node.day is not None and node.day.base == "absolute" else None
                year, confidence = self._year_of_month(node, month, day, unit.until), INFERRED
        else:
            base = self._now() if unit.base == "reference" else self._anchor_period(node).first
            year, month = shift_month(base.year, base.month, unit.value)
        if node.day is not None:
            period = self._calendar_day(node, year, month)
        elif node.month_part is not None:
            part = node.month_part
            end = month_end(year, month)
            period = days(date(year, month, part.first), min(date(year, month, min(part.last, end.day)), end), "month" if part.vague else "ten days")
            if part.vague:
                period.value = iso(period.first, "month")
        elif node.nth is not None:
            period = self._nth(node.nth, year, month)
        else:
            period = months(year, month, unit.until)
        if period is not None:
            period.confidence = min(period.confidence, confidence)
        return period

    def _calendar_day(self, node: Node, year: int, month: int) -> Period | None:
        first = safe_date(year, month, node.day.value)
        if first is None:
            return None
        if node.day.until is None:
            return days(first)
        last = safe_date(year, month, node.day.until) if node.day.until > node.day.value else safe_date(*shift_month(year, month, 1), node.day.until)
        return days(first, last) if last else None

    @staticmethod
    def _nth(nth: tuple[int, str], year: int, month: int) -> Period | None:
        """第二个星期五, 最后一天, 第一周 of a month."""
        count, what = nth
        if what == "D":
            day = month_end(year, month) if count < 0 else safe_date(year, month, count)
            return days(day) if day else None
        if what == "W":
            monday = nth_weekday(year, month, count, 4)  # ISO: the week belongs to the month of its Thursday
            return days(monday - timedelta(days=3), monday + timedelta(days=3), "week") if monday else None
        day = nth_weekday(year, month, count, int(what))
        return days(day) if day else None

    def _year_of_month(self, node: Node, month: int, day: int | None, until: int | None) -> int:
        """The year of 10月15日, 12月: said just before in the sentence, or the current one, or over the turn of the year."""
        if self.before and self.year_said and self._near(node):
            said, period = self.before
            if said.month is not None or self.text[said.end : said.end + 1] in tuple("，,、和及与") and "度" not in self.text[said.start : said.end]:
                return period.first.year + (said.month is not None and month < period.first.month and period.first.year < self._now_year())
        year = self._current_year(node, month, day, until)
        if self.before and self.year_said and self._same_paragraph(node):
            said, period = self.before
            day_now = safe_date(year, month, day or 15)
            recent = day_now is None or abs((self._now() - day_now).days) <= 2 * RECENT
            if said.month is not None and period.first.year < year and month >= period.first.month and not recent and not self._ahead(node):
                return period.first.year
        return year

    def _current_year(self, node: Node, month: int, day: int | None, until: int | None) -> int:
        now = self._now()
        ahead = self._ahead(node)
        gap = month - now.month
        if month == 1 and until is not None and until <= 12 and until >= now.month + 2 and not ahead:
            return now.year - 1  # figures for 1至11月, published in January
        if gap > 0:
            return now.year - (gap >= YEAR_BACK and not ahead)
        if gap == 0 and (day is None or day >= now.day):
            return now.year
        to_come = gap + 12
        near = 4 if ahead == 1 else 9
        if to_come == 1 and self.text.startswith("起", (node.last or node).end):
            return now.year + 1  # 1月1日起, in December
        return now.year + (bool(ahead) and to_come <= near and until is None)

    def _now_year(self) -> int:
        return self.reference.year if self.reference else date.max.year

    def _bare_day(self, node: Node) -> Period | None:
        unit = node.day
        if unit.base == "reference":
            return days(self._now() + timedelta(days=unit.value))
        if unit.base == "anchor":
            if self.day is None and self.unknown_day:
                raise NeedsReference
            return self._day_before(node, unit.value)
        if (month := self._month_before(node)) is not None:
            return self._calendar_day(node, *month)
        now, last = self._now(), unit.until or unit.value
        ahead = self._ahead(node)
        year, month = now.year, now.month
        if unit.value > now.day and not ahead:
            back = shift_month(year, month, -1)
            day = safe_date(*back, last)
            if day and ((now - day).days <= RECENT or unit.value - now.day > WEEK) or safe_date(year, month, unit.value) is None:
                year, month = back
        elif last < now.day and ahead and (now.day - last > RECENT or ahead == 2):
            year, month = shift_month(year, month, 1)
        period = self._calendar_day(node, year, month)
        if period is not None:
            period.confidence = INFERRED if unit.value > now.day else CERTAIN
        return period

    def _day_before(self, node: Node, amount: int) -> Period:
        """当天, 次日: from the last day that was named; from publication where that one is far away and long past."""
        day, confidence = self.day, INFERRED
        if not self._same_paragraph(node):
            confidence = ROUGH
            if day is not None and self.reference is not None and abs((self.reference - day.first).days) > WEEK:
                day = None
        day = day or days(self._now())
        return Period(day.first + timedelta(days=amount), day.first + timedelta(days=amount), "day", None, confidence)

    def _month_before(self, node: Node) -> tuple[int, int] | None:
        """Year and month of the date before, for a day that continues it: 6月26日开幕，27日闭幕."""
        if not self.before or self.before[1].granularity != "day" or self.before[0].month is None and self.reference is not None:
            return None
        said, period = self.before
        if node.day.value <= period.last.day:
            return None
        if self._near(node) or self.reference is None:
            return period.last.year, period.last.month
        if not self._same_paragraph(node):
            return None
        now = self.reference
        day = safe_date(*(now.year, now.month) if node.day.value <= now.day else shift_month(now.year, now.month, -1), node.day.value)
        if day and (now - day).days <= RECENT or period.last.year != now.year:
            return None
        return period.last.year, period.last.month

    def _year_part(self, node: Node) -> Period:
        part = node.year_part
        if node.year is not None:
            year = self._year(node)
        elif self.before and self.year_said and self._near(node) and self.text[self.before[0].start - 1 : self.before[0].start] not in ("较", "比"):
            year = self.before[1].first.year
        else:
            now, ahead = self._now(), self._ahead(node)
            past = part.first - now.month >= YEAR_BACK or part.name == "month" and part.last > now.month
            past = past or self._last_year_said(node) and (part.name == "year" or part.first > now.month)
            coming = ahead and now.month >= 11 and part.last <= 6
            year = now.year + (0 if part.vague else coming - (past and not ahead))
        period = months(year, part.first, part.last, part.name if part.name in ("quarter", "half", "year") else "month")
        if part.vague:
            period.value = f"{year:04}"
        return period

    def _last_year_said(self, node: Node) -> bool:
        """Whether the paragraph speaks of last year (2023年，…。全年完成…), and not of a task still to be done."""
        if not self.year_said or not self._same_paragraph(node) or TASK.search(self.text, node.end, node.end + 8):
            return False
        return self.before[1].last.year == self._now().year - 1

    def _week(self, node: Node) -> Period:
        if self.reference is not None and self.reference.year <= YEAR_UNKNOWN and not node.year:
            raise NeedsReference
        if node.week and node.week.base == "absolute":
            monday = date.fromisocalendar(self._year(node), node.week.value, 1)
            return days(monday, monday + timedelta(days=6), "week")
        now = self._now()
        monday = now - timedelta(days=now.isoweekday() - 1) + timedelta(weeks=node.week.value if node.week else 0)
        if node.weekday is None:
            return days(monday, monday + timedelta(days=6), "week")
        first, last = (monday + timedelta(days=day - 1) for day in node.weekday)
        if node.week is None and last < now and self._ahead(node) == 2:
            first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
        return days(first, last, "weekend" if first != last else "day")

    def _holiday(self, node: Node) -> Period | None:
        def day_in(year: int) -> date | None:
            return holiday(node.holiday, year)

        day = day_in(self._year(node)) if node.year is not None else self._nearest(node, day_in)
        if day is None:
            raise NeedsReference if self.reference is None or self.reference.year <= YEAR_UNKNOWN else ValueError
        if node.holiday_span:
            first, last = node.holiday.get("days", (0, 0))
            return days(day + timedelta(days=first), day + timedelta(days=last))
        return days(day)

    def _lunar(self, node: Node, lunar: Lunar) -> Period | None:
        def day_in(year: int) -> date | None:
            return lunar_date(year, lunar.month, lunar.day or 1, lunar.leap)

        if lunar.month == 0:  # 初八 of the current lunar month
            now = self._now()
            first = next((day for back in range(31) if (day := now - timedelta(days=back)) and now.year in YEARS and lunar_first(day)), None)
            return days(first + timedelta(days=lunar.day - 1)) if first else None
        day = day_in(self._year(node)) if node.year is not None else self._nearest(node, day_in)
        if day is None:
            raise NeedsReference if self.reference is None or self.reference.year <= YEAR_UNKNOWN else ValueError
        if lunar.day is not None:
            return days(day)
        last = next((end for length in (29, 28) if (end := day + timedelta(days=length)) and lunar_first(end) is False), day + timedelta(days=28))
        return days(day, last, "month")

    def _nearest(self, node: Node, day_in) -> date | None:
        """The feast nearest to the reference; of those ahead, where the text announces it."""
        now = self._now()
        if now.year not in YEARS:
            return day_in(now.year)
        choices = [day for year in (now.year - 1, now.year, now.year + 1) if (day := day_in(year))]
        if self._ahead(node) == 2:
            choices = [day for day in choices if day >= now] or choices
        return min(choices, key=lambda day: abs((day - now).days), default=None)

    def _offset(self, node: Node, amount: Amount) -> Period | None:
        """三天前, 两个月后: from the date before for 后, else from publication."""
        base = self._now()
        if amount.number > 0 and self.before and self._near(node) and self.before[1].granularity == "day":
            base = self.before[1].last
        day = shift(base, amount.number, amount.unit)
        if day is None:
            return None
        if amount.unit in ("Y", "100Y") and amount.number == int(amount.number):
            return years(day.year)
        return months(day.year, day.month) if amount.unit in MONTHS else days(day)

    def _window(self, sign: int, amount: Amount) -> Period | None:
        """过去五年, 未来三天: up to the day of publication or from the day behind it."""
        now = self._now()
        edge = shift(now, sign * amount.number, amount.unit)
        if edge is None:
            return None
        one = timedelta(days=1)
        first, last = (edge, now - one if amount.unit in "DW" else now) if sign < 0 else (now + one, edge)
        return Period(first, max(first, last), GRANULARITY[amount.unit], span_value(first, last, GRANULARITY[amount.unit]), ROUGH)

    def _same_period(self, node: Node) -> Period:
        """去年同期: the period just spoken of, a year (or years) earlier; the whole year where there is none."""
        year = self._year(node)
        if self.before and self._near(node) and self.before[1].granularity != "year":
            period = shifted_year(self.before[1], year - self.before[1].first.year)
            if period is not None:
                return period
        return years(year)

    # ---------------------------------------------------------------- the neighbourhood

    def _near(self, node: Node) -> bool:
        """Whether the date before stands in the same sentence, not far away."""
        if not self.before:
            return False
        end = self.before[0].end
        return 0 <= node.start - end <= NEAR and not SENTENCE_END.search(self.text, end, node.start)

    def _same_paragraph(self, node: Node) -> bool:
        return self.before is not None and node.start - self.before[0].end <= PARAGRAPH and self.text.find("\n", self.before[0].end, node.start) < 0

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


def lunar_first(day: date) -> bool:
    """Whether a day is the first of a lunar month."""
    from lunardate import LunarDate

    return LunarDate.from_solar_date(day.year, day.month, day.day).day == 1


def shifted_year(period: Period, amount: int) -> Period | None:
    first, last = shift(period.first, amount, "Y"), shift(period.last, amount, "Y")
    if first is None or last is None:
        return None
    if period.last == month_end(period.last.year, period.last.month) and PRINTED.get(period.granularity, period.granularity) == "month":
        last = month_end(last.year, last.month)
    return Period(first, last, period.granularity, None, period.confidence)


def duration(amount: Amount) -> str:
    """P3Y, PT24H, P2.5M; X where the number is unknown."""
    size = "X" if amount.number < 0 else f"{amount.number:g}"
    if amount.unit.startswith("T"):
        return f"PT{size}{amount.unit[1]}"
    if amount.unit == "100Y":
        return f"P{size}CE" if size == "X" else f"P{amount.number * 100:g}Y"
    return f"P{amount.number * 3:g}M" if amount.unit == "Q" and size != "X" else f"P{size}{amount.unit.replace('Q', 'M')}"


def clock_value(clock: str) -> str:
    """8点到9点半 → T08:00/T09:30."""
    values = []
    for match in CLOCK_TIME.finditer(clock):
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(match[2]) if match[2] else 0
        values.append(f"T{number(match[1]):02}:{number(match[2].rstrip('分')) if minute is None else minute:02}")
    return "/".join(values[:2])


def granularity_of(node: Node) -> str | None:
    node = node.last or node
    if node.day or node.nth or node.weekday or node.rule in ("holiday", "lunar"):
        return "day"
    if node.week:
        return "week"
    if node.quarter:
        return "quarter"
    if node.month:
        return "ten days" if node.month_part and not node.month_part.vague else "month"
    if node.year_part and node.year_part.name in ("quarter", "half", "year"):
        return node.year_part.name
    if node.offset or node.window:
        return GRANULARITY[(node.offset or node.window[1]).unit]
    return "season" if node.season else "month" if node.year_part else "year" if node.year else None


def unknown(node: Node, month: str = "XX") -> str | None:
    """The value of an expression whose year, month or day nobody knows: XXXX-XX-02, XXXX-03."""
    first = _unknown_point(node, month)
    if first is None:
        return None
    if node.last is not None:
        last = unknown(node.last, first[5:7] if len(first) > 7 else "XX")
        return f"{first.split('/')[0]}/{last.split('/')[-1]}" if last else first
    return first


def _unknown_point(node: Node, month: str) -> str | None:
    year = f"{node.year.value:04}" if node.year and node.year.base == "absolute" else "XXXX"
    if node.weekday or node.week:
        return f"{year}-WXX" + ("" if not node.weekday else f"-{node.weekday[0]}" if node.weekday[0] == node.weekday[1] else "-WE")
    if node.holiday is not None:
        fixed = "day" in node.holiday
        return f"{year}-{node.holiday['month']:02}-{node.holiday['day']:02}" if fixed else f"{year}-XX-XX"
    if node.lunar is not None:
        return f"{year}-XX-XX"
    if node.offset or node.window or node.rule == "same period":
        return None if node.window else "XXXX"
    if node.quarter is not None:
        return "XXXX-QX"
    if node.season is not None:
        return year
    if node.year_part is not None:
        part = node.year_part
        return year if part.vague or part.name == "year" else f"{year}-{part.first:02}/{year}-{part.last:02}"
    if node.month is None and node.day is None:
        return year if node.year else None
    if node.month is not None:
        month = f"{node.month.value:02}" if node.month.base == "absolute" else "XX"
        if node.month.until:
            return f"{year}-{month}/{year}-{(node.month.until - 1) % 12 + 1:02}"
        if node.day is None:
            return f"{year}-{month}"
    if node.day.base != "absolute":
        return f"{year}-{month}-XX"
    value = f"{year}-{month}-{node.day.value:02}"
    return f"{value}/{year}-{month}-{node.day.until:02}" if node.day.until else value


# 3月5日电, 2024年3月5日讯
DATELINE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?=\s?(?:电|讯|消息|报道))")


def dateline_reference(byline: str) -> date | None:
    """The day that a byline says (新华社北京3月5日电); where it says no year, in a year that stands for the unknown one."""
    match = DATELINE.search(byline)
    return safe_date(int(match[1] or YEAR_UNKNOWN), int(match[2]), int(match[3])) if match else None
