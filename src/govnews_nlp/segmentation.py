"""Paragraphs, sentences and clauses as (start, end) character offsets. Full- and half-width punctuation alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

Span = tuple[int, int]

# a sentence ends at 。！？ with the quotation marks and brackets that close behind it; or a quotation mark
SENTENCE_MARK = re.compile(r"[。！？!?]+[”’」』》）)\"]*|…+(?=\n)|\n+|[“「『”」』]")
CLAUSE_END = re.compile(r"[，,；;：:。！？!?\n]+[”’」』]*")
OPENING, CLOSING = "“「『", "”」』"
LONGEST_QUOTE = 400  # a quotation mark that is never closed must not swallow the article


def paragraphs(text: str) -> Iterator[Span]:
    """Non-blank lines."""
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            yield match.span()


@lru_cache(maxsize=128)  # the tokenizer and three components ask for the same text's
def sentences(text: str) -> tuple[Span, ...]:
    """Sentences; together they cover every non-blank line. A 。 inside “…” does not end the sentence around it."""
    spans, start, quote_end = [], 0, -1
    opened = -1  # where the quotation mark stands that is open
    for match in SENTENCE_MARK.finditer(text):
        at, end = match.span()
        mark = text[at]
        if mark in OPENING or mark in CLOSING:
            opened = at if mark in OPENING else -1
            continue
        if mark != "\n":
            if opened >= 0 and end - at > 1 and any(close in text[at:end] for close in CLOSING):
                opened = -1
            if at < quote_end:
                continue
            if opened >= 0:
                closed = min((found for close in CLOSING if (found := text.find(close, end, opened + LONGEST_QUOTE)) >= 0), default=-1)
                if closed >= 0 and "\n" not in text[opened:closed]:
                    quote_end = closed + 1
                    continue
        stop = at if mark == "\n" else end
        if text[start:stop].strip():
            spans.append((start, stop))
        start, opened = end, -1
    if text[start:].strip():
        spans.append((start, len(text)))
    return tuple(spans)


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Stretches between commas, semicolons, colons and full stops, punctuation left out."""
    end = len(text) if end is None else end
    position = start
    for match in CLAUSE_END.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end
