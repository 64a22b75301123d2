"""Bylines and datelines: 本报讯(记者 甲 乙), 本报记者甲 报道, 新华社北京3月5日电（记者甲、乙）, 央视网消息（新闻联播）："""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .byline_names import BLANK, HAN_RUN, LISTED, RUNNING, BylineNames
from .lexicon import alternatives, load_toml, words_of
from .officials.names import name_finder

SEARCHED = 160  # characters of an article's beginning in which its byline stands
LONGEST_SIGNATURE = 40
SIGNING = re.compile(r"记者|通讯员|撰稿|作者")
SIGNED_OFF = re.compile(rf"{BLANK}*(?:[一-龥]{{2,6}}?{BLANK}*)?(?:综合)?(?:报道|摄影报道|供稿)?{BLANK}*")  # 记者 甲 乙 云溪报道
REPORTED = re.compile(rf"{BLANK}*摄影报道{BLANK}*(?:[(（][^()（）\n]{{2,10}}[)）])?\s*$")  # 甲 摄影报道（人民视觉）
LONGEST_CAPTION, MOST_CAPTIONS = 60, 3
MARKED = 100  # of these, characters in which the word stands that makes it one
TAIL = 120  # characters of an article's end in which its closing byline stands
SINGLE_DAY = r"(?:(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}日)(?:凌晨|[上下]午|中午|晚|\d{1,2}[时点])?"
OPENING_SIGNS = "□■◎◇○●◆【["
COLON = re.compile(rf"{BLANK}{{0,3}}(?:[:：]|——)")
CAPTION = re.compile(r"(?:摄|供图)[)）]?$|^(?:图为|图片|▲图|△图|图[①-⑨一二三四\d]|制图|上图|下图|左图|右图|资料图)|(?:资料|[局处社网报办])图片$|图片来源")
CAPTION_WORDS = ("摄", "图")  # no caption without one of these
BARS = ("/", "／", r"\|", "｜")


@dataclass(frozen=True, slots=True)
class Byline:
    """Offsets count in the text that was searched. reporters, editors: (name, start, end); the name without blanks."""

    start: int
    end: int
    agency: str | None = None
    place: str | None = None
    date: str | None = None  # as printed: 3月5日
    reporters: list[tuple[str, int, int]] = field(default_factory=list)
    editors: list[tuple[str, int, int]] = field(default_factory=list)
    alone: bool = False  # a signature without an agency: 本报记者 甲


