"""Trips: inspections and visits, one for each leading person, whatever the number of stops."""

from __future__ import annotations

from ..records import article_of
from .happenings import LEAD, MOST_ATTENDING, Happening, Maker
from .roles import Deed


class Trips(Maker):
    def _trip(self, kind: str, deed: Deed) -> None:
        """One inspection for each leading person, whatever the number of stops."""
        for happening in self.happenings:
            if happening.type in ("inspection", "visit") and set(happening.actors) & set(deed.doers):
                if self._gathers(happening, deed):
                    happening.actors = [person for person in happening.actors if person not in deed.doers]
                    if not happening.actors:
                        self.happenings.remove(happening)
                    break
                happening.reach(self.scene.places(deed.sentence)[0])
                looks = deed.trigger.word in self.words.looks and (happening.trigger != "走访" and self.words.comfort.search(happening.trigger))
                if kind == "inspection" and happening.evidence != "travel" and not deed.trigger.word.startswith("先后") and not looks:
                    happening.type = kind  # but 甲走访慰问…，先后来到… stays a visit
                elif kind == "inspection" and looks:
                    happening.mixed = True
                elif kind == "visit" and happening.trigger in self.words.calls and happening.sentence == deed.sentence:
                    happening.type = kind  # 开展走访活动，慰问…
                return
        self.scene.happen(kind, deed, deed.doers, 0.75 if deed.kind == "step" else 0.92)

    def _gathers(self, happening: Happening, deed: Deed) -> bool:
        """甲、乙分别率队检查。…9日，甲深入某地: what the first sentence gathers is told of each with a day of its own."""
        start, end = happening.sentence
        return start != deed.sentence[0] and "分别" in self.text[start:end] and any(
            day.start < deed.trigger.start for day in self.scene.days_in(*deed.sentence))

    def roles_of(self, person: str) -> tuple[str, str]:
        """The role on a trip, and its evidence."""
        return next(((role, evidence) for (name, role), (_, evidence, _) in self.roles.items() if name == person and role in ("inspector", "attendee")), ("", ""))

    def inspection(self, deed: Deed) -> None:
        """先后到困难群众家中，送上慰问金; 先后到两村，对困难职工进行走访慰问: the way to those who are comforted."""
        end, last = deed.trigger.end, deed.sentence[1]
        comforts = deed.trigger.word in self.words.looks and (
            self.words.gifts.search(self.text, end, last) or self.words.to_comfort.match(self.text, end, last))
        self._trip("visit" if comforts else "inspection", deed)

    def visit(self, deed: Deed) -> None:
        self._trip("visit", deed)

    def travel(self, deed: Deed) -> None:
        if not any(h.type == "visit" and set(h.actors) & set(deed.doers) for h in self.happenings):
            if made := self.scene.happen("visit", deed, deed.doers[:1], 0.75):
                made.evidence = "travel"

    def steps(self) -> None:
        """参观, 走进 make an inspection only where the person does nothing else."""
        busy = {person for happening in self.happenings for person in happening.actors}
        headline = article_of(self.scene.doc).headline or ""
        for deed in self.cast.deeds:
            if deed.kind == "step":
                if not busy & set(deed.doers) or deed.trigger.word in headline and deed.doers[0] in headline:  # 甲参观某地: what the article is about
                    self._trip("inspection", deed)
                    busy |= set(deed.doers)
                elif not any(h.type in ("inspection", "visit") and set(h.actors) & set(deed.doers) for h in self.happenings):
                    for person in deed.doers:
                        if self.roles.get((person, "inspector"), (0, "", 1.0))[2] < 0.8:
                            del self.roles[person, "inspector"]

    def rounds(self) -> None:
        """县四套班子领导检查安全生产工作。甲、乙参加: the trip of a group whose members are named behind. Beside another trip (一行先后来到两村) its further stops."""
        rounds = [deed for deed in self.cast.deeds if deed.kind == "round"]
        if any(h.type in ("inspection", "visit", "talks") for h in self.happenings):
            for deed in rounds:
                if trip := self.scene.trip_before(deed.sentence):
                    trip.reach(self.scene.places(deed.sentence)[0])
            return
        for deed in rounds:
            if deed.sentence[0] < LEAD:
                there = [(position, person) for (person, role), (position, evidence, _) in self.roles.items()
                         if role == "inspector" or role == "attendee" and self.words.trip.search(evidence)]
                if there:
                    led = [person for _, person in sorted(there)[:MOST_ATTENDING]]
                    alone = all(role == "attendee" and evidence.startswith("陪同") for person in led  # whom they go with has no name
                                for role, evidence in [self.roles_of(person)])
                    self.scene.happen(deed.trigger.kinds[0], deed, led, 0.6 if alone else 0.75)
                return
