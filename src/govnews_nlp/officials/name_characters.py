"""How likely characters are a Chinese name: how much more often each stands in names than in text, by its place in the name.

The counts are in lexicons/name_characters.csv: of surnames, of the first and last character of given names of two
characters, of given names of one, and of ordinary text.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from math import log

from ..lexicon import load_csv

ROLES = ("surname", "middle", "last", "single")
SMOOTHING = 0.5
DOT = "-·•・‧．"  # 雪克来提·扎克尔
DOTS = frozenset(DOT)
UNKNOWN_CHARACTER = 1.0  # characters rare in text stand in names more often than elsewhere
KNOWN = 12.0  # weight of a name of people.csv
DOTTED = 4.0  # weight of a transcribed name with a dot
COMPOUND = 4.0  # of a surname of two characters
TWO_SURNAMES = -3.0  # 范徐丽华
NO_SURNAME = -4.0  # a name that starts with no known surname
IMPOSSIBLE = -9.0
CACHED = 50_000  # names


def character_odds(lexicons: str | None = None) -> dict[str, dict[str, float]]:
    """role → character → log P(character | role) / P(character | text)"""
    rows = load_csv("name_characters", lexicons)
    totals = {role: sum(int(row[role]) for row in rows) for role in (*ROLES, "text")}
    return {
        role: {row["character"]: log(((int(row[role]) + SMOOTHING) / totals[role]) / ((int(row["text"]) + 1) / totals["text"])) for row in rows}
        for role in ROLES
    }


class NameWeights:
    """no_double: surnames that are words in front of another (和, 向). no_first: characters that no name of unknown surname begins with."""

    def __init__(self, surnames: Set[str], compound: Set[str], no_double: Set[str], no_first: Set[str], known: Set[str], lexicons: str | None = None):
        self.surnames, self.compound, self.no_double, self.no_first, self.known = surnames, compound, no_double, no_first, known
        self.odds = character_odds(lexicons)

    @lru_cache(maxsize=CACHED)  # noqa: B019  (one object a process)
    def weight(self, name: str) -> float:
        """Log odds that these characters are a Chinese name; very low where they can't be."""
        if name in self.known:
            return KNOWN
        if not DOTS.isdisjoint(name):
            return DOTTED
        if len(name) == 2:
            roles = ("surname", "single")
        elif len(name) == 3 and name[:2] not in self.compound:
            roles = ("surname", "middle", "last")
        elif name[:2] in self.compound:
            return COMPOUND + sum(self.odds[role].get(c, UNKNOWN_CHARACTER) for c, role in zip(name[2:], ("middle", "last"), strict=False))
        elif len(name) == 4 and name[0] in self.surnames and name[1] in self.surnames and name[0] not in self.no_double:
            return self.weight(name[1:]) + TWO_SURNAMES
        else:
            return IMPOSSIBLE
        if name[0] not in self.surnames:
            odds = [self.odds["last"].get(c, UNKNOWN_CHARACTER) for c in name]
            return NO_SURNAME + min(sum(odds), 3.0) if min(odds) > 0 and name[0] not in self.no_first else IMPOSSIBLE
        odds = [self.odds[role].get(c, UNKNOWN_CHARACTER) for c, role in zip(name, roles, strict=True)]
        return max(odds[0], 0.0) + sum(value if value > -1.5 else 2 * value for value in odds[1:])  # 王毅等: 等 is no given name
