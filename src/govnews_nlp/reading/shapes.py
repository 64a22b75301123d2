"""What the lines of a page look like: titles, kickers, prose, signatures, captions; and an article while its page is walked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..byline import Byline, BylineGrammar, is_caption
from .days import DAY
from .furniture import Furniture
from .lines import Line

LONGEST_TITLE = 64
MOST_HEAD_LINES, LONGEST_HEAD, LEAST_HEADLINE = 12, 140, 10  # lines; characters; Chinese characters
DIGITS, HEAD_MARKS = frozenset("0123456789"), re.compile(r"[:：|｜>＞。]")
LONGEST_DATED = 30  # characters of a title that begins with a day and has a comma
DATED = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
NO_TITLE_ENDS = frozenset("。；;，,、：:")
CLAUSE_END = re.compile(r"[。；，]")
NUMBERED_ITEM = re.compile(r"[(（【\[][一二三四五六七八九十\d]")
SIGNATURE = re.compile(r"^[(（【\[].{2,60}[)）】\]]$")
# 一、…, （一）, 第一章 总则
NUMBERING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?$|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节条]|[（(][一二三四五六七八九十]{1,3}[）)]")
HAN = re.compile(r"[\u3400-\u9fff]")
# (下转第2版), （下转 A03 版）; (上接第1版), （紧接第一版）, （上接A1版《…》）
GOES_ON = re.compile(r"[ \t\u3000]*[(（【\[]?\s?下转\s?(?:第)?\s?[A-Za-z]{0,2}\d{0,3}[一二三四五六七八九十]{0,3}\s?版?[^()（）\n]{0,12}[)）】\]]?\s*$")
COMES_FROM = re.compile(r"[ \t\u3000]*[(（【\[]\s?(?:上接|紧接|接)\s?(?:第)?\s?[A-Za-z]{0,2}\d{0,3}[一二三四五六七八九十]{0,3}\s?版?[^()（）\n]{0,30}[)）】\]][ \t\u3000]*|^(?:上接|紧接)第?[A-Za-z]{0,2}[\d一二三四五六七八九十]{1,3}版$")
CONTINUATION_SIGNS = frozenset("(（【[上紧")  # what COMES_FROM begins with, in a line without blanks around it


@dataclass(slots=True)
class Draft:
    """An article while the page is walked."""

    titles: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    byline: Byline | None = None
    head: str = ""  # the text in which the byline was found
    fields: list[tuple[str, str, int]] = field(default_factory=list)  # (field, value, strength)
    outside: list[Line] = field(default_factory=list)  # title-like lines above a breadcrumb: titles where there are no others
    tail: bool = False  # in the links at the article's end
    goes_on: bool = False
    comes_from: bool = False
    since: int = 0  # furniture lines since the last line of the body
    closed: bool = False  # the site's rights were printed below it
    ended: bool = False  # another page's head came
    foot: int = 0  # lines of the body when the site's foot came
    begins: int = 0  # in the page
    sheet: list[tuple[str, str, int]] = field(default_factory=list)  # what the page's head said of all its articles
    column: bool = False  # it stands in a column of short news
    web: bool = False  # furniture stands in front of it


class Shapes:
    def __init__(self, furniture: Furniture, grammar: BylineGrammar):
        self.furniture, self.grammar = furniture, grammar
        self.column = False  # the walk is in a column of short news

    def is_title(self, line: Line) -> bool:
        text = line.text
        if line.level:
            return True
        if "。" in text or len(text) > LONGEST_TITLE and (len(text) > 2 * LONGEST_TITLE or "，" in text or not (" " in text or "\u3000" in text)) or text[-1] in NO_TITLE_ENDS or not HAN.search(text) or NUMBERING.match(text):
            return False
        if len(text) > LONGEST_DATED and ("，" in text or "," in text) and DATED.match(text):  # 3月5日上午，县长…开展检查: a sentence without its full stop
            return False
        if self.column and text.startswith(self.furniture.bullets):
            return False
        return not self.is_signature(line) and not is_caption(text)

    def is_signature(self, line: Line) -> bool:
        return line.text[0] in "(（【[" and bool(SIGNATURE.match(line.text)) and not NUMBERED_ITEM.match(line.text) and (
            self.grammar.closing_byline("。" + line.text) is not None or line.text[0] in "(（")

    def is_prose(self, line: Line) -> bool:
        return not line.level and (len(line.text) >= 12 and bool(CLAUSE_END.search(line.text)) or len(line.text) > LONGEST_TITLE or
                                   "," in line.text and len(line.text) >= 20 and bool(HAN.search(line.text)))

    def is_kicker(self, text: str) -> bool:
        return text.endswith(self.furniture.kicker_ends) and 6 <= len(text) <= 50 and not CLAUSE_END.search(text)

    def is_subtitle(self, text: str) -> bool:
        return len(text) <= 40 and text.endswith(self.furniture.subtitle_ends)

    @staticmethod
    def is_caption(line: Line) -> bool:
        return is_caption(line.text)


def parted(lines: list[Line], furniture: Furniture) -> list[Line]:
    """Lines of the page's head, without a headline that runs on into its day: 云溪县召开座谈会2008-12-3 1:05:32 来源: 云溪新闻网"""
    for number, line in enumerate(lines[:MOST_HEAD_LINES]):
        day = DAY.search(line.text) if line.text[0] not in DIGITS and len(line.text) <= LONGEST_HEAD else None
        if day is None or not day.group("time"):
            continue
        title = line.text[: day.start()].rstrip()
        if len(HAN.findall(title)) >= LEAST_HEADLINE and not HEAD_MARKS.search(title) and furniture.classify(title) is None and not furniture.media.search(title) and not furniture.office.search(title):
            cut = line.start + day.start()
            rest = Line(cut, line.end, line.text[day.start() :], 0, False)
            return [*lines[:number], Line(line.start, line.start + len(title), title, line.gap, line.indent, level=line.level), rest, *lines[number + 1 :]]
    return lines


def goes_on(text: str) -> bool:
    """The line ends in （下转第2版）."""
    return "下转" in text and GOES_ON.search(text) is not None
