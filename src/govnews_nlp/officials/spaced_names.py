"""Names with blanks inside: 李 强, set as wide as a name of three characters."""

from __future__ import annotations

import re

from .names import HAN, NameFinder
from .titles import TitleGrammar

SPACED_NAME = re.compile(r"(?=([\u3400-\u9fff])[ \u3000\xa0]{1,3}([\u3400-\u9fff])(.?))", re.S)


def without_spaced_names(text: str, names: NameFinder, grammar: TitleGrammar) -> tuple[str, list[int]]:
    """The text without blanks inside names of two characters, and the offsets of the blanks taken out."""
    removed: list[int] = []
    if " " not in text and "\u3000" not in text and "\xa0" not in text:
        return text, removed
    for match in SPACED_NAME.finditer(text):
        surname, given, behind = match.groups()
        start, end = match.start(1), match.end(2)
        if removed and start <= removed[-1] + 1 or surname not in names.surnames or given in names.never:
            continue
        alone = start == 0 or not HAN.match(text[start - 1]) or grammar.ends_title(text, start)
        if alone and (not HAN.match(behind or "，") or names.follower(text, end) > 0):
            removed.extend(range(match.end(1), match.start(2)))
    if not removed:
        return text, removed
    pieces, position = [], 0
    for blank in removed:
        pieces.append(text[position:blank])
        position = blank + 1
    pieces.append(text[position:])
    return "".join(pieces), removed
