"""Entity precision, recall, F1: exact spans and labels, micro-averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

Span = tuple[int, int, str]


class Score:
    def __init__(self):
        self.right, self.found, self.gold = Counter(), Counter(), Counter()

    def add(self, gold: Iterable[Span], found: Iterable[Span]) -> None:
        gold, found = set(map(tuple, gold)), set(map(tuple, found))
        for counter, spans in ((self.gold, gold), (self.found, found), (self.right, gold & found)):
            counter.update(label for _, _, label in spans)

    def of(self, *labels: str) -> tuple[float, float, float]:
        """Precision, recall, F1 of these labels; of all where none is given."""
        right, found, gold = (sum(c[label] for label in labels) if labels else c.total() for c in (self.right, self.found, self.gold))
        p, r = right / found if found else 0.0, right / gold if gold else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    @property
    def f1(self) -> float:
        return self.of()[2]

    def __str__(self) -> str:
        p, r, f = self.of()
        return f"F1 {f:.4f} (P {p:.4f} R {r:.4f}) " + " ".join(f"{label} {self.of(label)[2]:.4f}" for label in sorted(self.gold))
