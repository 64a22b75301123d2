"""Events and participants: what happened, who took part in which role.

A trigger word (主持, 会见, 调研: lexicons/events.toml) outside of what somebody says, with an official as its subject,
gives a role; the subject is the nearest group of persons before it in the clause, after 由 for the passive, or the
subject of the clause before where it is left out. Roles and the article's held meetings make the events: one a meeting,
one inspection or visit for each leading person, one talks for each guest group, one appointment for a session.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from ..lexicon import load_toml
from ..records import Event, Mention, Participant, article_of
from ..segmentation import clauses, sentences
from .rule import RuleComponent, factory

CONNECTORS = re.compile(r"(?:[、，,和与及等\s]|以及|同志|夫妇|一行)*")
LEADING = ("speaker", "chair", "host")  # roles whose holders are a meeting's actors
LONGEST_SUMMARY = 80


@dataclass
class Group:
    """Persons in one list: 甲、副省长乙和丙等."""

    start: int
    end: int
    persons: list[str]


@dataclass
class Trigger:
    start: int
    end: int
    word: str
    kinds: list[str]


@dataclass
class Happening:
    """An event in the making."""

    type: str
    trigger: str
    sentence: tuple[int, int]
    actors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    adcode: str | None = None
    meeting_id: str | None = None
    date: tuple[str | None, str | None, str | None] = (None, None, None)
    evidence: str = ""
    confidence: float = 0.85
    event_id: str = ""

    def join(self, persons: list[str]) -> None:
        self.actors += [person for person in persons if person not in self.actors]


class Events(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.lexicon = load_toml("events", lexicons)
        self.words: dict[str, list[str]] = {}
        for kind, entry in self.lexicon.items():
            if kind not in ("excluded", "accompanying"):
                for word in entry["words"].split():
                    self.words.setdefault(word, []).append(kind)
        self.triggers = list(self.words)
        self.matcher = AhoCorasick(self.triggers, matchkind=MatchKind.LeftmostLongest)
        self.before = tuple(self.lexicon["excluded"]["before"].split())
        self.after = tuple(self.lexicon["excluded"]["after"].split())
        self.accompanying = tuple(self.lexicon["accompanying"]["words"].split())

    def __call__(self, doc: Doc) -> Doc:
        if doc._.officials:
            Story(self, doc).tell()
        return doc


class Story:
    """The events of one article."""

    def __init__(self, component: Events, doc: Doc):
        self.component, self.doc, self.text = component, doc, doc.text
        officials = {official.person for official in doc._.officials}
        self.persons = sorted((m for m in doc._.mentions if m.label == "PERSON" and m.norm in officials), key=lambda m: m.start)
        self.starts = [mention.start for mention in self.persons]
        self.titles = {}
        for official in doc._.officials:
            if official.title:
                self.titles.setdefault(official.person, []).append(official.title)
        self.title_spans = sorted((m.start, m.end) for m in doc._.mentions if m.label == "TITLE")
        self.said = sorted((s.start, s.end) for s in doc._.statements if s.start is not None)
        self.said_starts = [start for start, _ in self.said]
        self.roles: dict[tuple[str, str], tuple[int, str, float]] = {}  # (person, role) → (position, evidence, confidence)
        self.happenings: list[Happening] = []
        self.meetings = [meeting for meeting in doc._.meetings if meeting.status == "held"]

    def tell(self) -> None:
        for sentence in sentences(self.text):
            self.read(sentence)
        self.speakers()
        self.appointments()
        self.meeting_events()
        self.write()

    # ---- roles, sentence by sentence

    def read(self, sentence: tuple[int, int]) -> None:
        subject: Group | None = None
        for start, end in clauses(self.text, *sentence):
            groups = self.groups(start, end)
            triggers = self.triggers(start, end)
            for trigger in triggers:
                before = [group for group in groups if group.end <= trigger.start]
                doer = self.doer(trigger, before, subject, start)
                if doer:
                    self.act(trigger, doer, groups, (start, end), sentence)
            if groups and not self.is_said(groups[0].start):
                subject = groups[0]

    def groups(self, start: int, end: int) -> list[Group]:
        """Persons of the clause, those of one list together."""
        groups: list[Group] = []
        index = bisect_right(self.starts, start - 1)
        while index < len(self.persons) and self.persons[index].start < end:
            mention = self.persons[index]
            if groups and self.is_list(groups[-1].end, mention.start):
                groups[-1].persons.append(mention.norm)
                groups[-1].end = mention.end
            else:
                groups.append(Group(mention.start, mention.end, [mention.norm]))
            index += 1
        return groups

    def is_list(self, start: int, end: int) -> bool:
        """Whether only connectors and titles stand between two names."""
        position = CONNECTORS.match(self.text, start, end).end()
        if position == start and start != end:
            return False
        while position < end:
            title = next((stop for first, stop in self.title_spans if first == position and stop <= end), None)
            if title is None:
                return False
            position = CONNECTORS.match(self.text, title, end).end()
        return True

    def triggers(self, start: int, end: int) -> list[Trigger]:
        text, found = self.text, []
        for index, first, stop in self.component.matcher.find_matches_as_indexes(text[start:end]):
            first, stop = start + first, start + stop
            if self.is_said(first):
                continue
            word = self.component.triggers[index]
            if text.startswith(self.component.after, stop) or text.endswith(self.component.before, start, first):
                continue
            found.append(Trigger(first, stop, word, self.component.words[word]))
        return found

    def is_said(self, position: int) -> bool:
        """Whether the position lies in what somebody says."""
        index = bisect_right(self.said_starts, position) - 1
        return index >= 0 and position < self.said[index][1]

    def doer(self, trigger: Trigger, before: list[Group], subject: Group | None, clause_start: int) -> Group | None:
        if before:
            nearest = before[-1]
            if "talks" in trigger.kinds and len(before) > 1 and self.text[nearest.start - 1] in "同与和":
                return before[0]
            behind = self.text[nearest.end : trigger.start]
            if behind.startswith("陪同下") or "陪同下" in behind:
                return before[0] if len(before) > 1 else subject
            return nearest if nearest is before[0] or not self.is_object(nearest) else before[0]
        if trigger.kinds == ["attendee"] or "reader" in trigger.kinds and self.text.startswith("会上", clause_start):
            return None
        return subject

    def is_object(self, group: Group) -> bool:
        """在甲陪同下, 向甲, 对甲: no subject of the clause."""
        return self.text[group.start - 1 : group.start] in ("向", "对", "给", "为", "被")

    def act(self, trigger: Trigger, doer: Group, groups: list[Group], clause: tuple[int, int], sentence: tuple[int, int]) -> None:
        text, kinds = self.text, trigger.kinds
        between = text[max(doer.end, clause[0]) : trigger.start]
        accompanied = next((g for g in groups if g is not doer and text[g.end :].startswith(("陪同", "等陪同"))), None)
        if accompanied:
            self.take(accompanied.persons, "attendee", accompanied.start, "陪同")
        if any(word in between for word in self.component.accompanying) and not {"chair", "speaker", "talks"} & set(kinds):
            self.take(doer.persons, "attendee", trigger.start, trigger.word)
            if "ceremony" in kinds:
                self.ceremony(trigger, doer, sentence)
            return
        if "talks" in kinds:
            self.talks(trigger, doer, groups, sentence)
        elif "inspection" in kinds or "visit" in kinds:
            kind = "inspection" if "inspection" in kinds else "visit"
            self.take(doer.persons[:1], "inspector", trigger.start, trigger.word)
            self.take(doer.persons[1:], "inspector", trigger.start, trigger.word)
            self.trip(kind, trigger, doer, sentence)
        elif "ceremony" in kinds:
            self.ceremony(trigger, doer, sentence)
        elif "document" in kinds:
            self.happen("document", trigger, doer.persons, sentence)
        else:
            for kind in kinds:
                role = self.component.lexicon[kind].get("role")
                if role:
                    persons = doer.persons if role in ("attendee", "awarder") else doer.persons
                    self.take(persons, role, trigger.start, trigger.word)

    def take(self, persons: list[str], role: str, position: int, evidence: str, confidence: float = 0.9) -> None:
        for person in persons:
            self.roles.setdefault((person, role), (position, evidence, confidence))

    # ---- events

    def talks(self, trigger: Trigger, doer: Group, groups: list[Group], sentence: tuple[int, int]) -> None:
        guests = [group for group in groups if group is not doer and (group.start >= trigger.end or self.text[group.start - 1] in "同与和")]
        if not guests:
            joined = doer.persons
            if len(joined) < 2 or "会见" in trigger.word:
                return
            guests = [Group(doer.start, doer.end, joined[1:])]
            doer = Group(doer.start, doer.end, joined[:1])
        self.take(doer.persons, "host", trigger.start, trigger.word)
        invited = [person for group in guests for person in group.persons]
        self.take(invited, "guest", trigger.start, trigger.word)
        apart = "分别" in self.text[doer.end : trigger.end]
        for names in ([[guest] for guest in invited] if apart else [invited]):
            if not any(h.type == "talks" and set(names) & set(h.actors) for h in self.happenings):
                self.happen("talks", trigger, [*doer.persons, *names], sentence)

    def trip(self, kind: str, trigger: Trigger, doer: Group, sentence: tuple[int, int]) -> None:
        """One inspection a leading person, whatever the number of stops."""
        for happening in self.happenings:
            if happening.type in ("inspection", "visit") and set(happening.actors) & set(doer.persons):
                happening.places += [place for place in self.places(sentence)[0] if place not in happening.places]
                if kind == "inspection":
                    happening.type = kind
                return
        self.happen(kind, trigger, doer.persons, sentence)

    def ceremony(self, trigger: Trigger, doer: Group, sentence: tuple[int, int]) -> None:
        for happening in self.happenings:
            if happening.type == "ceremony":
                happening.join(doer.persons)
                return
        self.happen("ceremony", trigger, doer.persons, sentence)

    def happen(self, kind: str, trigger: Trigger, persons: list[str], sentence: tuple[int, int]) -> None:
        places, adcode = self.places(sentence)
        self.happenings.append(Happening(kind, trigger.word, sentence, list(persons), places, adcode, None, self.date(sentence), trigger.word))

    def speakers(self) -> None:
        """Whoever makes a statement speaks."""
        officials = {official.person for official in self.doc._.officials}
        for statement in self.doc._.statements:
            if statement.speaker in officials:
                self.take([statement.speaker], "speaker", statement.start or 0, statement.verb, 0.92)

    def appointments(self) -> None:
        changed = [official for official in self.doc._.officials if official.change]
        persons = list(dict.fromkeys(official.person for official in changed))
        if persons:
            self.take(persons, "appointee", changed[0].start or 0, "任免")
            where = min(official.start for official in changed)
            sentence = next((s for s in sentences(self.text) if s[0] <= where < s[1]), (0, len(self.text)))
            trigger = Trigger(where, where, "任免", ["appointment"])
            self.happen("appointment", trigger, persons, sentence)

    def meeting_events(self) -> None:
        """A held meeting is an event; its actors are those who chair it or speak, or else who attend."""
        spans = list(sentences(self.text))
        for number, meeting in enumerate(self.meetings):
            taking_part = [(position, person) for (person, role), (position, _, _) in self.roles.items() if role in LEADING]
            others = [(position, person) for (person, role), (position, _, _) in self.roles.items() if role == "attendee"]
            actors = list(dict.fromkeys(person for _, person in sorted(taking_part or others)))
            if not actors:
                continue
            start = meeting.start or 0
            sentence = next((span for span in spans if span[0] <= start < span[1]), spans[0] if spans else (0, 0))
            kind = "study" if any(word in meeting.name for word in self.component.lexicon["study"]["words"].split()) else "meeting"
            date = (meeting.date_start, meeting.date_end, meeting.part_of_day)
            if not meeting.date_start:
                date = self.date(sentence)
            self.happenings.insert(number, Happening(
                kind, "召开", sentence, actors, [meeting.place] if meeting.place else [], None, meeting.meeting_id, date, "held meeting", 0.93))

    # ---- when and where

    def date(self, sentence: tuple[int, int]) -> tuple[str | None, str | None, str | None]:
        """The day of the sentence, else the first day of the article (that of its lead)."""
        days = [d for d in self.doc._.dates if d.kind in ("date", "span") and d.date_start and d.granularity in ("day", None)]
        inside = [day for day in days if sentence[0] <= day.start < sentence[1]]
        lead = [day for day in days if day.start < LEAD]
        day = (inside or lead or [None])[0]
        return (day.date_start, day.date_end, day.part_of_day) if day else (None, None, None)

    def places(self, sentence: tuple[int, int]) -> tuple[list[str], str | None]:
        inside = [place for place in self.doc._.places if sentence[0] <= place.start < sentence[1] and not self.is_said(place.start)]
        return list(dict.fromkeys(place.text for place in inside)), next((place.adcode for place in inside if place.adcode), None)

    # ---- records

    def write(self) -> None:
        doc = self.doc
        for number, happening in enumerate(self.happenings, 1):
            happening.event_id = f"e{number}"
            start, end = happening.sentence
            sentence = self.text[start:end]
            doc._.events.append(Event(
                start, end, happening.event_id, happening.type, happening.trigger, *happening.date, "、".join(happening.places) or None,
                happening.adcode, happening.meeting_id, "、".join(happening.actors) or None, self.summary(happening), sentence,
                happening.confidence, happening.evidence))
        for (person, role), (position, evidence, confidence) in sorted(self.roles.items(), key=lambda item: item[1][0]):
            mention = self.mention(person, position)
            doc._.participants.append(Participant(
                mention.start, mention.end, self.event_of(person, role, position), person, role,
                "、".join(self.titles.get(person, ())) or None, confidence, evidence))
        for statement in doc._.statements:
            statement.event_id = self.event_of(statement.speaker, "speaker", statement.start or 0)
        for slogan in doc._.slogans:
            speech = next((s for s in doc._.statements if s.start is not None and slogan.start is not None and s.start <= slogan.start < s.end), None)
            if speech:
                slogan.speaker, slogan.event_id = speech.speaker, speech.event_id

    def summary(self, happening: Happening) -> str:
        """One line of text: the headline of the event in its own words."""
        start, end = happening.sentence
        line = re.sub(r"\s+", " ", self.text[start:end]).strip()
        return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"

    def mention(self, person: str, position: int) -> Mention:
        own = [mention for mention in self.persons if mention.norm == person]
        return next((mention for mention in reversed(own) if mention.start <= position), own[0])

    def event_of(self, person: str, role: str, position: int) -> str | None:
        """The event that a role belongs to: one of its actors' before the place, by type of role, else the last before it."""
        wanted = {"host": "talks", "guest": "talks", "appointee": "appointment", "inspector": "inspection"}.get(role)
        fitting = [h for h in self.happenings if wanted and h.type in (wanted, "visit" if wanted == "inspection" else wanted) and person in h.actors]
        own = [h for h in self.happenings if person in h.actors and h.sentence[0] <= position]
        earlier = [h for h in self.happenings if h.sentence[0] <= position]
        chosen = (fitting[:1] or own[-1:] or earlier[-1:] or self.happenings[:1])
        return chosen[0].event_id if chosen else None


LEAD = 200  # characters of an article in which its own day stands

create = factory("govnews_events", Events)
