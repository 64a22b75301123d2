"""Traditional script: a simplified shadow of a text, character by character, so that every offset is the same in both.

The table (lexicons/traditional.csv) is OpenCC's TSCharacters (Apache License 2.0) with the variants of Hong Kong and Taiwan; `both` marks
characters that stand in simplified text, too (於 as a surname), which do not tell the script. A character that stands for two is told by
the word (lexicons/traditional_words.csv): 顯著 but 隨著 → 随着, 乾隆 but 乾旱 → 干旱.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import load_csv

SAMPLE = 1_000  # characters of the beginning, and as many of the middle, that tell the script
LEAST = 0.05  # share of the different characters that only the traditional script has; news in traditional script has about 0.3


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in load_csv("traditional")}


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern, dict[str, str]]:
    known = {row["traditional"]: row["simplified"] for row in load_csv("traditional_words")}
    return re.compile("|".join(sorted(known, key=len, reverse=True))), known


@lru_cache(maxsize=1)
def _only_traditional() -> frozenset[str]:
    return frozenset(row["traditional"] for row in load_csv("traditional") if not row["both"])


def simplified(text: str) -> str:
    """The text in simplified characters; as long as the text."""
    shadow = text.translate(_table())
    words, known = _words()
    parts, last = [], 0
    for match in words.finditer(text):
        parts += (shadow[last : match.start()], known[match.group()])
        last = match.end()
    return "".join((*parts, shadow[last:])) if last else shadow


def is_traditional(text: str) -> bool:
    """Whether the text is printed in traditional characters."""
    sample = text if len(text) <= 2 * SAMPLE else text[:SAMPLE] + text[len(text) // 2 : len(text) // 2 + SAMPLE]
    different = set(sample)
    return len(different & _only_traditional()) >= max(2, LEAST * len(different))
