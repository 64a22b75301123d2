"""Slogans (提法): fixed policy formulations, known ones from the lexicon and new ones by the grammar of the genre.

Two passes. An Aho-Corasick automaton finds the lexicon's forms; a regular expression finds what stands in quotation
marks. A quoted short form that the lexicon lacks is weighed by its shape (number form, groups of equal length) and by
its frame: the verb before it and the noun behind it (深化“无疫单元”创建). Small expressions find unquoted forms that
can be nothing else (一码通管, 1+1+9工作部署, 平安 with the name of the article's own region).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from ..lexicon import LexiconError, load_csv, load_toml
from ..records import Slogan, article_of, text_of
from .rule import RuleComponent, factory

# ---- the score of a form that the lexicon lacks: shape + verb before + noun behind + row + repeated, 0.9 at most
THRESHOLD = 0.6
NUMBER, CODE, DOUBLE = 0.6, 0.55, 0.55  # “五快”, “141”, “双评议”
EQUAL_GROUPS, GROUPS = 0.55, 0.4  # “人守住、物畅通”, “亮码、测温、戴口罩”
LETTERS = 0.3  # “人、房、地”
BY_LENGTH = {2: 0.1, 3: 0.35, 4: 0.45}  # “守门”, “快转运”, “人物同防”
OTHER_LENGTH = 0.35
OWN_NOUN = 0.1  # of a form that ends in a noun of slogans: “亮灯模式”
METAPHOR = -0.2  # “放大器”
STRONG_VERB, WEAK_VERB = 0.25, 0.1  # 深化“…”, 建立“…”
NOUN, SOFT_NOUN = 0.4, 0.25  # “…”机制, “…”活动
NEAR_NOUN, SOFT_NEAR_NOUN = 0.3, 0.15  # “…”行政执法改革
TOPIC = -0.6  # of what a meeting, an exhibition or a book is divided into
ROW = 0.15  # of a form in a row of three
REPEATED = 0.1  # of a form that the article quotes twice
ABROAD = 0.3  # the most for a form in a sentence about other countries

# ---- how sure a hit of the lexicon is
KNOWN_QUOTED, KNOWN, GENERAL, KNOWN_WITH_NOUN, SHORT_WITH_NOUN = 0.97, 0.95, 0.7, 0.8, 0.65

LONGEST_PART = 8  # characters of one group in a quoted formula
LONGEST_FORM = 36
OPENING, CLOSING = frozenset("“‘「『\""), frozenset("”’」』\"")
NUMERALS = frozenset("一二两三四五六七八九十百千万第数几")

# “除险保安” ‘八八战略’ 「一带一路」 『…』 "141": what stands between quotation marks, no mark inside
QUOTED = re.compile(r"[“‘「『]([^“”‘’「」『』\n]{1,60})[”’」』]|\"([^\"\n]{1,60})\"")
# ”五快”: a page that has closing marks only
CLOSING_ONLY = re.compile(r"”([^”\n]{1,60})”|\"([^\"\n]{1,60})\"")
# 四个意识, 七大机制, 五快, 两山, 三高四新, 一中心四平台一网格
# 四个重大转变: a counted one is longer
NUMBER_FORM = re.compile(r"[二两三四五六七八九十]{1,2}[个项大][^\d、，, 月]{2,4}|(?:[一二两双三四五六七八九十百千万][^\d、，, ]{1,4})+")
# “产业奋进年”: the campaign of a year; not “中外旅游年” (name_endings), “青少年”, “五十周年”, “开局之年”
CAMPAIGN_YEAR = re.compile(r"[\u4e00-\u9fff]{3,8}[^青少童晚老中百千周新今明去之成几半学整全]年")
# “鱼米走廊”: how plans are called, here and abroad; “经济走廊” alone is none
CORRIDOR = re.compile(r"[\u4e00-\u9fff]{2,5}走廊")
# 一张网, 一级网格, 三月份, 八点见: numbers of everyday language
ORDINARY_NUMBER = re.compile(r"[一二三四五六七八九十百千]+(?:强|连[冠降增涨跌胜])$|[百千万][里亩年]|一[^一二两三四五六七八九十百千万]+$|[一二三四五六七八九十]+[级号月日岁届点]")
# 141, 22688, 8+4, 1+1+9, 2+14+7, 1+N, 6+X; but not the year 2035
CODE_FORM = re.compile(r"(?!(?:19|20)\d\d$)(?=.*\d)[\dN]+(?:[+＋\-－—.*×xX][\dNnXx]+)*")
# 精细化, 常态化: an adverb of the office
IZATION = re.compile(r"[\u4e00-\u9fff]{1,2}化")
# 新动能, 全覆盖
NEW_WORD = re.compile(r"全[\u4e00-\u9fff]{2}|新[^\d一二三四五六七八九十][\u4e00-\u9fff]")
# 亮码、测温、戴口罩; 党建引领 民呼我应: groups divided by 、 or a comma or a blank
GROUP_MARKS = re.compile(r"[、，,·+]|\s")
# 《关于…的意见》: titles, in which only quoted forms count
TITLE_OF_BOOK = re.compile(r"《[^《》\n]{1,120}》")
# no slogan has these: sentences, titles of books, web addresses, second person
SENTENCE_MARKS = re.compile(r"[的了吗呢吧]$|[。！？!?；;：:《》<>()（）/@#]|[你您她]|我们|[A-Za-z]{3}")
# 一网通管, 一码通行, 一站通办 (unquoted)
ALL_IN_ONE = re.compile(r"一[网码窗站键图屏证照卡表门件库端][通统协][办管享用查看览行]")
# 1+1+9 followed by its noun (unquoted)
SUM_FORM = re.compile(r"(?<![\d+.])[1-9]\d{0,2}(?:[+＋][\dNX]{1,3}){1,4}(?![\d+.%％])")
# 无疫单元 in 深化无疫单元建设 (unquoted)
FREE_OF = re.compile(r"(?:深化|推进|开展|抓好|推动|加强|实施|打造|创建)(无[疫废毒诈访讼案欠烟][\u4e00-\u9fff]{2,3}?)(?=创建|建设|试点|评选|示范)")
# 三改行动, 两拆专项整治: a number, a verb, the campaign's noun (unquoted)
VERBS_FORM = re.compile(r"(?<![第\d一二两双三四五六七八九十百千万])([两双三四五六七八九][改治拆清查提创转促亮比评帮送])(?:专项)?(?:行动|工程|活动|整治|工作法)")
PLANS = ("计划", "愿景", "构想", "走廊", "议程", "战略", "规划")  # how other countries call their plans
ITEM_OF_ROW = re.compile(r"[^、]+")
ORDINARY_BEHIND = ("之一", "之中", "方面", "之间")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# between two forms of one row: 落实“七大机制”和“五快”要求
ROW_MARKS = frozenset(["、", "和", "与", "及", "以及", "", " ", "，", "·"])
# 浙江省 | 杭州市 | 萧山区
REGION_PART = re.compile(r"(.+?)(?:特别行政区|自治[区州县旗]|地区|[省市区县旗盟])")


@dataclass(slots=True, frozen=True)
class Entry:
    """A line of slogans.csv. certain: yes, no (only quoted or with its noun), general (a policy term)."""

    slogan: str
    kind: str
    certain: str


@dataclass(slots=True)
class Candidate:
    """A form found in the text. score: of a known one, how sure the hit is; of a new one, shape and frame."""

    start: int
    end: int
    text: str
    score: float
    kind: str
    slogan: str
    quoted: bool
    known: bool
    evidence: str


class SloganFinder:
    """The lexicon compiled: one automaton, the words of the frames, the grammar over them."""

    def __init__(self, lexicons: str | None = None):
        self.entries: dict[str, Entry] = {}
        for row in load_csv("slogans", lexicons):
            for form in _forms(row):
                self.entries[form] = Entry(row["slogan"], row.get("kind") or "other", row.get("certain") or "yes")
        self.forms = list(self.entries)
        self.automaton = _automaton(self.forms)
        words = load_toml("slogan_forms", lexicons)
        self.kind_of_noun = {noun: kind for kind, nouns in words["nouns"].items() for noun in nouns}
        self.soft_nouns = frozenset(words["soft"]["nouns"])
        self.naming_nouns = tuple(words["naming"]["nouns"])
        self.naming_noun = re.compile(_any(self.naming_nouns))
        self.noun_here = re.compile(f"({_any(self.kind_of_noun)})")
        # up to four characters between: “22688”交通大会战, “大综合一体化”行政执法改革
        self.noun_near = re.compile(f"[\u4e00-\u9fff]{{1,4}}?({_any(self.kind_of_noun)})")
        self.weak_verbs = tuple(words["verbs"]["weak"])
        self.strong_verbs = tuple(verb for verb in words["verbs"]["strong"] if verb not in self.weak_verbs)
        names = words["not_slogans"]
        self.ordinary = frozenset(names["ordinary"])
        self.metaphors = frozenset(names["metaphors"])
        # “雪龙”号抵达, not “万众”号召
        self.name_noun = re.compile(
            f"{_any(names['name_nouns'])}|[{''.join(names['name_characters'])}](?![\u4e00-\u9fff])"
            f"|[{''.join(names['name_characters'])}](?=[的和与及等在将从已于])"
        )
        self.topic_noun = re.compile(f"等?[两三四五六七八九十\\d]{{0,2}}[大个类]?{_any(names['topic_nouns'])}")
        self.event_endings, self.event_nouns = tuple(names["event_endings"]), tuple(names["event_nouns"])
        self.name_heads = tuple(names["name_heads"])
        self.name_endings = tuple(names["name_endings"])
        self.award_endings = tuple(names["award_endings"])
        self.theme_heads, self.theme_nouns = tuple(names["theme_heads"]), tuple(names["theme_nouns"])
        self.foreign, self.home = re.compile(_any(names["foreign"])), re.compile(_any(names["home"]))
        number = words["numbers"]
        numeral = "[一二两三四五六七八九十]{1,3}"
        # 五大战略; 四个确保; not 第五大战略, 二十大战略部署
        self.number_form = re.compile(f"(?<![第数几约近超多前后一二两三四五六七八九十百千万\\d])[二两三四五六七八九十](?:大{_any(number['great'])}|[个项]{_any(number['sworn'])})(?![的率量值者人])")
        # 一个中心、两件大事: a row of counted things, the later ones more
        self.number_row = re.compile(f"(?<![第\\d])(?:{numeral}[个件大项条支][\u4e00-\u9fff]{{2,4}}、){{1,5}}{numeral}[个件大项条支](?:{_any(number['row'])})")
        # “双中心”, 四大中心, 两大走廊: what a city is to become; unquoted only in 打造四大中心, 双中心战略
        space = f"(?:双|[两三四五六七八九十]大){_any(number['space'])}"
        self.space_shape = re.compile(space)
        self.space_form = re.compile(f"{_any(number['space_verbs'])}(?P<a>{space})(?![一-鿿]?[城医市校镇库店站])|(?P<b>{space})(?={_any(number['space_nouns'])})")
        campaigns = words["place_campaigns"]
        self.own_heads = tuple(campaigns["own"])
        self.campaign_heads = tuple(head for head in campaigns["heads"] if head not in campaigns["everyday"])
        self.provinces = tuple(campaigns["provinces"])

    def find(self, text: str, region: str | None = None, threshold: float = THRESHOLD) -> list[Candidate]:
        """Slogans of a text in order, without overlaps. A low threshold gives the doubtful ones too (for discovery)."""
        quotes = list((QUOTED if "“" in text or "”" not in text else CLOSING_ONLY).finditer(text))
        known = list(self._known(text, quotes))
        new = [item for item in self._new_quoted(text, quotes, known) if item.score >= threshold]
        found = [*new, *known, *self._unquoted(text, region), *self._again(text, new)]
        found.sort(key=lambda item: (item.start, item.start - item.end, not item.quoted, -item.score))
        taken: list[Candidate] = []
        for item in found:
            if not taken or item.start >= taken[-1].end:
                taken.append(item)
        return taken

    # ---- known ones

    def _known(self, text: str, quotes: list[re.Match]) -> Iterator[Candidate]:
        if self.automaton is None:
            return
        spans = [_inner(match) for match in quotes]
        books = [match.span() for match in TITLE_OF_BOOK.finditer(text)] if "《" in text else []
        quote = book = 0
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            while quote < len(spans) and spans[quote][1] <= start:
                quote += 1
            while book < len(books) and books[book][1] <= start:
                book += 1
            quoted = quote < len(spans) and spans[quote][0] <= start and end <= spans[quote][1]
            if not quoted and book < len(books) and books[book][0] < start:
                continue
            form = self.forms[index]
            entry = self.entries[form]
            whole = quoted and spans[quote] == (start, end)
            score = KNOWN_QUOTED if whole else self._known_score(text, start, end, entry)
            if score:
                evidence = "lexicon, quoted" if quoted else "lexicon"
                yield Candidate(start, end, form, score, entry.kind, entry.slogan, quoted, True, evidence)

    def _known_score(self, text: str, start: int, end: int, entry: Entry) -> float:
        """How sure an unquoted hit is; 0: it is not one."""
        first, last, before, after = text[start], text[end - 1], text[start - 1 : start], text[end : end + 1]
        if first.isdigit() and before and before in "0123456789.+-":
            return 0.0
        if last.isdigit() and after and after in "0123456789.+-%年月日号个万亿":
            return 0.0
        if first in NUMERALS and before in NUMERALS:
            return 0.0  # 党的二[十大战略]部署, 第[四种形态]
        if entry.certain == "general":
            return GENERAL
        if entry.certain == "yes":
            return KNOWN
        # an ordinary word, unless its noun makes it the name of something: 三变改革, 双碳目标
        if not self.naming_noun.match(text, end):
            return 0.0
        if end - start > 2:
            return KNOWN_WITH_NOUN
        return SHORT_WITH_NOUN if first in NUMERALS or first == "双" else 0.0

    # ---- new ones in quotation marks

    def _new_quoted(self, text: str, quotes: list[re.Match], known: list[Candidate]) -> Iterator[Candidate]:
        """Quoted forms that the lexicon lacks, with their scores."""
        named = {
            text[slice(*_inner(match))]
            for match in quotes
            if text[max(0, match.start() - 6) : match.start()].endswith(self.name_heads) or self.name_noun.match(text, match.end())
        }  # 台风“…”: it is a typhoon wherever the text says it
        times = Counter(text[slice(*_inner(match))] for match in quotes)
        at = 0
        for match, (frame, kind, noun) in zip(quotes, self._frames(text, quotes), strict=True):
            start, end = _inner(match)
            form = text[start:end]
            while at < len(known) and known[at].end <= start:
                at += 1
            if at < len(known) and known[at].start < end:
                whole = (known[at].start, known[at].end) == (start, end)
                long = len(form) > LONGEST_PART + 2 and not GROUP_MARKS.search(form)
                if whole or long or form.startswith(self.strong_verbs):
                    continue  # “坚持八八战略”: the known one inside is the slogan
            shape, shape_kind = self._shape(form)
            if shape is None or form in named or self._is_name(text, match.start(), match.end(), form, shape_kind):
                continue
            repeated = REPEATED if shape > ABROAD and times[form] > 1 else 0.0
            score = min(shape + frame + repeated, 0.9)
            if score > ABROAD and not CORRIDOR.fullmatch(form) and (self._abroad(text, *match.span()) or self._docked(text, *match.span(), form)):
                score = ABROAD
            slogan = form if form.endswith(noun) or noun.endswith("要求") else form + noun  # “四乡联动”要求: the demand is no part of the name
            yield Candidate(start, end, form, round(score, 2), shape_kind or kind, slogan, True, False, "quoted, frame")

    def _frames(self, text: str, quotes: list[re.Match]) -> list[tuple[float, str, str]]:
        """For each quoted form the weight of its frame, the kind and the noun behind it. A row shares both frames."""
        lefts = [self._left(text, match.start()) for match in quotes]
        rights = [self._right(text, match.end()) for match in quotes]
        rows = [0.0] * len(quotes)
        joined = [text[a.end() : b.start()] in ROW_MARKS for a, b in zip(quotes, quotes[1:], strict=False)]
        for i, is_joined in enumerate(joined):
            if is_joined:
                lefts[i + 1] = max(lefts[i + 1], lefts[i])
                if i and joined[i - 1]:  # “强城”“兴村”“融合”三篇文章
                    rows[i - 1 : i + 2] = [ROW] * 3
        for i in range(len(joined) - 1, -1, -1):
            if joined[i] and rights[i + 1][0] > rights[i][0]:
                rights[i] = (*rights[i + 1][:2], "")
        topics = [self.topic_noun.match(text, match.end()) is not None for match in quotes]
        for i in range(len(joined) - 1, -1, -1):
            topics[i] = topics[i] or joined[i] and topics[i + 1]
        lefts = [TOPIC if topic else left for topic, left in zip(topics, lefts, strict=True)]  # “世界经济”“社会发展”四大板块
        frames = zip(lefts, rights, rows, strict=True)
        return [(left + right + row, kind, noun) for left, (right, kind, noun), row in frames]

    def _left(self, text: str, start: int) -> float:
        before = text[max(0, start - 6) : start]
        if before.endswith(self.strong_verbs):
            return STRONG_VERB
        return WEAK_VERB if before.endswith(self.weak_verbs) else 0.0

    def _right(self, text: str, end: int) -> tuple[float, str, str]:
        if match := self.noun_here.match(text, end):
            noun = match.group(1)
            return SOFT_NOUN if noun in self.soft_nouns else NOUN, self.kind_of_noun[noun], noun
        if match := self.noun_near.match(text, end):
            noun = match.group(1)
            return SOFT_NEAR_NOUN if noun in self.soft_nouns else NEAR_NOUN, self.kind_of_noun[noun], ""
        return 0.0, "other", ""

    def _shape(self, form: str) -> tuple[float | None, str | None]:
        """The weight of the form itself and, where the form tells it, its kind; None for what can't be a slogan."""
        if form in self.ordinary or IZATION.fullmatch(form) or not 2 <= len(form) <= LONGEST_FORM or SENTENCE_MARKS.search(form):
            return None, None
        if CODE_FORM.fullmatch(form):
            return CODE, "number form"
        if form in self.metaphors or form[1:] in self.metaphors or NEW_WORD.fullmatch(form):
            return METAPHOR, None
        if self.space_shape.fullmatch(form):
            return NUMBER, "number form"
        if (CAMPAIGN_YEAR.fullmatch(form) or CORRIDOR.fullmatch(form)) and not form.endswith(self.name_endings):
            return NUMBER, "campaign"
        if NUMBER_FORM.fullmatch(form) and not ORDINARY_NUMBER.match(form):
            return DOUBLE if form[0] == "双" else NUMBER, "number form"
        groups = GROUP_MARKS.split(form)
        if not CHINESE.search(form) or max(map(len, groups)) > LONGEST_PART:
            return None, None
        if len(groups) > 1:
            if max(map(len, groups)) == 1:
                return LETTERS, None
            return EQUAL_GROUPS if len(set(map(len, groups))) == 1 and len(groups[0]) > 1 else GROUPS, None
        own = OWN_NOUN if 3 < len(form) < 7 and form.endswith(self.naming_nouns) else 0.0
        return BY_LENGTH.get(len(form), OTHER_LENGTH) + own, None

    def _is_name(self, text: str, start: int, end: int, form: str, kind: str | None) -> bool:
        """The name of a ship, a medal, a film; the theme of a meeting; what somebody said or wrote."""
        left = text[max(0, start - 6) : start]
        if left.endswith(("：", ":")) or left.endswith(self.name_heads) or self.name_noun.match(text, end):
            return True
        if form.endswith(self.event_endings) and text.startswith(self.event_nouns, end):
            return True  # “百校东岭行”活动
        if form.endswith(self.award_endings) or kind is None and form.endswith(self.name_endings):
            return True
        if CAMPAIGN_YEAR.fullmatch(form):
            return False  # 以“产业奋进年”为主题: the year's campaign all the same
        return left.endswith(self.theme_heads) and text.startswith(self.theme_nouns, end)

    def _abroad(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence is about other countries and none of its words about ours."""
        first = max(0, start - 120)
        first = max(first, text.rfind("。", first, start) + 1, text.rfind("\n", first, start) + 1)
        last = text.find("。", end, end + 80)
        last = last if last >= 0 else end + 80
        return bool(self.foreign.search(text, first, last)) and not self.home.search(text, first, last)

    def _docked(self, text: str, start: int, end: int, form: str) -> bool:
        """共建“一带一路”同某国“…计划”对接: another country's plan."""
        near = text[end : end + 40]
        return (form.endswith(PLANS) or near.startswith(PLANS)) and "对接" in text[max(0, start - 40) : start] + near and (
            self.foreign.search(text, max(0, start - 120), end + 40) is not None or "两国" in text[max(0, start - 120) : end + 120]
        )

    # ---- unquoted ones

    def _unquoted(self, text: str, region: str | None) -> Iterator[Candidate]:
        for match in ALL_IN_ONE.finditer(text):
            form = match.group()
            yield Candidate(*match.span(), form, 0.8, "mechanism", form, False, False, "form 一网通办")
        if "+" in text or "＋" in text:
            for match in SUM_FORM.finditer(text):
                noun = self.noun_here.match(text, match.end()) or self.noun_near.match(text, match.end())
                if noun and text[match.start() - 1 : match.start()] not in OPENING:
                    form = match.group()
                    slogan = form + noun.group()
                    yield Candidate(*match.span(), form, 0.75, "number form", slogan, False, False, "form 1+1+9")
        for match in FREE_OF.finditer(text):
            yield Candidate(*match.span(1), match.group(1), 0.7, "campaign", match.group(1), False, False, "form 无疫单元")
        for match in self.number_form.finditer(text):
            if not text.startswith(ORDINARY_BEHIND, match.end()):
                yield Candidate(*match.span(), match.group(), 0.62, "number form", match.group(), False, False, "form 五大战略")
        for match in self.space_form.finditer(text):
            group = match.lastgroup
            yield Candidate(*match.span(group), match[group], 0.62, "number form", match[group], False, False, "form 四大中心")
        for match in VERBS_FORM.finditer(text):
            yield Candidate(*match.span(1), match.group(1), 0.62, "number form", match.group(), False, False, "form 三改行动")
        for match in self.number_row.finditer(text):
            for item in ITEM_OF_ROW.finditer(text, *match.span()):
                yield Candidate(*item.span(), item.group(), 0.62, "number form", item.group(), False, False, "form 一个中心、两件大事")
        for match in _place_campaigns(region, self.campaign_heads, self.own_heads, self.provinces).finditer(text):
            form = match.group()
            yield Candidate(*match.span(), form, 0.85, "campaign", form, False, False, "form 平安浙江")

    def _again(self, text: str, new: list[Candidate]) -> Iterator[Candidate]:
        """Where the text repeats, mostly without quotation marks, what it has quoted as a slogan."""
        firm = {item.text: item for item in new if len(item.text) > 3 and item.score >= THRESHOLD}
        forms = list(firm)
        automaton = _automaton(forms)
        for index, start, end in automaton.find_matches_as_indexes(text) if automaton else ():
            quoted = text[start - 1 : start] in OPENING and text[end : end + 1] in CLOSING
            item = firm[forms[index]]
            score = item.score if quoted else round(item.score - 0.05, 2)
            yield replace(item, start=start, end=end, quoted=quoted, score=score, evidence="quoted elsewhere")


def _inner(match: re.Match) -> tuple[int, int]:
    """Offsets of what stands between the marks."""
    return match.span(1) if match.start(1) >= 0 else match.span(2)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _automaton(forms: list[str]) -> AhoCorasick | None:
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest) if forms else None


