"""What the grammar reads and the resolution works out: a time expression with its parts still unresolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Base = Literal["absolute", "reference", "anchor"]  # 2024年 | 今年 (from publication) | 同年 (from an earlier date)


class Unit(NamedTuple):
    """A year, month, day or week: a number, or a shift from the reference or the anchor. until: end of 1-5月, 16至20日."""

    value: int
    base: Base = "absolute"
    until: int | None = None


class Part(NamedTuple):
    """A stretch of the year (in months) or of the month (in days). vague: 年底, 月初: the value stays the year's or month's."""

    first: int
    last: int
    name: str = "part"
    vague: bool = False


class Amount(NamedTuple):
    number: float
    unit: str  # TIMEX3: Y M W D, TH TM TS, 100Y, Q


class Lunar(NamedTuple):
    month: int
    day: int | None
    leap: bool = False
    cycle: int | None = None  # 0 = 甲子: the year of the cycle of sixty


@dataclass(slots=True)
class Node:
    """One time expression, or one end of a span. text[start:end] is its surface; next: where reading goes on."""

    start: int
    end: int
    rule: str = "calendar"
    next: int = 0
    year: Unit | None = None
    month: Unit | None = None
    day: Unit | None = None
    week: Unit | None = None
    quarter: Unit | None = None
    weekday: tuple[int, int] | None = None  # first and last, 1 = Monday
    year_part: Part | None = None
    month_part: Part | None = None
    season: str | None = None
    lunar: Lunar | None = None
    holiday: dict | None = None
    holiday_span: bool = False
    nth: tuple[int, str] | None = None  # (2, "5") second Friday, (-1, "D") last day, (1, "W") first week
    years: tuple[int, int] | None = None  # decades, centuries, five-year plans
    offset: Amount | None = None  # three days ago
    window: tuple[int, Amount] | None = None  # (-1, 5 years): the past five years
    duration: Amount | None = None
    since: bool = False  # 今年以来
    reference: str | None = None  # vague: PAST_REF …
    repeated: str | None = None  # a set's value
    part_of_day: str | None = None
    clock: str | None = None
    last: Node | None = None  # the other end of a span
    until_now: bool = False
