"""Time expressions → TIMEX3 values and days: what a Node means, seen from the day of publication and from the dates before it.

A Resolver walks with its text: it remembers the last date, so that 同日, 次日 and the 27日 behind 6月26日 find their month.
Years and months that an expression does not say follow the habits of news: it reports what has just happened, the current year
goes without saying, and what lies ahead is announced by 将, 定于, 起施行 (lexicons/dates.toml).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..records import DateExpression
from .calendar import MONTHS, month_end, safe_date, shift, shift_month
from .context import YEAR_UNKNOWN, NeedsReference
from .named_days import NamedDays
from .nodes import Amount, Node, Unit
from .numerals import NUMBER, number
from .values import (
    CERTAIN,
    GRANULARITY,
    INFERRED,
    ROUGH,
    UNKNOWN_YEAR,
    Period,
    clock_value,
    days,
    duration,
    granularity_of,
    iso,
    months,
    shifted_year,
    span_value,
    unknown,
    years,
)

RECENT = 15  # a bare day that lies so far back at most was meant, and not one in the days to come
WEEK = 7  # a bare day may lie so far ahead unannounced; 当天 in a new paragraph is not the day of a date that lies further back
# 一年前的9月26日
YEARS_AGO = re.compile(f"(?<![{NUMBER}])([{NUMBER}]{{1,3}})年前的$")
HOURS = {"TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}  # in days
YEAR_BACK = 8  # a month that lies so many months ahead, and is not announced, was last year's


class Resolver(NamedDays):
    """Resolves the Nodes of one text in their order. reference: the day of publication, or None."""

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
            if first.first > now and node.year is None:  # 8月至今, in March; 25日至今, on the 20th
                first = (shifted_year(first, -1) if node.month is not None else days(shift(first.first, -1, "M"))) or first
            return Period(first.first, max(now, first.first), first.granularity, span_value(first.first, now, first.granularity))
        if node.last is None:
            return first
        if node.season is not None and node.last.season is not None and last and last.first.year - first.first.year > 1:
            last = shifted_year(last, -1)  # 今冬明春, in January
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
            last = self._point(node)
            if last and last.last < first.first:  # 国庆节到元旦
                node.year = Unit(first.last.year + 1)
        return self._point(node)

    # ---------------------------------------------------------------- one point

    def _point(self, node: Node) -> Period | None:
        if node.years:
            kind = "century" if node.years[1] - node.years[0] > 50 else "decade" if node.rule == "decade" else "year"
            first, last = node.years
            if self.reference is not None and YEAR_UNKNOWN < self.reference.year <= 2000 and self.text[node.start] in "本上":
                first, last = first - 100, last - 100  # 本世纪, in 1998
            return years(first, last, kind)
        if node.rule == "same day":  # 去年的今天, 上周今天, 三年前的今天
            moved = node.offset or next(Amount(part.value, unit) for part, unit in ((node.year, "Y"), (node.month, "M"), (node.week, "W")) if part)
            day = shift(self._now(), moved.number, moved.unit)
            return days(day) if day else None
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
            year = self._year(node) if node.year else self._now().year
            if first == 12 and node.year == Unit(0, "reference") and self._now().month <= 3:
                year -= 1  # 今冬, in January
            return months(year, first, first + 2, "season")
        if node.year_part is not None:
            return self._year_part(node)
        if node.day is not None and node.month is None:
            return self._bare_day(node)
        if node.month is not None:
            return self._month(node)
        if node.year is None:
            return None
        year = self._year(node)
        if node.nth is not None:
            return self._nth_of_year(node.nth, year)
        if node.year.until is not None:
            return years(year, node.year.until if node.year.base == "absolute" else self._now().year + node.year.until)
        if node.since:
            return Period(date(year, 1, 1), max(self._now(), date(year, 1, 1)), "year", f"{year:04}")
        return years(year)

    def _month(self, node: Node) -> Period | None:
        unit, confidence = node.month, CERTAIN
        if unit.base == "absolute":
            month = unit.value
            if node.year is not None:
                year = self._year(node)
            elif ago := YEARS_AGO.search(self.text, max(0, node.start - 8), node.start):
                year, confidence = self._now().year - number(ago[1]), INFERRED
            else:
                day = node.day.value if node.day is not None and node.day.base == "absolute" else None
                year, confidence = self._year_of_month(node, month, day, unit.until), INFERRED
        else:
            base = self._now() if unit.base == "reference" else self._anchor_period(node).first
            year, month = shift_month(base.year if node.year is None else self._year(node), base.month, unit.value)
        if node.day is not None:
            period = self._calendar_day(node, year, month)
        elif node.month_part is not None:
            part = node.month_part
            end = month_end(year, month)
            first = part.first if part.first > 0 else end.day + 1 + part.first  # 最后三天
            period = days(date(year, month, first), min(date(year, month, min(part.last, end.day)), end), "month" if part.vague else "ten days")
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

    def _is_whole(self, node: Node) -> bool:
        """Whether the text is nothing else: 国庆节 alone is this year's, no news of last year's."""
        return node.start == 0 and node.end == len(self.text) and node.last is None

    def _current_year(self, node: Node, month: int, day: int | None, until: int | None) -> int:
        now = self._now()
        ahead = self._ahead(node)
        gap = month - now.month
        if month == 1 and until is not None and until <= 12 and until >= now.month + 2 and not ahead:
            return now.year - 1  # figures for 1至11月, published in January
        if gap > 0:
            return now.year - (gap >= YEAR_BACK and not ahead and not self._is_whole(node))
        if gap == 0 and (day is None or day >= now.day):
            return now.year
        to_come = gap + 12
        near = 4 if ahead == 1 else 9
        if to_come == 1 and self.text.startswith("起", (node.last or node).end):
            return now.year + 1  # 1月1日起, in December
        return now.year + (bool(ahead) and to_come <= near and until is None)

    def _bare_day(self, node: Node) -> Period | None:
        unit = node.day
        if unit.base == "reference":
            return days(*(self._now() + timedelta(days=shift) for shift in (unit.value, unit.until if unit.until is not None else unit.value)))
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
            if day is not None and self.reference is not None:
                ahead = node.rule == "time" and day.first > self.reference  # …30日发射。\n上午10时，: of today
                if ahead or abs((self.reference - day.first).days) > WEEK:
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
        elif self.before and self.year_said and self._near(node):
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

    def _offset(self, node: Node, amount: Amount) -> Period | None:
        """三天前, 两个月后: from the date before for 后, else from publication."""
        base = self._now()
        if amount.unit in HOURS:
            return days(base + timedelta(days=int(amount.number * HOURS[amount.unit])))
        if amount.number > 0 and self.before and self._near(node):
            base = self.before[1].last
        day = shift(base, amount.number, amount.unit)
        if day is None:
            return None
        if amount.unit in ("Y", "100Y") and amount.number == int(amount.number):
            period = years(day.year)
        else:
            period = months(day.year, day.month) if amount.unit in MONTHS else days(day)
        period.confidence = ROUGH
        return period

    def _window(self, sign: int, amount: Amount) -> Period | None:
        """过去五年, 未来三天: up to the day of publication or from the day behind it."""
        now = self._now()
        if amount.unit in HOURS:
            return days(*sorted((now, now + timedelta(days=int(sign * amount.number * HOURS[amount.unit])))))
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
