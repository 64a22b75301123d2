"""Article: one news article, the unit that everything else works on."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime

LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: from broken JSON, or a file name that is not UTF-8


def well_formed(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which no file can hold; as long as before, so that offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return LONE_SURROGATE.sub("\ufffd", text)
    return text


def as_date(value: object) -> date | None:
    """A date from a date, a datetime, a pandas Timestamp or an ISO string; None from None, NaT and ''.

    Raises ValueError, naming the value, where a string is no ISO date.
    """
    if value is None or value == "" or value != value:  # NaT and NaN differ from themselves
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise ValueError(f"published={value!r} is not a date: give a date or a string such as '2022-04-05'") from None


@dataclass(slots=True)
class Article:
    """One article as read from a page, or as given by the user.

    text: the body, from the byline line on, one paragraph a line; all offsets of all tables count in it.
    headline, kicker, subtitle: 主题, 引题 and 副题. published: a date (or ISO string). region: the newspaper's home, such as
    浙江省杭州市萧山区; region_inferred: whether it is a conclusion of the pipeline's. published_from: where the day was found.
    source: 来源 as printed, or else the file. file: the file. newspaper: newspaper, agency or site. url: address of the page.
    article_id: key in all tables; made from the file's name where none is given. reporters, editors: lists of names.
    raw: the text of the file the article stands in; to_raw leads back to it.

    Raises ValueError where published is no date, TypeError where text is no str.
    """

    text: str
    headline: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    published: date | None = None
    published_from: str | None = None  # given, page, dateline, url, file name
    region: str | None = None
    region_inferred: bool = False
    source: str | None = None
    newspaper: str | None = None
    url: str | None = None
    article_id: str | None = None
    file: str | None = None
    reporters: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    raw: str | None = field(default=None, repr=False)
    segments: list[tuple[int, int, int]] = field(default_factory=list, repr=False)  # (start in text, start in raw, length)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"Article.text must be a str, not {type(self.text).__name__}")
        texts = (self.text, self.headline, self.kicker, self.subtitle, self.region, self.source, self.newspaper, self.url, self.article_id, self.raw)
        try:  # all at once; they are hardly ever broken
            "".join([value for value in texts if value is not None]).encode()
        except (UnicodeEncodeError, TypeError):
            for name in ("text", "headline", "kicker", "subtitle", "region", "source", "newspaper", "url", "article_id", "raw"):
                value = getattr(self, name)
                if isinstance(value, str):
                    setattr(self, name, well_formed(value))
        if self.reporters or self.editors:
            self.reporters, self.editors = ([well_formed(person) for person in people] for people in (self.reporters, self.editors))
        self.published = as_date(self.published)
        if self.published and self.published_from is None:
            self.published_from = "given"

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `text` → offsets in `raw`. Where the article was not read from a file, they are the same."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"[{start}:{end}] lies outside of the article's {len(self.text)} characters")
        if not self.segments:
            return start, end
        first = self._raw_position(start)
        return (first, first) if start == end else (first, self._raw_position(end - 1) + 1)

    def _raw_position(self, position: int) -> int:
        index = bisect_right(self.segments, (position, float("inf"))) - 1
        text_start, raw_start, length = self.segments[max(index, 0)]
        return raw_start + min(max(position - text_start, 0), length)
