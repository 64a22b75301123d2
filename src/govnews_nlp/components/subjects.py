"""Who does it: the persons of a clause in lists, and which of them can be its subject.

Shared by statements and events. Everything is computed once per Doc and looked up by bisection, so that a clause costs
what it holds, not what the article holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from ..lexicon import load_toml, words_of
from ..segmentation import CLAUSE_END, Span, sentences

# what may stand between two names of one list: 甲、乙和丙, 甲等、丁
CONNECTOR = re.compile(r"(?:[、和与及同暨兼\s]|以及|等){0,4}")
# what belongs to a name behind it: 王敏同志, 王敏（女）, 洪书记一行
SUFFIX = re.compile(r"(?:[（(][^（）()\n]{1,12}[）)])?(?:同志|夫妇|夫人|先生|女士|教授|博士|一行|等人|等同志|等领导|等|陛下|殿下){0,2}(?:[ \u3000]{1,3}(?=[，,、]))?")
# a name nobody recognised between two of a list: 甲、[乙]及秘书长丙
UNKNOWN_ITEM = re.compile(r"、[㐀-鿿·]{2,4}(?=[、和与及])(?:[、和与及\s]|以及){1,4}")
FORMER_ITEM = re.compile(r"(?:[、和与及]|以及)[㐀-鿿]{0,12}(?:前|原|时任|候任|新任)")  # 甲、丙国前|首相乙
EXPERTS = tuple(words_of(load_toml("titles")["not_officials"]["groups"]))
BLANKS = re.compile(r"[ \u3000]*")  # layout before a sentence or clause
# a line that heads an item of a round-up, or a part of a feature: no caption, no credits, no chapter of a report
HEADING = re.compile(r"(?![ \u3000]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]))[^\n]{8,44}(?<![。！!；;：:，,、…）)])")
CREDITS = re.compile(r"图|摄|来源|编辑|记者|作者|责编|时间|供稿|审核|校对|点击|链接|▲|发布日期|：")
ITEM = re.compile(r"^[ \u3000]*([■●◆★◎▶►□○◇])(?=[^\n]{30,}[。！？”])", re.MULTILINE)  # ■ 5月20日，甲出席…
TELLING = re.compile(r"[^\n]{30,}[。！？…”）)]")
LONGEST_CLAUSE = 600
FAR = 24  # characters behind a name in which 以…为 goes on
LONGEST_CHAIN = 12  # titles in front of one name


@dataclass(slots=True)
class Group:
    """Persons in one list: 甲、副省长乙和丙等. start takes in the titles, end what belongs to the last name."""

    start: int
    end: int
    persons: list[str]
    first_name: int  # where the first name begins

    @property
    def leader(self) -> str:
        return self.persons[0]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that make a person an object or part of a noun (lexicons/statements.toml)."""

    before_object: tuple[str, ...]
    before_words: tuple[str, ...]
    words: re.Pattern
    after_part: tuple[str, ...]


@lru_cache(maxsize=8)
def subject_words(lexicons: str | None) -> Words:
    lexicon = load_toml("statements", lexicons)
    said, part = lexicon["object"], lexicon["part"]
    words = re.compile("[^，,。；;\n]{0,40}?(?:" + "|".join(map(re.escape, words_of(said["words"]))) + ")")
    return Words(tuple(words_of(said["before"])), tuple(words_of(said["before_words"])), words, tuple(words_of(part["after"])))


