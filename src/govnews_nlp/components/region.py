"""Region: the newspaper's home, where nobody gave it.

1. The newspaper's or site's name, also as the file bears it: 萧山日报, 今日浦江, 兴国县人民政府网; central media have no home.
2. The byline's agency and place: 本报杭州4月2日讯.
3. How the text speaks of its own place: 区委 and 全区 without a name make it a district's; which one, its places and named
   bodies say (萧山区领导, 瓜沥镇). A text without such words stays without a region.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from ..article import Article
from ..gazetteer import Division, Hit, gazetteer
from ..lexicon import load_toml, longest_first, words_of
from ..records import article_of
from .rule import RuleComponent, factory

SEARCHED = 6000  # characters from the beginning that are looked at
LEAST_VOTES = 0.75  # the city of a county that is named twice
LEAST_SHARE = 0.5  # of the votes for divisions of its kind: a round-up of many counties is nobody's
WEAK = 0.5  # weight of 全省: once is anybody's word
OTHERS = 1.5  # votes for another division that make townships no evidence
LEAST_BODIES = 2  # named bodies of one division, in a text that speaks of none without a name
HEADLINE, NAMED_BODY, PLAIN, UNSURE = 3.0, 3.0, 1.0, 0.25  # weight of a division named in the headline, with a body behind it, otherwise
RARE_TOWN = 2  # townships of a name that says something where their rank is another one
ALONE, BEFORE_NAME = 0.45, ("", *"\n\u3000 ，。、：“在到赴对向为是了和与及的我")  # 对|桐城|未来, but not 石|梁河|水库
TO_PARENT, FROM_CITY, FROM_PROVINCE = 0.4, 0.35, 0.15
# 来源：萧山日报; （来源：浦江县融媒体中心）
SOURCE = re.compile(r"(?:来源|稿源|信息来源|供稿)\s{0,2}[:：]\s{0,2}([一-龥]{3,20})")
# 萧山日报_2022-04-03.txt: the newspaper in the name of the file, for all articles of its pages
FILE_NAME = re.compile(r"[一-龥]{3,20}")
# 新华社北京3月5日电, 本报杭州4月2日讯: agency and place
DATELINE = re.compile(r"^\s{0,4}[（(【\[]?(?P<agency>[一-龥]{0,6}?(?:[本日晚]报|网|新华社|中新社))(?P<place>[一-龥]{2,8}?)?\s{0,2}(?:\d{1,2}月\d{1,2}日)?\s{0,2}[电讯消]")
# 大坪、黄陂|等镇: townships by their short forms
TOWN_LIST = re.compile(r"((?:(?<=[到往赴入至])[㐀-鿿]{2,4}|(?<![㐀-鿿])[㐀-鿿]{2,3})(?:[、和][㐀-鿿]{2,4}){1,20}?)(?:等|两|[三四五六七八九十0-9]{1,2}个?){1,3}(?:乡镇|镇街|镇乡|镇|乡|街道)")
SEPARATORS = re.compile("[、和]")
TOWN_KINDS = re.compile("街道|镇|乡")
# 甲区区委书记率党政代表团|来乙考察: guests
GUESTS = re.compile(r"(?:代表团|考察团|考察组|学习组)(?:一行)?来(?!华|自|说)")
LEARNED_FROM = re.compile(r"[,，]?(?:学习考察|考察学习|考察|取经)")  # 赴乙县|考察学习: they are at home elsewhere
GOALS = ("到", "赴", "深入", "前往", "走进")  # 市委书记甲|到|某市调研: of the city above, whose people go there
# 凉山州|文化广播电视和旅游局
DEPARTMENT = re.compile(r"[㐀-鿿]{2,12}?(?:局|办公室|委(?=[，。、等联主负的]))")


@dataclass
class Evidence:
    """What a text says of where it comes from; year: of the article, for divisions that came and went."""

    year: int | None
    votes: Counter[str] = field(default_factory=Counter)  # weight by code
    references: Counter[str] = field(default_factory=Counter)  # 县委, 全县 … without a name, by kind of division
    bodies: Counter[Division] = field(default_factory=Counter)  # bodies named with their division
    towns: dict[str, set[str]] = field(default_factory=dict)  # the counties that have a township of the name
    guests: set[str] = field(default_factory=set)  # codes of divisions whose people came to see
    named: dict[str, Division] = field(default_factory=dict)  # the division that bore the code in that year
    only_goal: dict[str, bool] = field(default_factory=dict)  # by code, whether it is named only where somebody goes there


class Region(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.gazetteer = gazetteer(lexicons)
        words = load_toml("newspapers", lexicons)
        # the kinds of division that 市 and the others may be; what lies higher is no home where a lower one speaks
        self.lowest_first = words_of(load_toml("divisions", lexicons)["kinds"]["of_home"])
        self.central = longest_first(words["central"]["names"])
        self.homes: dict[str, str] = words["homes"]
        self.before = longest_first(words["names"]["before"])
        self.behind = longest_first(words["names"]["behind"])
        reference = words["self_reference"]
        self.own_bodies = tuple(words_of(reference["own_bodies"]))
        self.kinds = {word: (kind, 1.0) for kind in self.lowest_first for word in words_of(reference[kind])}
        self.kinds.update({word: (word.strip("全直级"), WEAK) for word in words_of(reference["weak"])})
        self.reference_words = list(self.kinds)
        self.references = AhoCorasick(self.reference_words, matchkind=MatchKind.LeftmostLongest)

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        if article.region is None:
            division = self.infer(article)
            if division:
                article.region, article.region_inferred = self.gazetteer.full_name(division), True
        return doc

    # ---- the order of evidence

    def infer(self, article: Article) -> Division | None:
        """The home of the newspaper that the article stands in, or None."""
        text = article.text[:SEARCHED]
        dateline = DATELINE.match(text)
        names = [article.newspaper, dateline and dateline.group("agency"), article.source, *SOURCE.findall(text[:400] + "\n" + article.text[-200:])]
        names += FILE_NAME.findall(PurePath(article.file).stem) if article.file else []
        if text.lstrip("（(【[ \u3000\n").startswith(self.central):
            return None
        homes: list[Division] = []
        for name in filter(None, names):
            if name.startswith(self.central) or any(central in name for central in self.central if len(central) > 3):
                return None
            found = self._home_of(name)
            if found:
                if len(found) == 1:
                    return found[0]
                homes = homes or list(found)
        evidence = self._evidence(article, text)
        if homes:  # a name that several bear: 朝阳日报
            return max(homes, key=lambda division: (self._weight_of_home(division, evidence), -len(division.code.rstrip("0"))))
        if dateline and dateline.group("place"):
            for division in self.gazetteer.candidates(dateline.group("place")):
                evidence.votes[division.code] += PLAIN
        return self._spoken_for(evidence) or self._named_bodies(evidence) or self._of_towns(evidence)

    @lru_cache(maxsize=4096)  # noqa: B019
    def _home_of(self, name: str) -> tuple[Division, ...]:
        """The divisions that a newspaper's or site's name holds: 今日浦江 → 浦江县."""
        name = name.strip("《》 \u3000")
        for newspaper, region in self.homes.items():
            if name.startswith(newspaper):
                home = self.gazetteer.region(region)
                return (home,) if home else ()
        plain, prefix = name, next((word for word in self.before if name.startswith(word)), "")
        for candidate in dict.fromkeys((plain, plain.removeprefix(prefix))):
            end, found = self.gazetteer.prefix(candidate)
            rest = candidate[end:]
            found = [division for division in found if division.level in ("province", "city", "county") and division.until is None]
            if found and (rest in ("", *self.behind) or rest.startswith(self.behind)):
                alone = all(candidate in (division.name, self.gazetteer.short(division)) for division in found)
                if not rest and candidate == plain and not prefix and alone:
                    continue  # a bare place is no newspaper; 上海长宁 is an account's name
                best = self.gazetteer.choose(found)
                return (best,) if best and (len(found) == 1 or best.level == "province") else tuple(found)
        return ()

    # ---- evidence of the text

    def _evidence(self, article: Article, text: str) -> Evidence:
        evidence = Evidence(article.published.year if article.published else None)
        self._count("\n".join(filter(None, (article.kicker, article.headline))), HEADLINE, evidence)
        self._count(text, PLAIN, evidence)
        for code in evidence.guests:
            evidence.votes.pop(code, None)
            evidence.bodies = Counter({division: n for division, n in evidence.bodies.items() if division.code != code})
        return evidence

    def _count(self, text: str, weight: float, evidence: Evidence) -> None:
        hits = self.gazetteer.find(text)
        self._vote(text, hits, weight, evidence)
        for guests in GUESTS.finditer(text):
            first = max(text.rfind(mark, 0, guests.start()) for mark in "。\n")
            evidence.guests |= {division.code for hit in hits if first < hit.start < guests.start() for division in hit.candidates}
        evidence.guests |= {division.code for hit in hits if text[hit.start - 1 : hit.start] == "赴" and LEARNED_FROM.match(text, hit.end) for division in hit.candidates}
        ends = {hit.end for hit in hits}
        inside = {position for hit in hits for position in range(hit.start, hit.end)}
        for index, start, _ in self.references.find_matches_as_indexes(text):
            if start not in ends and start not in inside:
                kind, worth = self.kinds[self.reference_words[index]]
                evidence.references[kind] += worth

    def _vote(self, text: str, hits: Iterable[Hit], weight: float, evidence: Evidence) -> None:
        votes = evidence.votes
        towns: dict[str, set[str]] = {}
        goal = -1  # where the list of those ends that somebody goes to
        for hit in hits:
            goes = text.endswith(GOALS, 0, hit.start) or hit.start == goal + 1 and text[goal] in "、和"
            goal = hit.end if goes else goal
            candidates = [division for division in hit.candidates if not division.is_foreign and division.exists(evidence.year)]
            if not candidates:
                continue
            if not hit.sure and self.gazetteer.is_common_word(text[hit.start : hit.end]):
                continue
            owns = hit.sure and text.startswith(self.own_bodies, hit.end)
            worth = NAMED_BODY if owns else weight if hit.sure else ALONE if text[hit.start - 1 : hit.start] in BEFORE_NAME else UNSURE
            best = self.gazetteer.choose(candidates, year=evidence.year) if owns or hit.sure and DEPARTMENT.match(text, hit.end) else None
            if best:
                evidence.bodies[best] += 1
            for division in candidates:
                share = worth / len(candidates)
                if division.level == "town":
                    if division.parent:
                        towns.setdefault(division.parent, set()).add(division.name)
                        evidence.towns.setdefault(division.name, set()).add(division.parent)
                        # named with its county in front (安乡县黄山头镇) it counts for the county in full
                        votes[division.parent] += share * (1 if hit.end - hit.start > len(division.name) else TO_PARENT)
                    continue
                votes[division.code] += share
                evidence.named[division.code] = division
                evidence.only_goal[division.code] = goes and evidence.only_goal.get(division.code, True)
                if division.level == "county" and division.parent:
                    votes[division.parent] += share * TO_PARENT
        for name in self._short_townships(text, {hit.end for hit in hits}):
            for parent in {town.parent for town in self.gazetteer.townships(name) if town.parent}:
                towns.setdefault(parent, set()).add(name)
                evidence.towns.setdefault(name, set()).add(parent)
        for county, names in towns.items():  # several townships of one county: 五星街道、永红街道
            if len(names) > 1:
                votes[county] += TO_PARENT * len(names)

    def _short_townships(self, text: str, known: set[int]) -> Iterator[str]:
        """大坪, 黄陂 of 大坪、黄陂等镇; 笏石 of 笏石街道, which the register knows as 笏石镇."""
        for closer in TOWN_LIST.finditer(text):
            yield from SEPARATORS.split(closer.group(1))
        for kind in TOWN_KINDS.finditer(text):
            if kind.end() not in known:
                roots = (text[kind.start() - length : kind.start()] for length in (3, 2) if kind.start() >= length)
                if root := next((root for root in roots if 0 < len(self.gazetteer.townships(root)) <= RARE_TOWN), None):
                    yield root

    def _weight(self, division: Division, evidence: Evidence) -> float:
        votes = evidence.votes
        weight = votes[division.code]
        for above in self.gazetteer.ancestors(division):
            weight += votes[above.code] * (FROM_CITY if above.level == "city" else FROM_PROVINCE)
        return weight

    def _weight_of_home(self, division: Division, evidence: Evidence) -> float:
        """Of several that a newspaper's name may mean: 岳阳日报 that speaks of 市委 is the city's."""
        return self._weight(division, evidence) + sum(n for kind, n in evidence.references.items() if self._is_kind(division, kind))

    def _spoken_for(self, evidence: Evidence) -> Division | None:
        """The division of the lowest kind that the text speaks of without a name; where none of this kind is named, of the next."""
        for kind in self.lowest_first:
            if evidence.references[kind] < 1:
                continue
            found: Counter[Division | None] = Counter()
            for code, votes in evidence.votes.items():
                division = evidence.named.get(code) or self.gazetteer.by_code(code)
                if division and kind == "市" and division.level == "county" and evidence.only_goal.get(code):
                    division = self.gazetteer.parent(division)
                found[division] += votes
            named = {division: votes for division, votes in found.items() if division and self._is_kind(division, kind)}
            best = max(named, key=lambda division: (self._weight(division, evidence), division.code), default=None)
            if best and named[best] >= max(LEAST_VOTES, LEAST_SHARE * sum(named.values())):
                return best
        return None

    def _named_bodies(self, evidence: Evidence) -> Division | None:
        """The county whose bodies the text names again and again; the city where they are several of its counties."""
        found = {division: n for division, n in evidence.bodies.items() if division.level in ("city", "county")}
        counties = {division: n for division, n in found.items() if division.level == "county"}
        if counties:
            best = max(counties, key=lambda division: (counties[division], division.code))
            if counties[best] >= LEAST_BODIES and counties[best] > LEAST_SHARE * sum(counties.values()):
                return best
            cities = {division.parent for division in counties}
            if len(counties) > 1 and len(cities) == 1:
                return self.gazetteer.parent(best)
            if len(cities) == 1 and not found.keys() - counties.keys() - {(city := self.gazetteer.parent(best))} and city in found:
                return city  # 甲市委常委、乙区委书记
            if len(counties) == 1 and sum(best.code in parents for parents in evidence.towns.values()) >= LEAST_BODIES:
                return best  # 甲县委书记 in several of its townships
        best = max(found, key=lambda division: (found[division], division.code), default=None)
        return best if best and best.level == "city" and found[best] >= LEAST_BODIES and len(found) == 1 else None

    def _of_towns(self, evidence: Evidence) -> Division | None:
        """县长 who visits 石梁河镇, which one county has, 市领导 who visit 海口镇 and 城头镇, which only one has both of: the county, or its city."""
        counts = Counter(parent for parents in evidence.towns.values() for parent in parents)
        ranked = counts.most_common(2)
        if not ranked or len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            return None
        home = self.gazetteer.by_code(ranked[0][0])
        chain = [division for division in (home, home and self.gazetteer.parent(home)) if division]
        codes = {division.code for division in chain}
        if any(votes >= OTHERS and code not in codes and not code.endswith("0000") for code, votes in evidence.votes.items()):
            return None
        return next((division for kind in self.lowest_first if evidence.references[kind] >= WEAK for division in chain if self._is_kind(division, kind)), None)

    @staticmethod
    def _is_kind(division: Division, kind: str) -> bool:
        name = division.name
        if division.is_zone:
            return False
        if kind == "区":
            return name.endswith("区") and division.level == "county"
        if kind == "县":
            return name.endswith("县") and division.level == "county"
        if kind == "省":
            return name.endswith("省") or division.level == "province" and name.endswith("自治区")
        return name.endswith(kind)


create = factory("govnews_region", Region)
