"""Files by their ending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..article import Article
from .encodings import decode
from .layout import articles_of_page

SUFFIXES = (".txt", ".md")


def suffix_of(path: Path) -> str:
    return path.suffix.lower()


def open_file(path: Path, encoding: str | None = None) -> Iterator[Article]:
    yield from articles_of_page(decode(path.read_bytes(), path, encoding))
