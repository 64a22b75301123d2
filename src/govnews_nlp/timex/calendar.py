"""The Chinese calendar: lunar dates, the 24 solar terms, holidays; arithmetic on months."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LunarDate

YEARS = range(1901, 2099)  # the lunar tables' years
TROPICAL_YEAR = 365.2422
MONTHS = {"100Y": 1200, "Y": 12, "Q": 3, "M": 1}  # months of a unit
J2000 = date(2000, 1, 1)  # noon of that day, in universal time, is J2000.0


def safe_date(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has no such day (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def shift_month(year: int, month: int, months: int) -> tuple[int, int]:
    years, index = divmod(year * 12 + month - 1 + months, 12)
    return years, index + 1


def shift(day: date, amount: float, unit: str) -> date | None:
    """day plus amount of the TIMEX3 unit 100Y, Y, Q, M, W or D; None where that leaves the calendar."""
    try:
        if unit in MONTHS:
            whole = amount * MONTHS[unit]
            months = int(whole)
            year, month = shift_month(day.year, day.month, months)
            moved = date(year, month, min(day.day, monthrange(year, month)[1]))
            return moved + timedelta(days=round((whole - months) * 30))  # 一个半月
        return day + timedelta(days=round(amount * {"W": 7, "D": 1}[unit]))
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def lunar_date(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The day of 农历 year/month/day; day 30 of a month of 29 days is its last. None outside of the tables."""
    if year not in YEARS:
        return None
    if month == 12 and day >= 29:
        eve = LunarDate(year + 1, 1, 1).to_solar_date() - timedelta(days=1)
        length = (eve - LunarDate(year, 12, 1).to_solar_date()).days + 1
        return eve if day >= length else eve - timedelta(days=1)
    try:
        return LunarDate(year, month, day, int(leap)).to_solar_date()
    except ValueError:
        return lunar_date(year, month, 29, leap) if day == 30 else None


@lru_cache(maxsize=1024)
def solar_term(year: int, index: int) -> date | None:
    """The day (Beijing time) of term number index of the year, 0 = 小寒 … 23 = 冬至.

    Sun's apparent longitude by Meeus' low-precision series (0.01°, a quarter of an hour), solved by Newton's rule.
    """
    if year not in YEARS:
        return None
    target = (285 + 15 * index) % 360
    days = (year - 2000) * TROPICAL_YEAR + 4.7 + index * TROPICAL_YEAR / 24  # since J2000.0
    for _ in range(6):
        error = (target - _sun_longitude(days) + 180) % 360 - 180
        days += error * TROPICAL_YEAR / 360
    return J2000 + timedelta(days=math.floor(days + 0.5 + 8 / 24 - 69 / 86400))


def _sun_longitude(days: float) -> float:
    """Apparent geocentric longitude of the sun in degrees (Meeus, Astronomical Algorithms, chapter 25)."""
    century = days / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * century - 0.0001537 * century**2)
    centre = ((1.914602 - 0.004817 * century) * math.sin(anomaly) + (0.019993 - 0.000101 * century) * math.sin(2 * anomaly)
              + 0.000289 * math.sin(3 * anomaly))
    node = math.radians(125.04 - 1934.136 * century)
    return (280.46646 + 36000.76983 * century + 0.0003032 * century**2 + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth (1…5, -1 = last) weekday (1 = Monday) of a month."""
    if nth > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    else:
        last = month_end(year, month)
        day = last - timedelta(days=(last.isoweekday() - weekday) % 7)
    return day if day.month == month else None


def holiday(rule: dict, year: int) -> date | None:
    """The day of a holiday of lexicons/dates.toml in a (Gregorian) year; New Year's Eve belongs to the year before the feast's own day."""
    if "lunar" in rule:
        month, day = rule["lunar"]
        # the twelfth month falls into January and February of the next year
        return lunar_date(year - 1 if month == 12 else year, month, day)
    if "term" in rule:
        return solar_term(year, TERMS.index(rule["term"]))
    if "easter" in rule:
        return easter(year)
    if "nth" in rule:
        return nth_weekday(year, rule["month"], rule["nth"], rule["weekday"])
    return safe_date(year, rule["month"], rule["day"])


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def lunar_first(day: date) -> bool:
    """Whether a day is the first of a lunar month."""
    return LunarDate.from_solar(day).day == 1


TERMS = ["小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
         "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"]
