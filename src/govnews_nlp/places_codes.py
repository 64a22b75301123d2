"""Which division a place lies in: the code of each place that places_grammar.py found.

A division's name says it, with the article's region and the divisions named beside it where several bear it. A village that
is named without its township has the code of what was said before: of its own longer name, of its neighbour in a list, of
the county that the article is at home in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .gazetteer import TOWN_SUFFIXES, Division, Gazetteer
from .lexicon import load_toml
from .places_pieces import Found

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
        self.villages = tuple(load_toml("divisions", lexicons)["villages"]["ends"].split())

    def __call__(self, text: str, found: list[Found], home: Division | None, year: int | None) -> list[tuple[Division | None, bool]]:
        """For each place its division, and whether the place is the division itself."""
        near = self._certain(found)
        codes: list[tuple[Division | None, bool]] = []
        longer: dict[str, Division] = {}
        at_home = home is not None and home.level == "county" and all(self._is_near(division, home) for division in near)
        for number, item in enumerate(found):
            surface = text[item.start : item.end]
            in_villages = item.whole and VILLAGE_LIST.match(text, item.end) is not None and not any(surface.endswith(known.name) for known in item.hit.candidates)
            division = None if in_villages else self._named(text, item, home, near, year)
            whole = division is not None and item.whole and len(surface) == item.hit.end - item.hit.start
            if division is None and item.kind == "admin":
                if not in_villages and (division := self._of_other_rank(surface, home)):
                    whole = True
                elif in_villages or surface.endswith(self.villages):
                    before = found[number - 1] if number else None
                    beside = before is not None and before.kind == "admin" and text[before.end : item.start] in SAME_LIST and text[before.start : before.end].endswith(self.villages)
                    division = longer.get(surface) or (codes[-1][0] if beside else None) or (home if at_home else None)
            if division is not None and item.kind == "admin" and not division.is_foreign:
                longer.update((surface[cut:], division) for cut in range(1, len(surface) - 2) if cut < len(surface) and surface.endswith(self.villages))
            codes.append((division, whole))
        return codes

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
        suffix = next((suffix for suffix in TOWN_SUFFIXES if name.endswith(suffix) and len(name) > len(suffix) + 1), None)
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
