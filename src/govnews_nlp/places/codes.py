"""Which division a place lies in: the code of each place that places/grammar.py found.

A division's name says it, with the article's region and the divisions named beside it where several bear it. A village that
is named without its township has the code of what was said before: of its own longer name, of its neighbour in a list, of
the county that the article is at home in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..gazetteer import Division, Gazetteer
from ..lexicon import load_toml, words_of
from .grammar import STREETS
from .pieces import Found

MOST_ANCHORS = 12
# 肖岭、沙坪、|石城|等乡镇; 大坪、|黄陂|等镇
TOWN_LIST = re.compile("(?:[、和及][㐀-鿿]{2,4}){0,20}?(?:等|两|[三四五六七八九十0-9]{1,2}个?){1,3}(?:乡镇|镇街|镇乡|镇|乡|街道)")
VILLAGE_LIST = re.compile("(?:[、和及][㐀-鿿]{2,4}){0,20}?等(?:[0-9一二三四五六七八九十]{1,2}个)?(?:村委会|居委会|行政村|村|社区|嘎查)(?![镇庄])")  # 峨山、|鲁支|等村委会
SAME_LIST = ("、", "和", "及", "与", "以及")
PART = re.compile("(?:镇|乡|街道|村|社区|屯)")  # 德州|镇 is no part of 德州


class PlaceCodes:
    """One call a text."""

    def __init__(self, gazetteer: Gazetteer, lexicons: str | None = None):
        self.gazetteer = gazetteer
        words = load_toml("divisions", lexicons)["villages"]
        self.villages, self.lies = tuple(words_of(words["ends"])), tuple(words_of(words["lies"]))

    def __call__(self, text: str, found: list[Found], home: Division | None, year: int | None) -> list[tuple[Division | None, bool]]:
        """For each place its division, and whether the place is the division itself."""
        near = self._certain(found)
        codes = [self._of_item(text, item, home, near, year) for item in found]
        self._villages(text, found, codes)
        if home is not None and home.level == "county" and all(self._is_near(division, home) for division in near):
            codes = [(home, False) if division is None and self._is_village(text, item) else (division, whole) for item, (division, whole) in zip(found, codes, strict=True)]
        return codes

    def _of_item(self, text: str, item: Found, home: Division | None, near: list[Division], year: int | None) -> tuple[Division | None, bool]:
        if self._in_villages(text, item):
            return None, False
        surface = text[item.start : item.end]
        if division := self._named(text, item, home, near, year):
            return division, item.whole and len(surface) == item.hit.end - item.hit.start
        if item.kind == "admin" and (division := self._of_other_rank(surface, home)):
            return division, True
        return None, False

    def _villages(self, text: str, found: list[Found], codes: list[tuple[Division | None, bool]]) -> None:
        """Gives villages the code of their longer name, of the division that they are said to lie in, of the list that they stand in."""
        known: dict[str, Division] = {}
        for number, item in enumerate(found):
            if not self._is_village(text, item):
                continue
            surface, division = text[item.start : item.end], codes[number][0]
            if division is None:
                division = known.get(surface) or self._beside(text, found, codes, number)
            if division is not None and not division.is_foreign:
                known.update((surface[cut:], division) for cut in range(len(surface) - 2))
                codes[number] = division, codes[number][1]
        for number, item in enumerate(found):  # what was named before anything was said of where it lies
            if codes[number][0] is None and (division := known.get(text[item.start : item.end])):
                codes[number] = division, False

    def _beside(self, text: str, found: list[Found], codes: list[tuple[Division | None, bool]], number: int) -> Division | None:
        """甲县的|乙村; 乙村|是甲县的; 丙镇甲村、|乙村."""
        item = found[number]
        if number and (before := found[number - 1]).kind == "admin":
            between = text[before.end : item.start]
            if between == "的" or between in SAME_LIST and self._is_village(text, before):
                return codes[number - 1][0]
        if number + 1 < len(found) and found[number + 1].kind == "admin" and text[item.end : found[number + 1].start] in self.lies:
            return codes[number + 1][0]
        return None

    def _is_village(self, text: str, item: Found) -> bool:
        return item.kind == "admin" and (text[item.start : item.end].endswith(self.villages) or self._in_villages(text, item))

    @staticmethod
    def _in_villages(text: str, item: Found) -> bool:
        """Whether it stands in a list of villages by a name that no division has in full: 峨山、中村等村委会."""
        surface = text[item.start : item.end]
        return item.whole and VILLAGE_LIST.match(text, item.end) is not None and not any(surface.endswith(known.name) for known in item.hit.candidates)

    @staticmethod
    def _certain(found: list[Found]) -> list[Division]:
        """Divisions that the article names beyond doubt: the anchors for the doubtful ones."""
        certain: dict[str, Division] = {}
        for item in found:
            if item.hit and item.hit.sure and len(item.hit.candidates) == 1 and not item.hit.candidates[0].is_foreign and item.hit.candidates[0].level != "town":
                certain.setdefault(item.hit.candidates[0].code, item.hit.candidates[0])
        return list(certain.values())[:MOST_ANCHORS]

    def _named(self, text: str, item: Found, home: Division | None, near: list[Division], year: int | None) -> Division | None:
        """The division whose name the place is or bears."""
        if item.hit is None:
            return None
        candidates, name = item.hit.candidates, text[item.hit.start : item.hit.end]
        if item.whole and not any(name.endswith(division.name) for division in candidates) and TOWN_LIST.match(text, item.end):
            candidates = self.gazetteer.townships(name)
        division = self.gazetteer.choose(candidates, home, near, year)
        if division is None or division.is_foreign:
            return division
        short = not name.endswith(division.name)
        anchors = [home, *near] if home else near
        explicit = len(name) > len(division.name)  # 新疆|安集海镇
        if division.level == "town" and not explicit and (anchors or short) or home and item.evidence == "list of places":
            if not self._shares_province(division, anchors):
                return None  # a township of the same name elsewhere
        if not item.whole and not item.hit.sure and division.level not in ("province", "city") and not self._is_near(division, home):
            return None  # 桃源河 need not flow through 桃源县
        if not item.whole and text.endswith(STREETS, item.start, item.end) and not self._is_near(division, home):
            return None  # every town has a 北京路
        if short and item.hit.end < item.end and PART.match(text, item.hit.end) and division.level != "province":
            return None  # 德州|镇
        division = self.gazetteer.successor(division, year)
        return self._of_that_year(division, anchors, year) if division.level == "town" else division

    def _of_that_year(self, town: Division, anchors: Iterable[Division], year: int | None) -> Division | None:
        """The township, or what it lay in before its county was made (龙圩镇 in 2011): the county named beside it, else the city."""
        county = self.gazetteer.parent(town)
        if county is None or year is None or county.since is None or county.since <= year:
            return town
        beside = {anchor.code: anchor for anchor in anchors if anchor.level == "county" and anchor.parent == county.parent}
        return next(iter(beside.values())) if len(beside) == 1 else self.gazetteer.parent(county)

    def _of_other_rank(self, name: str, home: Division | None) -> Division | None:
        """董店乡, where 董店街道 is today: townships rise and fall in rank, their names stay."""
        suffix = next((suffix for suffix in self.gazetteer.township_ends if name.endswith(suffix) and len(name) > len(suffix) + 1), None)
        if home is None or suffix is None:
            return None
        found = [town for town in self.gazetteer.townships(name.removesuffix(suffix)) if self._is_inside(town, home)]
        return found[0] if len({town.parent for town in found}) == 1 and home.level != "province" else None

    def _is_inside(self, division: Division, region: Division) -> bool:
        return any(above.code == region.code for above in self.gazetteer.ancestors(division))

    @staticmethod
    def _shares_province(division: Division, others: Iterable[Division]) -> bool:
        return any(division.code[:2] == other.code[:2] for other in others if not other.is_foreign)

    def _is_near(self, division: Division, home: Division | None) -> bool:
        return home is not None and (division.code == home.code or self._is_inside(division, home) or self._is_inside(home, division))
