"""Web pages: HTML, MHTML and WARC. Where the main text is, say in this order: elements that sites of its kind keep it in (lexicon
web), a stretch that holds nearly all prose, trafilatura. The page's visible lines are read, so that bylines and paragraphs stay. No address is ever fetched."""

from __future__ import annotations

import email
import email.policy
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..article import Article
from .encodings import decode
from .errors import ReadError, ReadWarning
from .layout import articles_of_page
from .metadata import complete, markup, metadata_of

LARGEST_HTML = 20_000_000  # bytes of one page
LARGEST_TREE = 400_000  # elements
AROUND = 12  # lines above and below the main text that can say who published it and when
NEARLY_ALL = 0.95  # of a page's prose: a stretch between menus that holds it is the main text, without a search
LEAST_NEWS = 16  # Chinese characters of the shortest news
HAN = re.compile(r"[\u3400-\u9fff]")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
BLOCKS = frozenset("address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section table tbody tfoot thead title tr ul".split())
SKIPPED = frozenset("script style noscript noframes template svg iframe object embed select option button input textarea nav head map audio video canvas".split())
INLINE = frozenset(("span", "a", "em", "i", "b", "font", "label", "strong", "small"))
LABEL = re.compile(r"\s*[\u4e00-\u9fa5][\u4e00-\u9fa5\s]{1,8}[:：]")
CELLS = frozenset(("td", "th"))
HEADINGS = {"h1": 1, "h2": 2}
BLANK = re.compile(r"[ \t\r\n\f\v]+")
NOT_FOUND = re.compile(r"(?:404|页面不存在|页面未找到|您访问的页面|页面找不到|无法访问|Not Found|已删除或不存在)")


@dataclass(slots=True)
class Visible:
    """The visible lines of a page; which are headings, and how much of a line is links."""

    lines: list[str] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    linked: list[int] = field(default_factory=list)
    texts: list[tuple[int, int]] = field(default_factory=list)  # lines of the elements that are known to hold an article's text
    marked: dict[str, str] = field(default_factory=dict)  # headline, kicker, subtitle, where elements are marked as such


def articles_of_html(data: bytes | str, source: Any, encoding: str | None = None, url: str | None = None) -> Iterator[Article]:
    """The articles of a page; none where it has no news."""
    if len(data) > LARGEST_HTML:
        raise ReadError(source, f"{len(data) // 1_000_000} MB are too large for a web page", "save the page's text as .txt")
    html = data if isinstance(data, str) else _decoded(data, source, encoding)
    tree = _tree(html)
    if tree is None:
        return
    meta = metadata_of(tree)
    visible = _visible(tree)
    chosen = _around_known(visible) or _longest_stretch(visible, NEARLY_ALL)
    if chosen is None:
        main = _main_text(html)
        chosen = _around_main(visible, main) if main else _longest_stretch(visible)
    if chosen is None:
        frames = [frame.get("src") for frame in tree.iter("frame", "iframe") if frame.get("src")]
        if any(True for _ in tree.iter("frameset")) and frames:
            warnings.warn(f"{source}: a page of frames; give the page that stands in one of them: {', '.join(frames[:5])}", ReadWarning, stacklevel=2)
        return
    first, last = chosen
    page = "\n".join(visible.lines[first:last])
    levels = {number - first: level for number, level in visible.levels.items() if first <= number < last}
    articles = [article for article in articles_of_page(page, levels if 1 in levels.values() else {})
                if len(HAN.findall(article.text)) >= LEAST_NEWS and not (NOT_FOUND.search(article.text[:60]) and len(article.text) < 200)]
    for article in articles:
        if len(articles) == 1:
            for name, value in visible.marked.items():
                setattr(article, name, value)
        yield complete(article, meta, url)


def _decoded(data: bytes, source: Any, encoding: str | None) -> str:
    """By the encoding that the page declares where its bytes fit it; else detected."""
    declared = CHARSET.search(data[:4096])
    if not encoding and declared:
        name = declared.group(1).decode("ascii", "replace").lower()
        name = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
        try:
            text = data.decode(name)
            if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return text.removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, source, encoding)


def _tree(html: str):
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", html), parser=HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree


