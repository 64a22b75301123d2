"""Values: stretches of days and how TIMEX3 writes them (2022-04-02, 2024-01/2024-07, P3Y, XXXX-XX-02)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .calendar import month_end, shift, shift_month
from .nodes import Amount, Node
from .numerals import NUMBER, number

PRINTED = {"quarter": "month", "half": "month", "season": "month", "week": "day", "weekend": "day", "ten days": "day", "decade": "year", "century": "year"}
GRANULARITY = {"Y": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second", "100Y": "century"}
UNKNOWN_YEAR = re.compile(r"\b0{3}\d(?=-|/|$)")  # 0003, 0004 and 0005: see context.YEAR_UNKNOWN
ROUGH, INFERRED, CERTAIN = 0.6, 0.9, 1.0
# 8点, 9点半, 14:30, 十四时五分
CLOCK_TIME = re.compile(f"([{NUMBER}]{{1,3}})(?:时|点|:|：)(?:整|许|钟)?(半|[一三]刻|[{NUMBER}]{{1,3}}分?)?")


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
    if node.offset or node.window or node.rule in ("same period", "same day"):
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
