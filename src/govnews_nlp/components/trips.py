"""Trips: inspections and visits, one for each leading person, whatever the number of stops."""

from __future__ import annotations

from .happenings import LEAD, MOST_ATTENDING, Maker
from .roles import Deed


class Trips(Maker):
    def _trip(self, kind: str, deed: Deed) -> None:
        """One inspection for each leading person, whatever the number of stops."""
        for happening in self.happenings:
            if happening.type in ("inspection", "visit") and set(happening.actors) & set(deed.doers):
                happening.places += [place for place in self.scene.places(deed.sentence)[0] if place not in happening.places]
                if kind == "inspection" and happening.evidence != "travel" and not deed.trigger.word.startswith("先后"):
                    happening.type = kind  # but 甲走访慰问…，先后来到… stays a visit
                elif kind == "visit" and happening.trigger in self.words.calls and happening.sentence == deed.sentence:
                    happening.type = kind  # 开展走访活动，慰问…
                return
        self.scene.happen(kind, deed, deed.doers, 0.75 if deed.kind == "step" else 0.92)

    def inspection(self, deed: Deed) -> None:
        self._trip("inspection", deed)

    def visit(self, deed: Deed) -> None:
        self._trip("visit", deed)

    def travel(self, deed: Deed) -> None:
        if not any(h.type == "visit" and set(h.actors) & set(deed.doers) for h in self.happenings):
            if made := self.scene.happen("visit", deed, deed.doers[:1], 0.75):
                made.evidence = "travel"

    def steps(self) -> None:
        """参观, 走进 make an inspection only where the person does nothing else."""
        busy = {person for happening in self.happenings for person in happening.actors}
        for deed in self.cast.deeds:
            if deed.kind == "step":
                if not busy & set(deed.doers):
                    self._trip("inspection", deed)
                    busy |= set(deed.doers)
                elif not any(h.type in ("inspection", "visit") and set(h.actors) & set(deed.doers) for h in self.happenings):
                    for person in deed.doers:
                        if self.roles.get((person, "inspector"), (0, "", 1.0))[2] < 0.8:
                            del self.roles[person, "inspector"]

    def rounds(self) -> None:
        """县四套班子领导检查安全生产工作。甲、乙参加: the trip of a group whose members are named behind."""
        if any(h.type in ("inspection", "visit", "talks") for h in self.happenings):
            return
        for deed in self.cast.deeds:
            if deed.kind == "round" and deed.sentence[0] < LEAD:
                there = [(position, person) for (person, role), (position, evidence, _) in self.roles.items()
                         if role == "inspector" or role == "attendee" and self.words.trip.search(evidence)]
                if there:
                    self.scene.happen(deed.trigger.kinds[0], deed, [person for _, person in sorted(there)[:MOST_ATTENDING]], 0.75)
                return
