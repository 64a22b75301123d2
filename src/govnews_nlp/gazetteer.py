"""The divisions of China and the countries of the world: which names they bear, where they stand, which one is meant.

`lexicons/divisions.csv.gz` holds the divisions (GB/T 2260 to the county, the Bureau of Statistics' codes for townships) with the
years in which they bore the name; `divisions.toml` short forms and words that only look like a place; `countries*.csv` what is abroad.
Rows become Division objects only when somebody asks for them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .gazetteer_finder import DivisionFinder, Hit
from .lexicon import BUILT_IN, LexiconError, WordGroups, load_csv, longest_first, words_of

__all__ = ["Division", "Gazetteer", "Hit", "gazetteer"]

LEVELS = ("country", "province", "city", "county", "town", "foreign")
COLUMNS = ("code", "name", "parent", "lat", "lon", "since", "until")
LONGEST_CHAIN = 60  # characters of a region such as 新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县


@dataclass(frozen=True, slots=True)
class Division:
    """A division in the years [since, until) in which it bore this name and code; foreign places have their name for a code."""

    code: str
    name: str
    level: str  # province, city, county, town; country, foreign
    parent: str | None
    lat: float | None
    lon: float | None
    since: int | None
    until: int | None

    @property
    def is_foreign(self) -> bool:
        return self.level in ("country", "foreign")

    @property
    def is_zone(self) -> bool:
        """A development zone of the Bureau of Statistics' list, no administrative division."""
        return len(self.code) == 6 and self.code[4] == "7" and self.code[:2] != "71"

    def exists(self, year: int | None) -> bool:
        """Whether it bore this name in that year, the years of change included; None: today."""
        if year is None:
            return self.until is None
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def _level(code: str) -> str:
    if len(code) > 6:
        return "town"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


