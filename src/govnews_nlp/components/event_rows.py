"""Rows of the tables events and participants, and the event that each role, statement and slogan belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..records import Event, Mention, Participant, article_of
from .happenings import Happening, Maker, Scene

LONGEST_SUMMARY = 80
ROLE_EVENTS = {"host": ("talks",), "guest": ("talks",), "appointee": ("appointment",), "inspector": ("inspection", "visit"),
               "chair": ("meeting", "study", "ceremony"), "awarder": ("ceremony", "meeting"), "reader": ("meeting", "ceremony", "study")}


class EventRows(Maker):
    def __init__(self, scene: Scene):
        super().__init__(scene)
        self.doc = scene.doc
        self.spoken = {statement.start: statement for statement in scene.doc._.statements}

    def write(self) -> None:
        doc = self.doc
        for number, happening in enumerate(self.happenings, 1):
            happening.event_id = f"e{number}"
            start, end = happening.sentence
            doc._.events.append(Event(
                start, end, happening.event_id, happening.type, happening.trigger, *happening.date, "、".join(happening.places) or None,
                happening.adcode, happening.meeting_id, "、".join(happening.actors), self._summary(happening), self.text[start:end],
                self._sure(happening), happening.evidence))
        for (person, role), (position, evidence, confidence) in sorted(self.roles.items(), key=lambda item: item[1][0]):
            mention = self._mention(person, position)
            if mention:
                doc._.participants.append(Participant(
                    mention.start, mention.end, self._event_of(person, role, position, evidence), person, role,
                    "、".join(self.scene.titles.get(person, ())) or None, confidence, evidence))
        for statement in doc._.statements:
            statement.event_id = self._event_of(statement.speaker, "speaker", statement.start or 0)
        for slogan in doc._.slogans:
            if slogan.start is not None:
                index = bisect_right(self.cast.said_starts, slogan.start) - 1
                speech = self.spoken.get(self.cast.said_starts[index]) if index >= 0 else None
                if speech and slogan.start < speech.end:
                    slogan.speaker, slogan.event_id = speech.speaker, speech.event_id

    def _sure(self, happening: Happening) -> float:
        """The rule's confidence, less where the article looks back or gathers many things."""
        article = article_of(self.doc)
        if self.words.looks_back.search(f"{article.kicker or ''}{article.headline or ''}"):
            return min(happening.confidence, 0.65)
        if len(self.persons.sections) > 1:
            return min(happening.confidence, 0.85)
        undated = happening.type in ("meeting", "appointment", "inspection", "visit") and not happening.date[0]
        if undated or happening.type == "talks" and len(happening.actors) < 2:
            return min(happening.confidence, 0.8)  # it may be an old story; of the guests no name was read
        if happening.type == "visit" and happening.mixed or happening.type == "talks" and happening.trigger in self.words.two_sided:
            return min(happening.confidence, 0.85)  # comforting and looking round; a talk that may be a meeting
        return happening.confidence

    def _summary(self, happening: Happening) -> str:
        """One line of text: the event in its own words."""
        start, end = happening.sentence
        line = re.sub(r"\s+", " ", self.text[start : min(end, start + 4 * LONGEST_SUMMARY)]).strip()
        return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"

    def _mention(self, person: str, position: int) -> Mention | None:
        own = self.scene.mentions_of.get(person, [])
        return next((mention for mention in reversed(own) if mention.start <= position), own[0] if own else None)

    def _event_of(self, person: str, role: str, position: int, evidence: str = "") -> str | None:
        """The event that a role belongs to: one of its kind with the person, one with the person before it, the last before it."""
        kinds = ROLE_EVENTS.get(role, ())
        if role == "attendee":
            kinds = ("talks",) if "会见" in evidence or "会谈" in evidence else ("ceremony",) if evidence in self.words.joining else ("inspection", "visit") if self.words.trip.search(evidence) else ()
        here = self.scene.here(position)
        if role == "attendee":  # who attends is at a meeting, not in its list of appointments
            here = [h for h in here if h.type not in ("appointment", "document")] or here
        fitting = [h for h in here if h.type in kinds]
        own = [h for h in fitting if person in h.actors] or [h for h in self.happenings if h.type in kinds and person in h.actors]
        mine = [h for h in (here if role == "attendee" else self.happenings) if person in h.actors and h.sentence[0] <= position]
        chosen = own[:1] or fitting[-1:] or mine[-1:] or [h for h in here if h.sentence[0] <= position][-1:] or here[:1]
        return chosen[0].event_id if chosen else None
