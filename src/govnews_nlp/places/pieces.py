"""Where a text is cut into pieces that hold at most one name of a place, and what stands in front of each.

A cut is punctuation or a word that no name of a place holds. The frame (来到, 检查, 在) goes on over 、 and 和, and in a list of
places that somebody visits over commas too: 来到甲村，乙社区，丙公司等地.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from ..gazetteer import Hit
from .words import BEGINS, BODY, CUTS, GOES, IN_BRACKETS, LOCATIVE, NUMBERED, OBJECT, SOFT, VISIT, PlaceWords, Word

VISITS = (GOES, VISIT)
QUOTES, BETWEEN_ITEMS = ("“", "”"), ("、", "和", "及", "以及", "与")
SHORTEST_PRODUCT = 6  # characters in front of 和 in a plant's name
LONGEST_SCENE = 40  # characters between 在 and the comma
MOST_HEADS = 24  # heads and names of one piece
INSIDE = re.compile("[㐀-鿿A-Za-z0-9（）()·]{4,30}(?:内|现场|工地)[，,]")  # 青禾卫生用品产业园内，机声隆隆
ENDS, WHO = "，,。；;", ("他", "她", "一行")
COMMA = re.compile("[，,]")
COMMAS, LIST_MARKS = "，,；;", "、，,和及等与以"
BRACKETED = re.compile(rf"[(（]({IN_BRACKETS})[)）](?=[㐀-鿿、，,])")  # 云天（海南）科技有限公司
COMPANY_AHEAD = re.compile(r"[㐀-鿿]{0,8}?(?:公司|集团|合作社|协会|学院|大学)")  # 延河机械|制造|有限公司
LEGAL_AHEAD = re.compile("(?:股份|控股|有限|责任){1,3}公司")  # 云港（集团）|股份有限公司
HOUSE_AHEAD = re.compile(r"[㐀-鿿]{0,6}?(?:中心|市场|基地|公司|产业园|园区)[、，,。和等]")  # 云州核桃（坚果）|交易中心、
TRANSCRIBED_TOWN = re.compile("于([㐀-鿿]{1,3}?)[镇乡村]")  # 胡地亚|于孜镇
DIVISIONS = "镇乡县区市旗"
BEHIND_BRACKETS = "的和与及在等为是于从到"  # these begin no second half of a name


@dataclass(slots=True)
class Found:
    """A place in the text. hit: the division's name that it is or bears; whole: it is nothing but that."""

    start: int
    end: int
    kind: str
    confidence: float
    evidence: str
    hit: Hit | None = None
    whole: bool = False


@dataclass(slots=True)
class Piece:
    """A stretch between two cuts."""

    start: int
    frame: str | None
    opened: str  # the cut in front of it
    carry: str | None = None  # the frame of the list that a comma in front may continue
    heads: list[tuple[int, int, Word, str]] = field(default_factory=list)
    names: list[tuple[int, int, Hit | str]] = field(default_factory=list)  # divisions and known names
    soft: list[int] = field(default_factory=list)  # where a character stands that may end a name
    placed: bool = False  # whether a head of it may end a place's name