class Gazetteer(DivisionFinder):
    def __init__(self, lexicons: str | None = None):
        self.lexicons = lexicons
        read = WordGroups("divisions", lexicons)
        words = read.sections
        kinds = {key: tuple(words_of(group)) for key, group in words["kinds"].items()}
        self._ends, self._autonomous, self._autonomous_in_short = kinds["ends"], kinds["autonomous"], kinds["autonomous_in_short"]
        self.township_ends, self._left_out = kinds["townships"], kinds["townships_left_out"]
        self._peoples = longest_first(words["peoples"]["names"])
        self._common = read.set("common_words")
        self._generic = read.set("generic_names")
        self._continuations = read("continuations")
        self._exceptions = read("continuations", "exceptions")
        self._behind = read("part_of_name", "behind")
        self._not_behind = read("part_of_name", "not_behind")
        self._words_at_end = read("generic_names", "at_end")
        self._into = frozenset(words["in_front"]["into"])
        self._in_front = frozenset(words["in_front"]["characters"])
        self._rows: list[str | Division] = []
        self._by_code: dict[str, int] = {}
        self._full: dict[str, list[int]] = {}
        self._short: dict[str, list[int]] = {}
        self._read_divisions((gzip.decompress((BUILT_IN / "divisions.csv.gz").read_bytes()).decode()).splitlines()[1:])
        self._read_divisions(self._of_user(lexicons))
        self._read_countries(lexicons)
        self._longest = max(map(len, self._full))
        for short_forms in (words["abbreviations"], words["short_forms"]):
            for short, name in short_forms.items():
                self._short.setdefault(short, []).extend(i for i in self._full.get(name, ()) if i not in self._short.get(short, ()))

    def __reduce__(self):
        return gazetteer, (self.lexicons,)

    # ---- reading

    def _read_divisions(self, lines: Iterable[str]) -> None:
        rows, by_code, full = self._rows, self._by_code, self._full
        for line in lines:
            code, name, _ = line.split(",", 2)
            index = len(rows)
            rows.append(line)
            by_code.setdefault(code, index)  # the present name comes first
            full.setdefault(name, []).append(index)
            if len(code) == 6:
                for short in self._short_forms(name, code):
                    self._short.setdefault(short, []).append(index)

    @staticmethod
    def _of_user(lexicons: str | None) -> Iterator[str]:
        """Lines of the user's own divisions.csv: code,name,parent,lat,lon,since,until as in the built-in file."""
        path = Path(lexicons) / "divisions.csv" if lexicons else None
        if path is None or not path.is_file():
            return
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines()[1:], 2):
            cells = line.split(",")
            if len(cells) != len(COLUMNS) or not (cells[0].isdigit() and len(cells[0]) in (6, 9) and cells[1]):
                raise LexiconError(f"{path}:{number}: a code of 6 or 9 digits and a name expected, then {', '.join(COLUMNS[2:])} (may be empty): {line}")
            yield line

    def _read_countries(self, lexicons: str | None) -> None:
        for file, level in (("countries", "country"), ("countries_places", "foreign")):
            for row in load_csv(file, lexicons):
                index = len(self._rows)
                self._rows.append(Division(row["name"], row["name"], level, row.get("parent") or None, None, None, None, None))
                self._by_code.setdefault(row["name"], index)
                for name in (row["name"], *filter(None, row["variants"].split("|"))):
                    self._full.setdefault(name, []).append(index)

    def _short_forms(self, name: str, code: str) -> Iterator[str]:
        """萧山区 → 萧山; 恩施土家族苗族自治州 → 恩施, 恩施州, 恩施自治州; development zones have none."""
        if code[4] == "7" and code[:2] != "71":  # development zones
            return
        root = self._root(name)
        if root != name:
            yield root
            if name.endswith(self._autonomous_in_short):
                yield root + name[-1]
            if name.endswith(self._autonomous) and root + name[-3:] != name:
                yield root + name[-3:]

    def _root(self, name: str) -> str:
        for suffix in self._ends:
            if name.endswith(suffix):
                root = name.removesuffix(suffix)
                while len(suffix) > 1 and (people := next((p for p in self._peoples if root.endswith(p) and len(root) > len(p) + 1), None)):
                    root = root.removesuffix(people)
                if root.endswith("族") and len(root) > 2:
                    root = root.removesuffix("族")  # 东乡族自治县 → 东乡
                return root if len(root) > 1 else name
        return name

    def _get(self, index: int) -> Division:
        row = self._rows[index]
        if isinstance(row, str):
            code, name, parent, lat, lon, since, until = row.split(",")
            row = self._rows[index] = Division(
                code, name, _level(code), parent or None, float(lat) if lat else None, float(lon) if lon else None,
                int(since) if since else None, int(until) if until else None)
        return row

    # ---- looking up

    def by_code(self, code: str | None) -> Division | None:
        """The division that bears the code now, or bore it last. Foreign places: by their name."""
        index = self._by_code.get(code or "")
        return None if index is None else self._get(index)

    def parent(self, division: Division) -> Division | None:
        return self.by_code(division.parent)

    def ancestors(self, division: Division) -> list[Division]:
        """The divisions it lies in, nearest first."""
        found: list[Division] = []
        above = self.parent(division)
        while above and len(found) < 5:
            found.append(above)
            above = self.parent(above)
        return found

    def short(self, division: Division) -> str:
        """萧山区 → 萧山; 延边朝鲜族自治州 → 延边; 理县 → 理县."""
        if division.is_foreign:
            return division.name
        if division.level != "town":
            return self._root(division.name)
        for suffix in self.township_ends:
            if division.name.endswith(suffix) and len(division.name) - len(suffix) > 1:
                return division.name.removesuffix(suffix)
        return division.name

    def full_name(self, division: Division) -> str:
        """浙江省杭州市萧山区."""
        return "".join(above.name for above in reversed(self.ancestors(division))) + division.name

    def candidates(self, name: str) -> list[Division]:
        """Everything that bears the name: full, short or former. Townships by a short form only where nothing higher bears it."""
        indices = [*self._full.get(name, ()), *self._short.get(name, ())]
        if not indices and len(name) > 1:
            indices = self._townships(name)
        return [self._get(index) for index in dict.fromkeys(indices)]

    def townships(self, name: str) -> list[Division]:
        """Townships that a list of townships may call by their short form: 石城 in 石城等乡镇 is 石城镇."""
        return [self._get(index) for index in self._townships(name)]

    def _townships(self, name: str) -> list[int]:
        return [index for suffix in self._left_out for index in self._full.get(name + suffix, ())]

    def short_names(self) -> Iterable[str]:
        """Short forms of all names of counties and larger divisions: 萧山, 无为."""
        return self._short

    def is_common_word(self, name: str) -> bool:
        """Whether the name is an ordinary word too (和平, 城区, 朝阳)."""
        return name in self._common or name in self._generic

    # ---- chains: 浙江省杭州市萧山区, 江西赣州安远

    def region(self, text: str) -> Division | None:
        """The division that a region as users and newspapers write it means; the longest chain of names wins."""
        text = "".join(text.split())[:LONGEST_CHAIN]
        end, divisions = self._chain(text, 0, None)
        if not divisions:
            return None
        return self._best(divisions, None, (), None)

    @lru_cache(maxsize=16384)  # noqa: B019  (one object a process)
    def prefix(self, text: str) -> tuple[int, list[Division]]:
        """The longest chain of names that the text begins with: where it ends, and what its last name may be."""
        return self._chain(text[:LONGEST_CHAIN], 0, None)

    def ends_name(self, text: str, end: int) -> bool:
        """Whether a name may end here: 市 of 市委, not of 市场."""
        return not text.startswith(self._continuations, end - 1) or text.startswith(self._exceptions, end)

    def is_part(self, text: str, end: int) -> bool:
        """Whether what stands behind a short form makes it part of another name: 南京 of 南京路, 长兴 of 长兴岛."""
        return text.startswith(self._behind, end) and not text.startswith(self._not_behind, end)

    def _chain(self, text: str, start: int, inside: list[Division] | None) -> tuple[int, list[Division]]:
        """Where the longest chain of names from `start` on ends, and what its last name may be."""
        best_end, best = start, inside or []
        for end in range(min(len(text), start + self._longest), start + 1, -1):
            name = text[start:end]
            if name not in self._full and name not in self._short and not (inside and end == len(text)):
                continue
            found = self.candidates(name)
            if inside is not None:
                found = self._inside(found, inside)
            if found:
                further, last = self._chain(text, end, found)
                if further > best_end:
                    best_end, best = further, last
            if best_end == len(text):
                break
        return best_end, best

    def _inside(self, divisions: Iterable[Division], regions: Iterable[Division]) -> list[Division]:
        codes = {region.code for region in regions}
        return [division for division in divisions if any(above.code in codes for above in self.ancestors(division))]

    # ---- which one is meant

    def resolve(self, name: str, home: Division | None = None, near: Iterable[Division] = (), year: int | None = None) -> Division | None:
        """The division that `name` means in an article of `home` that names the divisions `near`; None where several fit as well."""
        found = self.candidates(name)
        if not found:
            region = "".join(name.split())[:LONGEST_CHAIN]
            end, found = self._chain(region, 0, None)
            if end < len(region):
                return None
        return self._best(found, home, tuple(near), year)

    def choose(self, candidates: list[Division], home: Division | None = None, near: Iterable[Division] = (), year: int | None = None) -> Division | None:
        """resolve() for the candidates of a hit of find()."""
        return self._best(candidates, home, tuple(near), year)

    def successor(self, division: Division, year: int | None = None) -> Division:
        """The division of that name in `year`: 武威地区 is 武威市 in 2023; itself where it is still there, or nothing follows it."""
        if division.is_foreign or division.level in ("town", "province") or division.exists(year):
            return division
        levels = ("city",) if division.level == "city" else ("county", "city")
        found = [other for other in self.candidates(self.short(division))
                 if other.level in levels and other.code[:2] == division.code[:2] and other.exists(year) and not other.is_zone]
        return min(found, key=lambda other: (levels.index(other.level), other.code[:4] != division.code[:4], other.code), default=division)

    def _best(self, candidates: list[Division], home: Division | None, near: tuple[Division, ...], year: int | None) -> Division | None:
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        home_chain = [home, *self.ancestors(home)] if home else []
        near_chains = [[division, *self.ancestors(division)] for division in near if division]

        def weight(division: Division) -> tuple[float, int]:
            closeness = max([1.0 * self._closeness(division, home_chain), *(0.9 * self._closeness(division, chain) for chain in near_chains)])
            rank = {"country": 3.5, "province": 4.0, "city": 1.5, "county": 0.5, "foreign": 0.4, "town": 0.0}[division.level]
            if division.level == "city" and not self.is_common_word(self.short(division)):
                rank += 0.7  # 西安 is hardly ever the district of another city
            return (closeness + rank, division.until or 9999)

        alive = [division for division in candidates if division.exists(year)] or candidates
        weights = [weight(division) for division in alive]
        top = max(weights)
        best = alive[weights.index(top)]
        if any(mark[0] == top[0] and other.level == best.level and other.parent != best.parent and (other.name == best.name or best.level == "town")
               for mark, other in zip(weights, alive, strict=True)):
            return None  # as near as the other one of this name
        return best

    def _closeness(self, division: Division, chain: list[Division]) -> float:
        """How much of the way from the country down the two share: 1.2 a step; an ancestor of the anchor counts in full."""
        if not chain or chain[0].is_foreign:
            return 0.0
        codes = [above.code for above in chain]
        if division.code in codes:
            return 3.6
        shared = sum(above.code in codes for above in self.ancestors(division))
        return 1.2 * (shared + (division.level == "town" and division.parent == codes[0]))  # a township of that very county


def gazetteer(lexicons: str | None = None) -> Gazetteer:
    """The gazetteer, read once."""
    return _read_once(lexicons)


@lru_cache(maxsize=4)
def _read_once(lexicons: str | None) -> Gazetteer:
    return Gazetteer(lexicons)
