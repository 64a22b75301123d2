"""Names of places by their form: which stretch of a text is one, and of what kind.

A text is cut at punctuation and at words that no name of a place holds (lexicons/places.toml: prepositions, verbs,
particles; never inside a division's name). Of each piece between two cuts the last head (…大桥, …有限公司, …村) and the
names of divisions in it make the place. What stands before the piece decides how much is asked of it: after 来到 or 前往
(a visit) nearly every head will do, after 在 or 到 fewer, elsewhere it must be a strong head or bear a division's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..gazetteer import Hit
from .divisions import COMMON, CONFIDENCE
from .lists import (
    BareNames,
    coordinated,
    is_person,
    listed,
    meeting_rooms,
    repeated,
    touching_joined,
    without_overlaps,
    without_pairs,
)
from .pieces import VISITS, Found, Piece
from .visits import HAN_NAME, VisitedSites
from .words import BODY, CHINA, FOREIGN, GOES, IN_BRACKETS, ITEMS, LOCATIVE, NUMBERED, VISIT, Word

LONGEST_NAME = 50
LONGEST_VILLAGE = 4  # characters in front of 村 where nothing else speaks for a name
STREETS = ("路", "街", "巷", "大道", "大街")
LONGEST_UNFRAMED, LONGEST_LOOSE = 10, 20
BUILT = ("site", "facility", "venue", "scenic")
STREAMS, QUOTES = ("上游", "中游", "下游", "中下游", "中上游", "干流"), ("“", "”", "\"")
RIVERS, WATERS = "江河水", ("湾", "岛", "湖")  # 云浦湾|港产城融合
COUNTABLE = ("镇", "乡", "县", "街道")
LEGAL_FORMS = ("有限公司", "责任公司")
SIDES = "东西南北"
BEHIND, VILLAGES = "上里内外中前下边旁口", ("村", "庄", "屯", "镇", "乡")  # 在牛头山上, but 庙前村
BRACKETED = re.compile(rf"[(（]{IN_BRACKETS}[)）]")  # 云天大学（海南）
MEASURED = re.compile(r"[0-9０-９]多?[艘台辆架座条处所家枚吨名人个]|第[0-9一二三四五六七八九十百]{1,4}[届次]")  # 击退4艘快艇
AS_EXAMPLES = re.compile("以(?=[^。；;！？\n]{2,60}?为(?:代表|主|首|例|重点|核心|龙头|依托|载体|抓手|平台|支撑|中心|引领|纽带|牵引))")  # 观摩了以|甲项目为代表的
BRACKETS = ("(", "（")
COMPANIED = re.compile("[^。；\n]{0,140}(?:陪同|带领|支持|指导|帮助|配合|协助)下")  # 在甲局、乙局等部门负责人陪同下
ORDINAL = re.compile(r"第[一二三四五六七八九十]{1,2}[条个座家次]")  # 第二条南北水运大通道
COUNTED = re.compile(r"[一两三四五六七八九十0-9]{1,2}[所个家座条处]")  # 甲中学|两所|寄宿制中学
IN_ORDER = lambda item: (item.start, -item.end)  # noqa: E731
HIGHWAY = re.compile(r"[㐀-鿿A-Z0-9]{1,5}(?:高速(?:公路)?|号线)[㐀-鿿]{1,5}")  # 大广高速岳城|站
SECTION = re.compile(r"(?:[㐀-鿿0-9]{1,6}(?:[河江溪渠路街堤]|号线|大道|高速|高铁|国道|省道|干流)|[国省县]道[0-9]{1,4})(?:(?!至)[㐀-鿿]){2,4}段")  # 寇河西丰镇段, 新城大道玉湖段, 国道235青县北段
TOWN_AHEAD = re.compile("[㐀-鿿]{2,4}[乡镇][㐀-鿿]{2,4}")  # 青湾乡高文|村
SUPERLATIVE = re.compile("最[大长高深早快多]的$")
NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十百零]$")


class PlaceGrammar(VisitedSites):
    """Finds places; the lexicon is read once."""

    def __init__(self, lexicons: str | None = None):
        super().__init__(lexicons)
        self.bare_names = BareNames(self)

    # ---- finding

    def find(self, text: str, hits: Iterable[Hit], blocked: Sequence[tuple[int, int]] = ()) -> list[Found]:
        """Places in order, not overlapping. hits: the gazetteer's; blocked: spans (titles, persons, books) that no place overlaps, in order, none over another."""
        found: list[Found] = []
        doubtful: list[Hit] = []
        loose: list[Found] = []
        for piece, end, closed in self._pieces(text, without_pairs(text, list(hits)), blocked):
            if piece.opened in BRACKETS and piece.frame in VISITS and not piece.names:
                continue  # what stands in brackets behind a place
            items = list(self._read(text, piece, end, closed)) if self._may_hold(text, piece, end, closed) else ()
            found.extend(items)
            if not items and (item := self._loose(text, piece, end, closed)):
                loose.append(item)
            if not items and len(piece.names) == 1 and piece.names[0][:2] == (piece.start, end) and not isinstance(piece.names[0][2], str):
                doubtful.append(piece.names[0][2])
        found.extend(listed(text, found, doubtful))
        found.extend(coordinated(text, loose, found))
        found.extend(meeting_rooms(text, blocked))
        found = without_overlaps(sorted((item for item in found if not is_person(text, item, self.surnames)), key=IN_ORDER))
        found = touching_joined(text, sorted({item.start: item for item in (*found, *self.bare_names.find(text, found, blocked))}.values(), key=IN_ORDER))
        found = self.filters(text, found)
        further = list(repeated(text, found, blocked, self))
        return touching_joined(text, without_overlaps(sorted([*found, *further], key=IN_ORDER))) if further else found

    # ---- one piece

    def _may_hold(self, text: str, piece: Piece, end: int, closed: str) -> bool:
        """Whether a place may stand in the piece: most pieces are bodies' and meetings' names alone, or a doubtful name alone."""
        if piece.placed or piece.frame == GOES or piece.opened in self.cities_ahead or closed in self.behind_foreign:
            return True
        if not piece.names:
            return False
        return bool(piece.heads or piece.frame) or any(isinstance(name[2], str) or name[2][3] for name in piece.names) or text.startswith(self.developed, end)

    def _read(self, text: str, piece: Piece, end: int, closed: str) -> Iterator[Found]:
        first = piece.start + (text[piece.start] == "以" and AS_EXAMPLES.match(text, piece.start) is not None)
        start, heads, names = self._without_leads(text, first, end, piece.names), piece.heads, piece.names
        if start != piece.start:
            piece.start = start
            heads, names = [head for head in heads if head[0] >= start], [name for name in names if name[0] >= start]
        if heads and names:
            known = [name for name in names if isinstance(name[2], str)]  # few; the line may be long
            names = [name for name in names if not self._begins_inside(name, known) and not self._is_cut(name, heads) and not self._is_split(text, start, name, heads)]
        names = self._joined(text, names, end)
        swallowed = start
        for number in range(len(heads) - 1, -1, -1):
            head = heads[number]
            info = head[2]
            body = info.bears and info.kind  # 大学, 公司: a place where somebody visits it
            if info.bears and not (body and self._is_visited(piece.frame, piece.opened, closed, head, end) and not (piece.frame == LOCATIVE and COMPANIED.match(text, end))):
                if self._bears(text, head, start, names) or self._bears_place(text, heads[:number], head):
                    swallowed = head[1]
                    break
                continue
            listed_part = head[1] == end and piece.frame in VISITS and (closed in self.closes or closed in "，,")  # 先后来到甲公司生产车间、
            if head[3] in self.inner and not listed_part and any(other[2].kind and other[3] not in self.inner and not self._is_named_inside(text, other, head)
                                             and self._candidate(text, piece, start, other, names, closed, end) for other in heads[:number]):
                continue  # 卡拉旺站站台: a part of the station
            item = self._candidate(text, piece, start, (head[0], head[1], info, head[3]), names, closed, end)
            if item:
                item = self._to_end(text, item, piece, end, closed)
                yield item
                swallowed = item.end
                names = [name for name in names if name[1] <= item.start or name[0] >= item.end]
                yield from self._plain(text, [name for name in names if name[1] <= item.start], piece, item.start, "")
                break
        names = [name for name in names if name[0] >= swallowed]
        if piece.frame == GOES and swallowed == start and len(names) == 1 and (names[0][1] < end or names[0][0] > start + 1) and self._is_item(text, start, end, piece, closed) \
                and not self._is_generic(text[names[0][1] : end] if names[0][1] < end else text[start : names[0][0]]):
            yield Found(start, end, "site", 0.72, "list of places", None if isinstance(names[0][2], str) else names[0][2])
            return
        plain = list(self._plain(text, names, piece, end, closed))
        if not plain and swallowed == start and piece.frame == GOES and self._is_item(text, start, end, piece, closed):
            whole = next((name[2] for name in piece.names if name[:2] == (start, end) and not isinstance(name[2], str)), None)
            plain = [Found(start, end, "admin" if whole else "site", 0.72, "list of places", whole, whole is not None)]
        yield from plain

    def _is_named_inside(self, text: str, outer: tuple, inner: tuple) -> bool:
        """云龙宾馆|锦绣|厅: the part has a name of its own, which belongs to the place's."""
        return len(inner[3]) == 1 and inner[0] - outer[1] > 1 and not self._is_generic(text[outer[1] : inner[0]])

    def _loose(self, text: str, piece: Piece, end: int, closed: str) -> Found | None:
        """A place if others stand beside it: 民康路 in a list of streets, 松江名邸 in one of what somebody visits."""
        if closed not in self.closes and piece.opened != "、" or end - piece.start < 3 or not HAN_NAME.fullmatch(text, piece.start, end):
            return None
        item, head = text[piece.start : end], piece.heads[-1] if piece.heads and piece.heads[-1][1] == end else None
        street = item.removesuffix(next((e for e in self.extensions if item.endswith(e)), ""))  # 建设路|南段
        if piece.frame is None and self.ordinary.get(street[:-1]) and not self.gazetteer.candidates(street[:-1]):
            return None  # 修成群众的满意路、连心路
        if street.endswith(STREETS) and len(street) < 8 and (not piece.soft or piece.opened == "、") and (street not in self.words or street[-2] not in "公铁道水速架" and bool(self.words[street].kind or self.words[street].known)):
            return Found(piece.start, end, "road", 0.8, "list of places")
        if head and head[2].kind in ("venue", "facility") and len(head[3]) > 1 and self._is_own(text[piece.start : head[0]]):
            return Found(piece.start, end, head[2].kind, 0.8, "list of places")  # 金河景区、|县民族文化中心|等
        if head and head[2].level == "strong" and head[2].kind == "site" and len(head[3]) > 1 and end - piece.start < LONGEST_LOOSE and not self._is_generic(text[piece.start : head[0]]):
            return Found(piece.start, end, "site", 0.75, "list of places")  # 甲科技产业园、|湾头村级合作共享产业园|
        if piece.frame == VISIT and head is None and self._is_brand(item):
            return Found(piece.start, end, "site", 0.7, "list of places")
        return None

    def _is_own(self, middle: str) -> bool:
        """县民族文化|中心: the one of the newspaper's home, told from others by more than its kind."""
        words = self._generic_words(middle[1:]) if len(middle) > 2 and middle[0] in self.own else []
        return bool(words) and not self.quantities.intersection(words)

    def _without_leads(self, text: str, start: int, end: int, names: list) -> int:
        while match := self.lead.match(text, start, end - 1):
            if text[match.end() - 1] != "的" and any(name[0] == start and (name[1] != match.end() or isinstance(name[2], str) or name[2][3]) for name in names):
                break  # but 市区|福寿养护院
            if text.startswith("城市", match.end() - 1):
                break  # 县城市展示馆
            start = match.end()
        return start

    def _candidate(self, text: str, piece: Piece, start: int, head: tuple, names: list, closed: str, end: int) -> Found | None:
        """The place that ends in `head`, or None where it is none."""
        head_start, head_end, info, word = head
        frame = piece.frame
        if word == "工程" and piece.opened and piece.opened in "“\"" and closed and closed in "”\"":
            return None  # “百村万户工程”: a campaign
        covering = next((name for name in names if name[0] < head_end and head_start < name[1] and not head_start <= name[0] < name[1] < head_end), None)  # not 万象 in 万象汇
        if covering and (isinstance(covering[2], str) or covering[2][3] or frame and covering[:2] == (start, head_end) == (piece.start, end) and not self.gazetteer.is_common_word(text[start:end])):
            return None  # 刘家堡|乡 and 公主岭 are the gazetteer's
        if info.level == FOREIGN:
            return self._foreign(text, piece, start, head, names)
        at_end = head_end == end or self._behind_own_brackets(text, head_end) == end or text[head_end:end] in self.extensions
        if ORDINAL.match(text, start) or any(other[1] <= head_start and other[2].kind and COUNTED.match(text, other[1]) for other in piece.heads):
            return None
        if info.level == ITEMS and not (at_end and self._is_company(text, piece, start, head, names, closed)):
            return None
        if info.kind in BUILT and any(other[2].kind and start < other[0] and other[1] < head_start and len(other[3]) > 1 and self.plural.intersection(self._generic_words(text[other[1] : head_start])) for other in piece.heads):
            return None  # 徐圩新区|沿海开发重要|项目, 云州自由贸易港|重点|园区
        if info.level == NUMBERED and not (at_end and frame and NUMERAL.search(text, start, head_start)):
            return None  # 三连, 八组
        if info.level == BODY and not self._is_house(frame, piece.opened, closed, at_end):
            return None
        if word == "段" and not SECTION.fullmatch(text, start, head_end):
            return None
        if word == "中心" and text[head_start - 1] in self.centre_of and not text.endswith("社区", 0, head_start):
            return None  # 平壤市中心
        if word in STREAMS and head_end - start > LONGEST_UNFRAMED or frame not in VISITS and (frame is None or len(word) == 1) and piece.opened in QUOTES and closed in QUOTES and not names:
            return None  # “无疫小区”, 聚焦“港产城”
        if COUNTED.fullmatch(text, max(start, head_start - 2), head_start):
            return None  # 费城|一所|高中
        if word in COUNTABLE and text[head_start - 1] in "两几三四五六七八九" or info.kind == "admin" and text.endswith(word, start, head_start):
            return None  # 厚街两镇; 甲镇镇、村两级, 乙村村产业
        if (word == "站" or text[head_end : head_end + 1] == "站") and any(other[2].bears == "event" and other[1] <= head_start for other in piece.heads):
            return None  # 世界杯盐湖城站
        touching = (info.kind != "natural" or word in WATERS) and info.kind != "road" and any(name[1] == head_start and self._is_usable(text, name) for name in names)
        ended = at_end or touching or text[head_end] in BEHIND and text[head_end + 1 : head_end + 2] not in VILLAGES or frame in VISITS and head_end in piece.soft \
            or info.kind == "road" and text[head_end].isdigit() or text.startswith(self.extensions, head_end) or info.kind == "natural" and frame in VISITS and text.startswith(self.waters, head_end)
        if len(word) == 1 and info.level != "strong" and not ended and not any(other[0] == head_end and other[3] in self.inner for other in piece.heads):
            return None  # 县电机厂|谷|物
        usable = [name for name in names if name[1] <= head_start and self._is_usable(text, name) and (word != "段" or name[0] == start)]  # 清溪|河北|兴段
        if info.kind == "facility" and HIGHWAY.fullmatch(text, start, head_start):
            return self._found(text, piece, start, head, frame, usable[-1] if usable else None, 0.9)
        for name in usable:
            if name[2] == "natural" and info.kind == "facility" and start < name[0] <= start + LONGEST_VILLAGE:
                break  # 石山长江大桥: the river is a part of the name
            if not isinstance(name[2], str) and not name[2][3] and name[0] - start == 1 and name[1] - name[0] == 2:
                break  # 石|梁河|水库: no county, but the middle of a name
            if frame and not isinstance(name[2], str) and not name[2][3] and name[0] - start > 2 and any(start < other[1] <= name[0] and other[2].kind and len(other[3]) > 1 for other in piece.heads):
                break  # 横店影视城|广州|街景区
            first = name[0] - len(next((p for p in self.prefixes if text.endswith(p, start, name[0])), ""))
            if first - start == 1 and text[start] in SIDES and piece.frame:
                first = start  # 北|杨集乡新桥
            if word == "站" and not isinstance(name[2], str) and all(division.level == FOREIGN for division in name[2][2]) \
                    or text[name[0] : name[1]] == CHINA and text[name[0] - 1] not in BRACKETS and self._is_generic(text[name[1] : head_start]):
                return None  # 世界杯利马站, 中国特色自由贸易港
            if frame is None and any(other[2].level == BODY and name[1] <= other[1] < head_start for other in piece.heads):
                continue  # 临河区|政府|汇报港口
            if (frame not in VISITS or first == start or self._is_generic(text[start:first])) and self._fits(text, piece, first, head) and \
                    self._names_with_place(text, name[1], head, piece, at_end):
                name = usable[-1] if text[name[0] : name[1]] == CHINA else name  # 中国联通|镇江|分公司
                return self._found(text, piece, first, head, frame, name, min(0.97, CONFIDENCE[frame] + 0.05))
            sure = isinstance(name[2], str) or name[2][3]
            if sure and (first == start or frame not in VISITS) and name is usable[-1]:
                return None
        name = usable[0] if usable else None
        if frame is None:
            if SUPERLATIVE.search(text, max(0, start - 3), start):
                return None  # 世界上规模最大的|内河省水船闸
            start = self._without_quantities(text, start, head_start)
        middle = text[start:head_start]
        if self._fits(text, piece, start, head) and self._names_alone(middle, word, info, frame, closed, at_end):
            return self._found(text, piece, start, head, frame, name, CONFIDENCE[frame])
        return None

    def _fits(self, text: str, piece: Piece, first: int, head: tuple) -> bool:
        """No mark, not too long; outside of a frame nothing in it that may end a name."""
        if head[1] - first > LONGEST_NAME or not HAN_NAME.fullmatch(text, first, head[1]):
            return False
        if piece.frame not in VISITS and MEASURED.search(text, first, head[0]):
            return False
        if head[2].kind != "road" and any(name[1] <= head[0] and text[name[1]] == "至" for name in piece.names if name[0] >= first):
            return False  # 深圳至中|山
        inside = max((name[1] for name in piece.names if name[0] == first), default=first)  # 满洲|里|口岸
        soft = [at for at in piece.soft if inside <= at < head[0] and text[at] not in BRACKETS and not (head[3] == "路" and at == head[0] - 1 and text[at] in "中上下前后")]  # 咸云中路
        if piece.frame is not None or not soft or soft[0] > first and self._is_transcribed(text[first : head[0]]):
            return True
        return self._holds_soft(text, max([first, *(name[1] for name in piece.names if name[1] <= head[0])]), head, soft)

    def _holds_soft(self, text: str, start: int, head: tuple, soft: list[int]) -> bool:
        """兰州|中川|国际机场, 下茹越|水库: a character of the name that ends others elsewhere."""
        middle = text[start : head[0]]
        return head[2].level == "strong" and head[2].kind in ("facility", "venue", "scenic", "site") and len(head[3]) > 1 and 1 < len(middle) < 5 \
            and not any(text[at] in self.ends_names or at < start for at in soft) and middle not in self.ordinary and not self.is_phrase(middle)

    def _found(self, text: str, piece: Piece, first: int, head: tuple, frame: str | None, name: tuple | None, confidence: float) -> Found:
        stop = head[1]
        while extension := next((e for e in self.extensions if text.startswith(e, stop)), ""):
            stop += len(extension)  # 咸宁大道|东段|延伸线
        if text.startswith("”", stop) and text.rfind("“", first, stop) >= 0:
            stop += 1  # 青湾村“说事驿站”
        if text.startswith(("(", "（"), head[1]) and any(at == head[1] for at in piece.soft):
            stop = self._behind_own_brackets(text, stop)
        hit = name[2] if name and not isinstance(name[2], str) else None
        return Found(first, stop, head[2].kind, round(confidence, 2), f"{frame or 'form'}: {head[3]}", hit)

    def _behind_own_brackets(self, text: str, at: int) -> int:
        """Where brackets end that a name ends in: 云天大学（海南）, 福民超市（新城店）."""
        match = self.branch.match(text, at) or BRACKETED.match(text, at)
        return match.end() if match else at

    def _names_with_place(self, text: str, name_end: int, head: tuple, piece: Piece, at_end: bool) -> bool:
        """萧山|国际|机场: whether the head makes a name with the division in front and what stands between."""
        head_start, _, info, word = head
        middle, frame = text[name_end:head_start], piece.frame
        if word in STREAMS:
            return not middle and text[name_end - 1] in RIVERS
        if middle == "一" or COUNTED.match(middle) or frame is None and middle.startswith("一"):
            return False  # 莫斯科州一音乐厅, 临河六处地质公园
        if frame == LOCATIVE and len(word) > 2 and text.startswith(self.takes_place, head[1]):
            return True  # 在青湾|艺术中心|举行
        if not middle:
            if info.level == BODY or info.kind == "road" and piece.opened == "至":
                return True  # 临河县|人民法院; 甲州至|乙城|高铁
            if frame is not None and info.level == "strong" and info.kind in BUILT and len(word) > 2 and (frame in VISITS or at_end):
                return True
            if frame in VISITS and at_end and (len(word) > 2 or info.bears == "organization" and info.kind == "site") and word not in self.vague and word[:2] not in self.quantities:
                return True  # 来到青湾街道|改造项目, 湘江|集团
            return word in self.with_place and (info.level != "visited" or frame is not None)
        generic = self._generic_words(middle)
        if word.endswith(LEGAL_FORMS) and len(generic) > 1:
            return frame is not None  # 云州|化工科技|有限公司
        if generic and not self._holds_facility(text, name_end, head_start, piece):
            if self.quantities.intersection(generic):
                return False
            return word in self.with_place or frame is not None and info.level == "strong" and info.kind in ("facility", "venue", "site") \
                or frame in VISITS and info.level != "visited" and len(word) > 1
        if info.level == "visited":
            return frame in VISITS or frame == LOCATIVE and at_end
        return frame is not None or len(middle) <= (LONGEST_UNFRAMED if len(word) > 1 else LONGEST_VILLAGE)

    def _holds_facility(self, text: str, name_end: int, head_start: int, piece: Piece) -> bool:
        """萧山|国际机场|主线|卡口: between division and head stands a name already."""
        return any(name_end <= head[0] and head[1] <= head_start and self._is_generic(text[name_end : head[0]])
                   and (head[3] in self.with_place or piece.frame in VISITS and head[2].level in ("strong", "named") and len(head[3]) > 1)
                   for head in piece.heads if head[2].kind)

    def _names_alone(self, middle: str, word: str, info: Word, frame: str | None, closed: str, at_end: bool) -> bool:
        """Whether the head makes a name with what stands in front and no division's name."""
        if info.level == NUMBERED or frame is not None and at_end and word in self.numbered_farms and NUMERAL.fullmatch(middle) or not middle and at_end and frame in VISITS and word in self.own_sites:
            return True
        if self._is_generic(middle):
            # 县人民医院, 市民中心: the one of the newspaper's home
            words = self._generic_words(middle)
            own = middle in self.own or len(words) > 1 and words[0] in self.own and not self.quantities.intersection(words[1:])
            if frame in VISITS and words and not self.quantities.intersection(words) and (
                    word in STREETS or info.level == "strong" and info.kind == "site" and (len(words) > 1 and len(middle) > 3 or len(word) > 4)
                    or at_end and word in self.named_by_words
                    or at_end and frame == GOES and closed == "、" and len(words) > 1 and len(middle) + len(word) > 4 and info.kind in BUILT):
                return True  # 文化路, 新能源汽车产业园, 幸福小学; 先后来到行政中心广场、污水管网施工现场、
            if frame == GOES and at_end and own and len(words) + (len(word) > 3) > 1 and len(word) > 1 and info.kind in ("site", "venue", "facility") and word not in self.vague and not any(other in self.own for other in words[1:]):
                return True  # 先后来到市消防培训基地, 在市供电公司，张三
            return frame is not None and own and (word in self.with_place or info.level == "strong") and len(word) > 1
        if word in STREETS and at_end and closed in self.sides:
            return len(middle) > 1  # 永平路以西
        if word in self.vague and len(middle) == 2 and middle in self.ordinary:
            return False
        if middle in self.models and not (frame and at_end):
            return False  # 调研完整社区|试点建设
        if frame in VISITS:
            return len(middle) > 1 or info.level == "strong"
        if frame == LOCATIVE:
            if info.level == "visited":
                return at_end and len(middle) > 1
            if info.level == "named" and info.kind == "site" and len(middle) > 3 and self.is_phrase(middle):
                return False  # 在共建共享|市场
            return len(middle) > 1 or info.level == "strong"
        if info.level != "strong":
            return False
        if info.kind == "admin":
            return 1 < len(middle) <= LONGEST_VILLAGE or TOWN_AHEAD.fullmatch(middle) is not None
        if len(middle) > 3 and self.is_phrase(middle) or self.ordinary.get(middle, 0) > COMMON and not self.gazetteer.candidates(middle) and not (info.kind == "road" and middle[0] not in self.domains and self.gazetteer.candidates(middle[0])):
            return False  # 巩固传统|市场, 人类|高原, but 京广|高铁
        return 1 < len(middle) <= LONGEST_UNFRAMED - 2

    def _is_usable(self, text: str, name: tuple) -> bool:
        """Whether a name is firm enough to begin a longer one."""
        if isinstance(name[2], str) or name[2][3]:
            return True
        return not self.gazetteer.is_common_word(text[name[0] : name[1]])


@lru_cache(maxsize=4)
def place_grammar(lexicons: str | None = None) -> PlaceGrammar:
    """The grammar of a lexicon folder, built once."""
    return PlaceGrammar(lexicons)
