"""Places in lists: what stands beside places is one too, and what is a person's name is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from ..gazetteer import Hit
from .pieces import Found
from .words import PlaceWords

LONGEST_LIST, LONGEST_ROOM, LONGEST_JOINED = 120, 36, 40
BARE, COMPANY = re.compile(r"[㐀-鿿]{2,4}"), re.compile(r"[㐀-鿿]{3,10}")
SHORT_ROAD = re.compile(r"[㐀-鿿]{2,3}|[GSXYZ]\d{1,4}")  # 沪昆, 京港澳, G60
TOWNS = ("镇", "乡", "街道")
OURS = "中"  # China in 中巴, 巴中
BETWEEN = re.compile(r"[、，,和及与]")
PERSON_BEHIND = ("、", "，", ",", "。", "等", "同志", "参加", "出席", "陪同", "\n", "；", " ", "　")


def listed(text: str, found: list[Found], doubtful: list[Hit]) -> Iterator[Found]:
    """青海海北、玉树等地: a name that could be an ordinary word is a division's beside others, or at the other end of a line."""
    ends = {item.end for item in found if item.whole}
    starts = {item.start for item in found if item.whole}
    lines = {item.start for item in found if item.kind == "road" and text.endswith(LINES, item.start, item.end)} if doubtful else ()
    for hit in [*doubtful, *reversed(doubtful)]:
        if hit.start not in starts and (text[hit.end : hit.end + 1] == "至" and hit.end + 1 in lines or text[hit.start - 1] == "、" and hit.start - 1 in ends or text[hit.end : hit.end + 1] == "、" and hit.end + 1 in starts):
            starts.add(hit.start)
            ends.add(hit.end)
            yield Found(hit.start, hit.end, "admin", 0.8, "gazetteer, in a list", hit, True)


class BareNames:
    """Names without an ending in lists of places: 前往公坡、罗豆农场、铺前等地; 深入赵家、汪集等乡镇."""

    def __init__(self, words: PlaceWords):
        self.companies, self.roads = tuple(words.closes_companies), tuple(words.closes_roads)
        self.unframed = (*TOWNS, *self.roads)  # lists of these are lists of places wherever they stand
        longest_first = sorted([*words.closes_bare, *self.companies, *self.roads], key=len, reverse=True)
        # 等乡镇, 等6个县, 等9家企业, 3个街道, 等地
        self.closer = re.compile(r"(?:等[0-9两三四五六七八九十多]{0,3}[个家条]?|[0-9两三四五六七八九十]{1,3}(?:个|(?=[镇乡县区市村街])))(?:" + "|".join(longest_first) + ")(?!民)")
        # 沿 and 由 begin names of townships as well; 公路是|甲、乙等6个乡镇的
        self.frame = re.compile("(?<!、)(?:" + "|".join(sorted((word for word in (*map(re.escape, words.framing), "是") if len(word) > 1 or word in "在到赴抵来是"), key=len, reverse=True)) + ")")
        self.gazetteer, self.ordinary, self.is_name, self.kind_of = words.gazetteer, words.ordinary, words.may_be_bare, words.kind_of
        self.words, self.not_items, self.words_inside = words.words, words.not_items, words.holds_cut

    def _is_one(self, name: str, closer: str) -> bool:
        if not self.is_name(name):
            return False
        if closer.endswith(self.companies) and closer.startswith("等"):
            return COMPANY.fullmatch(name) is not None and name not in self.ordinary and not self.words_inside(name)
        if closer.endswith(self.roads):
            return SHORT_ROAD.fullmatch(name) is not None and name not in self.ordinary
        if not BARE.fullmatch(name) or self.words_inside(name, 2):
            return False  # 听取了这|四个乡镇的
        # 等乡镇: what stands in front is nothing else
        if closer not in ("等地", "等处"):
            return True
        return name not in self.ordinary and name not in self.words and (not name.endswith(self.not_items) or bool(self.gazetteer.townships(name)))

    def find(self, text: str, found: list[Found], blocked: list[tuple[int, int]]) -> Iterator[Found]:
        """found: the places known, in order, not overlapping."""
        if "等" not in text and "、" not in text:
            return
        places, stretches = _sides((item.start, item.end) for item in found), _sides(blocked)
        spans = {(item.start, item.end) for item in found if item.whole}
        for closer in self.closer.finditer(text):
            items = list(self._items(text, closer.start()))
            known = [_overlaps(start, end, *places) for start, end in items]
            is_company = closer.group().endswith(self.companies)
            fixed = "site" if is_company else "road" if closer.group().endswith(self.roads) else None  # the kind that the closer tells
            framed = bool(items) and self._opens(text, items[0][0])
            if items and not framed and not any(known) and closer.group().startswith("等") and closer.group().endswith(self.unframed):
                comma = max(text.rfind(mark, items[0][0], closer.start()) for mark in "，,")
                items = [item for item in items if item[0] > comma]  # 会上，甲、乙等乡镇: no other list ends so
                known, framed = [False] * len(items), len(items) > 1
            if not items or len(items) < 2 and closer.group() in ("等地", "等处") or not (framed or any(known) and not is_company):
                continue
            if closer.group()[0] != "等" and not known[-1] and not self._is_one(text[slice(*items[-1])], closer.group()):
                continue  # 甲县、多层次平台，为推动|两县
            for (start, end), is_known in zip(items, known, strict=True):
                name = text[start:end]
                if is_known and (start, end) in spans and closer.group().endswith(TOWNS) and closer.group()[0] != "等" and (towns := self.gazetteer.townships(name)):
                    yield Found(start, end, "admin", 0.8, "list of places", Hit((start, end, towns, False)), True)  # 海口、城头|两镇
                if is_known and is_company and self._is_one(name, closer.group()) and any(start == first and end > last and (first, last) in spans for first, last in zip(*places, strict=True)):
                    yield Found(start, end, "site", 0.8, "list of places")  # 走访青湾食品、|丹江蔬菜等9家企业
                if is_known or _overlaps(start, end, *stretches) or not self._is_one(name, closer.group()):
                    continue
                candidates = [] if fixed else list(dict.fromkeys([*self.gazetteer.candidates(name), *self.gazetteer.townships(name)]))
                hit = Hit((start, end, candidates, False)) if candidates else None
                yield Found(start, end, fixed or ("natural" if hit is None and not closer.group().endswith(TOWNS) and self.kind_of(name) == "natural" else "admin"), 0.8, "list of places", hit, hit is not None)

    def _items(self, text: str, end: int) -> Iterator[tuple[int, int]]:
        """The items of the list that ends at `end`, in order; the first begins behind a frame."""
        first = max(0, end - LONGEST_LIST)
        window = text[first:end]
        first += max(window.rfind(mark) for mark in "。；;：:！？\n（(“”") + 1
        cut = 0
        for match in self.frame.finditer(window := text[first:end]):
            cut = match.end()
        first += cut
        window = text[first:end]
        if "、" not in window and "和" not in window and len(window) > 4:
            return
        at = 0
        for match in [*BETWEEN.finditer(window), None]:
            stop = match.start() if match else len(window)
            if stop > at:
                yield first + at, first + stop
            at = match.end() if match else stop

    def _opens(self, text: str, start: int) -> bool:
        return any(match.end() == start for match in self.frame.finditer(text, max(0, start - 6), start))


