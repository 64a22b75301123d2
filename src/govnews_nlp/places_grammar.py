"""Names of places by their form: which stretch of a text is one, and of what kind.

A text is cut at punctuation and at words that no name of a place holds (lexicons/places.toml: prepositions, verbs,
particles; never inside a division's name). Of each piece between two cuts the last head (…大桥, …有限公司, …村) and the
names of divisions in it make the place. What stands before the piece decides how much is asked of it: after 来到 or 前往
(a visit) nearly every head will do, after 在 or 到 fewer, elsewhere it must be a strong head or bear a division's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from .gazetteer import Hit, gazetteer
from .lexicon import load_toml

CHINA = "中国"
VISIT, LOCATIVE = "visit", "locative"
DELIMITERS = "，。；：！？、（）()…“”\"‘’'《》〈〉【】—\n\r\t 　,;:!?/[]{}|「」『』~～-"
CONFIDENCE = {VISIT: 0.92, LOCATIVE: 0.88, None: 0.75}
LONGEST_NAME = 40
LONGEST_VILLAGE = 4  # characters in front of 村 where nothing else speaks for a name
LONGEST_UNFRAMED, LONGEST_BEARER = 10, 14
BOOK = re.compile(r"《[^《》\n]{1,80}》")  # 《浙江省平安建设条例》: a document's name
HAN_NAME = re.compile(r"[㐀-鿿0-9０-９A-Za-z·•]+")


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
class Word:
    """What a word of the lexicon can do."""

    kind: str | None = None  # of the places whose names end in it
    level: str | None = None  # strong, named, visited
    cut: bool = False
    soft: bool = False
    frame: str | None = None
    joins: bool = False
    bears: str | None = None  # organization, event, leader
    known: str | None = None


@dataclass(slots=True)
class Piece:
    """A stretch between two cuts."""

    start: int
    frame: str | None
    opened: str  # the cut in front of it
    heads: list[tuple[int, int, Word, str]] = field(default_factory=list)
    names: list[tuple[int, int, Hit | str]] = field(default_factory=list)  # divisions and known names
    soft: list[int] = field(default_factory=list)  # where a character stands that may end a name


class PlaceGrammar:
    def __init__(self, lexicons: str | None = None):
        data = load_toml("places", lexicons)
        self.gazetteer = gazetteer(lexicons)
        self.words: dict[str, Word] = {}
        self._read_heads(data)
        boundary = data["boundary"]
        for text in (boundary["words"] + " " + boundary["verbs"]).split():
            self._word(text).cut = True
        self.soft = frozenset(boundary["soft"].split())
        for text in self.soft:
            self._word(text).soft = True
        for text in boundary["protected"].split():
            self._word(text).cut = False
        for frame, text in ((LOCATIVE, data["frames"]["locative"]), (VISIT, data["frames"]["visit"])):
            for word in text.split():
                self._word(word).frame, self._word(word).cut = frame, True
        for character in DELIMITERS:
            self._word(character).cut = True
        for text in [*data["frames"]["joins"].split(), " ", "　"]:
            self._word(text).joins = self._word(text).cut = True
        self.inner = frozenset(data["frames"]["inner"].split())
        self.leads = tuple(sorted(data["frames"]["leads"].split(), key=len, reverse=True))
        self.with_place = frozenset(data["with_place"]["words"].split())
        self.quantities = frozenset(data["generic"]["quantities"].split())
        self.domains = frozenset(data["generic"]["domains"].split())
        self._longest_generic = max(map(len, self.quantities | self.domains))
        self.own = tuple(data["generic"]["own"].split())
        self.located = frozenset(data["known"]["located"].split())
        self.prefixes = tuple(data["before"]["name_prefixes"].split())
        campaigns = load_toml("slogan_forms", lexicons)["place_campaigns"]["heads"]
        self.before = tuple({*data["before"]["words"].split(), *campaigns})
        self.extensions = tuple(sorted(data["before"]["extensions"].split(), key=len, reverse=True))
        self.transcription = frozenset("".join(load_toml("names", lexicons)["transcription"].split()))
        self.cities_ahead = tuple(data["before"]["foreign_cities"].split())
        self._patterns = list(self.words)
        self._matcher = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)
        self._infos = [self.words[text] for text in self._patterns]

    def _word(self, text: str) -> Word:
        return self.words.setdefault(text, Word())

    def _read_heads(self, data: dict) -> None:
        for kind, levels in data["heads"].items():
            for level, text in levels.items():
                for word in text.split():
                    if self._word(word).kind is None:
                        self._word(word).kind, self._word(word).level = kind, level
        for word in data["not_heads"]["words"].split():
            self.words[word] = Word()
        for kind, text in data["known"].items():
            if kind not in ("located", "not_places"):
                for word in text.split():
                    self.words[word] = Word(known=kind)
        for word in data["known"]["not_places"].split():
            self.words[word] = Word(bears="other")
        titles = load_toml("titles")
        posts = " ".join([*titles["posts"].values(), titles["foreign"]["words"], titles["organization_decides"]["words"]])
        for bearer, text in (("organization", data["bears"]["organizations"]), ("event", data["bears"]["events"]),
                             ("leader", data["bears"]["leaders"]), ("post", posts)):
            for word in text.split():
                if self._word(word).bears is None:
                    self._word(word).bears = bearer

    # ---- finding

    def find(self, text: str, hits: Iterable[Hit], blocked: Iterable[tuple[int, int]] = ()) -> list[Found]:
        """Places in order, not overlapping. hits: the gazetteer's; blocked: spans (titles, persons) that no place overlaps."""
        blocked = sorted([*blocked, *(match.span() for match in BOOK.finditer(text))]) if "《" in text else sorted(blocked)
        found: list[Found] = []
        for piece, end, closed in self._pieces(text, list(hits), blocked):
            found.extend(self._read(text, piece, end, closed))
        found.sort(key=lambda item: (item.start, -item.end))
        found = _without_overlaps(found)
        return _without_overlaps(sorted([*found, *self._again(text, found, blocked)], key=lambda item: (item.start, -item.end)))

    def _pieces(self, text: str, hits: list[Hit], blocked: list[tuple[int, int]]) -> Iterator[tuple[Piece, int, str]]:
        """(piece, its end, the cut behind it) of all pieces that hold a head or a name."""
        infos, patterns = self._infos, self._patterns
        piece = Piece(0, None, "")
        at_hit = at_block = 0
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
                piece = Piece(max(block_end, piece.start), None, "block")
            if start < piece.start:
                continue  # inside a block
            info = infos[index]
            while at_hit < n_hits and hits[at_hit][1] <= start:
                if hits[at_hit][0] >= piece.start:
                    piece.names.append((hits[at_hit][0], hits[at_hit][1], hits[at_hit]))
                at_hit += 1
            if at_hit < n_hits and hits[at_hit][0] < end and hits[at_hit][3]:
                hit = hits[at_hit]
                if not (start == hit[0] and end > hit[1] or start < hit[0] and end > hit[1]):
                    continue  # inside a division's name: 和 of 和田
            if info.known:
                piece.names.append((start, end, info.known))
            elif info.cut:
                word = patterns[index]
                if piece.heads or piece.names:
                    yield piece, start, word
                piece = Piece(end, self._frame(word, info, piece, start), word)
            elif info.kind or info.bears:
                piece.heads.append((start, end, info, patterns[index]))
            elif info.soft:
                piece.soft.append(start)
        while at_hit < n_hits:
            if hits[at_hit][0] >= piece.start and not any(a < hits[at_hit][1] and hits[at_hit][0] < b for a, b in blocked[at_block:]):
                piece.names.append((hits[at_hit][0], hits[at_hit][1], hits[at_hit]))
            at_hit += 1
        if piece.heads or piece.names:
            yield piece, len(text), ""

    @staticmethod
    def _frame(word: str, info: Word, piece: Piece, start: int) -> str | None:
        """The frame of what follows the cut `word`."""
        if info.frame and not (info.joins and piece.frame):
            return info.frame
        if info.joins or word in ("的", "部分", "附近", "位于", "了") or start == piece.start and word in "了着过":
            return piece.frame
        return None

    # ---- one piece

    def _read(self, text: str, piece: Piece, end: int, closed: str) -> Iterator[Found]:
        start = self._without_leads(text, piece.start, end, piece.names)
        names = _joined([name for name in piece.names if name[0] >= start])
        heads = [head for head in piece.heads if head[0] >= start]
        swallowed = start
        for number in range(len(heads) - 1, -1, -1):
            head = heads[number]
            info = head[2]
            body = info.bears and info.kind  # 大学, 公司: a place where somebody visits it
            if info.bears and not (body and self._is_visited(piece.frame, closed, head, end)) and not (info.bears == "organization" and piece.frame == VISIT and self._is_end(head[1], end)):
                if self._bears(text, head, start, names):
                    swallowed = head[1]
                    break
                continue
            if not info.kind and info.bears:
                info = Word("site", "visited", bears=info.bears)
            if head[3] in self.inner and any(other[2].kind and other[3] not in self.inner and
                                             self._candidate(text, piece, start, other, names, closed, end) for other in heads[:number]):
                continue  # 卡拉旺站站台: a part of the station
            item = self._candidate(text, piece, start, (head[0], head[1], info, head[3]), names, closed, end)
            if item:
                yield item
                swallowed = item.end
                names = [name for name in names if name[1] <= item.start or name[0] >= item.end]
                yield from self._plain(text, [name for name in names if name[1] <= item.start], piece, item.start, "")
                break
        yield from self._plain(text, [name for name in names if name[0] >= swallowed], piece, end, closed)

    @staticmethod
    def _is_end(position: int, end: int) -> bool:
        return position == end

    def _is_visited(self, frame: str | None, closed: str, head: tuple, end: int) -> bool:
        return frame == VISIT or frame == LOCATIVE and head[1] == end and closed in "，,召开举行举办"

    def _bears(self, text: str, head: tuple, start: int, names: list) -> bool:
        """Whether the head makes the names in front of it a part of an organisation's, event's or post's name."""
        before = [name for name in names if name[1] <= head[0]]
        if not before:
            return False
        gap = head[0] - before[-1][1]
        if head[1] - head[0] == 1 or head[2].bears == "leader":
            return gap == 0 or head[3] == "会" and gap <= 6
        return gap <= LONGEST_BEARER

    def _without_leads(self, text: str, start: int, end: int, names: list) -> int:
        firsts = {name[0] for name in names}
        while start not in firsts and (lead := next((lead for lead in self.leads if text.startswith(lead, start)), None)):
            if start + len(lead) >= end:
                break
            start += len(lead)
        return start

    def _candidate(self, text: str, piece: Piece, start: int, head: tuple, names: list, closed: str, end: int) -> Found | None:
        """The place that ends in `head`, or None where it is none."""
        head_start, head_end, info, word = head
        frame, level = piece.frame, info.level
        inside = [name for name in names if name[1] <= head_start and self._is_usable(text, name, frame)]
        # a head may also be the end of a division's name that the gazetteer has (刘家堡|乡)
        covering = next((name for name in names if name[0] < head_end <= name[1] or name[0] <= head_start < name[1]), None)
        if covering and (isinstance(covering[2], str) or covering[2][3]):
            return None
        name = inside[0] if inside else None
        first = start
        if name:
            first = name[0]
            prefix = next((p for p in self.prefixes if text.endswith(p, start, first)), "")
            first -= len(prefix)
            if frame == VISIT and first > start and not self._is_generic(text[start:first]) and first - start <= LONGEST_NAME:
                first, name = start, None if inside[0][0] > start + 6 else name
        if head_end - first > LONGEST_NAME or not HAN_NAME.fullmatch(text, first, head_end):
            return None
        middle = text[name[1] : head_start] if name and name[0] >= first and text[first : name[0]] in ("", *self.prefixes) else text[first:head_start]
        if frame is None and any(first <= position < head_start for position in piece.soft) and not self._is_transcribed(middle):
            return None
        evidence = f"{frame or 'form'}: {word}"
        confidence = CONFIDENCE[frame]
        if name:
            if not self._names_with_place(middle, word, info, frame, closed, head_end == end):
                return None
            confidence = min(0.97, confidence + 0.05)
        elif not self._names_alone(middle, text[first:head_start], word, info, frame, piece, closed, head_end == end):
            return None
        stop = head_end
        extension = next((e for e in self.extensions if text.startswith(e, stop)), "")
        stop += len(extension)
        hit = name[2] if name and not isinstance(name[2], str) else None
        return Found(first, stop, info.kind, round(confidence, 2), evidence, hit)

    def _names_with_place(self, middle: str, word: str, info: Word, frame: str | None, closed: str, at_end: bool) -> bool:
        """萧山|国际|机场: whether the head makes a name with the division in front and `middle` between."""
        if not middle:
            return word in self.with_place and (info.level != "visited" or frame is not None)
        generic = self._is_generic(middle)
        if generic and self._has_quantity(middle):
            return False
        if generic:
            return word in self.with_place or info.level == "strong" and info.kind in ("facility", "venue", "site") and frame is not None
        if info.level == "visited":
            return frame == VISIT or frame == LOCATIVE and at_end
        return frame is not None or len(middle) <= LONGEST_UNFRAMED

    def _names_alone(self, middle: str, whole: str, word: str, info: Word, frame: str | None, piece: Piece, closed: str, at_end: bool) -> bool:
        """Whether the head makes a name with what stands in front and no division's name."""
        if self._is_generic(middle):
            # 县人民医院, 市民中心: the one of the newspaper's home
            return frame == VISIT and middle in self.own and word in self.with_place and len(word) > 1
        if frame == VISIT:
            return len(middle) > 1 or info.level == "strong"
        if frame == LOCATIVE:
            if info.level == "visited":
                return at_end and len(middle) > 1 and closed in "，,"
            return len(middle) > 1 or info.level == "strong"
        if info.level != "strong":
            return False
        if info.kind == "admin":
            return len(middle) <= LONGEST_VILLAGE
        return 1 < len(middle) <= LONGEST_UNFRAMED - 2

    def _is_usable(self, text: str, name: tuple, frame: str | None) -> bool:
        """Whether a name is firm enough to begin a longer one."""
        if isinstance(name[2], str) or name[2][3]:
            return True
        return not self.gazetteer.is_common_word(text[name[0] : name[1]])

    def _is_transcribed(self, name: str) -> bool:
        return len(name) > 2 and all(character in self.transcription for character in name)

    def may_name(self, name: str) -> bool:
        """Whether a stretch that only a model takes for a place may be one: not 农村, not 全省."""
        return not self._is_generic(name) and name not in self.words and not name.startswith(("各", "全", "该", "本", "我", "在", "来", "入", "返"))

    def kind_of(self, name: str) -> str:
        """The kind that the name's head tells."""
        kinds = (self.words[name[i:]].kind for i in range(max(0, len(name) - 10), len(name)) if name[i:] in self.words)
        return next((kind for kind in kinds if kind), "admin")

    def _is_generic(self, middle: str) -> bool:
        """Whether it is made of nothing but words that name nothing: 重点, 老旧, 各高速."""
        position, longest = 0, self._longest_generic
        while position < len(middle):
            for length in range(min(longest, len(middle) - position), 0, -1):
                word = middle[position : position + length]
                if word in self.domains or word in self.quantities:
                    position += length
                    break
            else:
                return False
        return True

    def _has_quantity(self, middle: str) -> bool:
        return any(middle[i:j] in self.quantities for i in range(len(middle)) for j in range(i + 1, min(i + 4, len(middle)) + 1))

    # ---- names of divisions by themselves

    def _plain(self, text: str, names: list, piece: Piece, end: int, closed: str) -> Iterator[Found]:
        for start, stop, what in names:
            name = text[start:stop]
            if text.endswith(self.before, max(0, start - 6), start):
                continue
            if name == CHINA and not (piece.frame and start == piece.start and stop == end):
                continue  # 在中国, but not 中国企业
            if isinstance(what, str):
                if name in self.located and not piece.frame and not text.startswith(("地区", "沿线", "沿岸", "流域"), stop):
                    continue
                yield Found(start, stop, what, CONFIDENCE[piece.frame] + 0.03, "known name", None, True)
            elif what[3] or piece.frame and start == piece.start and (stop == end or piece.frame == VISIT) and not self.gazetteer.is_common_word(name):
                stop = self._with_foreign_place(text, stop, end, what)
                sure = 0.95 if what[3] else 0.75
                yield Found(start, stop, "admin", sure, "gazetteer", what, True)
        if not names and piece.opened in self.cities_ahead and 2 <= end - piece.start <= 8 and self._is_transcribed(text[piece.start : end]):
            yield Found(piece.start, end, "admin", 0.7, f"{piece.opened} and a transcribed name")

    def _with_foreign_place(self, text: str, stop: int, end: int, hit: Hit) -> int:
        """德国霍恩费尔斯: a transcribed name behind a country's, up to the end of the piece."""
        if end - stop > 8 or not any(division.level == "country" and division.name != CHINA for division in hit[2]):
            return stop
        return end if self._is_transcribed(text[stop:end]) else stop

    # ---- repetitions

    def _again(self, text: str, found: list[Found], blocked: list[tuple[int, int]]) -> Iterator[Found]:
        """Further mentions of the facilities found, and of what an extension was cut to: 博奥路南伸, 博奥路."""
        known: dict[str, Found] = {}
        for item in found:
            name = text[item.start : item.end]
            if item.whole or len(name) < 3:
                continue
            known.setdefault(name, item)
            extension = next((e for e in self.extensions if name.endswith(e) and len(name) - len(e) > 2), "")
            if extension:
                known.setdefault(name.removesuffix(extension), item)
        if not known:
            return
        names = list(known)
        starts = [span[0] for span in blocked]
        for index, start, end in AhoCorasick(names, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
            at = bisect_left(starts, end) - 1
            if at >= 0 and blocked[at][1] > start:
                continue
            item = known[names[index]]
            yield Found(start, end, item.kind, min(item.confidence, 0.85), "named elsewhere", item.hit)


def _joined(names: list) -> list:
    """北京 + 人民大会堂: names that touch are one, of the kind of the last."""
    joined: list = []
    for name in sorted(names, key=lambda name: (name[0], -name[1])):
        if joined and name[0] < joined[-1][1]:
            if name[1] > joined[-1][1] and isinstance(name[2], str):
                joined[-1] = name
            continue
        if joined and name[0] == joined[-1][1] and isinstance(name[2], str) and not isinstance(joined[-1][2], str):
            joined[-1] = (joined[-1][0], name[1], name[2])
        else:
            joined.append(name)
    return joined


def _without_overlaps(found: list[Found]) -> list[Found]:
    """Of two that overlap the longer one; the list is in order."""
    taken: list[Found] = []
    for item in found:
        if taken and item.start < taken[-1].end:
            if item.end - item.start > taken[-1].end - taken[-1].start:
                taken[-1] = item
            continue
        taken.append(item)
    return taken


@lru_cache(maxsize=4)
def place_grammar(lexicons: str | None = None) -> PlaceGrammar:
    """The grammar of a lexicon folder, built once."""
    return PlaceGrammar(lexicons)
