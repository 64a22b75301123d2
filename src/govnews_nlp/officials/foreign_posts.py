"""Which posts are another country's or an international organisation's: 法国外长, 美总统, 联合国秘书长, 莫斯科市长."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from ..gazetteer import gazetteer
from ..lexicon import WordGroups, load_csv


class ForeignPosts:
    def __init__(self, lexicons: str | None = None):
        self.lexicons = lexicons
        self.gazetteer = gazetteer(lexicons)
        read = WordGroups("titles", lexicons)
        self.not_foreign, self.foreign_heads = read("ranks", "not_foreign"), read("ranks", "foreign_heads")
        self.heads_of_places, self.abbreviated = read("ranks", "heads_of_places"), read("ranks", "behind_abbreviation")
        self._countries: dict[str, str] = {}  # what may stand in front of a post → the country as it is named there: 越南, of 越共 too
        self._foreign: dict[str, list[str]] = {}
        self._abbreviations: set[str] = set()
        self._foreign_places: set[str] = set()
        for file in ("countries", "countries_places", "countries_organizations"):
            for row in load_csv(file, lexicons):
                if row["name"] == "中国":
                    continue
                for name in (row["name"], *filter(None, row["variants"].split("|"))):
                    self._foreign.setdefault(name[:2], []).append(name)
                    if file == "countries":
                        self._countries[name] = name
                    elif file == "countries_organizations" and (country := self._name(row["name"], self._countries)):
                        self._countries[name] = country
                    if file == "countries_places":
                        self._foreign_places.add(name)
                self._abbreviations.update(row.get("abbreviation") or "")
        for names in self._foreign.values():
            names.sort(key=len, reverse=True)

    def __reduce__(self):
        return foreign_posts, (self.lexicons,)

    def _name(self, title: str, among: Container[str] | None = None) -> str | None:
        return next((name for name in self._foreign.get(title[:2], ()) if title.startswith(name) and (among is None or name in among)), None)

    def country(self, title: str) -> str:
        """The country that a foreign title begins with (新加坡 of 新加坡副总理), or that of the party (越南 of 越共中央总书记); else ""."""
        return self._countries.get(self._name(title) or "", "")

    def begins_inside(self, title: str) -> bool:
        """Whether a country's name stands inside a foreign title, behind something else than 驻: 柏林同 | 德国总理."""
        if self._name(title) or not title.endswith(self.foreign_heads):
            return False
        return any(self._name(title[at:]) and title[at - 1] not in "驻对" for at in range(1, len(title) - 2))

    @lru_cache(maxsize=16384)  # noqa: B019
    def is_foreign(self, title: str) -> bool:
        """Whether the post is another country's or an international organisation's: 法国外长, 日本首相, 联合国秘书长."""
        name = self._name(title)
        if name:
            rest = title[len(name) :].removeprefix("共和国")
            if name in self._foreign_places and not rest.endswith(self.heads_of_places):
                return False
            end, found = self.gazetteer.prefix(title)
            at_home = end > len(name) and any(not division.is_foreign for division in found)  # 老街镇, not 老街
            return bool(rest) and not at_home and not rest.startswith(self.not_foreign)
        if title.endswith(self.foreign_heads):
            return True
        return title[:1] in self._abbreviations and title.startswith(self.abbreviated, 1)


@lru_cache(maxsize=8)
def foreign_posts(lexicons: str | None = None) -> ForeignPosts:
    return ForeignPosts(lexicons)
