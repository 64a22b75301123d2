"""Slogans that the lexicon does not have yet, ranked over a corpus."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from .article import Article
from .components.slogan_lexicon import Candidate
from .components.slogans import finder

LOWEST_SCORE = 0.35  # of a mention that is worth counting: several doubtful mentions may make a slogan
CONTEXT = 20  # characters of the example on either side

COLUMNS = {
    "candidate": "string",
    "score": "float64",
    "n": "Int64",
    "n_articles": "Int64",
    "quoted_share": "float64",
    "first_seen": "datetime64[ns]",
    "example": "string",
    "article_id": "string",
}


@dataclass(slots=True)
class _Tally:
    n: int = 0
    quoted: int = 0
    best: float = 0.0
    articles: set[str] = field(default_factory=set)
    first_seen: pd.Timestamp | None = None
    example: str = ""
    article_id: str = ""


def candidates(text: str, region: str | None = None, lexicons: str | None = None) -> list[Candidate]:
    """Forms of one text that may be slogans and are not in the lexicon, doubtful ones included."""
    return [item for item in finder(lexicons).find(text, region, LOWEST_SCORE) if not item.known]


def discover_slogans(
    articles: Iterable[Article | str], lexicons: str | Path | None = None, min_count: int = 2
) -> pd.DataFrame:
    """Unknown slogan candidates over a corpus, best first.

    articles: Articles or plain strings, read once and not kept. lexicons: folder of the user's lexicon files.
    min_count: mentions below which a candidate is left out.

    Columns: candidate; score in [0, 1] (the best mention's shape and frame, raised by the number of articles that
    have it and by its share in quotation marks); n mentions; n_articles; quoted_share; first_seen (the earliest
    publication date, NaT where none is known); example (the best mention in its context); article_id (of the example).
    """
    folder = str(lexicons) if lexicons else None
    tallies: dict[str, _Tally] = {}
    for number, article in enumerate(articles, 1):
        article = Article(text=article) if isinstance(article, str) else article
        key = article.article_id or f"#{number}"
        text = "\n".join(filter(None, (article.kicker, article.headline, article.text)))
        for item in candidates(text, article.region, folder):
            _count(tallies.setdefault(item.text, _Tally()), item, text, key, article)
    rows = [
        (form, _score(tally), tally.n, len(tally.articles), round(tally.quoted / tally.n, 3), tally.first_seen,
         tally.example, tally.article_id)
        for form, tally in tallies.items()
        if tally.n >= min_count
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _count(tally: _Tally, item: Candidate, text: str, key: str, article: Article) -> None:
    tally.n += 1
    tally.quoted += item.quoted
    tally.articles.add(key)
    if article.published is not None:
        day = pd.Timestamp(article.published)
        tally.first_seen = day if tally.first_seen is None else min(day, tally.first_seen)
    if item.score > tally.best:
        tally.best, tally.article_id = item.score, key
        tally.example = text[max(0, item.start - CONTEXT) : item.end + CONTEXT].replace("\n", " ").strip()


def _score(tally: _Tally) -> float:
    """The best mention's score; spread over articles closes up to half of what lacks to 1."""
    spread = 1 - 1 / (1 + math.log2(len(tally.articles)))
    sure = tally.best + (1 - tally.best) * spread / 2
    return round(sure * (0.8 + 0.2 * tally.quoted / tally.n), 3)
