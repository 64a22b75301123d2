"""People of one article while it is being read: who was named where, with which titles, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Doc

from .names import ACROSS, COMMON, DELIMITERS, DOT, HAN, LONGEST, VERY_COMMON, Name, NameFinder
from .spaced_names import without_spaced_names
from .titles import Head, TitleGrammar

CONNECTORS = ("、", "以及", "和", "与", "及", " ", "　")
BEFORE_TITLE, SURE_BEFORE_TITLE = -1.0, 6.0  # weight of a name in front of a title, behind a boundary or anywhere
BEFORE_VERB = {2: 3.0, 3: 2.0, 4: 2.0}  # length → weight of a bare name behind a boundary in front of a verb of office
SOME_WORD = 1.0  # less than this speaks hardly against a name: a rare word
ORDINARY_BEFORE = 1.0  # weight that a name in front of a title needs if it is an ordinary word
BOUNDARY_FIRST = 5.0  # taken off a name whose first character is a boundary word: 向普京总统
TRANSCRIBED = 0.75  # share of characters of transcription in a name with a dot
LONGEST_MINORITY = 7  # characters of a Mongol or Tibetan name
LISTED = 2.0  # score of a name in a list that only the list tells
ACCEPT_IN_LIST = 2.0  # least score of a name in a list
LONGEST_BRACKET = 16
FARTHEST_TITLE = 40  # characters from a connector to the end of the next title
# 校党委书记, 集团公司党委常委; a bare 党委书记: an institution's or a company's own news
INSTITUTION = re.compile(r"(?:校|学院|集团|公司|医院|研究院)党委(?:副?书记|常委|委员)|(?<![\u3400-\u9fff])党委副?书记")
DOT_OR_NONE = frozenset(DOT)
DOT_IN_NAME = re.compile(f"[{DOT}]")


@dataclass(frozen=True)
class Title:
    """A title as printed. chain: titles of one chain belong to one person at one place; -1: a short form behind a name."""

    text: str
    start: int
    end: int
    kind: str
    chain: int
    change: str | None = None
    body: str = ""  # in front of the name, where the title stands behind it: 省检察院 | 某某检察长
    note: str | None = None  # 拟任: a post that the person is to get


@dataclass
class Person:
    """What the article says of one person."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    titled: bool = False  # a title or an appointment makes an official
    acts: bool = False  # a verb of office or an attendance list speaks for one
    civilian: bool = False  # 教授, 总经理: a title that is no official's
    confidence: float = 0.0
    evidence: str = ""

    @property
    def official(self) -> bool:
        return self.titled or self.acts and not self.civilian

    def add(self, title: Title) -> None:
        for at, other in enumerate(self.titles):
            if other.text == title.text:
                if title.change and not other.change:
                    self.titles[at] = title
                return
        self.titles.append(title)

    def seen(self, confidence: float, evidence: str) -> None:
        if confidence > self.confidence:
            self.confidence, self.evidence = confidence, evidence


