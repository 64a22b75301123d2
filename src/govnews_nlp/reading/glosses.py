"""Pinyin that copying sites put behind characters to hide the copy, 会(huì)议室: taken out before a page is read, with the way back."""

from __future__ import annotations

import re
from bisect import bisect_right

TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
# one syllable with its tone; a word such as café is none
GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(（](?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[iuü]?[aoe]?[{TONED}][iuoae]?(?:ng?|r)?[)）]")
FEWEST = 3  # on a page: one or two are an editor's help with a rare character, 亳(bó)州

Cuts = list[tuple[int, int]]  # (position in what is left, characters taken out up to there)


def without_glosses(page: str) -> tuple[str, Cuts]:
    """The page without glosses, if it has several, and where they stood."""
    # looking for a vowel is many times as fast as the pattern
    found = [match.span() for match in GLOSS.finditer(page)] if any(vowel in page for vowel in TONED) else []
    if len(found) < FEWEST:
        return page, []
    parts, cuts, position, taken = [], [], 0, 0
    for start, end in found:
        parts.append(page[position:start])
        cuts.append((start - taken, taken + end - start))
        taken += end - start
        position = end
    return "".join([*parts, page[position:]]), cuts


def led_back(segments: list[tuple[int, int, int]], cuts: Cuts) -> list[tuple[int, int, int]]:
    """Segments (start in text, start in what is left of the page, length) → with the start in the page itself; parted at the cuts."""
    if not cuts:
        return segments
    back = []
    for text_start, start, length in segments:
        end = start + length
        while start < end:
            at = bisect_right(cuts, (start, float("inf")))
            until = min(end, cuts[at][0]) if at < len(cuts) else end
            back.append((text_start, start + (cuts[at - 1][1] if at else 0), until - start))
            text_start, start = text_start + until - start, until
    return back