def _visible(tree) -> Visible:
    """Lines of what a reader sees: a block a line, table rows with tabs between the cells."""
    visible = Visible()
    parts: list[str] = []
    state = {"linked": 0, "level": 0, "count": 0}

    def flush() -> None:
        text = "".join(parts).strip(" \t\r\n")
        parts.clear()
        linked, state["linked"] = state["linked"], 0
        if text:
            if state["level"]:
                visible.levels[len(visible.lines)] = state["level"]
            visible.lines.append(text)
            visible.linked.append(linked)

    def put(text: str | None, in_link: bool) -> None:
        if text:
            text = BLANK.sub(" ", text) if text.strip() else (" " if parts else "")
            parts.append(text)
            if in_link:
                state["linked"] += len(text.strip())

    # depth-first without recursion: pages can be nested thousands deep
    known = markup()
    opened: dict[Any, int] = {}  # elements that hold text → first of their lines
    stack: list[tuple[Any, bool, bool]] = [(tree, False, False)]
    while stack:
        element, in_link, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in BLOCKS:
                flush()
                if tag in HEADINGS:
                    state["level"] = 0
            elif tag in CELLS:
                parts.append("\t")
            if element in opened:
                flush()
                first = opened.pop(element)
                if name := known.headline_of(element):
                    visible.marked.setdefault(name, " ".join(visible.lines[first:]))
                elif first < len(visible.lines):
                    visible.texts.append((first, len(visible.lines)))
            put(element.tail, in_link)
            continue
        state["count"] += 1
        if state["count"] > LARGEST_TREE:
            break
        if not tag or tag in SKIPPED or _hidden(element):
            put(element.tail, in_link)
            continue
        if tag in BLOCKS:
            flush()
            if tag in HEADINGS:
                state["level"] = HEADINGS[tag]
        elif tag in INLINE and parts and LABEL.match(element.text or "") and sum(map(len, parts)) < 120 and "。" not in "".join(parts):
            parts.append("  ")  # <span>作者：甲</span><span>来源：乙</span> are set apart by style
        if known.holds_text(element) or known.headline_of(element):
            flush()
            opened[element] = len(visible.lines)
        inner = in_link or tag == "a"
        put(element.text, inner)
        stack.append((element, in_link, True))
        stack.extend((child, inner, False) for child in reversed(element))
    flush()
    return visible


def _hidden(element) -> bool:
    style = element.get("style")
    return bool(style) and "display:none" in style.replace(" ", "").lower() or element.get("hidden") is not None


def _main_text(html: str) -> str | None:
    """The main text by trafilatura; None where it finds none."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(html, fast=True, include_comments=False, include_tables=True, favor_recall=True)
    except Exception as error:  # of whatever kind: one page of a crawl of thousands
        warnings.warn(f"the search for a page's main text failed ({type(error).__name__}: {error}); its longest stretch of prose is taken", ReadWarning, stacklevel=2)
        return None
    return text if text and len(HAN.findall(text)) >= LEAST_NEWS else None


def _key(text: str) -> str:
    return re.sub(r"[\s|\u3000\xa0\-•*]+", "", text)


def _around_main(visible: Visible, main: str) -> tuple[int, int] | None:
    """First and last line of the main text, with the lines around it that can name it, its day and its source."""
    keys = {key for line in main.split("\n") if len(key := _key(line)) >= 4}
    joined = _key(main)
    matches = [number for number, line in enumerate(visible.lines) if len(key := _key(line)) >= 4 and (key in keys or len(key) >= 16 and key[:40] in joined)]
    matches = [number for number in matches if visible.linked[number] < 0.6 * len(visible.lines[number]) or len(visible.lines[number]) > 40]
    prose = [number for number in matches if len(visible.lines[number]) >= 20 and re.search(r"[，。]", visible.lines[number])]
    if not prose:
        return None
    first, last = matches[0], matches[-1] + 1
    if prose[0] - first > AROUND:
        first = prose[0] - 1
    return _with_neighbours(visible, first, last)


def _around_known(visible: Visible) -> tuple[int, int] | None:
    """The lines of the elements that hold an article's text, where prose stands in them, with the lines around."""
    texts = [(first, last) for first, last in visible.texts if any(len(line) >= LEAST_NEWS and re.search(r"[，。]", line) for line in visible.lines[first:last])]
    if not texts or any(_is_menu(visible, first) and last - first < 2 for first, last in texts):
        return None
    return _with_neighbours(visible, min(first for first, _ in texts), max(last for _, last in texts))


def _with_neighbours(visible: Visible, first: int, last: int) -> tuple[int, int]:
    """With the lines above and below that can give headline, day, source and editors, up to a menu."""
    low = first
    while low > 0 and first - low < AROUND and not _is_menu(visible, low - 1):
        low -= 1
    high = last
    while high < len(visible.lines) and high - last < AROUND and not _is_menu(visible, high):
        high += 1
    return low, high


def _is_menu(visible: Visible, number: int) -> bool:
    """A line of links (a menu, a list of other news)."""
    line = visible.lines[number]
    return visible.linked[number] >= 0.7 * len(line.replace(" ", "")) and not re.search(r"[：:]|位置", line)


def _longest_stretch(visible: Visible, least_share: float = 0.0) -> tuple[int, int] | None:
    """The longest stretch of lines that are no menus, where it holds prose, and at least this share of the page's."""
    best, start, total = None, None, 0
    for number in range(len(visible.lines) + 1):
        menu = number == len(visible.lines) or _is_menu(visible, number)
        if not menu and start is None:
            start = number
        elif menu and start is not None:
            prose = sum(len(line) for line in visible.lines[start:number] if len(line) >= 16 and "。" in line)
            total += prose
            if prose and (best is None or prose > best[0]):
                best = (prose, start, number)
            start = None
    return best[1:] if best and best[0] >= max(LEAST_NEWS, least_share * total) else None


# ---- files of several parts


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
        location = part.get("Content-Location") or where
        articles = list(articles_of_html(data, path, _fitting(data, charset), location if location and location.startswith("http") else None))
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
            for record in ArchiveIterator(file):
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
    if without or failures:
        warnings.warn(f"{path}: {without} of {pages} pages have no news and are passed over" + "".join(f"; {failure}" for failure in failures[:3]), ReadWarning, stacklevel=2)
