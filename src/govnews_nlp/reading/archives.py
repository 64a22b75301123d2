"""Files that hold several web pages: "web page, single file" (.mhtml) and crawls (.warc)."""

from __future__ import annotations

import email
import email.policy
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..article import Article
from .errors import ReadError, ReadWarning
from .web import LARGEST_HTML, articles_of_html

LARGEST_HEAD = 10_000_000  # bytes of a record's headers


def articles_of_mhtml(path: Path) -> Iterator[Article]:
    """The page of a "web page, single file" (.mhtml): its first HTML part with news."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    where = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    found = False
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        found = True
        data = part.get_payload(decode=True) or b""
        if not data.strip():
            continue
        charset = part.get_content_charset()
        location = str(part.get("Content-Location") or where or "")  # a Header where there are bytes beyond ASCII
        articles = list(articles_of_html(data, path, _fitting(data, charset), location if location.startswith("http") else None))
        if articles:
            yield from articles
            return
    if not found:
        raise ReadError(path, "no HTML page in it", "save the page again as .mhtml or .html")


def _fitting(data: bytes, charset: str | None) -> str | None:
    """The declared encoding where the bytes fit it."""
    if not charset:
        return None
    charset = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.lower(), charset)
    try:
        data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
    return charset


def _bounded(archive: Any) -> Callable[[], None]:
    """Lets no headers of a crawl go on without end, which warcio would hold in memory. To be called at each record."""
    readline, length = archive.reader.readline, 0

    def bounded(most: int | None = None) -> bytes:
        nonlocal length
        line = readline(LARGEST_HEAD if most is None else min(most, LARGEST_HEAD))
        length += len(line)
        if length >= LARGEST_HEAD:
            raise ValueError(f"a record's headers of more than {LARGEST_HEAD // 1_000_000} MB")
        return line

    def begin() -> None:
        nonlocal length
        length = 0

    archive.reader.readline = bounded
    return begin


def articles_of_warc(path: Path) -> Iterator[Article]:
    """The articles of all HTML responses of a crawl, record by record."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise ReadError(path, "WARC files need warcio", 'pip install "govnews-nlp[web]"') from None
    pages = without = 0
    failures: list[str] = []
    with path.open("rb") as file:
        try:
            archive = ArchiveIterator(file)
            begin = _bounded(archive)
            for record in archive:
                begin()
                if record.rec_type not in ("response", "resource"):
                    continue
                headers = record.http_headers
                kind = (headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")) or ""
                status = headers.get_statuscode() if headers else "200"
                if "html" not in kind.lower() or not str(status).startswith("2"):
                    continue
                pages += 1
                url = record.rec_headers.get_header("WARC-Target-URI")
                data = record.content_stream().read(LARGEST_HTML + 1)
                charset = re.search(r"charset=[\"']?([\w-]+)", kind, re.I)
                try:
                    articles = list(articles_of_html(data, f"{path} ({url})", _fitting(data, charset.group(1) if charset else None), url)) if data.strip() else []
                except ReadError as error:
                    failures.append(str(error))
                    continue
                without += not articles
                yield from articles
        except (ArchiveLoadFailed, AttributeError, EOFError, OSError, ValueError) as error:  # AttributeError: warcio's, where a record lacks its address
            if not pages:
                raise ReadError(path, f"not a readable WARC file: {error}", "check that it was downloaded completely") from None
            failures.append(f"{path}: broken behind record {pages}: {error}")
    if not pages:
        warnings.warn(f"{path}: no web page in it; it is passed over", ReadWarning, stacklevel=2)
    if without or failures:
        warnings.warn(f"{path}: {without} of {pages} pages have no news and are passed over" + "".join(f"; {failure}" for failure in failures[:3]), ReadWarning, stacklevel=2)
