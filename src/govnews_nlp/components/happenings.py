"""What the makers of events share: an event in the making, and the scene of one article: who is there, when and where.

trips.py, ceremonies.py and gatherings.py make events out of it; events.py writes them down.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from ..records import DateExpression, Meeting, Mention, article_of, text_of
from ..segmentation import Span
from .roles import Deed, Roles

LEADING = ("speaker", "chair")  # roles whose holders are a meeting's actors
NEAR = 600  # characters in which those who attend a ceremony are named
MOST_ATTENDING = 3  # of those who only attend, the first are the leading ones
LEAD = 200  # characters of an article in which its own day stands


@dataclass
class Happening:
    """An event in the making."""

    type: str
    trigger: str
    sentence: Span
    actors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    adcode: str | None = None
    meeting_id: str | None = None
    date: tuple[str | None, str | None, str | None] = (None, None, None)
    evidence: str = ""
    confidence: float = 0.85
    event_id: str = ""
    mixed: bool = False  # a visit on which they also look round
    closed: bool = False  # who leads it is settled: whoever attends besides is no actor

    def reach(self, places: list[str]) -> None:
        self.places += [place for place in places if place not in self.places]

    def join(self, persons: list[str]) -> None:
        self.actors += [person for person in persons if person not in self.actors]


class Scene:
    """One article: its cast, its days and places, what has happened so far."""

    def __init__(self, doc: Doc, lexicons: str | None):
        self.doc, self.text = doc, text_of(doc)
        self.cast = Roles(doc, self.text, lexicons)
        self.persons, self.words = self.cast.persons, self.cast.words
        self.roles = self.cast.roles
        self.statements = sorted((s for s in doc._.statements if s.start is not None), key=lambda s: (s.start, s.end))
        self.verbs = {statement.verb for statement in doc._.statements}
        self.happenings: list[Happening] = []
        self.meetings: list[Meeting] = [meeting for meeting in doc._.meetings if meeting.status == "held"]
        self.mentions_of: dict[str, list[Mention]] = {}
        for mention in self.persons.mentions:
            if mention.norm in (None, mention.text):  # 王书记 leads to 王敏, but is not his name's surface
                self.mentions_of.setdefault(mention.text, []).append(mention)
        self.titles: dict[str, list[str]] = {}
        for official in doc._.officials:
            if official.title and official.title not in self.titles.setdefault(official.person, []):
                self.titles[official.person].append(official.title)
        published = article_of(doc).published
        today = published.isoformat() if published else "9999"
        days = [d for d in doc._.dates if d.kind in ("date", "span") and d.date_start and d.granularity in ("day", None) and d.start is not None
                and d.date_start <= today and (d.evidence != "holiday" or d.text.endswith(self.words.own_day))]
        days = sorted((d for d in days if not self.cast.is_said(d.start)), key=lambda d: d.start)
        told = [d for d in days if self.text[d.end : d.end + 1] not in ("讯", "电") and not any(span.start <= d.start < span.end for span in doc.spans.get("byline", ()))]
        # 本报24日讯 23日，…: the day of the story, not of the dateline
        self.days = self._joined(told if any(d.start < LEAD for d in told) else days)
        self.day_starts = [day.start for day in self.days]
        self.spots = sorted((p for p in doc._.places if p.start is not None and not self.cast.is_said(p.start)), key=lambda p: p.start)
        self.spot_starts = [place.start for place in self.spots]

    def _joined(self, days: list[DateExpression]) -> list[DateExpression]:
        """28日、29日: one time of two days."""
        joined: list[DateExpression] = []
        for day in days:
            before = joined[-1] if joined else None
            if before and self.text[before.end : day.start] in ("、", "和", "及") and (before.date_end or before.date_start) < day.date_start:
                joined[-1] = replace(before, end=day.end, date_end=day.date_end or day.date_start)
            else:
                joined.append(day)
        return joined

    def days_in(self, start: int, end: int) -> list:
        return self.days[bisect_right(self.day_starts, start - 1) : bisect_right(self.day_starts, end - 1)]

    def said_in(self, start: int, end: int) -> list:
        """The statements that begin in text[start:end]."""
        said = self.cast.said_starts
        return self.statements[bisect_right(said, start - 1) : bisect_right(said, end)]

    def happen(self, kind: str, deed: Deed, persons: list[str], confidence: float = 0.85, guests: list[str] | None = None) -> Happening | None:
        """An event of the officials among the persons; the guests of talks belong to it, officials or not."""
        actors = [person for person in dict.fromkeys(persons) if person in self.persons.officials]
        if not actors:
            return None
        actors += [person for person in guests or () if person not in actors and self._is_known(person)]
        places, adcode = self.places(deed.sentence)
        happening = Happening(kind, deed.trigger.word, deed.sentence, actors, places, adcode, None, self.date(deed.sentence, deed.trigger.start, actors[0]),
                              deed.trigger.word, confidence)
        self.happenings.append(happening)
        return happening

    def _is_known(self, person: str) -> bool:
        """Whether it is sure that a guest without office is a person: 集团董事长|乙, or named again."""
        own = self.mentions_of.get(person, ())
        return len(own) > 1 or any(mention.start in self.persons.title_by_end for mention in own)

    def date(self, sentence: Span, position: int, doer: str | None = None) -> tuple[str | None, str | None, str | None]:
        """The day of the sentence, nearest before the deed; else that of the article's lead: of the doer's first sentence there, as a rule."""
        first, last = bisect_right(self.day_starts, sentence[0] - 1), bisect_right(self.day_starts, sentence[1] - 1)
        inside = self.days[first:last]
        before = [day for day in inside if day.start <= position]
        section = self.persons.section_at(position)
        head = bisect_right(self.day_starts, section[0] - 1)
        lead = [day for day in self.days[head : head + 1] if day.start < min(section[0] + LEAD, section[1])]
        met = next((mention.start for mention in self.mentions_of.get(doer, ()) if mention.start >= section[0]), position)
        if met < section[0] + LEAD:  # 27日晚至28日暴雨。28日，甲在某镇防汛。甲来到…
            lead = self.days_in(self.persons.sentence_at(met)[0], met)[-1:] or lead
        paragraph = max(self.text.rfind("\n", section[0], position) + 1, section[0])
        told = [day for day in self.days[bisect_right(self.day_starts, paragraph - 1) : first] if day.start < position]
        day = (before[-1:] or inside[:1] or told[-1:] or lead or [None])[0]
        return (day.date_start, day.date_end, day.part_of_day) if day else (None, None, None)

    def places(self, sentence: Span) -> tuple[list[str], str | None]:
        first, last = bisect_right(self.spot_starts, sentence[0] - 1), bisect_right(self.spot_starts, sentence[1] - 1)
        inside = self.spots[first:last]
        return list(dict.fromkeys(place.text for place in inside)), next((place.adcode for place in inside if place.adcode), None)

    def here(self, position: int) -> list[Happening]:
        """What happens in the same item of a round-up."""
        start, end = self.persons.section_at(position)
        return [happening for happening in self.happenings if start <= happening.sentence[0] < end]

    def trip_before(self, sentence: Span) -> Happening | None:
        """The trip that the same item told last in front of the sentence."""
        trips = [h for h in self.here(sentence[0]) if h.type in ("inspection", "visit") and h.sentence[0] < sentence[0]]
        return trips[-1] if trips else None

    def near(self, sentence: Span, wanted: tuple[str, ...], behind: bool = False) -> list[str]:
        """Who has one of the roles in the sentence or not far from it (behind: not before it)."""
        section = self.persons.section_at(sentence[0])
        there = [(position, person) for (person, role), (position, _, _) in self.roles.items() if role in wanted
                 and (0 if behind else -NEAR) <= position - sentence[0] < NEAR and section[0] <= position < section[1]]
        return [person for _, person in sorted(there, key=lambda item: item[0])]

    def meetings_in(self, section: Span) -> list[Meeting]:
        """The meetings of an item, and those that only headlines name."""
        return [meeting for meeting in self.meetings if meeting.start is None or section[0] <= meeting.start < section[1]]

    def meeting_near(self, deed: Deed) -> bool:
        """Whether the opening is that of a held meeting named in the same sentence."""
        return any(m.start is not None and deed.sentence[0] <= m.start < deed.sentence[1] for m in self.meetings)


class Maker:
    """Makes events of one kind."""

    def __init__(self, scene: Scene):
        self.scene = scene
        self.text, self.cast, self.persons, self.words = scene.text, scene.cast, scene.persons, scene.words
        self.roles, self.happenings, self.meetings = scene.roles, scene.happenings, scene.meetings