class BylineGrammar(BylineNames):
    def __init__(self, lexicons: str | None = None):
        words = load_toml("bylines", lexicons)
        super().__init__(words, name_finder(lexicons))
        self.lexicons = lexicons
        writer = alternatives({word for word in self.roles if len(word) > 1 and word not in words_of(words["not_alone"])})
        # no byline without one of these; literals, which are searched for fastest: 讯, 记者, /文, 摄影：
        self.mark = re.compile("|".join((*words_of(words["marks"]), *(bar + word for bar in BARS for word in words_of(words["credits_behind_bar"])),
                                         *(word + bar for word in words_of(words["credits_before_bar"]) for bar in (*BARS, ":", "：")))))
        agency = rf"(?:{alternatives(words['agencies'])}|[一-龥]{{2,10}}?(?:{alternatives(words['endings'])}))"
        # 本报讯(记者 甲), 新华社北京3月5日电（记者甲）, 央视网消息（新闻联播）：, 据新华社电, 【本报讯】
        self.opening = re.compile(
            rf"[【\[［〔]?(?:据)?{BLANK}?(?P<agency>{agency})(?:《[^《》\n]{{1,12}}》)?{BLANK}{{0,2}}(?P<place>[一-龥·]{{2,8}}?)??{BLANK}{{0,2}}(?P<date>{SINGLE_DAY})?(?:(?<=日)[一-龥]{{2,6}}(?=讯|电|消息))?{BLANK}{{0,2}}"
            rf"(?P<kind>{alternatives(words['kinds'])})(?![息力话视子网影商信站台器气动机路源池价员])[】\]］〕]?{BLANK}{{0,4}}(?:据[一-龥]{{2,12}}报道{BLANK}?(?=[(（\[［【]))?"
            rf"(?P<people>[(（\[［【][^()（）\[\]【】\n]{{1,100}}[)）\]］】])?"
        )
        # 泸溪讯（记者 甲）, 柳河镇供稿（甲）, 南昌3月5日电（记者 甲）, 泸溪信息港讯 记者甲: no known agency, but names behind it
        self.local = re.compile(rf"(?P<agency>[一-龥]{{2,12}}?)(?P<date>{SINGLE_DAY})?{BLANK}?(?:讯|供稿|消息|电)(?:{BLANK}{{0,3}}(?P<people>[(（][^()（）\n]{{2,60}}[)）])|{BLANK}{{1,3}}(?={writer}))")
        # 台北（本报记者 甲）——
        self.placed = re.compile(rf"(?P<place>[一-龥]{{2,6}}){BLANK}?(?P<people>[(（](?:{writer})[^()（）\n]{{2,30}}[)）])(?={BLANK}?(?:——|[:：]))")
        # 。沂溪县柳河镇 甲
        self.place_and_name = re.compile(rf"(?<=[。！”])\s*(?P<people>[一-龥]{{2,12}}(?:镇|乡|街道|局|办|委|部|中心|县|市|区|村|院|站|社区){BLANK}{{0,4}}(?P<name>[一-龥]{{2,3}}))\s*$")
        # 。甲, 。 甲
        self.name_alone = re.compile(r"(?<=[一-龥][。！”])[ \u3000]{0,4}(?P<people>(?P<name>[一-龥]{2,3}))\s*$")
        # □本报记者甲 乙 报道, 川报观察记者 甲, 通讯员：甲, 新云溪/今日云溪通讯员 甲
        self.signed = re.compile(rf"[□■●◆◎▲○★☆*◇\-—]{{0,4}}{BLANK}{{0,4}}(?:(?P<agency>{agency}))?(?:[一-龥]{{2,8}}[/／])?(?:[一-龥]{{0,6}}?)(?={writer})")
        # 文/甲 图/乙, 文|记者 甲
        self.slashed = re.compile(rf"[□■●◆◎▲○★☆]?{BLANK}{{0,4}}(?:文|图|摄影|摄|撰文|文图|图文|文/图|图/文){BLANK}?[/／|｜:：]")
        # 甲/文 乙/摄, 甲（土家族）/文
        self.behind = re.compile(rf"(?P<name>[一-龥]{{2,4}})(?:[(（][一-龥]{{1,4}}族[)）])?{BLANK}?[/／]{BLANK}?(?:文|图|摄)")
        self.bracket = re.compile(rf"[(（【\[](?P<people>[^()（）【】\[\]\n]{{0,24}}?(?:{writer})[^()（）【】\[\]\n]{{2,60}})[)）】\]]")
        self.closing = re.compile(rf"(?P<people>[(（【\[][^()（）\[\]【】\n]{{2,60}}[)）】\]]){BLANK}*(?:[(（](?:完|[一-龥]{{1,10}}(?:{alternatives(words['endings'])}))[)）])?\s*(?=\n|$)")
        # 【连网】(记者 甲)
        self.boxed = re.compile(rf"[【\[［〔](?P<agency>[一-龥]{{1,10}}(?:{alternatives(words['endings'])}|讯))[】\]］〕]{BLANK}{{0,4}}(?P<people>[(（][^()（）\n]{{2,80}}[)）])?")
        # 本报评论员, 特约评论员 as a line
        self.impersonal = re.compile(rf"[□■]?{BLANK}{{0,3}}(?:(?P<agency>{agency}))?(?:特约|特邀|本报|本刊)?(?:评论员|编辑部|观察员|社论)(?:文章)?{BLANK}*(?=\n|$)")
        # 【本报记者甲呼和浩特廿九日电】
        self.telegram = re.compile(rf"[【\[(（](?P<agency>{agency})(?:特派|驻[一-龥]{{1,4}})?记者{BLANK}?(?P<people>[一-龥]{{4,16}}?(?:\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})日(?:电|讯|报道))[】\]）)]")
        # □甲 乙
        self.bulleted = re.compile(rf"[□■◎◇○●◆]{BLANK}{{0,3}}(?P<people>[一-龥·{BLANK[1:-1]}、]{{2,30}})(?=\n|$)")
        # 记者 甲 摄, （甲 摄）, （某网 甲 摄）
        self.credit = re.compile(rf"[(（][一-龥]{{2,10}}{BLANK}{{1,2}}(?P<named>[一-龥]{{2,3}}){BLANK}{{1,3}}摄[)）]|(?:^|\n)(?P<line>[一-龥]{{2,3}}){BLANK}?摄影报道|[(（](?P<slash>[一-龥]{{2,3}}){BLANK}?[/／]{BLANK}?(?:文{BLANK}?)?摄|(?:记者|通讯员|摄影[:：]?){BLANK}{{0,3}}(?P<after>[一-龥]{{2,3}}|[一-龥]{BLANK}{{1,2}}[一-龥]){BLANK}{{0,3}}摄|(?:[(（。\n]|^|图[^\n，。]{{0,30}}?{BLANK}){BLANK}?(?P<before>[一-龥]{{2,3}}|[一-龥]{BLANK}{{1,2}}[一-龥]){BLANK}{{1,3}}摄(?![影像制])")
        self.office = re.compile(rf"(?:{alternatives(words['offices'])})$")

    def people(self, people: str, offset: int = 0) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
        """(reporters, editors) in `people`: 记者 甲 通讯员 乙丙 编辑 丁."""
        reporters, editors = _people(people, self.lexicons)
        return _shifted(reporters, offset), _shifted(editors, offset)

    # ---- opening and closing

    def opening_byline(self, text: str, start: int = 0) -> Byline | None:
        """The byline that begins at `start` (blanks skipped), or None."""
        if not self.mark.search(text, start, start + MARKED) and text[start : start + SEARCHED].lstrip()[:1] not in OPENING_SIGNS:
            return None
        byline = _opening(head_of(text, start), self.lexicons)
        if byline is None or start == 0:
            return byline
        return replace(byline, start=byline.start + start, end=byline.end + start, reporters=_shifted(byline.reporters, start), editors=_shifted(byline.editors, start))

    def parse(self, head: str, start: int = 0) -> Byline | None:
        """The byline with which `head` begins."""
        if not self.mark.search(head, 0, MARKED) and head.lstrip()[:1] not in OPENING_SIGNS:
            return None
        lead = len(head) - len(head.lstrip())
        match = self.opening.match(head, lead)
        if match and self._is_dateline(match, head):
            return self._dateline(match, head, start)
        byline = self._local(head, lead, start)
        if byline:
            return byline
        if head.startswith(("(", "（", "【", "["), lead):
            match = self.bracket.match(head, lead)
            if match:
                reporters, editors = self.people(match.group("people"), start + match.start("people"))
                if reporters:
                    return Byline(start + match.start(), start + match.end(), reporters=reporters, editors=editors)
            match = self.telegram.match(head, lead)
            if match:
                people = match.group("people")
                name = max((people[:3], people[:2]), key=self.finder.weight)
                found = [(name, start + match.start("people"), start + match.start("people") + len(name))]
                return Byline(start + match.start(), start + match.end(), match.group("agency"), reporters=found)
            boxed = self.boxed.match(head, lead)
            behind = self._local(head, boxed.end(), start) if boxed and not boxed.group("people") else None
            if behind:  # 【泸网】 北京3月5日电（记者 甲）
                return replace(behind, start=start + boxed.start(), agency=boxed.group("agency"))
            if boxed and (boxed.group("people") or boxed.group("agency").endswith(("讯", "电"))):
                reporters, editors = self.people(boxed.group("people") or "", start + max(boxed.start("people"), 0))
                return Byline(start + boxed.start(), start + boxed.end(), boxed.group("agency"), reporters=reporters, editors=editors)
            return None
        match = self.impersonal.match(head, lead)
        if match:
            return Byline(start + match.start(), start + match.end(), match.group("agency"), alone=True)
        match = self.bulleted.match(head, lead)
        if match:
            reporters, editors = self.people(match.group("people"), start + match.start("people"))
            if reporters and sum(len(name) for name, _, _ in reporters) >= 0.8 * len(re.sub(r"[^一-龥]|记者|本报|通讯员", "", match.group("people"))):
                return Byline(start + match.start(), start + match.end(), reporters=reporters, editors=editors, alone=True)
        match = self.signed.match(head, lead)
        if match:
            end, reporters, editors = self._running(head, match.end(), RUNNING)
            if reporters:
                return Byline(start + match.start(), start + end, match.group("agency"), reporters=_shifted(reporters, start), editors=_shifted(editors, start), alone=True)
        if self.slashed.match(head, lead) or self.behind.match(head, lead):
            line = head[lead:].split("\n", 1)[0]
            if len(line) <= 60 and "。" not in line:
                reporters, editors = self.people(line, start + lead)
                if reporters:
                    return Byline(start + lead, start + lead + len(line), reporters=reporters, editors=editors, alone=True)
        return None

    def _local(self, head: str, lead: int, start: int) -> Byline | None:
        """A dateline of a place or an agency that no list has; only names behind it tell."""
        lead += len(head) - lead - len(head[lead:].lstrip())
        match = self.local.match(head, lead) or self.placed.match(head, lead)
        if match is None:
            return None
        if match.group("people"):
            end, (reporters, editors) = match.end(), self.people(match.group("people"), match.start("people"))
        else:
            end, reporters, editors = self._running(head, match.end(), RUNNING)
        if not reporters:
            return None
        known, mark = match.groupdict(), COLON.match(head, end)
        return Byline(start + match.start(), start + (mark.end() if mark else end), known.get("agency"), known.get("place"), known.get("date"), _shifted(reporters, start), _shifted(editors, start))

    def first_byline(self, text: str) -> Byline | None:
        """The byline at the text's beginning, or behind the captions of photos there; behind sentences as short as captions only a dateline."""
        if not self.mark.search(text, 0, MARKED + MOST_CAPTIONS * (LONGEST_CAPTION + 1)) and text.lstrip()[:1] not in OPENING_SIGNS:
            return None
        start, captions = 0, True
        for _ in range(MOST_CAPTIONS + 1):
            byline = self.opening_byline(text, start)
            if byline:
                return byline if captions or byline.agency and not byline.alone else None
            end = text.find("\n", start, start + 200)
            line = text[start:end]
            if end < 0 or not self.may_be_caption(line):
                return None
            captions = captions and is_caption(line)
            start = end + 1
        return None

    def may_open(self, text: str) -> bool:
        """Whether a byline can stand at the text's beginning, behind a bullet or a label at most."""
        return text[0] in OPENING_SIGNS or self.mark.search(text, 0, MARKED + 12) is not None

    @staticmethod
    def may_be_caption(line: str) -> bool:
        return is_caption(line) or len(line) <= LONGEST_CAPTION and line.count("。") < 2

    @staticmethod
    def _is_dateline(match: re.Match, head: str) -> bool:
        """Not a sentence that begins like a dateline: 本网络安全报道…, 国家电网发布的消息"""
        place, day, kind = match.group("place"), match.group("date"), match.group("kind")
        if place and re.search(r"[的了在是和有对将于从向为被把]|记者|通讯员", place):
            return False
        if day:
            return True
        if place and kind in ("消息", "报道", "快讯"):
            return False
        known = match.group("agency")
        behind = head[match.end("kind") : match.end("kind") + 1]
        if behind and behind not in " \t\u3000\xa0\n(（[［【】]］〕:：,，—-0123456789" and not known.startswith(("本", "新华", "中新", "央视网", "人民网")):
            return kind in ("讯", "电") and not place and known.endswith(("网", "报", "融媒", "融媒体", "新闻"))
        return True

    def _dateline(self, match: re.Match, head: str, start: int) -> Byline:
        end, reporters, editors = match.end(), [], []
        if match.group("people"):
            reporters, editors = self.people(match.group("people"), start + match.start("people"))
            only = match.group("people")[1:-1].strip()
            if not reporters and not editors and 2 <= len(only) <= 3 and HAN_RUN.fullmatch(only) and only not in self.nobody and not self.role.search(only):
                at = start + match.start("people") + match.group("people").index(only)  # 电 (甲): of whatever surname
                reporters = [(only, at, at + len(only))]
        else:  # 本报讯 记者 甲 报道：, 本报讯 通讯员甲 乙
            role = self.role.match(head, end)
            if role and len(role.group()) > 1:
                after, running, edited = self._running(head, end, RUNNING)
                if running:
                    end, reporters, editors = after, _shifted(running, start), _shifted(edited, start)
                    end += head[match.start()] in "【[［〔" and head[end : end + 1] in ("】", "]", "］", "〕")
        mark = COLON.match(head, end)
        return Byline(start + match.start(), start + (mark.end() if mark else end), match.group("agency"), match.group("place"), match.group("date"), reporters, editors)

    def closing_byline(self, text: str) -> Byline | None:
        """A byline in brackets that closes the text: （记者 甲 乙）, (县政府办), （编辑：丙）"""
        offset = max(0, len(text) - TAIL)
        tail = text[offset:]
        brackets = reversed(list(self.closing.finditer(tail))) if "）" in tail or ")" in tail or "】" in tail or "]" in tail else ()
        for match in brackets:
            if "。" in tail[match.end() :] or match.start() == 0 and offset == 0 and len(text) > 40:
                return None
            people = match.group("people")[1:-1]
            reporters, editors = self.people(people, offset + match.start("people") + 1)
            if reporters and not editors and not self.role.search(people):
                reporters = self.listed(people, offset + match.start("people") + 1) or reporters
            if reporters or editors or self.office.search(people.strip()):
                return Byline(offset + match.start(), offset + match.end("people"), reporters=reporters, editors=editors)
        line = tail[tail.rstrip().rfind("\n") + 1 :]  # the last line is nothing but names
        if len(line.strip()) > LONGEST_SIGNATURE:
            line = ""
        listed = REPORTED.sub("", line) if "摄影" in line else line
        if line and offset + len(tail) - len(line) > 0 and 2 <= len(listed.strip()) <= 16 and self.is_names(listed):
            names = list(self._names(listed))
            if len(names) <= 3:
                begin = len(text) - len(line)
                return Byline(begin + names[0][1], begin + names[-1][2], reporters=_shifted(names, begin))
        signed = self.signed.match(line) if line and len(line) < len(tail) and "。" not in line and SIGNING.search(line) else None
        if signed:
            end, names, edited = self._running(line, signed.end(), RUNNING)
            if names and SIGNED_OFF.fullmatch(line, end):
                begin = len(text) - len(line)
                return Byline(begin + signed.start(), len(text.rstrip()), signed.group("agency"), reporters=_shifted(names, begin), editors=_shifted(edited, begin), alone=True)
        match = (self.place_and_name.search(tail) or self.name_alone.search(tail)) if HAN_RUN.match(text.rstrip()[-1:]) else None
        if match and self.is_surely_name(match.group("name")):
            name = (match.group("name"), offset + match.start("name"), offset + match.end("name"))
            return Byline(offset + match.start("people"), offset + match.end("people"), reporters=[name])
        return None

    def sender(self, text: str) -> str | None:
        """Who sent the news in, behind the office: 沂溪县柳河镇甲"""
        match = self.place_and_name.search(f"。{text}")
        return match.group("name") if match and self.is_surely_name(match.group("name")) else None

    def is_surely_name(self, name: str) -> bool:
        return self.finder.weight(name) > 1.0 and not self.finder.words.get(name)

    def credits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Photographers: 记者 甲 摄, （甲 摄）"""
        position = text.find("摄")
        last = -1
        while position >= 0:
            low = max(last, position - 50, 0)
            for match in self.credit.finditer(text, low, position + 4):
                key = next(key for key in ("named", "line", "slash", "after", "before") if match.group(key))
                name = re.sub(BLANK, "", match.group(key))
                if self.finder.weight(name) > LISTED:
                    yield name, match.start(key), match.end(key)
                last = match.end()
            position = text.find("摄", max(position + 1, last))


def _shifted(names: list[tuple[str, int, int]], by: int) -> list[tuple[str, int, int]]:
    return [(name, start + by, end + by) for name, start, end in names]


@lru_cache(maxsize=8)
def byline_grammar(lexicons: str | None = None) -> BylineGrammar:
    return BylineGrammar(lexicons)


def is_caption(line: str) -> bool:
    """What stands below a photo, by its form: 图为…, …甲 摄"""
    return any(word in line for word in CAPTION_WORDS) and CAPTION.search(line) is not None


def head_of(text: str, start: int = 0) -> str:
    """The part of the text in which a byline that begins at `start` stands: of its first line that holds something."""
    head = text[start : start + SEARCHED]
    end = head.find("\n", len(head) - len(head.lstrip()))
    return head if end < 0 else head[:end]


@lru_cache(maxsize=1024)
def _people(people: str, lexicons: str | None) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """The same writers sign again and again."""
    return byline_grammar(lexicons).names_by_role(people)


@lru_cache(maxsize=1024)
def _opening(head: str, lexicons: str | None) -> Byline | None:
    """Reading, the pipeline and the order of days ask for the same beginnings."""
    return byline_grammar(lexicons).parse(head)


def find_byline(text: str, lexicons: str | None = None) -> Byline | None:
    """The byline with which the text begins, or None; captions of photos may stand in front of it. Offsets count in `text`."""
    return byline_grammar(lexicons).first_byline(text)


def closing_byline(text: str, lexicons: str | None = None) -> Byline | None:
    """A byline in brackets that closes the text: （记者 甲 乙）, (县政府办)."""
    return byline_grammar(lexicons).closing_byline(text)
