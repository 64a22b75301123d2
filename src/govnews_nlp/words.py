"""Ordinary words of Chinese, with how common they are: what a personal name is weighed against.

lexicons/words.csv.gz has the words of two and three characters that could be taken for a name by their characters
(高峰, 成功), and all common words of two characters, for cuts through the middle of a word (公安民警 is not 公 + 安民警).
Counts are those of jieba's dictionary (MIT). lexicons/countries.csv has the countries.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .lexicon import load_csv, load_pairs


def by_character(words: Iterable[str], at: int) -> dict[str, tuple[str, ...]]:
    """Words, the longest first, by their first (at 0) or last (-1) character, so that a text is compared with few of them."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        found[word[at]] = (*found.get(word[at], ()), word)
    return found


@lru_cache(maxsize=4)
def word_counts(lexicons: str | None = None) -> dict[str, int]:
    """word → count"""
    return {word: int(count) for word, count in load_pairs("words", lexicons).items()}


@lru_cache(maxsize=4)
def countries(lexicons: str | None = None) -> frozenset[str]:
    """Names of countries, short and full: 沙特, 沙特阿拉伯."""
    rows = load_csv("countries", lexicons)
    return frozenset(name for row in rows for name in (row["name"], *row["variants"].split("|")) if name)
