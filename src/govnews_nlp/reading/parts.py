"""Long text files, read in parts: what is held in memory does not grow with the file.

A part ends in front of the article that its walk did not finish; the next part begins with it. `Article.raw` of a file that was
read in parts is the text of the article's part, and `to_raw` counts in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..article import Article
from .assembly import Assembly
from .encodings import LongText
from .errors import ReadError
from .layout import Page
from .shapes import HAN, Draft, goes_on

PART = 1_000_000  # characters that are walked at once
AWAITED = 100_000  # characters at a part's end in which an article that ends in 下转第2版 still waits for its 上接第1版
LARGEST_ARTICLE = 20_000_000  # characters; 44 MB of memory for each million


def articles_of_parts(file: LongText, source: Any, part: int = PART) -> Iterator[Article]:
    """The articles of an open text file, as of one page. Raises ReadError where no article ends for a very long time."""
    rest, wanted, before = "", part, None
    while True:
        more = file.read(wanted)
        text = rest + more + file.readline()
        if not rest and len(more) == wanted and not HAN.search(text):
            continue
        walked = Page(text, before=before)
        drafts = walked.drafts()
        if len(more) < wanted:  # the file's end
            yield from Assembly(walked).articles(drafts)
            return
        if len(drafts) == 1:  # an article that goes on
            if len(text) > LARGEST_ARTICLE:
                raise ReadError(source, f"no article ends within {LARGEST_ARTICLE // 1_000_000} million characters", "split the file, or give it as .jsonl with one article a line")
            rest, wanted = text, min(len(text), LARGEST_ARTICLE + 1 - len(text))
            continue
        kept = _unfinished(drafts, len(text))
        yield from Assembly(walked).articles(drafts[:kept])
        before = drafts[kept]
        begins = len(text[: before.begins].rstrip())
        rest, wanted = text[begins:].removeprefix("\n"), part


def _unfinished(drafts: list[Draft], length: int) -> int:
    """Index of the first article that is not given out with this part."""
    kept = len(drafts) - 1
    for index in range(kept - 1, 0, -1):
        if drafts[index].begins < length - AWAITED:
            break
        if drafts[index].body and goes_on(drafts[index].body[-1].text):
            kept = index
    return kept