def _forms(row: dict[str, str]) -> list[str]:
    """The printed forms of a lexicon line: text, variants, and 、 as a comma in formulas."""
    if not row.get("slogan"):
        raise LexiconError(f"slogans.csv: no slogan in the line {row}: fill the column 'slogan'")
    forms = [row.get("text") or row["slogan"], *filter(None, (row.get("variants") or "").split("|"))]
    forms += [form.replace("、", mark) for form in forms if "、" in form for mark in ("，", ",")]
    return list(dict.fromkeys(forms))


@lru_cache(maxsize=256)
def _place_campaigns(region: str | None, heads: tuple[str, ...], own_heads: tuple[str, ...], provinces: tuple[str, ...]) -> re.Pattern:
    """平安浙江, 法治江苏; with the article's own region 平安萧山, 绿色永清."""
    own = [name for name in REGION_PART.findall(region or "") if len(name) > 1]
    form = _any(heads) + _any({*provinces, *own})
    return re.compile(f"{form}|{_any(own_heads)}{_any(own)}(?![区县市旗州人省])" if own else form)


@lru_cache(maxsize=8)
def finder(lexicons: str | None = None) -> SloganFinder:
    """The finder of a lexicon folder, built once."""
    return SloganFinder(lexicons)


class Slogans(RuleComponent):
    """doc._.slogans: one record per mention; those that stand only in kicker or headline have no offsets."""

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        slogans = finder(self.lexicons)
        found = [_record(item, item.start, item.end) for item in slogans.find(text_of(doc), article.region)]
        seen = {record.text for record in found}
        for line in (article.kicker, article.headline):
            for item in slogans.find(line, article.region) if line else ():
                if item.text not in seen:
                    seen.add(item.text)
                    found.append(_record(item, None, None))
        doc._.slogans.extend(found)
        return doc


def _record(item: Candidate, start: int | None, end: int | None) -> Slogan:
    return Slogan(start, end, item.text, item.slogan, item.kind, item.quoted, item.known,
                  confidence=item.score, evidence=item.evidence)


create = factory("govnews_slogans", Slogans)
