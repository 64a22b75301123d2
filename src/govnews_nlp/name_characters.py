"""How much more often a character stands in a name than in text: log odds by its place in the name.

The counts are in lexicons/name_characters.csv: of surnames, of the first and last character of given names of two
characters, of given names of one, and of ordinary text.
"""

from __future__ import annotations

from math import log

from .lexicon import load_csv

ROLES = ("surname", "middle", "last", "single")
SMOOTHING = 0.5


def character_odds(lexicons: str | None = None) -> dict[str, dict[str, float]]:
    """role → character → log P(character | role) / P(character | text)"""
    rows = load_csv("name_characters", lexicons)
    totals = {role: sum(int(row[role]) for row in rows) for role in (*ROLES, "text")}
    return {
        role: {row["character"]: log(((int(row[role]) + SMOOTHING) / totals[role]) / ((int(row["text"]) + 1) / totals["text"])) for row in rows}
        for role in ROLES
    }