class Persons:
    """The persons of one Doc and its sentences, by position."""

    def __init__(self, doc: Doc, text: str, lexicons: str | None = None):
        self.text = text
        self.words = subject_words(lexicons)
        self.officials = {official.person for official in doc._.officials}
        mentions = [m for m in doc._.mentions if m.label == "PERSON" and m.start is not None]
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self.starts = [mention.start for mention in self.mentions]
        titles = [(m.start, m.end) for m in doc._.mentions if m.label == "TITLE" and m.start is not None]
        self.title_by_end = {end: start for start, end in titles}
        self.title_by_start = {start: end for start, end in titles}
        self.sentences = [(BLANKS.match(self.text, start, end).end(), end) for start, end in sentences(self.text)]
        self.sentence_starts = [start for start, _ in self.sentences]
        self.headings = headings(text)
        self.sections = sorted({0, *(start for start, _ in self.headings), *bulletin_items(text)})
        self._groups: dict[Span, list[Group]] = {}

    def sentence_at(self, position: int) -> Span:
        index = max(bisect_right(self.sentence_starts, position) - 1, 0)
        return self.sentences[index] if self.sentences else (0, len(self.text))

    def section_at(self, position: int) -> Span:
        """The item of a round-up, from its heading to the next, that the position is in; the article where it has no headings."""
        index = bisect_right(self.sections, position)
        return self.sections[index - 1], self.sections[index] if index < len(self.sections) else len(self.text)

    def is_heading(self, sentence: Span) -> bool:
        index = bisect_right(self.headings, (sentence[0], len(self.text))) - 1
        return index >= 0 and sentence[0] < self.headings[index][1]

    def any_in(self, start: int, end: int) -> bool:
        index = bisect_left(self.starts, start)
        return index < len(self.starts) and self.starts[index] < end

    def near(self, clause: Span, position: int) -> list[Group]:
        """The groups of a clause, or of the part around the position where the clause is endless (hostile input)."""
        if clause[1] - clause[0] <= LONGEST_CLAUSE:
            return self.groups(*clause)
        middle = position - position % LONGEST_CLAUSE  # the same window for all positions of a stretch, so that it is read once
        return self.groups(max(clause[0], middle - LONGEST_CLAUSE), min(clause[1], middle + 2 * LONGEST_CLAUSE))

    def groups(self, start: int, end: int) -> list[Group]:
        """Lists of persons in text[start:end]; a list goes on behind a title (甲、副省长乙)."""
        if (start, end) not in self._groups:
            self._groups[start, end] = self._read_groups(start, end)
        return self._groups[start, end]

    def _read_groups(self, start: int, end: int) -> list[Group]:
        groups: list[Group] = []
        index = bisect_left(self.starts, start)
        while index < len(self.mentions) and self.mentions[index].start < end:
            mention = self.mentions[index]
            index += 1
            if mention.end > end or groups and mention.start < groups[-1].end:
                continue
            first = self._titles_before(mention.start, groups[-1].end if groups else start)
            last = self._name_end(mention.end, end)
            name = mention.norm or mention.text
            if groups and self._is_list(groups[-1].end, first):
                groups[-1].persons.append(name)
                groups[-1].end = last
            else:
                groups.append(Group(first, last, [name], mention.start))
        return groups

    def _titles_before(self, position: int, floor: int) -> int:
        """Where the titles in front of a name begin: 省委常委、市委书记|刘捷."""
        for _ in range(LONGEST_CHAIN):
            start = self.title_by_end.get(position)
            if start is None and position - 1 >= floor and self.text[position - 1] in "、兼，, 和":
                start = self.title_by_end.get(position - 1)
            if start is None or start < floor:
                return position
            position = start
        return position

    def _name_end(self, position: int, limit: int) -> int:
        position = min(self.title_by_start.get(position, position), limit)
        return min(SUFFIX.match(self.text, position, limit).end(), limit)

    def _is_list(self, start: int, end: int) -> bool:
        if start >= end:
            return self.text[start - 1 : start] == "等"
        return CONNECTOR.fullmatch(self.text, start, end) is not None or FORMER_ITEM.fullmatch(self.text, start, end) is not None or UNKNOWN_ITEM.fullmatch(self.text, start, end) is not None

    def is_object(self, group: Group, clause_start: int) -> bool:
        """会见甲, 向甲, 学习甲: what somebody else does to the person; 甲的, 甲重要讲话精神: part of a noun."""
        text = self.text
        if text.startswith("以", clause_start) and clause_start + 1 == group.start < group.first_name and "为" not in text[group.end : group.end + FAR]:
            return False  # 以总理甲称: of Israel
        if group.start > clause_start and text.endswith(self.words.before_object, clause_start, group.start):
            return True
        if text.startswith(self.words.after_part, group.end):
            return True
        return text.endswith(self.words.before_words, clause_start, group.start) and self.words.words.match(text, group.end) is not None

    def is_place(self, group: Group, clause_start: int) -> bool:
        """在村民甲家中, 来到甲的大棚: the person says where."""
        prefix = self.text[clause_start : group.start]
        return prefix.startswith(("在", "来到", "走进", "到")) and not prefix.endswith(("上", "中", "时", "后", "间", "下", "里", "日", "午"))

    def are_experts(self, group: Group) -> bool:
        """省内外专家组甲、乙; 甲、乙等专家: they hold no post here."""
        return self.text.endswith(EXPERTS, group.start, group.first_name) or (
            self.text[group.end - 1 : group.end] == "等" and self.text.startswith(EXPERTS, group.end))

    def is_official(self, group: Group) -> bool:
        return group.leader in self.officials


def bulletin_items(text: str) -> list[int]:
    """Where the items of a bulletin begin: lines with one and the same mark in front, one for each thing."""
    found = [(match.start(), match.group(1)) for match in ITEM.finditer(text)]
    return [start for start, mark in found if mark == found[0][1]] if len(found) > 1 else []


def headings(text: str) -> list[Span]:
    """Lines without a full stop between paragraphs that have one: 国际联播快讯 has a line above each item."""
    found: list[Span] = []
    before: str | None = None  # the line before
    lines = [(match.start(), match.group().rstrip()) for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    for (start, line), (_, following) in zip(lines, lines[1:], strict=False):
        if before is not None and before.endswith(("。", "！", "？", "…", "”", "：", ":", "）", ")")) and HEADING.fullmatch(line) and (
                not CREDITS.search(line) and TELLING.fullmatch(following)):
            found.append((start, start + len(line)))
        before = line
    return found


def clause_spans(text: str, start: int, end: int) -> list[Span]:
    """Clauses with a colon, comma or semicolon as their ends; punctuation left out."""
    spans, position = [], start
    for match in CLAUSE_END.finditer(text, start, end):
        if match.start() > position:
            spans.append((position, match.start()))
        position = BLANKS.match(text, match.end(), end).end()
    if position < end:
        spans.append((position, end))
    return spans
