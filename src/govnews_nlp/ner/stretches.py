"""A text cut into the stretches that a tagger sees at once: sentences, and windows where a sentence is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

# a sentence with the marks and closing quotes behind it: 会议强调，……。”
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』]*")
LONGEST = 200  # characters, as in training
OVERLAP = 32  # where no punctuation is: windows share so many characters, so that no name is cut
BREAKS = "，,；;：:、 　"


def stretches(text: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """(start, end) of sentences; together they cover every character that is no line break or mark.

    A long one is cut behind a comma; where it has none, into windows that overlap.
    """
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > longest:
            at = max(text.rfind(mark, start + longest // 3, start + longest) for mark in BREAKS) + 1
            if at > 0:
                yield start, at
                start = at
            else:
                yield start, start + longest
                start += longest - OVERLAP
        if end > start:
            yield start, end
