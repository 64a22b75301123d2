"""Web pages (HTML). Where the main text is, say in this order: elements that sites of its kind keep it in (lexicon
web), a stretch that holds nearly all prose, trafilatura. The page's visible lines are read, so that bylines and paragraphs stay. No address is ever fetched."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

from ..article import Article
from .encodings import decode
from .errors import ReadError, ReadWarning
from .layout import articles_of_page
from .metadata import complete, metadata_of
from .visible import SKIPPED, Visible, visible_lines

LARGEST_HTML = 20_000_000  # bytes of one page
AROUND = 12  # lines above and below the main text that can say who published it and when
NEARLY_ALL = 0.95  # of a page's prose: a stretch between menus that holds it is the main text, without a search
SMALL = 0.2  # of the longest stretch: what stands below the headlines of other news
SAID_BY = re.compile(r"(?:时间|日期|来源|稿源)\s?[:：]")
LEAST_LINKS = 5  # of a menu
LEAST_NEWS = 16  # Chinese characters of the shortest news
HAN = re.compile(r"[\u3400-\u9fff]")
XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
NOT_FOUND = re.compile(r"(?:404|页面不存在|页面未找到|您访问的页面|页面找不到|无法访问|Not Found|已删除或不存在)")


def articles_of_html(data: bytes | str, source: Any, encoding: str | None = None, url: str | None = None) -> Iterator[Article]:
    """The articles of a page; none where it has no news."""
    if len(data) > LARGEST_HTML:
        raise ReadError(source, f"{len(data) // 1_000_000} MB are too large for a web page", "save the page's text as .txt")
    html = data if isinstance(data, str) else _decoded(data, source, encoding)
    tree = _tree(html)
    if tree is None:
        return
    meta = metadata_of(tree)
    visible = visible_lines(tree)
    chosen = _around_known(visible) or _longest_stretch(visible, sure=True)
    frames = []
    if chosen is None:
        if any(True for _ in tree.iter("frameset")):
            frames = [frame.get("src") for frame in tree.iter("frame", "iframe") if frame.get("src")]
        main = _main_text(tree)
        chosen = _around_main(visible, main) if main else _longest_stretch(visible)
    if chosen is None:
        if frames:
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


def _tree(html: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:  # not lxml.html, which asks Python for the class of every element
        return etree.fromstring(XML_HEAD.sub("", html), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _main_text(tree: Any) -> str | None:
    """The main text by trafilatura; None where it finds none. The tree loses what nobody sees."""
    import logging

    import trafilatura
    from lxml import etree

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    etree.strip_elements(tree, *SKIPPED, with_tail=False)
    for menu in [menu for menu in tree.iter("ul", "ol") if _is_menu(menu)]:  # half of a page's elements, which the search would look at
        menu.clear(keep_tail=True)
    try:
        text = trafilatura.extract(etree.tostring(tree, encoding="unicode", method="html"), fast=True, include_comments=False, include_tables=True, favor_recall=True)
    except Exception as error:  # of whatever kind: one page of a crawl of thousands
        warnings.warn(f"the search for a page's main text failed ({type(error).__name__}: {error}); its longest stretch of prose is taken", ReadWarning, stacklevel=2)
        return None
    return text if text and len(HAN.findall(text)) >= LEAST_NEWS else None


def _is_menu(element: Any) -> bool:
    """A list of nothing but links."""
    links = element.findall(".//a")
    return len(links) >= LEAST_LINKS and sum(map(len, element.itertext())) < 2 * sum(len(text) for link in links for text in link.itertext()) and not element.findall(".//p")


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
    if not texts or any(visible.is_menu(first) and last - first < 2 for first, last in texts):
        return None
    return _with_neighbours(visible, min(first for first, _ in texts), max(last for _, last in texts))


def _with_neighbours(visible: Visible, first: int, last: int) -> tuple[int, int]:
    """With the lines above and below that can give headline, day, source and editors, up to a menu."""
    low = first
    while low > 0 and first - low < AROUND and not visible.is_menu(low - 1):
        low -= 1
    high = last
    while high < len(visible.lines) and high - last < AROUND and not visible.is_menu(high):
        high += 1
    return low, high


def _longest_stretch(visible: Visible, sure: bool = False) -> tuple[int, int] | None:
    """The longest stretch of lines that are no menus, where it holds prose. sure: only where it holds nearly all of the page's,
    or begins with its day or source, and no other holds much (short texts below the headlines of other news)."""
    stretches, start = [], None
    for number in range(len(visible.lines) + 1):
        menu = number == len(visible.lines) or visible.is_menu(number)
        if not menu and start is None:
            start = number
        elif menu and start is not None:
            prose = sum(len(line) for line in visible.lines[start:number] if len(line) >= 16 and "。" in line)
            if prose:
                stretches.append((prose, start, number))
            start = None
    if not stretches:
        return None
    best = max(stretches, key=lambda stretch: stretch[0])
    if best[0] < LEAST_NEWS or sure and best[0] < NEARLY_ALL * sum(prose for prose, _, _ in stretches) and (
            sum(prose > SMALL * best[0] for prose, _, _ in stretches) > 1 or not any(map(SAID_BY.search, visible.lines[best[1] : best[1] + AROUND]))):
        return None
    return best[1:]
