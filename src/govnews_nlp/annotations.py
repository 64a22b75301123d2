"""Annotated articles: an article and the labelled spans in it, as annotation tools and training take and give them.

The labels are those of the table `mentions` and SLOGAN; offsets count characters of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from .article import Article
from .tables import EventTables

SLOGAN = "SLOGAN"
META = ("article_id", "headline", "kicker", "published", "region", "newspaper", "url")
IN_FILE_NAMES = str.maketrans({character: "_" for character in '/\\:*?"<>|\n\t'})


class Span(NamedTuple):
    start: int
    end: int
    label: str
    norm: str | None = None


@dataclass
class Annotated:
    """An article and what is marked in it, in order of the text."""

    article: Article
    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        length = len(self.article.text)
        for span in self.spans:
            if not 0 <= span.start < span.end <= length:
                raise ValueError(f"{self.article.article_id}: {span.label} [{span.start}:{span.end}] lies outside of the text's {length} characters")
        self.spans = sorted(set(self.spans), key=lambda span: (span.start, -span.end, span.label))

    def flat(self) -> list[Span]:
        """The spans without those that overlap a longer one, for formats that have one label a character."""
        kept: list[Span] = []
        taken: set[int] = set()
        for span in sorted(self.spans, key=lambda span: (span.start - span.end, span.start)):
            if taken.isdisjoint(range(span.start, span.end)):
                kept.append(span)
                taken.update(range(span.start, span.end))
        return sorted(kept)


Source = EventTables | Iterable[Annotated]


def annotated(source: Source) -> Iterator[Annotated]:
    """The articles of EventTables with their mentions and slogans; Annotated ones as they are."""
    if not isinstance(source, EventTables):
        yield from source
        return
    mentions = source.mentions.dropna(subset=["start"])
    slogans = source.slogans.dropna(subset=["start"])
    spans: dict[str, list[Span]] = {}
    labels = [*mentions["label"].astype(str), *[SLOGAN] * len(slogans)]
    columns = (pd.concat([mentions[a], slogans[b]]) for a, b in (("article_id", "article_id"), ("start", "start"), ("end", "end"), ("norm", "slogan")))
    for label, article_id, start, end, norm in zip(labels, *columns, strict=True):
        spans.setdefault(article_id, []).append(Span(int(start), int(end), label, None if pd.isna(norm) else norm))
    for row in source.articles.to_dict("records"):
        yield Annotated(Article(text=row["text"], **meta(row)), spans.get(row["article_id"], []))


def meta(row: dict) -> dict[str, Any]:
    """What a row knows of its article besides the text."""
    return {key: row[key] for key in META if row.get(key) is not None and not pd.isna(row[key])}


def meta_of(article: Article) -> dict[str, str]:
    """What is known of the article, as texts for a file."""
    return {key: str(value) for key in META if (value := getattr(article, key)) is not None}
