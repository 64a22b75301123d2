"""Titles of posts: where they stand in the text, what they are made of, which post they name, and its rank.

A title is [region or organisation] [副, 代, 常务 …] head: 萧山区 + 副 + 区长, 省委建设平安浙江领导小组 + 副 + 组长.
The words are in lexicons/titles.toml. Ranks follow 公务员法 (2018) art. 18–19 and the usual practice that districts of
municipalities and of sub-provincial cities stand half a step above counties.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..gazetteer import gazetteer
from ..lexicon import WordGroups, load_csv, longest_first, words_of
from ..words import by_character, countries, word_counts

TITLE_DELIMITERS = re.compile(r"[◎●■◆★▲△○□◇※☆▶►、，,。；;：:！!？?（()）\n\s“”\"‘’'《》〈〉【】—…]")
LONGEST_TITLE = 45
LONGEST_COUNTRY = 10
OURS = ("中国", "中华")
JOINTS = ("和", "与", "及")
LONGEST_PART = 14  # characters of a body's name before or behind 和
# 副校（院、团）长: the same post in several kinds of bodies
BRACKETED = re.compile(r"[校院所馆局][（(][\u4e00-\u9fff、]{1,8}[）)]长")
CHIEFS_OF_THINGS = frozenset("林路河田湖链团")  # 林长, 路长 …: the character before the head may belong to an ordinary word
COMMON = 100  # count of a word that the beginning of a head must not cut
HAN = re.compile(r"[\u3400-\u9fff]")
QUOTED_BODY = re.compile(r"“[\u3400-\u9fff]{2,12}”$")  # “中国某业”|总经理
NUMBER_OF_HOLDER = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,4}|首|新一)任(?!命|务|职)")  # 第六任|某委员会主任
PERSONAL = ("女", "男", "族", "左", "右", "前", "中")  # in brackets behind a name
KINDS_OF_PLACES = frozenset("省市区县州盟旗镇乡")  # 县长, 市长: the head names its body
OFFICIAL_KINDS = frozenset(("post", "collective", "foreign"))


@dataclass(frozen=True, slots=True)
class Head:
    """The word that a title ends in. kind: post, collective, foreign, undecided, civilian, press."""

    start: int
    end: int
    word: str
    kind: str


def _matcher(words) -> AhoCorasick:
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)


class TitleGrammar:
    def __init__(self, lexicons: str | None = None):
        read = WordGroups("titles", lexicons)
        words = read.sections
        self.kinds: dict[str, str] = {}
        for kind, lists in (
            ("none", [words["not_titles"]["words"]]),
            ("civilian", [words["not_officials"]["words"]]),
            ("press", [words["not_officials"]["press"]]),
            ("post", words["posts"].values()),
            ("collective", [words["collective"]["words"]]),
            ("undecided", [words["organization_decides"]["words"]]),
            ("foreign", [words["foreign"]["words"]]),
        ):
            for line in lists:
                for word in words_of(line):
                    self.kinds.setdefault(word, kind)
        self._of_chief = read("not_titles", "of_chief")
        # 学校领导 | 班子: no leaders' names follow
        self._behind_leaders = tuple(rest for word in words_of(words["not_titles"]["words"]) if len(rest := word.removeprefix("领导")) > 1 and rest != word)
        self.foreign = read.set("foreign")
        self.state = read("organization_decides", "state")
        self.weak = read("organization_decides", "weak")
        self.private = read("organization_decides", "private")
        self.national = read("organization_decides", "national")
        self.not_national = read("organization_decides", "not_national")
        self._inside = words["not_titles"]["inside"]
        self._heads = list(self.kinds)
        self._head_matcher = _matcher(self._heads)
        duties = words_of(words["modifiers"]["duties"])
        boundary, protected = words_of(words["boundary"]["words"]), [*words_of(words["boundary"]["protected"]), *duties]
        # 阿尔[及]利亚, 无[为]市: names that hold a boundary word
        abroad = (row["name"] for row in load_csv("countries_places", lexicons) if len(row["name"]) > 2)
        places = (*countries(lexicons), *abroad, *gazetteer(lexicons).short_names())
        of_boundary, holds = frozenset(boundary), _matcher(boundary).find_matches_as_indexes
        protected += [name for name in places if len(name) > 1 and name not in of_boundary and holds(name)]
        self._boundary = [*boundary, *protected]
        self._countries = countries(lexicons)
        self._bracketed_countries = tuple(name for name in countries(lexicons) if name.endswith(("）", ")")))
        self._of_countries = frozenset(f"{words['ranks']['foreign_heads']} {words['ranks']['behind_abbreviation']}".split())
        self._regions = tuple(name for name in countries(lexicons) if len(name) > 1)
        self._behind = read.set("boundary", "behind")
        self._breaks = frozenset(boundary) - frozenset(protected)
        self._break_ends = frozenset(word[-1] for word in self._breaks)
        self._boundary_matcher = _matcher(self._boundary)
        self.boundary_characters = frozenset(word for word in self._breaks if len(word) == 1)
        deputy, other = words_of(words["modifiers"]["deputy"]), words_of(words["modifiers"]["other"])
        self.modifiers = longest_first({*deputy, *other, *duties})
        self._deputies = by_character(deputy, -1)
        self._body_in_head = re.compile(rf"(.*?[{''.join(words_of(words['body_posts']['ends_in_heads']))}]兵?)((?:副|代理|代)?(?!长$|员$).{{2,4}})$")
        self.words = word_counts(lexicons)
        self._committee_members = tuple(word for word in words_of(words["ranks"]["section"]) if word.endswith("委员"))  # 组织委员: no member of an 组织
        joined = words["joined"]
        self._kinds = frozenset(words_of(joined["kinds"]))
        self._ends_of_joined = tuple(words_of(joined["bodies"]))
        self._ends_alone = tuple(words_of(joined["alone"]))
        self._no_part = tuple(words_of(joined["no_part"]))
        self._begins_other = tuple(words_of(joined["other"]))
        self.group = re.compile(r"(?:党组|党委|党总支|党支部)?[原前]?$")
        lists = {key: tuple(words_of(line)) for key, line in words["lists"].items()}
        self.candidates, self.of_bodies, self.shared = lists["candidates"], lists["of_bodies"], lists["shared"]
        self.of_many, self.of_each, self.unnamed = lists["of_many"], lists["of_each"], lists["unnamed"]
        self.held = read("modifiers", "held")
        self.bodies = read("bodies", "ends")
        self.ends_of_bodies = frozenset(word[-1] for word in self.bodies)
        self.outside = longest_first(words["modifiers"]["outside"])
        self._outside = tuple(self.outside)
        self.pointing = frozenset(words["modifiers"]["pointing"])

    # ---- finding

    def heads(self, text: str) -> list[Head]:
        """Title ends in the text, in order. Words that only look like one (书记处, 委员会) are left out."""
        found = [
            Head(start, end, self._heads[index], kind)
            for index, start, end in self._head_matcher.find_matches_as_indexes(text)
            if (kind := self.kinds[word := self._heads[index]]) != "none" and not self._is_cut(text, start, end, kind)
            and not (kind == "collective" and word.endswith("领导") and text.startswith(self._behind_leaders, end))
            and not (word[-1] == "长" and text.startswith(self._of_chief, end - 1))
        ]
        if "）长" in text or ")长" in text:
            found.extend(Head(*match.span(), match.group(), "undecided") for match in BRACKETED.finditer(text))
        for word, title in self._inside.items():
            if word in text:
                found.extend(Head(match.end() - len(title), match.end(), title, self.kinds[title]) for match in re.finditer(word, text))
        found.sort(key=lambda head: head.start)
        return found

    def _is_cut(self, text: str, start: int, end: int, kind: str) -> bool:
        """Whether the head cuts a word in two: 广[大公]安, 吉[林长]白山."""
        if end - start > 2 or not start or kind not in ("foreign", "civilian") and text[start] not in CHIEFS_OF_THINGS:
            return False
        if kind == "foreign" and any(text[start - length : start] in self._countries for length in range(2, LONGEST_COUNTRY) if length <= start):
            return False  # 德国 | 外长, though 国外 is a word
        return text[start - 1] != text[start] and self.words.get(text[start - 1 : start + 1], 0) >= COMMON

    def with_deputy(self, text: str, start: int) -> int:
        """Where a head that starts at `start` begins with the 副 or 常务副 in front of it."""
        return next((start - len(word) for word in self._deputies.get(text[start - 1 : start], ()) if text.endswith(word, 0, start)), start)

    def ends_title(self, text: str, end: int) -> bool:
        """Whether a title ends at `end`."""
        floor = max(0, end - 8)
        return any(floor + head.end == end for head in self.heads(text[floor:end]))

    def start(self, text: str, head: Head, floor: int) -> int:
        """Where the title that ends in `head` begins, not before `floor`."""
        floor = max(floor, head.end - LONGEST_TITLE)
        before = floor
        for match in TITLE_DELIMITERS.finditer(text, floor, head.start):
            if match.group() != "—" or not self._links(text, match.start()):
                floor = match.end()
        if floor > before and text[floor - 1] in "）)":
            floor = self._before_brackets(text, before, floor, head)
        segment = text[floor : head.start]
        start = floor
        for index, first, end in self._boundary_matcher.find_matches_as_indexes(segment):
            word = self._boundary[index]
            if word[0] in JOINTS and self._is_one_body(text, start, floor + first, head):
                continue  # 县招商引资 | 和 | 营商环境服务中心主任
            if len(word) == 2 and word[0] in self.boundary_characters and any(segment[first + 1 : first + length] in self._countries for length in (3, 4, 5)):
                start = floor + first + 1  # 在柏林同 | 德国总理: no 同德; 同 | 日本首相: no 同日
            elif word in self._behind and first and segment[first - 1] in self._kinds and "村" in segment[end + 1 : end + 3]:
                continue  # 大坪镇|上坪村
            elif word in self._breaks and (first or word not in self._behind):
                start = floor + end
            elif word[1:] in self._kinds and start < floor + first and text[floor + first - 1] not in self._kinds:
                start = floor + first + 1  # 县委书记某和 | 县财政局局长, but 马鞍山市和县
        if head.kind == "undecided" and start == floor and text[floor - 1 : floor] == "”" and (quoted := QUOTED_BODY.search(text, before, floor)):
            return quoted.start()
        return self._without_outside(text, start, head.start, head.word)

    def _links(self, text: str, dash: int) -> bool:
        """Whether one dash stands between two regions of one body's name: 中国—东盟中心秘书长, 中国—亚欧博览会秘书长."""
        return text.endswith(self._regions, 0, dash) and HAN.match(text[dash + 1 : dash + 2]) is not None

    def _before_brackets(self, text: str, floor: int, end: int, head: Head) -> int:
        """Where the search for a title's beginning goes on in front of brackets that belong to a body: 某某（集团）公司董事长, 刚果（布）总统."""
        opening = max(text.rfind(mark, floor, end) for mark in "（(")
        inside = text[opening + 1 : end - 1]
        if opening <= floor or not 0 < len(inside) <= LONGEST_PART or not all(map(HAN.match, inside)) or not HAN.match(text[opening - 1]):
            return end
        if end == head.start and not text.endswith(self._bracketed_countries, floor, end):
            return end
        if inside.endswith(PERSONAL) or self.heads(inside):
            return end  # 甲（女）、乙（藏族）
        for match in TITLE_DELIMITERS.finditer(text, floor, opening):
            floor = match.end()
        return floor

    def _is_one_body(self, text: str, start: int, joint: int, head: Head) -> bool:
        """Whether 和, 与, 及 at `joint` stands inside the name of one body: a body's kind only behind it, no post and no kind of people before it."""
        left = text[start:joint]
        right = self.group.sub("", text[joint + 1 : self.with_deputy(text, head.start)])
        if not 3 <= len(left) <= LONGEST_PART or not 2 <= len(right) <= LONGEST_PART or not right.endswith(self._ends_of_joined):
            return False
        if not any(c in self._kinds for c in left) and not right.endswith(self._ends_alone):
            return False  # 某公司和联合国某办公室主任
        if left.endswith(self._no_part) or right.startswith(self._begins_other) or left[:1] in self._kinds and len(left) < 3:
            return False
        return not self.heads(left)

    def breaks_before(self, text: str, position: int) -> bool:
        """Whether a delimiter or a boundary word (在, 和, 贯彻) ends at position."""
        if position == 0 or TITLE_DELIMITERS.match(text, position - 1):
            return True
        if text[position - 1 : position] not in self._break_ends:
            return False
        floor = max(0, position - 6)
        return any(end == position - floor and self._boundary[index] in self._breaks
                   for index, _, end in self._boundary_matcher.find_matches_as_indexes(text[floor:position]))

    def _from_country(self, text: str, start: int, end: int) -> int:
        """Where the country's name begins that ends at `end` (本届博览会主宾国 | 匈牙利总理), or `start`."""
        first = next((at for length in range(LONGEST_COUNTRY, 1, -1) if (at := end - length) >= start and text[at:end] in self._countries), start)
        return start if text[first - 1 : first] == "驻" or text.startswith(OURS, first) else first

    def behind_number(self, text: str, start: int) -> int:
        """Where a title begins behind 第六任, 首任, which say who of its holders it is."""
        match = NUMBER_OF_HOLDER.match(text, start)
        return match.end() if match else start

    def _without_outside(self, text: str, start: int, limit: int, head: str) -> int:
        start = min(self.behind_number(text, start), limit)
        changed = text.startswith(self._outside, start)
        while changed:
            changed = False
            for word in self.outside:
                if text.startswith(word, start) and start + len(word) <= limit:
                    start, changed = start + len(word), True
                    break
        if head in self._of_countries:
            start = self._from_country(text, start, self.with_deputy(text, limit))
        doubled = text[start : start + 2] == 2 * text[start : start + 1] and text[start - 1 : start] in self.pointing
        return start + 1 if doubled and text[start] in self._kinds else start  # 该县 | 县委书记

    # ---- understanding

    def split(self, title: str) -> tuple[str, str]:
        """(organisation, position): 省委建设平安浙江领导小组副组长 → (省委建设平安浙江领导小组, 副组长)."""
        head = self.head_of(title)
        if head is None:
            return "", title
        start = head.start
        changed = True
        while changed:
            changed = False
            for word in self.modifiers:
                if title.endswith(word, 0, start):
                    start, changed = start - len(word), True
                    break
        return title[:start], title[start:]

    @lru_cache(maxsize=16384)  # noqa: B019  (one object a process)
    def body_and_position(self, title: str) -> tuple[str, str]:
        """Body and position; of heads that hold the body's last word only the post stays: 人民 + 法院院长 → 人民法院 + 院长."""
        if member := next((word for word in self._committee_members if title.endswith(word)), ""):
            return title.removesuffix(member), member
        body, position = self.split(title)
        inside = self._body_in_head.match(position)
        if inside and (inside.group(2) in self.kinds or inside.group(2) == "成员"):
            return body + inside.group(1), inside.group(2)
        return body, position

    def head_of(self, title: str) -> Head | None:
        """The head that the title ends in."""
        last = None
        for head in self.heads(title):
            last = head
        return last if last and last.end == len(title) else None

    def is_official(self, title: str, kind: str) -> bool:
        """Whether the holder of this title is an official in the sense of the tables."""
        title = title.lstrip("“")
        if kind in OFFICIAL_KINDS:
            return not any(word in title for word in self.private) or any(word in title for word in (*self.state, *self.weak))
        private = any(word in title for word in self.private)
        if title.startswith(self.national) and not title.startswith(self.not_national) and ("集团" in title or not private):
            return kind == "undecided"
        return kind == "undecided" and (any(word in title for word in self.state) or not private and any(word in title for word in self.weak))


@lru_cache(maxsize=8)
def title_grammar(lexicons: str | None = None) -> TitleGrammar:
    return TitleGrammar(lexicons)
