"""Events and participants: what happened, one row for each thing, and who took part in which role.

roles.py reads who does what. Here the deeds and the article's held meetings become events: one a meeting, one trip for
each leading person, one talks for each guest group (分别会见: each guest), one appointment for a session, one ceremony, one
written act for each author. happenings.py is the scene; trips.py, ceremonies.py and gatherings.py make the events with
more to tell, event_rows.py writes them down.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from ..records import Official
from .ceremonies import Ceremonies
from .event_rows import EventRows
from .gatherings import Gatherings
from .happenings import Happening, Maker, Scene
from .roles import Deed
from .rule import RuleComponent, factory
from .trips import Trips

# 中共中央决定：甲同志|任某市委书记; 甲总书记|全票当选国家主席
APPOINTED = re.compile("(?:同志|总书记|主席)?(?:不再|全票|再次|成功)?(?:担任|兼任|任(?!命|免)|当选|连任)")
IN_OFFICE_SINCE = re.compile("[^，,。；;\n]{0,30}?(?:担任|出任|就任)[^，,。；;\n]{1,24}(?:后|以来|期间)")  # 甲|担任主席后首次访华: no news
CONGRATULATES = re.compile("祝贺[^，,。；;\n]{0,12}$")  # 乙祝贺|甲连任: no news
AT_MEETING = re.compile(r"(?:在[^，,。；;\n]{0,40})?会(?:议)?[上中][，,]")  # 会上，甲与乙座谈交流


class Events(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        if doc._.officials:
            tell(Scene(doc, self.lexicons))
        return doc


def tell(scene: Scene) -> None:
    """The events of one article: deed by deed, then what only the whole article tells."""
    scene.cast.read()
    acts, trips, ceremonies = Acts(scene), Trips(scene), Ceremonies(scene)
    gatherings = Gatherings(scene, ceremonies)
    makers = {"talks": acts.talks, "document": acts.document, "letter": acts.document,
              "inspection": trips.inspection, "visit": trips.visit, "travel": trips.travel,
              "ceremony": ceremonies.ceremony, "ceremony_place": ceremonies.at_ceremony,
              "study": gatherings.study, "chair": gatherings.chair}
    for deed in scene.cast.deeds:
        if maker := makers.get(deed.kind):
            maker(deed)
    acts.appointments()
    ceremonies.rites()
    gatherings.held()
    trips.steps()
    trips.rounds()
    scene.happenings.sort(key=lambda happening: happening.sentence)
    EventRows(scene).write()


class Acts(Maker):
    """Talks, written acts and appointments."""

    def talks(self, deed: Deed) -> None:
        if deed.trigger.word in self.words.two_sided and self.meetings and AT_MEETING.match(self.text, deed.sentence[0]) and (
                self.scene.meetings_in(self.persons.section_at(deed.sentence[0]))):
            return  # 会上，甲与乙座谈交流: the meeting
        for guests in ([[guest] for guest in deed.guests] if deed.apart and deed.guests else [deed.guests]):
            side = set(guests) or set(deed.doers)
            if any(h.type == "talks" and side & set(h.actors) and set(deed.doers) & set(h.actors) for h in self.happenings):
                continue
            self.scene.happen("talks", deed, [*deed.doers, *guests], 0.92, guests)

    def document(self, deed: Deed) -> None:
        if not any(h.type == "document" and set(h.actors) & set(deed.doers) for h in self.happenings):
            self.scene.happen("document", deed, deed.doers)

    def appointments(self) -> None:
        """All appointments and removals of one session."""
        changed = [(position, official) for official in self.scene.doc._.officials if official.change and official.start is not None
                   for position in [self._changed_at(official)] if position is not None]
        for position, official in changed:
            self.roles.setdefault((official.person, "appointee"), (position, official.change, official.confidence))
        for start, end in sorted({self.persons.section_at(position) for position, _ in changed}):
            there = [(position, official) for position, official in changed if start <= position < end]
            where = min(position for position, _ in there)
            sentence = self.persons.sentence_at(where)
            places, adcode = self.scene.places(sentence)
            meeting = next((meeting.meeting_id for meeting in self.scene.meetings_in((start, end))), None)
            self.happenings.append(Happening("appointment", "任免", sentence, list(dict.fromkeys(official.person for _, official in there)), places, adcode,
                                             meeting, self.scene.date(sentence, where), "任免", 0.92))

    def _changed_at(self, official: Official) -> int | None:
        """Where the change is told as news; where nothing says it right behind the name, at the record's own place."""
        told = [mention for mention in self.scene.mentions_of.get(official.person, ())
                if APPOINTED.match(self.text, self.persons.title_by_start.get(mention.end, mention.end))]
        if not told:
            return None if self.cast.is_said(official.start) or IN_OFFICE_SINCE.match(self.text, official.start) else official.start
        return next((mention.start for mention in told if self._is_news(mention.start)), None)

    def _is_news(self, position: int) -> bool:
        start, end = self.persons.sentence_at(position)
        paragraph = self.text.rfind("\n", 0, position) + 1
        return not (self.cast.is_said(position) or IN_OFFICE_SINCE.match(self.text, position) or CONGRATULATES.search(self.text, start, position)
                    or self.cast.background.is_past(position, (paragraph, end)))


create = factory("govnews_events", Events)
