"""Days of publication as printed on pages, in URLs and in file names."""

from __future__ import annotations

import re
from datetime import date, timedelta

NEARBY = timedelta(days=3)  # days of publication that lie closer do not contradict each other
NUMERALS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
# 2023-10-19, 2023年10月19日, 2023/1/6, 2023.1.6, with time and weekday
DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:年|[-/.－—])\s?(?P<month>\d{1,2})\s?(?:月|[-/.－—])\s?(?P<day>\d{1,2})(?!\d)\s?[日号]?"
                 r"(?P<time>[ \tT\u3000]{0,4}\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\.\d+)?)?(?P<week>[ \t\u3000（(]{0,4}(?:星期|周)[一二三四五六日天][)）]?)?")
SHORT_DAY = re.compile(r"(?<![\d-])(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\s+\d\d:\d\d)")  # 22-05-02 10:50
DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d\d)[./](?P<month>\d\d)[./](?P<year>(?:19|20)\d\d)(?!\d)")  # 10.03.2015
COMPACT_DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
CHINESE_DAY = re.compile(r"(?P<year>[二一][〇○零O九][〇○零一二三四五六七八九O]{2})年(?P<month>十?[一二三四五六七八九十])月(?P<day>[一二三]?十?[一二三四五六七八九十])日")
MONTH_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# /202310/t20231019_6434697.html, /2022-06/14/, /2022/06/14/, /20220614/, content_20220614_305821, art_2022_6_14
URL_DAYS = tuple(re.compile(pattern) for pattern in (
    r"[/_]t?(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[_/.]|$)",
    r"[/_](?P<year>(?:19|20)\d\d)[-/_]?(?P<month>\d{1,2})[-/_](?P<day>\d{1,2})(?=[/_.]|$)",
    r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=/)",
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])",  # 2017-12-0814874 with the article's number
    r"[=/](?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
))
FILE_DAYS = (re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.年 ]?(?P<month>0?[1-9]|1[0-2])[-_.月 ](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"),
             re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.年]?(?P<month>0[1-9]|1[0-2])[-_.月]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"))


def made(match: re.Match | None, year: int | None = None) -> date | None:
    """The date of a match of one of the patterns; None where there is no such day."""
    if match is None:
        return None
    try:
        named = year or int(match.group("year"))
        return date(named + 2000 if named < 100 else named, int(match.group("month")), int(match.group("day")))
    except (ValueError, TypeError):
        return None


def day_in(text: str) -> date | None:
    """The first full date in a short text."""
    for pattern in (DAY, SHORT_DAY, DAY_FIRST, COMPACT_DAY):
        found = made(pattern.search(text))
        if found:
            return found
    return _chinese(CHINESE_DAY.search(text))


def day_alone(line: str) -> date | None:
    """The date that a line is: 2023年3月5日, 二〇二三年三月五日"""
    full = DAY.fullmatch(line) or CHINESE_DAY.fullmatch(line) if len(line) <= 24 else None
    return full and day_in(line)


def day_in_url(url: str) -> date | None:
    for pattern in URL_DAYS:
        for match in pattern.finditer(url[:500]):
            found = made(match)
            if found and found.year >= 1990:
                return found
    return None


def day_in_name(name: str) -> date | None:
    for pattern in FILE_DAYS:
        found = made(pattern.search(name))
        if found:
            return found
    return None


def with_year(month_day: str, near: date) -> date | None:
    """3月5日 → the day in the year that brings it closest to `near`; a year that is printed counts."""
    match = MONTH_DAY.search(month_day)
    if match is None:
        return None
    if match.group("year"):
        return made(match)
    days = [day for year in (near.year - 1, near.year, near.year + 1) if (day := made(match, year))]
    return min(days, key=lambda day: abs((day - near).days), default=None)


def _chinese(match: re.Match | None) -> date | None:
    """二〇二三年三月五日"""
    if match is None:
        return None
    try:
        return date(int("".join(NUMERALS[c] for c in match.group("year"))), _number(match.group("month")), _number(match.group("day")))
    except (ValueError, KeyError):
        return None


def _number(text: str) -> int:
    if "十" not in text:
        return int(NUMERALS[text])
    tens, ones = text.split("十", 1)
    return (int(NUMERALS[tens]) if tens else 1) * 10 + (int(NUMERALS[ones]) if ones else 0)
