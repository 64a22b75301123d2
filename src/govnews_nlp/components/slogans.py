"""Slogans (提法): fixed policy formulations, known ones from the lexicon and new ones by the grammar of the genre.

Two passes. An Aho-Corasick automaton finds the lexicon's forms; a regular expression finds what stands in quotation
marks. A quoted short form that the lexicon lacks is weighed by its shape (number form, groups of equal length) and by
its frame: the verb before it and the noun behind it (深化“无疫单元”创建). A third, small expression finds unquoted
forms that can be nothing else (一码通管, 平安 with the name of the article's own region).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from ..lexicon import LexiconError, load_csv, load_toml
from ..records import Slogan, article_of
from .rule import RuleComponent, factory

THRESHOLD = 0.6  # of a new slogan's score
ROW = 0.15  # added to the score of a form in a row of three
LONGEST_PART = 8  # characters of one group in a quoted formula
LONGEST_FORM = 30

# “除险保安” ‘八八战略’ 「一带一路」 『…』 "141": what stands between quotation marks, no mark inside
QUOTED = re.compile(r"[“‘「『]([^“”‘’「」『』\n]{1,60})[”’」』]|\"([^\"\n]{1,60})\"")
# ”五快”: a page that has closing marks only
CLOSING_ONLY = re.compile(r"”([^”\n]{1,60})”|\"([^\"\n]{1,60})\"")
# 四个意识, 七大机制, 五快, 两山, 三高四新, 一中心四平台一网格
NUMBER_FORM = re.compile(r"(?:[一二两双三四五六七八九十百千万][^\d、，, ]{1,4})+")
# 141, 22688, 8+4, 1+1+9, 1136, 2+14+7, 1+N, 5A
CODE_FORM = re.compile(r"(?=.*\d)[\dN]+(?:[+＋\-－—.*×xX][\dNnXx]+)*")
# 亮码、测温、戴口罩: groups divided by 、 or a comma
GROUP_MARKS = re.compile(r"[、，,·+]|\s")
# 《关于…的意见》: titles, in which only quoted forms count
TITLE_OF_BOOK = re.compile(r"《[^《》\n]{1,120}》")
# no slogan has these: sentences, titles of books, web addresses, second person
SENTENCE_MARKS = re.compile(r"[。！？!?；;：:《》<>()（）/@#]|[你您她]|我们|[A-Za-z]{3}")
# 一网通管, 一码通行, 一站通办 (unquoted)
ALL_IN_ONE = re.compile(r"一[网码窗站键图屏证照卡表门件库端][通统协][办管享用查看览行]")
# 1+1+9 followed by its noun (unquoted); 2+26 cities and dialogues have other nouns
SUM_FORM = re.compile(r"(?<![\d+.])[1-9]\d{0,2}(?:[+＋][\dNX]{1,3}){1,4}(?![\d+.%％])")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ADMIN_ENDING = re.compile(r"(?:特别行政区|自治[区州县旗]|省|市|区|县|旗|盟|地区)$")
NUMERALS = frozenset("一二两三四五六七八九十百千万第数几")
REGION_PART = re.compile(r".+?(?:特别行政区|自治[区州县旗]|地区|[省市区县旗盟])")


@dataclass(slots=True, frozen=True)
class Entry:
    """A line of slogans.csv. certain: yes, no (only quoted or with its noun), general (a policy term, often ordinary language)."""

    slogan: str
    text: str
    kind: str
    certain: str


@dataclass(slots=True)
class Candidate:
    """A form found in the text before it is decided whether it is a slogan."""

    start: int
    end: int
    text: str
    score: float
    kind: str
    slogan: str
    quoted: bool
    entry: Entry | None = None
    evidence: str = ""


class SloganFinder:
    """The lexicon compiled: one automaton, the words of the frames, the grammar over them."""

    def __init__(self, lexicons: str | None = None):
        self.entries: dict[str, Entry] = {}
        for row in load_csv("slogans", lexicons):
            for form in _forms(row):
                self.entries[form] = Entry(row["slogan"], row["text"] or row["slogan"], row["kind"] or "other", row.get("certain") or "no")
        words = load_toml("slogan_forms", lexicons)
        self.forms = list(self.entries)
        self.automaton = AhoCorasick(self.forms, matchkind=MatchKind.LeftmostLongest) if self.forms else None
        self.kind_of_noun = {noun: kind for kind, nouns in words["nouns"].items() for noun in nouns}
        # up to four characters between: “22688”交通大会战, “大综合一体化”行政执法改革
        nouns = "|".join(sorted(map(re.escape, self.kind_of_noun), key=len, reverse=True))
        self.noun_here = re.compile(f"({nouns})")
        self.noun_near = re.compile(f"[\u4e00-\u9fff]{{1,4}}?({nouns})")
        self.naming_noun = re.compile("|".join(map(re.escape, words["naming"]["nouns"])))
        negative = words["not_slogans"]
        self.soft_nouns = frozenset(words["soft"]["nouns"])
        self.name_endings = tuple(negative["name_endings"])
        self.ordinary = frozenset(negative["ordinary"])
        self.metaphors = frozenset(negative["metaphors"])
        self.name_noun = re.compile("(?:" + "|".join(sorted(map(re.escape, negative["name_nouns"]), key=len, reverse=True)) + ")")
        self.name_heads = tuple(negative["name_heads"])
        self.theme_heads, self.theme_nouns = tuple(negative["theme_heads"]), tuple(negative["theme_nouns"])
        self.foreign = re.compile("|".join(map(re.escape, negative["foreign"])))
        self.home = re.compile("|".join(map(re.escape, negative["home"])))
        self.weak_verbs = tuple(words["verbs"]["weak"])
        self.strong_verbs = tuple(verb for verb in words["verbs"]["strong"] if verb not in self.weak_verbs)
        self.place_words = words["place_campaigns"]

    # ---- the passes

    def find(self, text: str, region: str | None = None, threshold: float = THRESHOLD) -> list[Candidate]:
        """Slogans of a text in order, without overlaps; threshold 0 gives all candidates (for discovery)."""
        quotes = list((QUOTED if "“" in text or "”" not in text else CLOSING_ONLY).finditer(text))
        known = list(self._known(text, quotes))
        new = [candidate for candidate in self._new_quoted(text, quotes, known) if candidate.score >= threshold]
        unquoted = [*self._unquoted(text, region), *self._again(text, new)]
        taken: list[Candidate] = []
        for candidate in sorted([*new, *known, *unquoted], key=lambda item: (item.start, -(item.end - item.start), not item.quoted)):
            if not taken or candidate.start >= taken[-1].end:
                taken.append(candidate)
        return taken

    def _known(self, text: str, quotes: list[re.Match]) -> Iterator[Candidate]:
        if self.automaton is None:
            return
        spans = [_inner(match) for match in quotes]
        books = [match.span() for match in TITLE_OF_BOOK.finditer(text)]
        at = book = 0
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            form = self.forms[index]
            entry = self.entries[form]
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            inside = at < len(spans) and spans[at][0] <= start and end <= spans[at][1]
            while book < len(books) and books[book][1] <= start:
                book += 1
            if not inside and book < len(books) and books[book][0] < start:
                continue
            whole = inside and spans[at] == (start, end)
            confidence = self._known_confidence(text, start, end, entry, inside, whole)
            if confidence:
                evidence = "lexicon, quoted" if inside else "lexicon"
                yield Candidate(start, end, form, confidence, entry.kind, entry.slogan, inside, entry, evidence)

    def _known_confidence(self, text: str, start: int, end: int, entry: Entry, inside: bool, whole: bool) -> float:
        """How sure a hit of the lexicon is; 0: not one."""
        if whole:
            return 0.97
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start].isdigit() and before and before in "0123456789.+-":
            return 0.0
        if text[end - 1].isdigit() and after and after in "0123456789.+-%年月日号个万亿":
            return 0.0
        if text[start] in NUMERALS and before and before in NUMERALS:
            return 0.0  # 党的二[十大战略]部署, 第[四种形态]
        if entry.certain == "general":
            return 0.7
        if entry.certain == "yes":
            return 0.95
        # an ordinary word, unless its noun makes it the name of something: 三变改革, 双碳目标, 接诉即办机制
        noun = self.naming_noun.match(text, end)
        if noun and not (end - start == 2 and text[start] not in NUMERALS and text[start] != "双"):
            return 0.8 if end - start > 2 else 0.65
        return 0.0

    def _new_quoted(self, text: str, quotes: list[re.Match], known: list[Candidate]) -> list[Candidate]:
        """Quoted forms that the lexicon lacks, with their scores."""
        exact = {(item.start, item.end) for item in known}
        by_start = sorted(exact)
        chains = self._frames(text, quotes)
        found, at = [], 0
        for match, (left, right, kind, noun) in zip(quotes, chains):
            start, end = _inner(match)
            if (start, end) in exact:
                continue
            form = text[start:end]
            while at < len(by_start) and by_start[at][1] <= start:
                at += 1
            holds_known = at < len(by_start) and by_start[at][0] < end
            if holds_known and (form.startswith(self.strong_verbs) or len(form) > LONGEST_PART + 2):
                continue  # “坚持八八战略”: the known one inside is the slogan
            shape, shape_kind = self._shape(form)
            if shape is None or self._is_name(text, match.start(), match.end(), form):
                continue
            score = round(min(shape + left + right, 0.9), 2)
            if self._abroad(text, match.start(), match.end()):
                score = min(score, 0.3)
            found.append(Candidate(start, end, form, score, shape_kind or kind, form + noun, True, None, "quoted, frame"))
        return found

    def _frames(self, text: str, quotes: list[re.Match]) -> list[tuple[float, float, str, str]]:
        """For each quoted form the weight of its left frame, of its right frame, the kind and the noun behind.

        Forms joined by 、 or 和 share the frames of their row: 落实“七大机制”和“五快”要求.
        """
        lefts, rights, rows = [], [], [0.0] * len(quotes)
        for match in quotes:
            lefts.append(self._left(text, match.start()))
            rights.append(self._right(text, match.end()))
        joined = [text[a.end() : b.start()] in ("、", "和", "与", "及", "以及", "", "，", "·") for a, b in zip(quotes, quotes[1:])]
        for i in range(1, len(quotes) - 1):
            if joined[i - 1] and joined[i]:  # a row of three and more is a formula: “强城”“兴村”“融合”三篇文章
                for k in (i - 1, i, i + 1):
                    rows[k] = ROW
        for i in range(1, len(quotes)):
            if joined[i - 1]:
                lefts[i] = max(lefts[i], lefts[i - 1])
        for i in range(len(quotes) - 2, -1, -1):
            if joined[i] and rights[i + 1][0] > rights[i][0]:
                rights[i] = (*rights[i + 1][:2], "")
        return [(left + row, *right) for left, right, row in zip(lefts, rights, rows)]

    def _left(self, text: str, start: int) -> float:
        before = text[max(0, start - 6) : start]
        return 0.25 if before.endswith(self.strong_verbs) else 0.1 if before.endswith(self.weak_verbs) else 0.0

    def _right(self, text: str, end: int) -> tuple[float, str, str]:
        if match := self.noun_here.match(text, end):
            return 0.25 if match.group(1) in self.soft_nouns else 0.4, self.kind_of_noun[match.group(1)], match.group(1)
        if match := self.noun_near.match(text, end):
            return 0.15 if match.group(1) in self.soft_nouns else 0.3, self.kind_of_noun[match.group(1)], ""
        return 0.0, "other", ""

    def _shape(self, form: str) -> tuple[float | None, str | None]:
        """The weight of the form itself and, where the form tells it, its kind; None for what can't be a slogan."""
        if form in self.ordinary or SENTENCE_MARKS.search(form) or len(form) < 2 or len(form) > LONGEST_FORM:
            return None, None
        if CODE_FORM.fullmatch(form):
            return (None if len(form) == 4 and form[:2] in ("19", "20") else 0.55), "number form"
        if form in self.metaphors or form[1:] in self.metaphors:
            return -0.2, None
        if NUMBER_FORM.fullmatch(form):
            return 0.55, "number form"
        groups = GROUP_MARKS.split(form)
        if not CHINESE.search(form) or max(map(len, groups)) > LONGEST_PART:
            return None, None
        if len(groups) > 1:
            return (0.55 if len(set(map(len, groups))) == 1 and len(groups[0]) > 1 else 0.4), None
        return {2: 0.1, 3: 0.35, 4: 0.45}.get(len(form), 0.35), None

    def _is_name(self, text: str, start: int, end: int, form: str) -> bool:
        """The name of a ship, a medal, a film; the theme of a meeting; what somebody said or wrote."""
        left = text[max(0, start - 6) : start]
        if form.endswith(self.name_endings) or left.endswith(self.name_heads) or left.endswith(("：", ":")) or self.name_noun.match(text, end):
            return True
        return left.endswith(self.theme_heads) and text.startswith(self.theme_nouns, end)

    def _abroad(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence is about other countries and none of its words about ours."""
        first = max(text.rfind("。", max(0, start - 120), start), text.rfind("\n", max(0, start - 120), start), start - 120, 0)
        last = text.find("。", end, end + 80)
        last = last if last >= 0 else min(end + 80, len(text))
        return bool(self.foreign.search(text, first, last)) and not self.home.search(text, first, last)

    def _unquoted(self, text: str, region: str | None) -> Iterator[Candidate]:
        for match in ALL_IN_ONE.finditer(text):
            yield Candidate(*match.span(), match.group(), 0.8, "mechanism", match.group(), False, None, "form 一网通办")
        if "+" in text or "＋" in text:
            for match in SUM_FORM.finditer(text):
                noun = self.noun_here.match(text, match.end()) or self.noun_near.match(text, match.end())
                if noun and text[match.start() - 1 : match.start()] not in ("“", "‘", '"'):
                    yield Candidate(*match.span(), match.group(), 0.75, "number form", match.group() + noun.group(), False, None, "form 1+1+9")
        for match in _place_campaigns(region, tuple(self.place_words["heads"]), tuple(self.place_words["provinces"]),
                                      tuple(self.place_words["everyday"])).finditer(text):
            yield Candidate(*match.span(), match.group(), 0.85, "campaign", match.group(), False, None, "form 平安浙江")


    def _again(self, text: str, new: list[Candidate]) -> Iterator[Candidate]:
        """Where the text repeats without quotation marks what it has quoted as a slogan."""
        for item in {item.text: item for item in new if len(item.text) > 3 and item.score >= THRESHOLD}.values():
            for match in re.finditer(re.escape(item.text), text):
                yield replace(item, start=match.start(), end=match.end(), quoted=False, score=round(item.score - 0.05, 2), evidence="quoted elsewhere")


def _inner(match: re.Match) -> tuple[int, int]:
    return match.span(1) if match.start(1) >= 0 else match.span(2)


def _forms(row: dict[str, str]) -> list[str]:
    """The printed forms of a lexicon line: text, variants, and 、 as comma in formulas."""
    if not (row.get("slogan") or row.get("text")):
        raise LexiconError("slogans.csv: a line without slogan and text")
    forms = [row.get("text") or row["slogan"], *filter(None, (row.get("variants") or "").split("|"))]
    for form in list(forms):
        if "、" in form:
            forms += [form.replace("、", mark) for mark in ("，", ",")]
    return list(dict.fromkeys(forms))


@lru_cache(maxsize=256)
def _place_campaigns(region: str | None, heads: tuple, provinces: tuple, everyday: tuple) -> re.Pattern:
    """平安浙江, 法治江苏; with the article's own region 平安萧山."""
    names = list(provinces)
    for part in REGION_PART.findall(region or ""):
        name = ADMIN_ENDING.sub("", part)
        if len(name) > 1 and name not in names:
            names.append(name)
    firm = [head for head in heads if head not in everyday]
    return re.compile(f"(?:{'|'.join(firm)})(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})")


@lru_cache(maxsize=8)
def finder(lexicons: str | None = None) -> SloganFinder:
    """The finder of a lexicon folder, built once."""
    return SloganFinder(lexicons)


class Slogans(RuleComponent):
    """doc._.slogans: one record per mention; those that stand only in headline or kicker have no offsets."""

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        found = finder(self.lexicons)
        for item in found.find(doc.text, article.region):
            doc._.slogans.append(_record(item, item.start, item.end))
        seen = {record.text for record in doc._.slogans}
        for line in (article.kicker, article.headline):
            for item in found.find(line or "", article.region):
                if item.text not in seen:
                    seen.add(item.text)
                    doc._.slogans.append(_record(item, None, None))
        return doc


def _record(item: Candidate, start: int | None, end: int | None) -> Slogan:
    return Slogan(start=start, end=end, text=item.text, slogan=item.slogan, kind=item.kind, quoted=item.quoted,
                  known=item.entry is not None, confidence=item.score, evidence=item.evidence)


create = factory("govnews_slogans", Slogans)
