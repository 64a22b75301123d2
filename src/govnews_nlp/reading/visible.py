"""The visible lines of a web page: a block a line, which of them are headings, how much of a line is links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .metadata import markup

LARGEST_TREE = 400_000  # elements
BLOCKS = frozenset("address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section table tbody tfoot thead title tr ul".split())
SKIPPED = frozenset("script style noscript noframes template svg iframe object embed select option button input textarea nav head map audio video canvas".split())
INLINE = frozenset(("span", "a", "em", "i", "b", "font", "label", "strong", "small"))
LABEL = re.compile(r"\s*[\u4e00-\u9fa5][\u4e00-\u9fa5\s]{1,8}[:：]")
CELLS = frozenset(("td", "th"))
HEADINGS = {"h1": 1, "h2": 2}
BLANK = re.compile(r"[ \t\r\n\f\v]+")
LINKED = 0.7  # of a line's characters: it is a menu's
NO_MENU = re.compile(r"[：:]|位置")  # 来源：<a>云溪日报</a>, 当前位置：<a>首页</a>
LONG_LINK = 12  # characters of a headline in a list of news; a name or a section is shorter
# the day beside a headline in a list of news: [2023-10-19], 10-19, (10月19日)
LIST_DAY = re.compile(r"[\[(（【]?\s?(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d\d:\d\d(?::\d\d)?)?\s?[\])）】]?")


@dataclass(slots=True)
class Visible:
    lines: list[str] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)  # number of a line → level of the heading that it is
    linked: list[int] = field(default_factory=list)  # characters of each line that are links
    texts: list[tuple[int, int]] = field(default_factory=list)  # lines of the elements that are known to hold an article's text
    marked: dict[str, str] = field(default_factory=dict)  # headline, kicker, subtitle, where elements are marked as such

    def is_menu(self, number: int) -> bool:
        """A line of links (a menu, a list of other news)."""
        linked = self.linked[number]
        if not linked:
            return not self.lines[number]
        line = self.lines[number].replace(" ", "")
        if linked >= LINKED * len(line):
            return not NO_MENU.search(line)
        rest = LIST_DAY.sub("", line)
        return len(rest) < len(line) and linked >= max(0.9 * len(rest), LONG_LINK)


def visible_lines(tree: Any) -> Visible:
    """Lines of what a reader sees: a block a line, table rows with tabs between the cells. The tree is walked without recursion:
    pages can be nested thousands deep."""
    visible, known = Visible(), markup()
    parts: list[str] = []
    linked = level = count = 0
    opened: dict[Any, tuple[int, str]] = {}  # elements that hold text or a headline → first of their lines, which

    def flush() -> None:
        nonlocal linked
        text = "".join(parts).strip(" \t\r\n")
        parts.clear()
        if text:
            if level:
                visible.levels[len(visible.lines)] = level
            visible.lines.append(text)
            visible.linked.append(linked)
        linked = 0

    def put(text: str, in_link: bool) -> None:
        nonlocal linked
        bare = text.strip()
        if bare:
            parts.append(BLANK.sub(" ", text))
            if in_link:
                linked += len(bare)
        elif parts:
            parts.append(" ")

    stack: list[tuple[Any, bool, bool]] = [(tree, False, False)]
    while stack:
        element, in_link, leaving = stack.pop()
        tag = element.tag
        if not leaving:
            count += 1
            if count > LARGEST_TREE:
                break
            text, attributes = element.text, element.items()
            if tag in SKIPPED or not isinstance(tag, str) or attributes and _hidden(attributes):
                if element.tail:
                    put(element.tail, in_link)
                continue
            if tag in BLOCKS:
                if parts:
                    flush()
                if tag in HEADINGS:
                    level = HEADINGS[tag]
            elif text and parts and tag in INLINE and LABEL.match(text) and sum(map(len, parts)) < 120 and "。" not in "".join(parts):
                parts.append("  ")  # <span>作者：甲</span><span>来源：乙</span> are set apart by style
            if kept := known.kept_in(tag, attributes):
                if parts:
                    flush()
                opened[element] = len(visible.lines), kept
            if text:
                put(text, in_link or tag == "a")
            if len(element):
                stack.append((element, in_link, True))
                inner = in_link or tag == "a"
                stack += [(child, inner, False) for child in reversed(element)]
                continue
        if tag in BLOCKS:
            if parts:
                flush()
            if tag in HEADINGS:
                level = 0
        elif tag in CELLS:
            parts.append("\t")
        if opened and element in opened:
            if parts:
                flush()
            first, kept = opened.pop(element)
            if kept != "text":
                visible.marked.setdefault(kept, " ".join(visible.lines[first:]))
            elif first < len(visible.lines):
                visible.texts.append((first, len(visible.lines)))
        if element.tail:
            put(element.tail, in_link)
    flush()
    return visible


def _hidden(attributes: list[tuple[str, str]]) -> bool:
    return any(name == "hidden" or name == "style" and "none" in value.lower() and "display:none" in value.replace(" ", "").lower() for name, value in attributes)
