"""Training sentences with other names: the model should learn what stands around a name, not the names of 1998."""

from __future__ import annotations

import random
import re
from itertools import accumulate

from govnews_nlp.lexicon import load_csv, load_toml

Sentence = tuple[str, list[tuple[int, int, str]]]
PERSON_LABELS = frozenset({"PER", "nr", "NAME"})
PLACE_LABELS = frozenset({"LOC", "ns"})
HAN = re.compile(r"[\u4e00-\u9fff]+")


class Names:
    """Draws invented names: surname and given characters by how often they stand there in names, flattened for variety."""

    def __init__(self, generator: random.Random):
        self.random = generator
        rows = load_csv("name_characters")
        self.surnames = self._weights(rows, "surname", 0.8)
        self.middle = self._weights(rows, "middle", 0.6)
        self.last = self._weights(rows, "last", 0.6)
        self.single = self._weights(rows, "single", 0.6)
        words = load_toml("names")
        known = [character for character in words["surnames"] if not character.isspace()]
        self.any_surname = known
        self.compound = words["compound_surnames"].split()
        self.transcription = sorted({character for character in words["transcription"] if not character.isspace()})

    @staticmethod
    def _weights(rows, column: str, power: float) -> tuple[list[str], list[float]]:
        pairs = [(row["character"], float(row[column] or 0) ** power) for row in rows if float(row[column] or 0) > 0]
        return [character for character, _ in pairs], list(accumulate(weight for _, weight in pairs))

    def _draw(self, table: tuple[list[str], list[float]]) -> str:
        return self.random.choices(table[0], cum_weights=table[1])[0]

    def chinese(self) -> str:
        roll = self.random.random()
        surname = self.random.choice(self.compound) if roll < 0.02 else self.random.choice(self.any_surname) if roll < 0.12 else self._draw(self.surnames)
        if self.random.random() < 0.25:
            return surname + self._draw(self.single)
        return surname + self._draw(self.middle) + self._draw(self.last)

    def transcribed(self) -> str:
        def part():
            return "".join(self.random.choices(self.transcription, k=self.random.choice((2, 2, 3, 3, 4))))

        return part() if self.random.random() < 0.4 else f"{part()}·{part()}"

    def like(self, name: str) -> str:
        """A name for the place of this one: a Chinese one for a Chinese one."""
        if len(name) <= 4 and HAN.fullmatch(name) and name[0] in self.surnames[0] and len(name) >= 2:
            return self.transcribed() if self.random.random() < 0.06 else self.chinese()
        return self.transcribed()


class Augmenter:
    """Draws persons and places of a sentence anew."""

    def __init__(self, places: list[str], seed: int = 0, persons: float = 0.4, lists: float = 0.05, place_share: float = 0.15):
        self.random = random.Random(seed)
        self.names = Names(self.random)
        self.places, self.persons, self.lists, self.place_share = places, persons, lists, place_share

    def __call__(self, text: str, spans: list[tuple[int, int, str]]) -> Sentence:
        swap_persons = self.random.random() < self.persons
        swap_places = self.random.random() < self.place_share
        if not (swap_persons or swap_places):
            return text, spans
        chosen: dict[str, str] = {}
        pieces, out, at, length = [], [], 0, 0

        def add(piece: str, label: str | None = None):
            nonlocal length
            pieces.append(piece)
            if label:
                out.append((length, length + len(piece), label))
            length += len(piece)

        for start, end, label in spans:
            if start > at:
                add(text[at:start])
            name = text[start:end]
            if swap_persons and label in PERSON_LABELS and end - start > 1:
                add(chosen.setdefault(name, self.names.like(name)), label)
                while self.random.random() < self.lists:
                    add("、", "w" if label == "nr" else None)
                    add(self.names.chinese(), label)
            elif swap_places and label in PLACE_LABELS and end - start > 1 and self.random.random() < 0.6:
                add(chosen.setdefault(name, self.random.choice(self.places)), label)
            else:
                add(name, label)
            at = end
        add(text[at:])
        return "".join(pieces), out