class PlacePieces(PlaceWords):
    """Cuts texts."""

    def _pieces(self, text: str, hits: list[Hit], blocked: list[tuple[int, int]]) -> Iterator[tuple[Piece, int, str]]:
        """(piece, its end, the cut behind it) of all pieces that hold a head or a name."""
        infos, patterns, aside = self._infos, self._patterns, self._aside
        persons = frozenset(start for start, _ in blocked)
        piece = Piece(0, LOCATIVE if INSIDE.match(text) else None, "")
        is_open = piece.frame is not None  # whether something stands in the piece, or in front of it, that the words behind bear on
        at_hit = at_block = behind = until = 0  # behind: no word before it counts; until: where a list ends
        lasting = None  # the frame of its items
        n_hits, n_blocks = len(hits), len(blocked)
        for index, start, end in self._matcher.find_matches_as_indexes(text):
            while at_block < n_blocks and blocked[at_block][0] < end:
                block_start, block_end = blocked[at_block]
                at_block += 1
                while at_hit < n_hits and hits[at_hit][1] <= block_start:
                    piece.names.append((hits[at_hit][0], hits[at_hit][1], hits[at_hit]))
                    at_hit += 1
                while at_hit < n_hits and hits[at_hit][0] < block_end:
                    at_hit += 1
                if piece.start < block_start and (piece.heads or piece.names):
                    yield piece, block_start, "block"
                piece, is_open = Piece(max(block_end, piece.start), None, "block"), False
            if start < piece.start or start < behind:
                continue  # inside a block
            if (way := aside[index]) and not is_open and (at_hit >= n_hits or hits[at_hit][0] >= end):
                if way == CUTS:
                    piece.start, piece.frame, piece.opened = end, None, patterns[index]
                    if piece.soft:
                        piece.soft = []
                    if end - start > 1 and text.startswith("好", end):
                        piece.start += 1
                elif way == SOFT:
                    piece.soft.append(start)
                continue
            info = infos[index]
            while at_hit < n_hits and hits[at_hit][1] <= start:
                if hits[at_hit][0] >= piece.start:
                    piece.names.append((hits[at_hit][0], hits[at_hit][1], hits[at_hit]))
                    is_open = True
                at_hit += 1
            if info.drops:
                while at_hit < n_hits and hits[at_hit][0] < end:
                    at_hit += 1
                continue
            if at_hit < n_hits and hits[at_hit][0] < end and hits[at_hit][3]:
                hit = hits[at_hit]
                if self._is_chance(piece, (start, end, info, patterns[index]), hit):
                    at_hit += 1
                elif not (start == hit[0] and end > hit[1] or start < hit[0] and end > hit[1]):
                    if info.bears == "organization" and end > hit[1]:
                        piece.placed = piece.placed or info.kind is not None
                        piece.heads.append((hit[1], end, info, patterns[index]))  # 昌平市|政府: 市政府 is one word
                        is_open = True
                    continue  # inside a division's name: 和 of 和田
            if info.known:
                piece.names.append((start, end, info.known))
                is_open = True
            elif info.cut and not (info.soft and (piece.frame or piece.carry or (piece.names or piece.heads) and COMPANY_AHEAD.match(text, end)) and not self._governs(patterns[index], piece, start)):
                word = patterns[index]
                joins = word in "和与及" and piece.opened == "、" and at_hit < n_hits and hits[at_hit][0] == end and text[hits[at_hit][1] - 1] in DIVISIONS  # 、安伏和|兴国镇等
                if word == "于" and self._is_transcribed_town(text, start) or (piece.frame or piece.carry) and not joins and self._is_inside(text, word, piece, start):
                    piece.soft.append(start)
                    continue
                if word in "(（" and piece.start < start and (behind := self._behind_brackets(text, start, hits, at_hit, piece)):
                    piece.soft.append(start)
                    while at_hit < n_hits and hits[at_hit][0] < behind:
                        at_hit += 1
                    continue
                if word in QUOTES and (piece.frame or piece.carry) in VISITS and self._is_quoted_part(text, piece, start):
                    piece.soft.append(start)
                    continue
                if piece.frame is None and piece.carry is None:
                    frame, carry = self._frame(text, word, info, piece, start) if info.frame or word in BEGINS else None, None
                else:
                    if not piece.frame and self._goes_on(text, piece, word, start):
                        piece.frame = piece.carry
                    frame, carry = self._frame(text, word, info, piece, start), self._carry(word, piece, start)
                if frame in VISITS and info.frame:
                    lasting, until = frame, self._list_end(text, info, start + len(word))
                elif frame is None and word in BETWEEN_ITEMS and start < until:
                    frame = lasting  # 察看甲水厂、关停的乙养殖场、|丙工程等地: a verb in an item does not end the list
                if word == "在" and frame == LOCATIVE and self._is_scene(text, start, persons):
                    frame = GOES
                if piece.heads or piece.names or piece.frame in VISITS and word in self.closes and start - piece.start > 1 \
                        or word in self.behind_foreign and start - piece.start > 2 or word in ENDS and start - piece.start > 3 and (piece.frame == GOES or piece.frame == VISIT and piece.opened == "、"):
                    yield piece, start, word
                    piece = Piece(end, frame, word, carry)
                else:
                    piece.start, piece.frame, piece.opened, piece.carry = end, frame, word, carry
                    if piece.soft:
                        piece.soft = []
                is_open = bool(frame or carry)
                if len(word) > 1 and not info.frame and text.startswith("好", end):
                    piece.start += 1  # 建设|好|临江产业园
            elif info.kind or info.bears:
                if len(piece.heads) >= MOST_HEADS:  # no clause but hostile input: keeps the work linear
                    yield piece, start, ""
                    piece = Piece(start, piece.frame, "")
                piece.heads.append((start, end, info, patterns[index]))
                piece.placed = piece.placed or info.kind is not None
                is_open = True
            elif info.soft:
                piece.soft.append(start)
        while at_hit < n_hits:
            if hits[at_hit][0] >= piece.start and not any(a < hits[at_hit][1] and hits[at_hit][0] < b for a, b in blocked[at_block:]):
                piece.names.append((hits[at_hit][0], hits[at_hit][1], hits[at_hit]))
            at_hit += 1
        if piece.heads or piece.names:
            yield piece, len(text), ""

    def _frame(self, text: str, word: str, info: Word, piece: Piece, start: int) -> str | None:
        """The frame of what follows the cut `word`."""
        if info.frame and not (info.joins and piece.frame):
            if info.frame == VISIT and self.sure_list.match(text, start + len(word)):
                return GOES  # 检查甲、乙等地
            if info.frame == OBJECT:
                return VISIT if self.viewed_list.match(text, start + len(word)) else None
            return info.frame
        if info.joins and piece.carry and start == piece.start:
            return piece.carry  # 来到甲村等地，以及乙社区
        if word in "“\"‘" and start == piece.start or word in "”\"’" and piece.opened in "“\"‘" and text[start + 1 : start + 2] in LIST_MARKS:
            return piece.frame  # 来到“甲乙”、
        if word in "(（" and piece.frame in VISITS or word in ")）" and piece.opened in "(（" and text[start + 1 : start + 2] in LIST_MARKS:
            return piece.frame  # 来到云天科技(特种合金)、
        if word in ")）" and piece.frame in VISITS and text[start + 1 : start + 2] in LIST_MARKS:
            return piece.frame  # 察看农兴路（西环—东环）、
        if piece.frame and word[-1] in "侧近边围" and piece.heads and text[start + len(word) : start + len(word) + 1] in LIST_MARKS:
            return piece.frame  # 来到交通路入口西侧、
        if word in BEGINS and INSIDE.match(text, start + 1):
            return LOCATIVE
        if info.joins or word in self.keeps or start == piece.start and word in "了着过":
            return piece.frame
        return None

    def _list_end(self, text: str, info: Word, start: int) -> int:
        """Where the list of places ends that begins at `start`: 甲村、乙社区|等地, without a comma in it; 0 where none is sure."""
        match = self.viewed_list.match(text, start) if info.frame == OBJECT else self.sure_list.match(text, start) or self.works_list.match(text, start) or self.closed_list.match(text, start) or info.frame == GOES and self.visited_list.match(text, start)
        return match.end() if match and not COMMA.search(text, start, match.end()) else 0

    def _carry(self, word: str, piece: Piece, start: int) -> str | None:
        """The frame that may go on behind a comma: that of a visit, of which the list so far had places."""
        if start == piece.start and piece.opened in self.words and self.words[piece.opened].frame == VISIT:
            return None  # 表示亲切慰问，
        if word in self.closes and piece.frame in VISITS or start == piece.start and (word in COMMAS or word in self.closes):
            return piece.frame if piece.frame in VISITS else piece.carry
        if (word in COMMAS or word == "、") and start > piece.start:
            return piece.frame if piece.frame in VISITS else piece.carry  # one that is no place does not end a list
        return None

    def _goes_on(self, text: str, piece: Piece, word: str, start: int) -> bool:
        """，丙产业园，: behind a comma the whole of a piece is a place by its form."""
        if not piece.heads or not (word in "，,、。；;" or word in self.closes):
            return False
        _, end, info, head = piece.heads[-1]
        if end != start and text[end:start] not in self.extensions or piece.opened in COMMAS and any(text[at] in self.ends_names for at in piece.soft):
            return False  # ，南下经灵渠可通珠江水系，, but 露营公园|二期，
        return info.kind is not None and (len(head) > 1 or info.level in ("strong", NUMBERED) or word == "、" and start - piece.start > 4) and info.level != BODY

    def _governs(self, word: str, piece: Piece, start: int) -> bool:
        """赶赴商洛市|指导救援: a verb directly behind the division where somebody goes."""
        return word in self.governing and bool(piece.names) and piece.names[-1][1] == start and not isinstance(piece.names[-1][2], str) and piece.names[-1][2][3]

    def _is_transcribed_town(self, text: str, start: int) -> bool:
        """胡地亚|于|孜镇: transcribed on both sides."""
        match = TRANSCRIBED_TOWN.match(text, start)
        return match is not None and start > 1 and all(character in self.transcription for character in text[start - 2 : start] + match.group(1))

    def _is_scene(self, text: str, start: int, persons: Container[int]) -> bool:
        """在金辉包装，张三详细了解: a sentence that begins with the site, before the person who is there."""
        end = min((at for mark in "，," if (at := text.find(mark, start, start + LONGEST_SCENE)) > 0), default=0)
        return end > start + 2 and (end + 1 in persons or text.startswith(WHO, end + 1)) and (start == 0 or text[start - 1] in "。\n\u3000") and not text.endswith(self.not_sites, start, end)

    def _is_inside(self, text: str, word: str, piece: Piece, start: int) -> bool:
        """Whether a cut of one character stands inside a name: 前往通和大道, 布楞沟向太养殖场."""
        if word in self.held and piece.frame in VISITS and len(piece.names) == 1 and not piece.heads and piece.names[0][0] == piece.start \
                and 0 < start - piece.names[0][1] < (2 if word in "和与及" else 3) and COMPANY_AHEAD.match(text, start + 1):
            return True  # 临河|正|和|新材有限公司, 四川省|光|为|通信有限公司
        if word in self.first_characters and start == piece.start and piece.frame in VISITS and self.named_ahead.match(text, start + 1):
            return True  # 察看了|对|河口水库
        if self._is_in_works(text, word, piece, start):
            return True
        if piece.names and piece.names[-1][1] == start and text[start : start + 2] == text[piece.names[-1][0] : piece.names[-1][0] + 2]:
            return True  # 和庄镇|和庄社区: a village has its township's name
        if word not in self.held or piece.names or piece.heads or not 0 < start - piece.start < (3 if word in "和与及" else 4):
            return False
        return (word in "和与" or piece.frame in VISITS) and text[start - 1] not in "、，"

    @staticmethod
    def _is_chance(piece: Piece, word: tuple[int, int, Word, str], hit: Hit) -> bool:
        """Whether the characters of a division's name stand together only by chance, where the word is."""
        start, end, info, pattern = word
        first, last = hit[:2]
        if first == start:
            if pattern == "和" and last - start == 2 and piece.frame and piece.heads and piece.heads[-1][1] == start:
                return True  # 甲工地和|田庄夜市 holds no 和田
            return bool(info.kind) and last == end  # 老街 is a town abroad and a street of any town
        if info.known and start < first < end < last:
            return True  # 汾河|源头 holds no 河源
        if piece.frame and piece.start < first < last == first + 2 and (info.kind and first < start and last < end or pattern == "村" and last == end and not (piece.names and piece.names[-1][1] == first)):
            return True  # 虎台中学 holds no 台中, 中马村 no 马村
        return info.kind == "natural" and first < start and any(name[1] == start and isinstance(name[2], str) for name in piece.names)  # 祁连山|南麓 holds no 山南

    def _is_in_works(self, text: str, word: str, piece: Piece, start: int) -> bool:
        """Whether a name of works goes on behind the cut: 105国道|沿线|整治工程, 松林小区管网改造|及|道路改造项目."""
        if start == piece.start or not self.works_ahead.match(text, start + len(word)):
            return False
        if word in self.stretches:
            return piece.frame in VISITS
        if word not in "和与及":
            return False
        if piece.frame in VISITS and text.endswith(self.works_done, piece.start, start):
            return not self.named_ahead.match(text, start + 1)
        # 云天|碳纳米管和|导电浆料项目: one plant of two products
        return start - piece.start >= SHORTEST_PRODUCT and not piece.heads and all(name[0] == piece.start for name in piece.names) and not text.endswith(self.company_ends, piece.start, start)

    def _is_quoted_part(self, text: str, piece: Piece, start: int) -> bool:
        """察看了|“云谷”供热站, 走进青湾村“说事”驿站: whether the mark stands around a part of a name."""
        if text[start] == "”":
            return bool(piece.soft) and text[piece.soft[-1]] == "“"
        return self.quoted_ahead.match(text, start) is not None or start > piece.start and self.house_quoted.match(text, start) is not None

    def _behind_brackets(self, text: str, start: int, hits: list[Hit], at_hit: int, piece: Piece) -> int:
        """Where brackets end that a name holds or ends in: 云天（海南）科技, 云港（集团）股份有限公司, 福民超市（新城店）; 0 where they are none."""
        match = BRACKETED.match(text, start)
        if branch := self.branch.match(text, start):
            return branch.end()
        if match and (piece.frame in VISITS and (not piece.heads or piece.heads[-1][1] < start) and HOUSE_AHEAD.match(text, match.end())):
            return match.end()
        if match and piece.frame in VISITS and LEGAL_AHEAD.match(text, match.end()):
            return match.end()
        if not match or match.end() >= len(text) or text[match.end()] in BEHIND_BRACKETS:
            return 0
        at = bisect_left(hits, match.start(1), at_hit, key=lambda hit: hit[0])
        return match.end() if at < len(hits) and hits[at][:2] == match.span(1) else 0