class Page:
    """One article's text with its title ends, the statistical NER's persons, and the people found so far.

    The text is read without the blanks inside names (李 强); `offset` leads back to the Doc.
    """

    def __init__(self, doc: Doc, text: str, names: NameFinder, grammar: TitleGrammar):
        self.names, self.grammar = names, grammar
        self.text, self._removed = without_spaced_names(text, names, grammar)
        self._kept = [at - number for number, at in enumerate(self._removed)]  # where they stood, in the text that is read here
        self.has_blanks = bool(self._removed)  # names are printed with blanks in them
        self.people: dict[str, Person] = {}
        self.parts: dict[str, str] = {}  # 吐尔逊 → 吐尔逊·艾力: part of a name with a dot → the name
        self.title_spans: dict[tuple[int, int], Title] = {}
        here = self._here
        self._blocked = {at for key in ("reporters", "byline") for span in doc.spans.get(key, ()) for at in range(here(span.start), here(span.end))}
        self.date_ends = sorted(here(mention.end) for mention in doc._.mentions if mention.label == "DATE" and mention.end)
        self.heads = [head for head in grammar.heads(self.text) if not self.is_blocked(head.start)]
        self._starts = [head.start for head in self.heads]
        self.head_starts = set(self._starts)
        spans = [(here(span.start), here(span.end)) for span in doc.spans.get("ner", ()) if span.label_ == "PERSON" and len(span) > 1]
        self.model = {start: end for start, end in spans if self._can_be_name(start, end)
                      and self.text[start - 1 : start] not in DOT_OR_NONE and self.text[end : end + 1] not in DOT_OR_NONE}  # no part of 迪亚斯-卡内尔
        self.model_ends = {end: start for start, end in self.model.items()}
        # where a title begins or goes on: 副 | 市长
        inside_names = self._inside_names()
        self.title_starts = {start for head in self.heads if head.start not in inside_names for start in (head.start, grammar.with_deputy(self.text, head.start))}
        self.has_dots = any(dot in self.text for dot in DOT)
        self.chains = 0
        self.is_of_institution = "党委" in self.text and INSTITUTION.search(self.text) is not None  # its own news, with its Party secretary
        self.party_bodies: set[str] = set()  # 集团, 学校: whose Party secretary the article names
        self.last_official = -1  # end of the last name that a title made an official

    def _inside_names(self) -> set[int]:
        """Starts of heads that stand behind a title and a surname (局长王 | 保安), or behind a title and begin with one (区长 | 王子程, 局长 | 关长吉、)."""
        ends = {head.end for head in self.heads if head.kind in ("post", "undecided", "foreign")}
        return {head.start for head in self.heads if head.end - head.start == 2
                and (head.kind == "civilian" and head.start - 1 in ends and self.text[head.start - 1] in self.names.surnames
                     or head.kind in ("foreign", "post") and head.start in ends and self.text[head.start] in self.names.surnames and self._is_item(head.start, head.end + 1, titles=False)
                     and (head.kind == "foreign" or self.text[head.end + 1 : head.end + 2] in DELIMITERS))}

    def _can_be_name(self, start: int, end: int) -> bool:
        """Whether a span of the statistical NER has the form of a name: it is one voice, and it errs (卫健, 柬方)."""
        name = self.text[start:end]
        if name in self.names.countries or len(name) > 3 and self.names.verb_at(self.text, start):
            return False  # 基里巴斯 | 总统, 赞赏 | 诗琳通
        if self.names.is_mostly_minority(name) and not self.names.has_common_word(self.text, start, end, VERY_COMMON):
            return not any(position in self.head_starts for position in range(start, end))
        if not self.names.is_name(self.text, start, end) or self.names.ordinary(self.text, start, end) > 2.0:
            return False
        if any(position in self.head_starts for position in range(start, end)) or self.names.ends_in_speech(self.text, end):
            return False  # 王书记, 李明作 | 报告
        transcribed = len(name) > 2 and all(c in self.names.transcription_or_dot for c in name)
        return transcribed or self.names.weight(name) > (4.0 if len(name) == 2 else 0.0)

    # ---- offsets

    def _here(self, position: int) -> int:
        return position - bisect_left(self._removed, position)

    def offset(self, position: int, end: bool = False) -> int:
        """Offset in the Doc of a position in the text that is read here."""
        if not self._removed:
            return position
        if end:
            return self.offset(position - 1) + 1
        return position + bisect_right(self._kept, position)

    # ---- what stands around

    def is_blocked(self, position: int) -> bool:
        """In the byline, or a name that was found to be a reporter's."""
        return position in self._blocked

    def block(self, name: Name) -> None:
        self._blocked.update(range(name.start, name.end))

    def heads_from(self, position: int) -> Iterator[Head]:
        return islice(self.heads, bisect_left(self._starts, position), None)

    def behind_date(self, floor: int, limit: int) -> int:
        """floor, or the end of the last date expression between it and limit."""
        index = bisect_right(self.date_ends, limit) - 1
        return max(floor, self.date_ends[index]) if index >= 0 else floor

    def behind_connector(self, end: int) -> int:
        """Where the next item of a list starts that has an item ending at `end`; -1: the list is over."""
        text = self.text
        for word in self.names.apposition:
            if word != "等" and text.startswith(word, end):
                end += len(word)
                break
        if text[end : end + 1] in ("(", "（"):  # 李梅（女）、周强（回族）
            closing = text.find("）" if text[end] == "（" else ")", end, end + 16)
            end = closing + 1 if closing >= 0 else end
        for connector in CONNECTORS:
            if text.startswith(connector, end):
                end += len(connector)
                while text[end : end + 1] in (" ", "　"):
                    end += 1
                return end
        return -1

    def title_begins(self, position: int) -> bool:
        """Whether a title stands at this position, up to the next delimiter."""
        index = bisect_left(self._starts, position)
        if index == len(self.heads):
            return False
        head = self.heads[index]
        if head.start - position > FARTHEST_TITLE or self.grammar.start(self.text, head, position) != position:
            return False
        if head.start > position:
            name = self.name_at(position) if head.kind in ("civilian", "collective") else None
            between = "等" if head.kind == "collective" else ""  # 、金可敏教授, 、周南平 | 等市领导
            return not (name and self.text[name.end : head.start] == between and self.names.is_likely(self.text, position, name.end))
        if self.text.startswith("兼", head.end):
            return True  # 王储 | 兼首相
        name = self.name_at(position)  # 路长有: a name that begins like a title
        return not (name and name.followed and name.end > head.end and self.names.is_likely(self.text, position, name.end))

    # ---- names

    def name_at(self, position: int, foreign: bool = False, certain: bool = False) -> Name | None:
        name = self.names.at(self.text, position, self.model, foreign, self.title_starts, certain)
        if name and self.names.is_word_ahead(self.text, position, name.end, foreign):
            return None
        if name and name.end - name.start > 2 and self.text[name.end - 1] in self.names.joining and \
                (self.text.startswith(self.names.groups, name.end) or self.title_begins(name.end)):
            return Name(name.start, name.end - 1, name.score, True)  # 石岩 | 和组织委员彭某, 黄震 | 及相关部门
        return name

    def name_before(self, end: int, sure: bool, foreign: bool = False, certain: bool = False) -> int:
        """Start of the name that ends at `end`, or -1. sure: a title follows, so that a very likely name needs no boundary.

        certain: only a person stands here (甲同志任…), so that whatever stands behind a delimiter is a name.
        """
        text, names, grammar = self.text, self.names, self.grammar
        if text[end - 1 : end] in DELIMITERS:
            return -1
        if end in self.model_ends and not names.ends_as_country(text, end):
            return self._behind_body(self._whole(self.model_ends[end], end), end)
        if names.ends_as_place(text, end) or end > 1 and names.moves.match(text, end - 2):
            return -1  # 罗德州 | 州长, 来湘 | 考察
        if sure and self._joins(end):
            return -1  # 胡某及 | 委员共28人
        best, best_weight = -1, BEFORE_TITLE if sure else min(BEFORE_VERB.values())
        for length in (2, 3, 4):
            start = end - length
            name = text[start:end] if start >= 0 else ""
            if not name:
                continue
            weight = names.weight(name)  # nothing makes it larger
            if weight <= best_weight or not sure and weight < BEFORE_VERB[length] or not all(map(HAN.match, name)) or names.is_no_name(text, start) or names.is_word_ahead(text, start, end, foreign):
                continue
            if name[:2] not in names.compound_surnames and (length == 4 or name[0] not in names.surnames):
                continue
            if not self.head_starts.isdisjoint(range(start, end)) or text[start - 1 : start + 1] in names.countries:
                continue  # 国王和太后: no name but a title; 也门胡塞
            if sure and length == 2 and name[0] in grammar.boundary_characters and name[1] in names.surnames and names.odds["surname"].get(name[0], 0.0) < 0:
                continue  # 由袁镇长主持
            ordinary = names.ordinary(text, start, end)
            weight -= ordinary
            if ordinary >= SOME_WORD and weight < ORDINARY_BEFORE:
                continue  # 农林部长
            if names.words.get(text[start - 1 : start + 1], 0) >= COMMON:
                weight += ACROSS  # 外方嘉宾
            if not sure and weight < BEFORE_VERB[length]:
                continue
            if name[0] in grammar.boundary_characters and name[:2] not in names.compound_surnames and \
                    grammar.breaks_before(text, start + 1) and not self._begins_clause(start):
                weight -= BOUNDARY_FIRST
            if (weight > best_weight or length == 4 and weight > 0) and not names.is_place(name) and (
                    sure and (weight > SURE_BEFORE_TITLE or text[start - 1 : start] in grammar.ends_of_bodies and text.endswith(grammar.bodies, 0, start)) or grammar.breaks_before(text, start)):
                best, best_weight = start, weight
        if best < 0 and certain:
            best = self.alone_before(end)
        if best < 0 and self.has_dots:
            best = self._dotted_before(end)
        if foreign and text[end - 2 : end] not in names.follow_pairs:  # 马杜罗总统: the whole run of transcription, not 杜罗
            start = end
            while start > 0 and end - start < 12 and text[start - 1] in names.transcription_or_dot:
                start -= 1
            start = next((at for at in range(min(start + 3, end - 2), start, -1) if grammar.breaks_before(text, at)), start)  # 以 | 苏林总书记为首, 以及
            run = start
            start += next((length for length in range(6, 1, -1) if text[start : start + length] in names.countries), 0)  # 沙特阿拉伯 | 萨勒曼国王
            if end - start >= 2 and (best < 0 or start < best) and text[start - 1 : start + 1] not in names.countries and (grammar.breaks_before(text, run) or names.verb_at(text, run - 2)) and names.ordinary(text, start, end) < SOME_WORD:
                return start
        return self._behind_body(best, end)

    def _behind_body(self, start: int, end: int) -> int:
        """国际司|马某某副司长: what looks like a surname of two characters begins with the kind of the body that the post heads."""
        text = self.text
        of_body = start > 0 and text[start : start + 2] in self.names.compound_surnames and text[start] + "长" in text[end : end + 3] and \
            HAN.match(text[start - 1]) and end - start > 3 and text[start + 1] in self.names.surnames
        return start + 1 if of_body else start

    def _whole(self, start: int, end: int) -> int:
        """Where a transcribed name that ends at `end` starts, of which a part was seen: 那 | 木吉拉苏荣, up to what stands in front."""
        first = start
        while first > 0 and HAN.match(self.text[first - 1]) and end - first < LONGEST_MINORITY:
            first -= 1
        if first < start and end - first > 3 and (first == 0 or self.text[first - 1] in DELIMITERS) and \
                all(c in self.names.minority for c in self.text[first:end]) and self.text[first : first + 2] not in self.names.words and not self.grammar.breaks_before(self.text, start):
            return first
        return start

    def _joins(self, end: int) -> bool:
        """Whether the character before `end` joins a title to the names in front of it: 及, or 和 behind a name that is known."""
        last = self.text[end - 1 : end]
        return last in self.names.joining and bool(last) and (
            last in "及与" or any(self.text[end - length : end - 1] in self.people for length in (3, 4)))

    def _begins_clause(self, start: int) -> bool:
        """于某某 at the beginning of a clause: there 于 is a surname."""
        return self.text[start] in self.names.clause_first and (start == 0 or self.text[start - 1] in DELIMITERS)

    def alone_before(self, end: int) -> int:
        """Start of the two to six characters between a delimiter and `end`, if they may be a name; or -1."""
        if self._joins(end):
            return -1
        for length in range(2, 7):
            start = end - length
            if start >= 0 and (start == 0 or self.text[start - 1] in DELIMITERS):
                if not DELIMITERS.isdisjoint(self.text[start:end]):
                    return -1  # 刚果（布）首 | 任驻穗总领事
                fits = self.names.may_be_name(self.text, start, end) or length > 3 and self.names.is_name(self.text, start, end)
                fits &= self._is_whole_name(start, end) if length > 3 else not self.names.is_word_ahead(self.text, start, end, False)
                free = not any(at in self.title_starts for at in range(start, end))
                common = self.names.words.get(self.text[start:end], 0) >= VERY_COMMON
                return start if fits and free and not common and not self.names.is_place(self.text[start:end]) else -1
        return -1

    def _is_whole_name(self, start: int, end: int) -> bool:
        """No verb, country (冈比亚 | 驻华) or boundary word (在 | 加利福尼亚) at the beginning, no place's or other word at the end (戴维·拉米 | 为)."""
        text, names = self.text, self.names
        if names.verb_at(text, start) or any(text[start : start + length] in names.countries for length in range(2, min(7, end - start))):
            return False
        if text[end - 1] not in names.minority or text[end - 2 : end] in names.follow_pairs or names.ends_as_place(text, end):
            return False
        return text[start] not in self.grammar.boundary_characters or not self.grammar.breaks_before(text, start + 1)

    def _dotted_before(self, end: int) -> int:
        """Start of the transcribed name with a dot that ends at `end` (赛尔建·乌合拜当选), or -1."""
        text, start, transcription = self.text, end, self.names.transcription_or_dot
        while start > 0 and end - start < LONGEST and (text[start - 1] in DOT or HAN.match(text[start - 1])):
            start -= 1
        surface = text[start:end].lstrip(DOT)
        start = end - len(surface)
        if not any(dot in surface for dot in DOT) or surface[-1] in DOT or any(at in self.head_starts for at in range(start, end)):
            return -1
        if sum(c in transcription for c in surface) < TRANSCRIBED * len(surface):
            return -1
        first = start + min(at for dot in DOT if (at := surface.find(dot)) > 0)
        # a boundary word in front of the name may be made of characters of transcription: 与
        start = next((at for at in range(first - 1, start, -1) if self.grammar.breaks_before(text, at)), start)
        name = self.names.at(text, start, self.model)
        return start if name and name.end == end else -1

    def item_at(self, start: int, more: int = 2) -> Name | None:
        """A name that no surname tells, between two marks 、 of a list: 、折睿、 with a name or `more` such items behind it."""
        for end in range(start + 2, start + 7):
            if self.text[end : end + 1] == "、":
                break
        else:
            return None
        if not self._is_item(start, end) or self.title_begins(end + 1):
            return None
        following = self.name_at(end + 1, certain=True)
        if following and following.followed and following.score >= LISTED or more and self.item_at(end + 1, more - 1):
            return Name(start, end, LISTED, True)
        return None

    def item_before(self, end: int) -> int:
        """Where an item of a list that ends at `end` starts, if it may be a name that no surname tells; or -1."""
        start = self.text.rfind("、", max(0, end - 7), end) + 1
        return start if start and self._is_item(start, end) else -1

    def _is_item(self, start: int, end: int, titles: bool = True) -> bool:
        """titles: no title may begin inside."""
        return end - start > 1 and self.names.may_be_item(self.text, start, end) and not (titles and any(at in self.title_starts for at in range(start, end)))

    def add(self, name: Name, confidence: float, evidence: str) -> Person:
        """The person of this name, new or known."""
        surface = self.text[name.start : name.end]
        person = self.people.setdefault(surface, Person(surface))
        person.seen(confidence, evidence)
        return person

    def join_parts(self) -> None:
        """吐尔逊主任 behind 吐尔逊·艾力: the first or last part of one name with a dot is the same person."""
        whole: dict[str, list[str]] = {}
        for name in self.people if self.has_dots else ():
            parts = DOT_IN_NAME.split(name)
            for part in {parts[0], parts[-1]} if len(parts) > 1 else ():
                whole.setdefault(part, []).append(name)
        for part, names in whole.items():
            if part in self.people and len(names) == 1:
                person, same = self.people.pop(part), self.people[names[0]]
                self.parts[part] = names[0]
                same.titled |= person.titled
                same.acts |= person.acts
                for title in person.titles:
                    same.add(title)

    def join_longer(self) -> None:
        """刘某都 (详细了解…) beside 刘某: a name of two characters and a word that follows names."""
        for name in [name for name in self.people if len(name) == 3 and name[-1] in self.names.follow_characters and name[:-1] in self.people]:
            if self.people[name].confidence <= self.people[name[:-1]].confidence and not self.people[name].titles:
                del self.people[name]

    def add_titled(self, name: Name, titles: list[Title], official: bool, confidence: float, evidence: str) -> None:
        person = self.add(name, confidence, evidence)
        person.titled |= official
        person.civilian |= not official
        for title in titles:
            self.title_spans[title.start, title.end] = title
            if title.kind != "civilian":
                person.add(title)
