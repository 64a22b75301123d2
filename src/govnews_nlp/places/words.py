"""The words of places: what their names end in, what cuts them off, what stands in front of them (lexicons/places.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from ..gazetteer import gazetteer
from ..lexicon import alternatives, load_toml, longest_first
from ..words import word_counts

CHINA, FOREIGN, ITEMS, NUMBERED, BODY = "中国", "foreign", "items", "numbered", "body"
GOES, VISIT, LOCATIVE, OBJECT = "goes", "visit", "locative", "object"  # 来到, 前往; 考察, 检查; 在, 到; 对…进行视察
IN_BRACKETS = "(?:[㐀-鿿]{2,6}|[A-Za-z]{2,8})"  # what brackets inside a name hold: 云天（海南）科技, 云虎(FEV)研发中心
CUTS, SOFT, NOTHING = "cuts", "soft", "nothing"
BEGINS = "。\n\u3000"  # a sentence begins behind them
DELIMITERS = "，。；：！？、（）()…“”\"‘’'《》〈〉【】—\n\r\t 　,;:!?/[]{}|「」『』~～-"


@dataclass(slots=True)
class Word:
    """What a word of the lexicon can do."""

    kind: str | None = None  # of the places whose names end in it
    level: str | None = None  # strong, named, visited
    cut: bool = False
    soft: bool = False  # ends a name outside of a frame only
    drops: bool = False  # holds a division's name and is none
    frame: str | None = None
    joins: bool = False
    bears: str | None = None  # organization, event, leader
    known: str | None = None


class PlaceWords:
    """lexicons/places.toml, read: what each word can do, and what names nothing."""

    def __init__(self, lexicons: str | None = None):
        data = load_toml("places", lexicons)
        self.gazetteer = gazetteer(lexicons)
        self.words: dict[str, Word] = {}
        self._read_heads(data, lexicons)
        boundary = data["boundary"]
        for text in (boundary["words"] + " " + boundary["verbs"]).split():
            self._word(text).cut = True
        self.soft = frozenset(boundary["soft"].split())
        for text in self.soft:
            self._word(text).soft = True
        for text in boundary["nouns"].split():
            self._word(text).soft = self._word(text).cut = True
        for text in boundary["protected"].split():
            word = self._word(text)
            word.cut = word.soft = False
            head = next((self.words[text[i:]] for i in range(1, len(text)) if text[i:] in self.words and self.words[text[i:]].kind), None)
            if head and word.kind is None and text[-1] in "区园馆站厂所司":
                word.kind, word.level = head.kind, head.level  # 安置小区
                word.bears = head.bears if text[-1] == "司" else None  # 供电公司
        for frame, text in ((LOCATIVE, data["frames"]["locative"]), (VISIT, data["frames"]["visit"]), (GOES, data["frames"]["goes"]), (OBJECT, data["frames"]["object"])):
            for word in text.split():
                self._word(word).frame, self._word(word).cut = frame, True
        for character in DELIMITERS:
            self._word(character).cut = True
        for text in [*data["frames"]["joins"].split(), " ", "　"]:
            self._word(text).joins = self._word(text).cut = True
        self.closes = frozenset(data["frames"]["closes"].split())
        self.named_by_words = frozenset(data["frames"]["named_by_words"].split())
        self.memorials = tuple(data["frames"]["memorials"].split())
        self.takes_place = tuple(data["frames"]["takes_place"].split())
        self.behind_scene = frozenset(("，", ",", *self.takes_place))  # 在甲公司，; 在甲公司举行
        self.not_items = tuple(data["frames"]["not_items"].split())
        self.inner = frozenset(data["frames"]["inner"].split())
        # 位于, 辖区, 龙头企业 in front of a name
        self.lead = re.compile(alternatives(data["frames"]["leads"]))
        self.with_place = frozenset(data["with_place"]["words"].split())
        self.builds, self.waters = frozenset(data["frames"]["builds"].split()), tuple(data["frames"]["waters"].split())
        self.vague = frozenset(data["frames"]["vague"].split())
        self.quoted_not = tuple(data["frames"]["quoted_not"].split())
        self.keeps = frozenset(data["frames"]["keeps"].split())
        self.ends_names = frozenset(boundary["soft"].split()) - frozenset(boundary["soft_in_names"].split())
        self.sides = frozenset(data["before"]["sides"].split())
        self.developed = tuple(data["before"]["developed"].split())
        self.numbered_farms = frozenset(data["frames"]["numbered_farms"].split())
        self.not_sites = tuple(data["frames"]["not_sites"].split())
        self.own_sites = frozenset(data["frames"]["own_sites"].split())
        self.centre_of = tuple(data["frames"]["centre_of"].split())
        # 甲村、乙社区等地: the first list of the clause, with 、 in it, and what closes it
        self.sure_list = re.compile("[^。；;！？\\n、]{2,40}、[^。；;！？\\n]{1,120}?(?:" + "|".join(data["frames"]["closes_sure"].split()) + ")")
        closes, views = (alternatives(data["frames"][key]) for key in ("closes_viewed", "views"))
        listed = "[^。；;！？\\n，,、]{2,40}(?:、[^。；;！？\\n，,、]{2,40}){1,15}等"  # 甲、乙和丙等
        # 深入甲广场、乙路等节会重点活动场所，: the same with words in between, up to the end of the clause or 察看
        self.closed_list = re.compile(listed + "[^。；;！？\\n，,、]{0,12}(?:" + closes + ")(?=[，,。；;]|$|(?:进行|开展)?(?:实地|现场)?(?:" + views + "))")
        # 走访了甲、乙和丙等，
        self.visited_list = re.compile(listed + "(?=[，,。；;]|$)")
        # 视察了甲路拓宽项目、乙工程实施情况
        self.works_list = re.compile("[^。；;！？\\n，,、]{2,40}、[^。；;！？\\n，,]{1,120}?(?:项目|工程)(?:实施|建设|推进|进展|改造)*情况")
        # 对甲项目、乙市场等3个项目（的进展、质量等情况）进行了视察
        self.viewed_list = re.compile("(?:[^。；;！？\\n、，,]{2,40}、[^。；;！？\\n]{1,200}?|[^。；;！？\\n、，,]{2,60}?)"
                                      "(?:(?:" + closes + ")(?:建设|施工|推进|进展|改造)*(?:情况)?(?:的[^。；;！？\\n]{2,40}?情况)?的?(?:进行|开展)了?[^，,。；;]{0,8}?|进行了?(?:实地|现场))(?:" + views + ")")
        # 福民超市（新城店）, 白马路（东侧段）
        self.branch = re.compile("[(（][㐀-鿿]{1,12}(?:" + alternatives(data["frames"]["branches"]) + ")[)）]")
        self.first_characters = frozenset(boundary["first_characters"].split())
        self.company_ends = longest_first(data["heads"]["site"]["items"])
        heads = " ".join(word for word, info in self.words.items() if info.level == "strong" and info.kind in ("admin", "facility"))
        self.named_ahead = re.compile("[㐀-鿿]{1,3}?(?:" + alternatives(heads) + ")")
        self.works_done, self.stretches = tuple(boundary["nouns"].split()), frozenset(data["frames"]["stretches"].split())
        self.works_ahead = re.compile("[㐀-鿿A-Za-z0-9]{0,10}?(?:" + alternatives(data["frames"]["works"]) + ")[、，,。；等和]")
        # “云谷”供热站、; “智慧城管”工程 is none; 青湾村“说事驿站”
        every = [word for word, info in self.words.items() if info.kind and info.level != BODY and len(word) > 1]
        own = [word for word in every if word not in self.vague]
        quoted = "“[^“”，。、；：！？\n]{2,10}"
        self.quoted_ahead = re.compile(f"{quoted}”(?:[㐀-鿿]{{1,14}}?(?:{alternatives(every)})|(?:{alternatives(own)}))[、，,。；等和与及]")
        self.house_quoted = re.compile(f"{quoted}(?<=(?:{alternatives([word for word in own if len(word) == 2])}))”[、，,。；等和与及]")
        self.not_bodies = tuple(data["frames"]["not_bodies"].split())
        self.quantities = frozenset(data["generic"]["quantities"].split())
        self.plural = frozenset(data["generic"]["plural"].split())
        self.domains = frozenset((data["generic"]["domains"] + " " + load_toml("divisions", lexicons)["peoples"]["names"]).split())
        self._longest_generic = max(map(len, self.quantities | self.domains))
        self.own = tuple(data["generic"]["own"].split())
        self.located = frozenset(data["known"]["located"].split())
        self.prefixes = tuple(data["before"]["name_prefixes"].split())
        campaigns = load_toml("slogan_forms", lexicons)["place_campaigns"]["heads"]
        self.before = tuple({*data["before"]["words"].split(), *campaigns})
        self.extensions = longest_first(data["before"]["extensions"])
        self.transcription = frozenset("".join(load_toml("names", lexicons)["transcription"].split()))
        self.behind_foreign = frozenset(data["before"]["behind_foreign"].split())
        self.cities_ahead = tuple(data["before"]["foreign_cities"].split())
        self.arrives = frozenset(word for word in data["frames"]["goes"].split() if word.startswith(("来到", "又来到", "走进", "走入")))
        self.held, self.governing = frozenset(boundary["held"].split()), frozenset(boundary["governing"].split())
        self.models = frozenset(data["generic"]["models"].split())
        names = load_toml("names", lexicons)
        self.surnames = frozenset(c for c in "".join(names["surnames"].split()) if not (c in self.words and self.words[c].cut))
        self.ordinary = word_counts(lexicons)
        self.closes_companies, self.closes_roads = data["frames"]["closes_companies"].split(), data["frames"]["closes_roads"].split()
        self.closes_bare, self.framing = data["frames"]["closes_bare"].split(), [word for word, info in self.words.items() if info.frame not in (None, OBJECT)]
        self._patterns = list(self.words)
        self._matcher = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)
        self._infos = [self.words[text] for text in self._patterns]
        self._aside = [self._way_aside(text, info) for text, info in zip(self._patterns, self._infos, strict=True)]

    def _way_aside(self, text: str, info: Word) -> str | None:
        """What a word does where nothing stands open: CUTS: the next piece begins behind it; SOFT, NOTHING; None: that needs a look."""
        if info.frame or info.known or info.drops or text in "于(（" or text in BEGINS or text in self.behind_foreign:
            return None
        if info.cut:
            return CUTS
        return None if info.kind or info.bears else SOFT if info.soft else NOTHING

    def _word(self, text: str) -> Word:
        return self.words.setdefault(text, Word())

    def _read_heads(self, data: dict, lexicons: str | None) -> None:
        for word in data["heads"]["foreign"]["words"].split():
            self._word(word).kind, self._word(word).level = "admin", FOREIGN
        for kind, levels in data["heads"].items():
            if kind == FOREIGN:
                continue
            for level, text in levels.items():
                for word in text.split():
                    for form in (word, word + "区") if word.endswith("园") and len(word) > 1 else (word,):  # 产业园, 产业园区
                        if self._word(form).kind is None:
                            self._word(form).kind, self._word(form).level = kind, level
        for word in data["not_heads"]["words"].split():
            self.words[word] = Word()
        for kind, text in data["known"].items():
            if kind not in ("located", "not_places"):
                for word in text.split():
                    self.words[word] = Word(known=kind)
        for word in data["known"]["not_places"].split():
            self.words[word] = Word(drops=True)
        for word in data["bears"]["houses"].split():
            self._word(word).kind, self._word(word).level = "facility", BODY
        titles = load_toml("titles", lexicons)
        posts = " ".join([*titles["posts"].values(), titles["foreign"]["words"], titles["organization_decides"]["words"]])
        for bearer, text in (("organization", data["bears"]["organizations"]), ("event", data["bears"]["events"]),
                             ("leader", data["bears"]["leaders"]), ("post", posts)):
            for word in text.split():
                if self._word(word).bears is None:
                    self._word(word).bears = bearer

    def may_be_bare(self, name: str) -> bool:
        """Whether a word without an ending may be a village's or township's name: nothing generic, no verb."""
        return not self._is_generic(name) and not (name in self.words and self.words[name].cut)

    def holds_cut(self, name: str, least: int = 1) -> bool:
        """Whether a word (of that many characters) stands in it that no name holds."""
        return any(end - start >= least and self._infos[index].cut and not self._infos[index].soft for index, start, end in self._matcher.find_matches_as_indexes(name))

    def is_phrase(self, name: str) -> bool:
        """Whether it is a row of ordinary words: 巩固传统, 两座, but not 青禾艺社."""
        reach = [True] + [False] * len(name)
        for end in range(1, len(name) + 1):
            for length in (2, 3, 4):
                word = name[end - length : end] if end >= length else ""
                if word and reach[end - length] and (word in self.ordinary or word in self.words and self.words[word].cut or word in self.domains or word in self.quantities):
                    reach[end] = True
                    break
        return reach[-1]

    def _is_transcribed(self, name: str) -> bool:
        return len(name) > 2 and all(character in self.transcription for character in name)

    def may_name(self, name: str) -> bool:
        """Whether a stretch that only a model takes for a place may be one: not 农村, not 全省."""
        return not self._is_generic(name) and name not in self.words and not name.startswith(("各", "全", "该", "本", "我", "在", "来", "入", "返"))

    def kind_of(self, name: str) -> str:
        """The kind that the name's head tells."""
        kinds = (self.words[name[i:]].kind for i in range(max(0, len(name) - 10), len(name)) if name[i:] in self.words)
        return next((kind for kind in kinds if kind), "admin")

    def _generic_words(self, middle: str) -> list[str]:
        """The words, where it is made of nothing but such as name nothing (重点, 老旧); one of them of one character at most (no 西湖)."""
        words, position = [], 0
        while position < len(middle):
            for length in range(min(self._longest_generic, len(middle) - position), 0, -1):
                word = middle[position : position + length]
                if word in self.domains or word in self.quantities:
                    words.append(word)
                    position += length
                    break
            else:
                return []
        return words if sum(len(word) == 1 and not word.isdigit() for word in words) < 2 else []

    def _is_generic(self, middle: str) -> bool:
        return not middle or bool(self._generic_words(middle))

    def _without_quantities(self, text: str, start: int, end: int) -> int:
        """国家重点工程|金甬铁路: words in front that count or praise are no part of the name."""
        while word := next((text[start : start + n] for n in (4, 3, 2) if start + n < end and text[start : start + n] in self.quantities), ""):
            start += len(word)
        return start
