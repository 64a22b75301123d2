"""Paragraphs, sentences and clauses as (start, end) character offsets. Full- and half-width punctuation alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# a sentence ends at 。！？ with the quotation marks and brackets that close behind it
SENTENCE_END = re.compile(r"[。！？!?]+[”’」』》）)\"]*|…+(?=\n)|\n+")
CLAUSE_END = re.compile(r"[，,；;：:。！？!?\n]+[”’」』]*")
OPENING, CLOSING = "“「『", "”」』"
LONGEST_QUOTE = 400  # a quotation mark that is never closed must not swallow the article


def paragraphs(text: str) -> Iterator[Span]:
    """Non-blank lines."""
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            yield match.span()


def sentences(text: str) -> list[Span]:
    """Sentences; together they cover every non-blank line. A 。 inside “…” does not end the sentence around it."""
    spans, start, quote_end = [], 0, -1
    for match in SENTENCE_END.finditer(text):
        end = match.end()
        is_break = text[match.start()] == "\n"
        if not is_break:
            if match.start() < quote_end:
                continue
            opened = max(text.rfind(mark, start, match.start()) for mark in OPENING)
            if opened >= 0 and not any(mark in text[opened : match.end()] for mark in CLOSING):
                closed = min((at for mark in CLOSING if (at := text.find(mark, end, opened + LONGEST_QUOTE)) >= 0), default=-1)
                if closed >= 0 and "\n" not in text[opened:closed]:
                    quote_end = closed + 1
                    continue
        stop = match.start() if is_break else end
        if text[start:stop].strip():
            spans.append((start, stop))
        start = end
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


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
