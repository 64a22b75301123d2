"""What a web page says of itself apart from its lines: <meta>, <title>, marked headlines, variables of its scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from ..article import Article
from ..lexicon import load_toml
from .days import day_in
from .furniture import furniture

BLANK = re.compile(r"[ \t\r\n\f\v]+")
HAN = re.compile(r"[\u3400-\u9fff]")
TITLE_TAIL = re.compile(r"\s*[-_—|–·>]+\s*[^-_—|–>]{2,30}$")
COMMENT = re.compile(r"<!--.{0,80}?-->", re.S)  # inside <title> comments are text: <!--<$[标题名称]>begin-->
CHINA = timezone(timedelta(hours=8))
LARGEST_SCRIPT = 2_000_000  # characters
VALUE = r"\s{0,3}=\s{0,3}(?:htmlDecode\()?[\"']([^\"'\n]{1,80})[\"']"  # = "1673864400", = htmlDecode("云溪发布")


@dataclass(frozen=True)
class Markup:
    """The lexicon `web`, ready to be asked."""

    ids: dict[str, str]  # id of an element → text, or the field of a headline
    tags: dict[str, str]
    text_classes: frozenset[str]
    meta: dict[str, str]
    scripts: dict[str, re.Pattern]

    def kept_in(self, tag: str, attributes: list[tuple[str, str]]) -> str | None:
        """What sites of this kind keep in the element: text, headline, kicker or subtitle."""
        for name, value in attributes:
            if name == "id" and (found := self.ids.get(value.lower())):
                return found
            if name == "class" and not self.text_classes.isdisjoint(value.lower().split()):
                return "text"
        return self.tags.get(tag)


@lru_cache(maxsize=1)
def markup() -> Markup:
    words = load_toml("web")
    kept = {kind: dict.fromkeys(words["text"][kind].lower().split(), "text") for kind in ("ids", "tags")}
    for key, names in words["headlines"].items():
        field, kind = key.split("_")
        kept[kind] |= dict.fromkeys(names.lower().split(), field)
    scripts = {field: re.compile(rf"\bvar\s{{1,3}}(?:{'|'.join(names.split())}){VALUE}") for field, names in words["scripts"].items()}
    return Markup(kept["ids"], kept["tags"], frozenset(words["text"]["classes"].lower().split()),
                  {name.lower(): field for field, names in words["meta"].items() for name in names.split()}, scripts)


def metadata_of(tree: Any) -> dict[str, str]:
    """field → what the page's head, marked headlines and scripts say of it."""
    known, found = markup(), {}
    for element in tree.iter("meta", "title", "link", "script"):
        if element.tag == "meta":
            field = known.meta.get((element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower())
            content = (element.get("content") or "").strip()
            if field and content:
                found.setdefault(field, content[:300])
        elif element.tag == "title" and "page_title" not in found:
            found["page_title"] = BLANK.sub(" ", COMMENT.sub("", "".join(element.itertext()))).strip()[:200]
        elif element.tag == "link" and (element.get("rel") or "").lower() == "canonical" and element.get("href", "").startswith("http"):
            found.setdefault("canonical", element.get("href"))
        elif element.tag == "script" and element.text and len(element.text) < LARGEST_SCRIPT:
            for field, pattern in known.scripts.items():
                value = pattern.search(element.text)
                if value:
                    found.setdefault(f"script_{field}", value.group(1))
    return found


def complete(article: Article, meta: dict[str, str], url: str | None) -> Article:
    """Fill in what the page's lines do not say."""
    article.headline = _headline(article.headline, meta)
    article.url = url or article.url or meta.get("url") or meta.get("canonical")
    article.source = article.source or meta.get("source") or meta.get("script_source")
    if article.newspaper is None:
        media = furniture().media
        article.newspaper = next((name for name in (article.source, meta.get("site")) if name and media.search(name)), None)
    day = day_in(meta.get("published", "")) or _script_day(meta.get("script_published", ""))
    if day and (article.published is None or article.published_from == "dateline"):
        article.published, article.published_from = day, "page"
    if not article.reporters and "author" in meta:
        names = [name for name, _, _ in furniture().grammar.people(f"记者 {meta['author']}")[0]]
        if "".join(names) == re.sub(r"[\s、,，;；]", "", meta["author"]):
            article.reporters = names
    return article


def _headline(printed: str | None, meta: dict[str, str]) -> str | None:
    """The headline of the metadata, where it is the printed one or goes on where that was cut off."""
    title = meta.get("headline") or _title(meta.get("title") or meta.get("page_title"))
    if not title or printed == title:
        return printed
    if printed is None or title in printed:
        return title
    before, found, after = title.partition(printed)
    whole = not before or HAN.match(before[-1]) and not after  # 云溪动态 全县会议召开: a section and the headline
    return title if found and whole and (not after or HAN.match(after[0])) else printed


def _script_day(value: str):
    """1673864400 (seconds, Beijing's day) or 2023-01-16"""
    if re.fullmatch(r"1\d{9}", value):
        return datetime.fromtimestamp(int(value), CHINA).date()
    return day_in(value)


def _title(title: str | None) -> str | None:
    """<title> without the site's name: 县委常委会召开会议_云山县人民政府"""
    if not title:
        return None
    for _ in range(3):
        cut = TITLE_TAIL.sub("", title)
        if cut == title or len(cut) < 6:
            break
        title = cut
    return title if len(title) >= 6 and HAN.search(title) else None
