"""Posts on which an article looks back: 时任县委书记甲, 县委原书记乙, 1988年6月，丙调任地委书记, those of somebody who has died.

They are no news (nobody is appointed to them), and the article's day does not tell when they were held. The table's `evidence` says so,
and the registry leaves them without a day. The words are in lexicons/careers.toml, [past].
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from spacy.tokens import Doc

from ..lexicon import alternatives, load_csv, load_toml, words_of
from ..records import article_of
from .people import Page, Person, Title

NOTE = "in the past"  # in `evidence`
NEWS = 45  # days before publication of which an article still reports as news
LONGEST_WORD = 6  # 历史上曾任
LONGEST_CLAUSE = 80
ENDS_SENTENCE = "。；;\n！？"
LAST_YEAR = re.compile(r"-(\d{4})$")  # 国务院总理 1949-1976
FORMER = ("原", "前")  # inside a title: 省委原书记, 某国前总理


class EarlierDays:
    """The dates of an article, by what lies too far back to be news."""

    def __init__(self, doc: Doc):
        published = article_of(doc).published
        self.news_from = (published - timedelta(days=NEWS)).isoformat() if published else None
        self.days = sorted((d for d in doc._.dates if d.date_start and d.start is not None and d.kind in ("date", "span")), key=lambda d: d.start)
        self.starts = [day.start for day in self.days]

    def told(self, position: int, floor: int) -> bool:
        """Whether the last date between floor and position lies far back: 1988年6月，甲调任…"""
        if self.news_from is None:
            return False
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and self.starts[index] >= floor and (self.days[index].date_end or self.days[index].date_start) < self.news_from


class LookBack:
    """Marks the titles of one article that say what somebody was."""

    def __init__(self, doc: Doc, page: Page, lexicons: str | None = None):
        past = load_toml("careers", lexicons)["past"]
        self.page, self.days = page, EarlierDays(doc)
        published = article_of(doc).published
        self.year, self.last_years = published.year if published else 0, last_years(lexicons)
        self.in_front = re.compile(rf"(?:{alternatives(past['in_front'])}|(?<![\u3400-\u9fff])[原前]|[的、][原前])$")
        self.takes_office = tuple(words_of(load_toml("titles", lexicons)["change"]["into"]))
        self.gone = alternatives(past["gone"])
        self.addressed = alternatives(past["addressed"])
        self.circumstance, self.others = alternatives(past["circumstances"]), alternatives(past["not_between"])
        self.dead = re.compile(self.gone).search(page.text) is not None

    def marked(self, person: Person, titles: list[Title]) -> list[Title]:
        """The titles, with a note and without a change where the article looks back on them."""
        died = self.dead and self._died(person.name) or self.year > self.last_years.get(person.name, self.year)
        past = {title.chain for title in titles if title.chain >= 0 and (self._is_former(title) or self._is_long_ago(title))}
        return [replace(title, change=None, note=NOTE) if not title.note and (died or title.chain in past) else title for title in titles]

    def _is_former(self, title: Title) -> bool:
        return self.in_front.search(self.page.text, max(0, title.start - LONGEST_WORD), title.start) is not None

    def _died(self, name: str) -> bool:
        return re.search(rf"{re.escape(name)}(?:{self.addressed})?[，,]?(?:(?:{self.circumstance})(?:(?!{self.others})[^。\n]){{0,60}}?)?的?(?:{self.gone})", self.page.text) is not None

    def _is_long_ago(self, title: Title) -> bool:
        """一九六六年，甲任某所所长; not 2023年，县长乙多次调研."""
        start = title.start
        if not title.change and not self.page.text.endswith(self.takes_office, 0, start):
            return False
        floor = max(self.page.text.rfind(mark, max(0, start - LONGEST_CLAUSE), start) for mark in ENDS_SENTENCE)
        return self.days.told(self.page.offset(start), self.page.offset(max(floor, start - LONGEST_CLAUSE, 0)))


@lru_cache(maxsize=8)
def last_years(lexicons: str | None = None) -> dict[str, int]:
    """The last year in office of the country's leaders who are none any more, by name."""
    return {row["name"]: int(year.group(1)) for row in load_csv("people", lexicons) if (year := LAST_YEAR.search(row["note"]))}


def is_former(title: str, title_full: str | None, country: str) -> bool:
    """最高人民法院原院长, spelt out without 原; 某国 | 前总理."""
    inside = title_full is not None and any(title.count(word) > title_full.count(word) for word in FORMER)
    return inside or bool(country) and title.removeprefix(country).startswith(FORMER)
