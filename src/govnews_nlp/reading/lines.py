"""Lines of a page, which of them make one paragraph, and the text that is made of them with its way back to the page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ..officials.names import name_finder

# characters that are nothing to read: control, zero width, bidirectional marks, private use
UNREADABLE = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]+")
OTHER_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # count as line breaks, besides \n
BREAK = re.compile(rf"[\n{OTHER_BREAKS}]")
NEAR = 400  # characters behind a stretch in which its line ends
CELL_ENDS = " \t\u3000|｜"  # what tables that became text leave behind a line
BLANKS = " \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
FINISHED = re.compile(r"[。！？!?…](?:[”’」』》）)\]】\"']|（完）)*(?:[ \t\u3000]*[(（【][^()（）【】\n]{1,60}[)）】]){0,2}$|[：:；;]$|(?:摄|供图|图片)[)）]?$")
FINISHING = frozenset("。！？!?…：:；;”’」』》）)]】\"'摄图片")  # last characters of what FINISHED matches
LAST = 90  # characters of a line's end that tell whether it is finished
SENTENCE_CLOSED = re.compile(r"[。！？!?](?:[”’」』》）)\]】\"'])*$")
STOPS = re.compile(r"[。；;！？]")
NUMBERED = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．](?!\d)|第[一二三四五六七八九十\d]{1,3}[章条节、，]|[①-⑳●■◆▲★□○]")
SPOKEN = re.compile(r"强调|指出|要求|表示|会议|他说|认为|召开")
HAN = re.compile(r"[\u3400-\u9fff]")
# one blank between nearly all characters: an OCR of spaced print
FEWEST_SPACED = 8
WIDE = r"\u3400-\u9fff，。、；：！？（）()《》“”"
SPACED = re.compile(rf"(?<=[{WIDE}])[ \u3000\xa0](?=[{WIDE}\d])|(?<=\d)[ \u3000\xa0](?=[{WIDE}\d])")
BLANK_RUN = re.compile(r"[ \u3000\xa0]{1,4}")
# 李  强、: a name of two characters set as wide as its neighbours of three
PADDED_NAME = re.compile(r"(?:^|(?<=[、，,；;：:（(\s长记席员任导志]))([一-龥])([ \u3000\xa0]{1,4})(?=([一-龥])(?:[、，,；;。）)等]|\s{0,2}$))")
DATELINE = re.compile(r".{0,24}(?:[讯电][(（ \u3000]|消息[：:（(])")
DAY_FIRST = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")  # 3月5日，记者获悉，…: a sentence, no heading
SHORTEST_PARAGRAPH = 6  # characters; what ends a sentence and is no longer is the rest of the line before
LONGEST_HEADING = 36
NARROW = re.compile(r"[^\u2e01-\U0010ffff“”‘’—…]+")  # characters as wide as half a Han character
OPEN_BRACKETS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"), ("‘", "’"))


@dataclass(slots=True)
class Line:
    start: int  # in the page, blanks at the ends left out
    end: int
    text: str
    gap: int  # blank lines in front of it
    indent: bool
    apart: bool = False  # furniture stands between it and the line before
    level: int = 0  # of a heading that the file marks as one (# in Markdown, h1 in HTML, large print)
    finished: bool = field(init=False)  # it ends a paragraph

    def __post_init__(self) -> None:
        self.finished = is_finished(self.text)


@dataclass(slots=True)
class Profile:
    """How the page is set."""

    width: int = 0  # of the column, in Han characters; 0 where the lines are not cut at a width
    gaps: bool = False  # blank lines part paragraphs
    indents: bool = False  # paragraphs begin with an indent


def lines_of(page: str, levels: dict[int, int] | None = None) -> list[Line]:
    """The lines of the page that hold something. levels: number of a line (from 0) → level of the heading that it is."""
    for mark in OTHER_BREAKS:
        if mark in page:
            page = page.replace(mark, "\n")
    lines, position, gap = [], 0, 0
    levels = levels or {}
    for number, printed in enumerate(page.split("\n")):
        text = printed.strip().strip(BLANKS).rstrip(CELL_ENDS)
        if text:
            start = position + printed.index(text)
            lead = start - position
            indent = lead > 0 and (printed[0] in "\t\u3000" or lead >= 2)
            lines.append(Line(start, start + len(text), text, gap, indent, level=levels.get(number, 0)))
            gap = 0
        else:
            gap += 1
        position += len(printed) + 1
    return lines


def is_finished(text: str) -> bool:
    """Whether the line ends a paragraph, by its last characters."""
    return text[-1:] == "。" or text[-1:] in FINISHING and FINISHED.search(text[-LAST:]) is not None


def width(text: str) -> float:
    """In Han characters; others count a half."""
    if len(text) > 120:
        return len(text)
    return len(text) - sum(map(len, NARROW.findall(text))) / 2


def profile_of(lines: list[Line]) -> Profile:
    profile = Profile()
    if len(lines) < 2:
        return profile
    inner = [line for line in lines if len(line.text) > 6]
    profile.indents = sum(line.indent for line in inner) >= max(2, len(inner) // 8)
    profile.gaps = sum(line.gap > 0 for line in lines) >= 2
    # a column: most lines that do not end a sentence are about as wide as the widest
    unfinished = [line.text for line in lines if not line.finished and len(line.text) <= 70 and not line.level]
    if len(unfinished) >= 4 and len(unfinished) >= 0.4 * len(lines):
        times = Counter(round(width(text)) for text in unfinished)
        commonest = max(times, key=lambda w: (times[w - 1] + times[w] + times[w + 1], w))
        near = sum(times[w] for w in range(commonest - 2, commonest + 3))
        if near >= 4 and near >= 0.55 * len(unfinished) and commonest >= 8 and sum(round(width(line.text)) > commonest + 3 for line in lines) <= 0.15 * len(lines):
            profile.width = commonest
    return profile


def joins(before: Line, line: Line, profile: Profile) -> bool:
    """Whether the layout broke one paragraph between these two lines."""
    if before.level or line.level or line.apart:
        return False
    text = before.text
    finished = before.finished
    if not finished and line.gap == 0 and len(line.text) <= SHORTEST_PARAGRAPH and SENTENCE_CLOSED.search(line.text):
        return True  # …等主体工 ⏎ 程。
    if profile.width:
        full = width(text) + 2 * before.indent >= profile.width - 2
        if line.indent and profile.indents:
            return False
        if finished:
            return full and line.gap == 0 and (profile.indents or profile.gaps) and not text.endswith(("：", ":"))
        if line.gap > before.gap and line.gap > 0 and not text.endswith(("，", ",", "、")) and not full:
            return False
        return (full or text.endswith(("，", ",", "、"))) and not (NUMBERED.match(line.text) and not text.endswith(("，", "、")) and not full)
    if finished:
        return False
    if text.endswith(("，", ",", "、", "—", "“", "（", "(", "《")):
        return True
    if profile.indents and line.indent or NUMBERED.match(line.text):
        return False
    return not is_heading(before)


def is_heading(line: Line) -> bool:
    """A line of its own without a full stop (小标题), not the first part of a broken one."""
    text = line.text
    if len(text) > (LONGEST_HEADING if "，" in text or "," in text or " " not in text else 60) or STOPS.search(text):
        return False
    if "，" in text or "," in text:
        if SPOKEN.search(text) or DATELINE.match(text) or DAY_FIRST.match(text) or len(text) > 30:
            return False
    return all(text.count(opening) <= text.count(closing) for opening, closing in OPEN_BRACKETS)


def unspaced(title: str) -> str:
    """A title without the blanks of spaced print: 云 溪 县 召 开 会 议"""
    return SPACED.sub("", title) if len(SPACED.findall(title)) >= max(FEWEST_SPACED / 2, 0.6 * len(HAN.findall(title))) else title


class Builder:
    """Makes an article's text of stretches of the page, and the segments that lead back."""

    def __init__(self, page: str, shadow: str, unreadable: bool):
        self.page = page
        self.shadow = shadow  # the page in simplified characters
        self.parts: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.length = 0
        self.unreadable = unreadable

    def add(self, start: int, end: int) -> None:
        """page[start:end], without unreadable characters, blanks of spaced print and blanks inside names."""
        text = self.page[start:end]
        dropped = [match.span() for match in UNREADABLE.finditer(text)] if self.unreadable else []
        if " " in text or "\u3000" in text or "\xa0" in text:
            blanks = [match.start() for match in BLANK_RUN.finditer(text)]
            spaced = [match.span() for match in SPACED.finditer(text)] if len(blanks) >= FEWEST_SPACED else []
            if len(spaced) >= FEWEST_SPACED and len(spaced) >= 0.5 * len(HAN.findall(text)):
                dropped += spaced
            else:
                shadow, surnames = self.shadow[start:end], name_finder().surnames
                dropped += [match.span(2) for at in blanks if at and shadow[at - 1] in surnames and (match := PADDED_NAME.match(shadow, at - 1))]
        position = 0
        for a, b in sorted(dropped):
            if a > position:
                self._put(start + position, text[position:a])
            position = max(position, b)
        if position < len(text):
            self._put(start + position, text[position:])

    def mark(self, character: str, at: int) -> None:
        """A line break or blank that stands for what is between two stretches; `at`: where that begins in the page."""
        found = BREAK.search(self.page, at, at + NEAR)
        self.parts.append(character)
        self.segments.append((self.length, found.start() if found else min(at, len(self.page)), 1))
        self.length += 1

    def _put(self, start: int, text: str) -> None:
        self.parts.append(text)
        if self.segments:
            text_start, raw_start, length = self.segments[-1]
            if raw_start + length == start:
                self.segments[-1] = (text_start, raw_start, length + len(text))
                self.length += len(text)
                return
        self.segments.append((self.length, start, len(text)))
        self.length += len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def last(self) -> str:
        """The last character; none where all stretches so far were unreadable."""
        return self.parts[-1][-1] if self.parts else ""
