"""Weeks, weekdays, feasts, lunar days, the first and the last of a month or year."""

from __future__ import annotations

from datetime import date, timedelta

from .calendar import YEARS, holiday, lunar_date, lunar_first, month_end, nth_weekday, safe_date
from .context import YEAR_UNKNOWN, Context, NeedsReference
from .nodes import Lunar, Node
from .values import Period, days


class NamedDays(Context):
    """Resolves what a name or a count says, not a date's number."""

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

    @staticmethod
    def _nth(nth: tuple[int, str], year: int, month: int) -> Period | None:
        """第二个星期五, 最后一天, 第一周 of a month."""
        count, what = nth
        if what == "D":
            day = month_end(year, month) if count < 0 else safe_date(year, month, count)
            return days(day) if day else None
        if what == "WE":
            saturday = nth_weekday(year, month, count, 6)
            return days(saturday, saturday + timedelta(days=1), "weekend") if saturday else None
        if what == "W":
            monday = nth_weekday(year, month, count, 4)  # ISO: the week belongs to the month of its Thursday
            return days(monday - timedelta(days=3), monday + timedelta(days=3), "week") if monday else None
        day = nth_weekday(year, month, count, int(what))
        return days(day) if day else None

    @staticmethod
    def _nth_of_year(nth: tuple[int, str], year: int) -> Period:
        """The first or last day or (ISO) week of a year."""
        day = date(year, 1, 1) if nth[0] > 0 else date(year, 12, 31)
        if nth[1] == "D":
            return days(day)
        monday = date.fromisocalendar(year, 1 if nth[0] > 0 else date(year, 12, 28).isocalendar()[1], 1)
        return days(monday, monday + timedelta(days=6), "week")

    def _holiday(self, node: Node) -> Period | None:
        def day_in(year: int) -> date | None:
            return holiday(node.holiday, year)

        day = day_in(self._year(node)) if node.year is not None else self._nearest(node, day_in)
        if day is None:
            raise NeedsReference if self.reference is None or self.reference.year <= YEAR_UNKNOWN else ValueError
        if node.holiday_span:
            if off := self.days_off.get((node.holiday.get("feast", ""), day.year)):
                return days(*off)
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
        if node.year is None and lunar.cycle is not None:  # 戊戌年
            now = self._now().year
            day = day_in(min((year for year in range(now - 30, now + 31) if (year - 4) % 60 == lunar.cycle), key=lambda year: abs(year - now)))
        else:
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
        nearest = min(choices, key=lambda day: abs((day - now).days), default=None)
        return next((day for day in choices if day.year == now.year), nearest) if nearest and nearest.year < now.year and self._is_whole(node) else nearest