def without_pairs(text: str, hits: list[Hit]) -> list[Hit]:
    """巴中 beside 巴基斯坦: two countries' first characters and no city's name."""
    pairs = [hit for hit in hits if hit[1] - hit[0] == 2 and OURS in text[hit[0] : hit[1]]]
    if not pairs:
        return hits
    others = {text[hit[0]] for hit in hits if any(division.level == "country" for division in hit[2])}
    dropped = {hit[0] for hit in pairs if text[hit[0] : hit[1]].replace(OURS, "") in others}
    return [hit for hit in hits if hit[0] not in dropped] if dropped else hits


def is_person(text: str, item: Found, surnames: Container[str]) -> bool:
    """、吕亚洲、: a surname in front, both in a list of names."""
    if not item.whole or item.end - item.start != 2 or item.start == 0 or text[item.start - 1] not in surnames:
        return False
    before = text[item.start - 2] if item.start > 1 else "\n"
    return before in "、，,：: 　\n" and text.startswith(PERSON_BEHIND, item.end) and (before == "、" or text.startswith(("、", "等", "同志"), item.end))


def _sides(stretches: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where they start, where they end."""
    pairs = list(stretches)
    return [start for start, _ in pairs], [end for _, end in pairs]


def _overlaps(start: int, end: int, starts: list[int], ends: list[int]) -> bool:
    """Whether one of these stretches, which are in order and apart, overlaps text[start:end]."""
    at = bisect_left(starts, end) - 1
    return at >= 0 and ends[at] > start


def coordinated(text: str, loose: list[Found], found: list[Found]) -> Iterator[Found]:
    """新桥巷、民康路、: doubtful ones that stand beside each other or beside a sure one in a list."""
    starts = {item.start: item for item in (*found, *loose)}
    ends = {item.end: item for item in (*found, *loose)}
    sure = {item.start for item in found if not item.whole}

    def is_beside(item: Found, other: Found | None) -> bool:
        return other is not None and (other.start in sure or item.kind == other.kind == "road")

    for item in loose:
        before = ends.get(item.start - 1) if text[item.start - 1] in "、和与" else None
        behind = starts.get(item.end + 1) if text[item.end : item.end + 1] in ("、", "和", "与") else None
        if is_beside(item, before) or is_beside(item, behind):
            yield item


# 在|区政府725会议室, 于|县委三楼第二会议室, 在|临河宾馆会议室, 在|河东校区行政楼第一会议室, 在|镇三楼会议室
ROOM = re.compile("(?<![现存内实正])(?:[在于至到]|地点[:：])(?P<name>(?:(?:(?!的|召开|举行|主持)[㐀-鿿]){1,16}?(?:政府|[省市区县旗州镇乡党]委|人大|政协|委员会|机关|校区|[局院厅]|宾馆|酒店|饭店|中心|大楼|办公楼|公司)|(?:管委会|[镇乡市县区州旗村校])(?=[0-9一二三四五六七八九十]{1,2}[楼层]))"
                  "(?:[A-Za-z0-9０-９一-鿿]{0,4}?[号东南西北主政公合学]楼|(?:大院|机关)?)(?:[0-9０-９一二三四五六七八九十负]{1,3}[楼层])?(?:第?[0-9０-９一二三四五六七八九十]{1,4}号?|[东南西北大小中多功能]{1,3})?会议室)")


def meeting_rooms(text: str, blocked: list[tuple[int, int]]) -> Iterator[Found]:
    """The room with the body's or hotel's name in front of it, where something takes place in it."""
    if "会议室" not in text:
        return
    stretches = _sides(blocked)
    last = 0
    while (last := text.find("会议室", last) + 3) > 2:
        match = ROOM.search(text, max(0, last - LONGEST_ROOM), last)
        if match is None or match.end() != last:
            continue
        start, end = match.span("name")
        if not _overlaps(start, end, *stretches):
            yield Found(start, end, "venue", 0.85, "meeting room")


CROSSINGS = ("交叉口", "交汇处", "交会处", "路口")
CROSSED, CROSSED_ROADS = re.compile(r"([㐀-鿿]{0,4}[GSXYZ]\d{1,4}线?)?[与和]"), ("路", "街", "道", "巷", "线", "环")
LINES = ("高铁", "高速铁路", "铁路", "高速", "高速公路", "公路", "城际", "快速路", "专线")


ROAD_NUMBER = re.compile(r"(?<![0-9A-Za-z])[GSXYZ]\d{1,4}(?:线|国道|省道|县道)?$")  # G341线|环县公路
WATER = re.compile("[㐀-鿿]{2,3}[河湖渠溪](?=[㐀-鿿]{1,6}[段堤坝闸桥]$)")  # 云蔡河|柳丘段
LINE_BEGINS = re.compile("(?<=[，,。、；：（(“ \\n])[㐀-鿿]{2,4}至$")  # （云店至|社棠二级公路
COMMUNITIES = ("社区", "小区")
HAMLET = re.compile("[㐀-鿿]{2,3}(?<![与和及在到从的有了]..)(?<![与和及在到从的有了].)(?<![与和及在到从的有了])屯(?![田兵])")  # 盘山村|沈家屯
FARM = re.compile("(?:第?[一二三四五六七八九十]{1,3}师(?:[㐀-鿿]{2,4}市)?)?[一二三四五六七八九十〇零0-9]{1,4}团$")  # 一四三团|花园镇
SECTION = re.compile("(?:[㐀-鿿]{2,4}至)?[㐀-鿿]{2,4}(?<![和与及])段(?![时落位])(?:(?:在建|项目|工程|施工|建设){1,3}(?:现场|工地))?")  # 杭青高铁|云县至白石段
RIVER = re.compile("(?:(?![对在到和与及为了的从])[㐀-鿿]){1,3}[河江渠溪](?:干流)?$")  # 南门河|云县|段
GROUP = re.compile("(?:(?![和与及在到的了])[㐀-鿿]){2,5}(?<!领导)(?<!工作)(?<!调研)(?<!帮扶)(?<!服务)(?<!专项)(?<!互助)(?<!党)(?:村民小组|小组)(?![长成织])|[一二三四五六七八九十0-9]{1,3}(?:村民小组|居民小组|小组|组|社)(?![织建团长])")  # 黄莲村|三组, 盘龙村|青坪小组


def _numbered(text: str, item: Found) -> Found:
    """With the road's number or the farm's in front of it, the group's of the village or the section of the line behind it."""
    start, end = item.start, item.end
    if text[end - 1] == "镇" and (match := FARM.search(text, max(0, start - 14), start)):
        start = match.start()
    if item.whole and text.startswith("段", end) and (match := RIVER.search(text, max(0, start - 6), start)):
        return Found(match.start(), end + 1, "natural", item.confidence, item.evidence, item.hit)
    if item.kind == "road" and text.endswith(LINES, start, end) and (match := SECTION.match(text, end)):
        end = match.end()
    if item.kind == "road" and text.endswith(LINES, start, end) and (match := LINE_BEGINS.search(text, max(0, start - 6), start)):
        start = match.start()
    if item.kind == "road" and (match := ROAD_NUMBER.search(text, max(0, start - 8), start)):
        start = match.start()
    if (text[end - 1] == "村" or text.endswith(COMMUNITIES, start, end)) and item.kind in ("admin", "site") and (match := GROUP.match(text, end) or HAMLET.match(text, end)):
        end = match.end()
    return item if (start, end) == (item.start, item.end) else Found(start, end, item.kind, item.confidence, item.evidence, item.hit)


def touching_joined(text: str, found: list[Found]) -> list[Found]:
    """岳林经济技术开发区|康王乡, 云岭高速公路平桥段|兰店乡: a zone or line and what lies there are one place; 甲州|至|乙城高铁: a line and its ends."""
    joined: list[Found] = []
    for item in reversed(found):
        behind = joined[-1] if joined else None
        if behind and behind.kind == "road" and item.whole and text[item.end : behind.start] == "至" and text.endswith(LINES, behind.start, behind.end):
            joined[-1] = Found(item.start, behind.end, "road", behind.confidence, behind.evidence, behind.hit)
        elif behind and behind.start == item.end and behind.kind == "facility" and not item.whole and text.endswith(("高速", "高速公路"), item.start, item.end):
            joined[-1] = Found(item.start, behind.end, "facility", behind.confidence, behind.evidence, behind.hit)  # 甬莞高速|海丰西出口
        elif behind and text.endswith(CROSSINGS, behind.start, behind.end) and behind.start - item.end < 13 and (gap := CROSSED.fullmatch(text, item.end, behind.start)) \
                and (gap.group(1) or item.kind == "road" and text.endswith(CROSSED_ROADS, item.start, item.end)):
            joined[-1] = Found(item.start, behind.end, "road", behind.confidence, behind.evidence, item.hit)  # 民康路与新桥路交叉口, 大埔屯X210与X213线交汇路口
        else:
            joined.append(item)
    found, joined = [_numbered(text, item) for item in reversed(joined)], []
    for item in found:
        before = joined[-1] if joined else None
        if before and item.start < before.end:  # 黄河|云县|段; 杭青高铁|云县|至白石段
            joined[-1] = item if item.start == before.start else Found(before.start, before.end, before.kind, before.confidence, before.evidence, before.hit or item.hit)
            continue
        if before and before.end == item.start and item.kind == "admin" and not _are_siblings(before, item) and item.end - before.start <= LONGEST_JOINED:
            joined[-1] = Found(before.start, item.end, "admin", min(before.confidence, item.confidence), item.evidence, item.hit or before.hit)
        else:
            joined.append(item)
    return joined


def _are_siblings(item: Found, other: Found) -> bool:
    """与甲区|乙县接壤: two of one rank are no name together."""
    return item.whole and other.whole and item.hit is not None and other.hit is not None and all(division.level == "county" for division in (*item.hit.candidates, *other.hit.candidates))


def without_overlaps(found: list[Found]) -> list[Found]:
    """Of two that overlap the longer one; the list is in order."""
    taken: list[Found] = []
    for item in found:
        if taken and item.start < taken[-1].end:
            if item.end - item.start > taken[-1].end - taken[-1].start:
                taken[-1] = item
            continue
        taken.append(item)
    return taken


def repeated(text: str, found: list[Found], blocked: list[tuple[int, int]], words: PlaceWords) -> Iterator[Found]:
    """Further mentions of the facilities found, without their division's name, and of what an extension was cut to: 博奥路南伸, 博奥路."""
    known: dict[str, Found] = {}
    for item in found:
        name = text[item.start : item.end]
        if item.whole or len(name) < 3:
            continue
        known.setdefault(name, item)
        own = text[item.hit.end : item.end] if item.hit and item.hit.start == item.start else ""
        if len(own) > 3 and words.may_name(own) and not words.is_phrase(own):
            known.setdefault(own, item)  # 青湾镇青禾园区, 青禾园区; 云州自由贸易试验区, but not 自由贸易试验区
        extension = next((e for e in words.extensions if name.endswith(e) and len(name) - len(e) > 2), "")
        if extension:
            known.setdefault(name.removesuffix(extension), item)
        if water := WATER.match(name):
            known.setdefault(water.group(), Found(item.start, item.start + water.end(), "natural", item.confidence, item.evidence))
    if not known:
        return
    names = list(known)
    stretches = _sides(blocked)
    for index, start, end in AhoCorasick(names, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        if _overlaps(start, end, *stretches):
            continue
        item = known[names[index]]
        yield Found(start, end, item.kind, min(item.confidence, 0.85), "named elsewhere", item.hit)
