"""Bylines and datelines: 本报讯(记者 甲 乙), 本报记者甲 报道, 新华社北京3月5日电（记者甲、乙）, 央视网消息（新闻联播）："""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .lexicon import load_toml
from .names import name_finder

SEARCHED = 160  # characters of an article's beginning in which its byline stands
SEPARATOR = re.compile(r"[、，,;；/\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Byline:
    start: int
    end: int
    agency: str | None
    place: str | None
    date: str | None  # as printed: 3月5日
    reporters: list[tuple[str, int, int]] = field(default_factory=list)  # (name, start, end)


@lru_cache(maxsize=4)
def _patterns(lexicons: str | None) -> tuple[re.Pattern, re.Pattern, re.Pattern, re.Pattern]:
    words = load_toml("bylines", lexicons)
    agency = f"(?:{'|'.join(words['agencies'].split())}|[一-龥]{{2,8}}?(?:{'|'.join(words['endings'].split())}))"
    roles = "|".join(sorted(words["roles"].split(), key=len, reverse=True))
    date = r"\d{1,2}月\d{1,2}日"
    # 本报讯(记者 甲), 新华社北京3月5日电（记者甲）, 央视网消息（新闻联播）：
    opening = re.compile(rf"\s*(?P<agency>{agency})\s?(?P<place>[一-龥·]{{0,12}}?)\s?(?P<date>{date})?(?:讯|电|消息|报道)\s?"
                         rf"(?P<people>[(（][^()（）\n]{{1,80}}[)）])?\s?(?P<people2>(?:{roles})[^，。,\n]{{2,40}}?(?:报道|摄)\s)?[:：]?")
    # 本报记者甲 乙 报道 / 记者 甲
    signed = re.compile(rf"\s*(?:{agency})?(?:{roles})[ \u3000:：]*(?P<people>[一-龥·、 \u3000/]{{2,40}}?)(?:报道|文/图|/文|[ \u3000]*(?=\n|$))")
    bracket = re.compile(rf"[(（](?P<people>(?:{roles})[ \u3000:：]*[^()（）\n]{{2,40}})[)）]")
    return opening, signed, bracket, re.compile(roles)


def find_byline(text: str, lexicons: str | None = None) -> Byline | None:
    """The byline with which the text begins, or None. Offsets count in `text`."""
    opening, signed, bracket, roles = _patterns(lexicons)
    head = text[:SEARCHED]
    match = opening.match(head)
    if match:
        key = "people" if match.group("people") else "people2"
        people = _names(match.group(key), match.start(key), roles, lexicons) if match.group(key) else []
        return Byline(match.start(), match.end(), match.group("agency"), match.group("place") or None, match.group("date"), people)
    match = signed.match(head) or bracket.match(head.lstrip())
    if match:
        people = _names(match.group("people"), match.start("people"), roles, lexicons)
        if people:
            return Byline(match.start(), match.end(), None, None, None, people)
    return None


def closing_byline(text: str, lexicons: str | None = None) -> Byline | None:
    """A byline in brackets that closes the text: （记者 甲 乙）, (县政府办)."""
    _, _, bracket, roles = _patterns(lexicons)
    offset = max(0, len(text) - 60)
    tail = text[offset:]
    match = re.search(r"[(（]([^()（）\n]{2,40})[)）]\s*$", tail)
    if not match:
        return None
    people = _names(match.group(1), offset + match.start(1), roles, lexicons)
    if not people and not re.search(r"[办局委部室中心站台]$", match.group(1)):
        return None
    return Byline(offset + match.start(), offset + match.end(), None, None, None, people)


def _names(people: str, offset: int, roles: re.Pattern, lexicons: str | None) -> list[tuple[str, int, int]]:
    """Names in 记者 甲 通讯员 乙丙: role words are blanked, the rest is split at separators or, printed together, by surname."""
    blanked = roles.sub(lambda match: " " * len(match.group()), re.sub(r"[()（）:：]", " ", people))
    finder, found, position = name_finder(lexicons), [], 0
    pieces = []
    for piece in SEPARATOR.split(blanked):
        start = blanked.index(piece, position) if piece else position
        position = start + len(piece)
        if piece:
            pieces.append((start, position))
    # 李 强: two single characters are one name with a blank
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        if merged and end - start == 1 and merged[-1][1] - merged[-1][0] == 1 and blanked[merged[-1][0]] in finder.surnames:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    for start, end in merged:
        piece = blanked[start:end]
        if 4 <= len(piece) <= 9 and " " not in piece and piece[:2] not in finder.compound_surnames:
            for a, b in _cut(piece, finder):
                found.append((piece[a:b], offset + start + a, offset + start + b))
        elif 2 <= len(piece.replace(" ", "")) <= 4 and finder.weight(piece.replace(" ", "")) > -4:
            found.append((re.sub(r"[ \u3000]", "", piece), offset + start, offset + end))
    return found


def _cut(piece: str, finder) -> list[tuple[int, int]]:
    """戴忠祥邱新玲 → 戴忠祥, 邱新玲: the cut into names of two or three characters with the best weights."""
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for end in range(2, len(piece) + 1):
        for length in (2, 3):
            before = best.get(end - length)
            if before is None or piece[end - length] not in finder.surnames:
                continue
            score = before[0] + finder.weight(piece[end - length : end])
            if end not in best or score > best[end][0]:
                best[end] = (score, [*before[1], (end - length, end)])
    return best.get(len(piece), (0.0, []))[1]
