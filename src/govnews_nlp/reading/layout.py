"""A page → its articles."""

from __future__ import annotations

from collections.abc import Iterator

from ..article import Article


def articles_of_page(page: str) -> Iterator[Article]:
    yield Article(text=page, raw=page)
