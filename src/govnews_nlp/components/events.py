"""Events and participants: what happened, one row for each thing, and who took part in which role.

roles.py reads who does what. Here the deeds and the article's held meetings become events: one a meeting, one trip for
each leading person, one talks for each guest group (分别会见: each guest), one appointment for a session, one ceremony, one
written act for each author.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from ..records import Event, Meeting, Mention, Participant, article_of, text_of
from ..segmentation import Span
from .roles import Deed, Roles
from .rule import RuleComponent, factory

LEADING = ("speaker", "chair")  # roles whose holders are a meeting's actors
# 为|国家乙总统举行欢迎仪式; 欢迎|国家乙总统
WELCOME = re.compile(r"(?:欢迎(?!仪式|宴会)|(?<![成作认因])为)(?=([^，,。；;\n]{2,60}))")
PRESS = re.compile(r"(?:向|对)[^，,。；;\n]{0,8}(?:记者|媒体)[^，,。；;\n]{0,6}介绍|接受[^，,。；;\n]{0,14}采访")
# headlines of articles that look back, and of those that gather voices: what they tell has no day of its own
LOOKS_BACK = re.compile("【|——|反响|纪实|述评|综述|侧记|回眸|十大|盘点|热议")
CALLS = ("走访", "先后走访", "走访了")
TRIP = re.compile(r"调研|考察|检查|督导|督查|走访|慰问|视察|看望|暗访|巡查|陪同|一同调度|会见|会谈|会晤|上述活动|相关活动|有关活动|活动")  # 参加调研: of the trip
LONGEST_SUMMARY = 80
PART = re.compile(r"第[一二三四五六七八九十\d]+次全体会议|闭幕|开幕|分组|分会场|视频会|预备会|小组|全体会议")  # names of parts of a meeting
UNNAMED = re.compile(r"主持(?:召开)?[^会]{3,}会")  # 主持召开全县领导干部会议
NEAR = 600  # characters in which those who attend a ceremony are named
MOST_ATTENDING = 3  # of those who only attend, the first are the leading ones
LEAD = 200  # characters of an article in which its own day stands
SESSION_RITE = re.compile("(?:开幕|闭幕)[式会]")  # of a congress: no ceremony of its own
OWN_DAY = ("当天", "当日", "除夕", "上午", "下午")  # 春节 is a time of the year, 春节当天 a day
ROLE_EVENTS = {"host": ("talks",), "guest": ("talks",), "appointee": ("appointment",), "inspector": ("inspection", "visit"),
               "chair": ("meeting", "study", "ceremony"), "awarder": ("ceremony", "meeting"), "reader": ("meeting", "ceremony", "study")}


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
    closed: bool = False  # who leads it is settled: whoever attends besides is no actor

    def join(self, persons: list[str]) -> None:
        self.actors += [person for person in persons if person not in self.actors]


class Events(RuleComponent):
    def __call__(self, doc: Doc) -> Doc:
        if doc._.officials:
            Story(doc, self.lexicons).tell()
        return doc


class Story:
    """The events of one article."""

    def __init__(self, doc: Doc, lexicons: str | None):
        self.doc, self.text = doc, text_of(doc)
        self.cast = Roles(doc, self.text, lexicons)
        self.persons, self.words = self.cast.persons, self.cast.words
        self.roles = self.cast.roles
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
                and d.date_start <= today and (d.evidence != "holiday" or d.text.endswith(OWN_DAY))]
        days = sorted((d for d in days if not self.cast.is_said(d.start)), key=lambda d: d.start)
        told = [d for d in days if not any(span.start <= d.start < span.end for span in doc.spans.get("byline", ()))]
        self.days = told if any(d.start < LEAD for d in told) else days  # 本报24日讯 23日，…: the day of the story, not of the dateline
        self.day_starts = [day.start for day in self.days]
        self.spots = sorted((p for p in doc._.places if p.start is not None and not self.cast.is_said(p.start)), key=lambda p: p.start)
        self.spot_starts = [place.start for place in self.spots]

    def tell(self) -> None:
        self.cast.read()
        for deed in self.cast.deeds:
            if maker := getattr(self, f"_{deed.kind}", None):
                maker(deed)
        self._appointments()
        self._rites()
        self._meetings()
        self._steps()
        self._rounds()
        self.happenings.sort(key=lambda happening: happening.sentence)
        self._write()

    # ---- deeds

    def _happen(self, kind: str, deed: Deed, persons: list[str], confidence: float = 0.85, guests: list[str] | None = None) -> Happening | None:
        """An event of the officials among the persons; the guests of talks belong to it, officials or not."""
        actors = [person for person in dict.fromkeys(persons) if person in self.persons.officials]
        if not actors:
            return None
        actors += [person for person in guests or () if person not in actors and len(self.mentions_of.get(person, ())) > 1]
        places, adcode = self._places(deed.sentence)
        happening = Happening(kind, deed.trigger.word, deed.sentence, actors, places, adcode, None, self._date(deed.sentence, deed.trigger.start),
                              deed.trigger.word, confidence)
        self.happenings.append(happening)
        return happening

    def _talks(self, deed: Deed) -> None:
        for guests in ([[guest] for guest in deed.guests] if deed.apart and deed.guests else [deed.guests]):
            side = set(guests) or set(deed.doers)
            if any(h.type == "talks" and side & set(h.actors) and set(deed.doers) & set(h.actors) for h in self.happenings):
                continue
            self._happen("talks", deed, [*deed.doers, *guests], 0.92, guests)

    def _trip(self, kind: str, deed: Deed) -> None:
        """One inspection for each leading person, whatever the number of stops."""
        for happening in self.happenings:
            if happening.type in ("inspection", "visit") and set(happening.actors) & set(deed.doers):
                happening.places += [place for place in self._places(deed.sentence)[0] if place not in happening.places]
                if kind == "inspection" and happening.evidence != "travel" and not deed.trigger.word.startswith("先后"):
                    happening.type = kind  # but 甲走访慰问…，先后来到… stays a visit
                elif kind == "visit" and happening.trigger in CALLS and happening.sentence == deed.sentence:
                    happening.type = kind  # 开展走访活动，慰问…
                return
        self._happen(kind, deed, deed.doers, 0.75 if deed.kind == "step" else 0.92)

    def _inspection(self, deed: Deed) -> None:
        self._trip("inspection", deed)

    def _visit(self, deed: Deed) -> None:
        self._trip("visit", deed)

    def _travel(self, deed: Deed) -> None:
        if not any(h.type == "visit" and set(h.actors) & set(deed.doers) for h in self.happenings):
            if made := self._happen("visit", deed, deed.doers[:1], 0.75):
                made.evidence = "travel"

    def _steps(self) -> None:
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

    def _rounds(self) -> None:
        """县四套班子领导检查安全生产工作。甲、乙参加: the trip of a group whose members are named behind."""
        if any(h.type in ("inspection", "visit", "talks") for h in self.happenings):
            return
        for deed in self.cast.deeds:
            if deed.kind == "round" and deed.sentence[0] < LEAD:
                there = [(position, person) for (person, role), (position, evidence, _) in self.roles.items()
                         if role == "inspector" or role == "attendee" and TRIP.search(evidence)]
                if there:
                    self._happen(deed.trigger.kinds[0], deed, [person for _, person in sorted(there)[:MOST_ATTENDING]], 0.75)
                return

    def _ceremony(self, deed: Deed) -> None:
        if deed.trigger.word in self.words.opening and self._meeting_near(deed):
            return
        if self.meetings and deed.trigger.word.startswith("主持") and SESSION_RITE.search(self.text, *deed.sentence):
            return  # 主持闭幕式: the meeting's
        if deed.trigger.word.startswith(("开班", "结业")) and any(other.kind == "study" and other.sentence == deed.sentence for other in self.cast.deeds):
            return
        for happening in self._here(deed.sentence[0]):
            if happening.type == "ceremony" and (happening.sentence == deed.sentence or set(happening.actors) & set(deed.doers) or len(self.happenings) < 3):
                if not happening.closed:
                    happening.join(deed.doers[:MOST_ATTENDING])
                return
        welcomed = self._welcomed(deed)
        if (made := self._happen("ceremony", deed, [*deed.doers[:MOST_ATTENDING], *welcomed])) and welcomed:
            made.closed = True

    def _welcomed(self, deed: Deed) -> list[str]:
        """Whom a ceremony is for: 举行仪式，欢迎乙访华; 为乙举行欢迎仪式."""
        start, end = deed.sentence
        if "欢迎" not in self.text[start:end]:
            return []
        for match in WELCOME.finditer(self.text, start, end):
            for group in self.persons.groups(match.end(), match.end(1))[:1]:
                if group.leader not in deed.doers:
                    return group.persons[:1]
        return []

    def _meetings_in(self, section: Span) -> list[Meeting]:
        """The meetings of an item, and those that only headlines name."""
        return [meeting for meeting in self.meetings if meeting.start is None or section[0] <= meeting.start < section[1]]

    def _here(self, position: int) -> list[Happening]:
        """What happens in the same item of a round-up."""
        start, end = self.persons.section_at(position)
        return [happening for happening in self.happenings if start <= happening.sentence[0] < end]

    def _rites(self) -> None:
        """集中开工仪式举行: who is there follows in the sentences behind."""
        ceremonies = [happening for happening in self.happenings if happening.type == "ceremony"]
        busy = {person for h in self.happenings if h.type != "ceremony" for person in h.actors}
        if len(ceremonies) == 1 and not ceremonies[0].closed:
            leading = [person for person in self._near(ceremonies[0].sentence, LEADING) if person not in busy]
            if leading and not any((person, role) in self.roles for person in ceremonies[0].actors for role in (*LEADING, "awarder")):
                ceremonies[0].actors = [] if len(ceremonies[0].actors) > 1 else ceremonies[0].actors
            ceremonies[0].join(leading)
        for rite in self.cast.deeds:
            kind = "study" if "study" in rite.trigger.kinds else "ceremony"
            apart = kind == "study" and not self._meeting_near(rite) and any(
                other.kind == "chair" and other.sentence == rite.sentence for other in self.cast.deeds)  # 闭幕会后举行专题讲座，甲主持
            if rite.kind != "rite" or any(h.type == kind for h in self.happenings) or kind == "study" and self.meetings and not apart or (
                    rite.trigger.word in self.words.opening and self._meeting_near(rite)):
                continue
            unnamed = next((h for h in self.happenings if h.type == "meeting" and h.meeting_id is None), None)
            if kind == "study" and unnamed:  # 集体学习会举行。甲主持: one and the same
                unnamed.type = kind
                continue
            behind = bool(self.meetings or self.happenings)  # told last, after the main thing: who is named before does not belong to it
            writers = {person for h in self.happenings if h.type == "document" for person in h.actors}
            there = [person for person in self._near(rite.sentence, LEADING, behind) if person not in writers] or self._near(rite.sentence, ("awarder", "attendee"), behind)
            chairs = [person for other in self.cast.deeds if other.kind == "chair" and other.sentence == rite.sentence for person in other.doers]
            there = list(dict.fromkeys([*chairs, *there]))
            if not there:
                return
            told = any(not self._only_said(person) for person in there)
            self._happen(kind, rite, there[:MOST_ATTENDING], 0.8 if told else 0.6)

    def _only_said(self, person: str) -> bool:
        """Whether nothing but a statement connects the person with what is told."""
        return not any((person, role) in self.roles for role in ("chair", "attendee", "awarder", "reader", "inspector")) and (
            self.roles.get((person, "speaker"), (0, "", 0))[1] in self.verbs)

    def _near(self, sentence: Span, wanted: tuple[str, ...], behind: bool = False) -> list[str]:
        """Who has one of the roles in the sentence or not far from it (behind: not before it)."""
        section = self.persons.section_at(sentence[0])
        there = [(position, person) for (person, role), (position, _, _) in self.roles.items() if role in wanted
                 and (0 if behind else -NEAR) <= position - sentence[0] < NEAR and section[0] <= position < section[1]]
        return [person for _, person in sorted(there, key=lambda item: item[0])]

    def _ceremony_place(self, deed: Deed) -> None:
        """甲在仪式上致辞: somebody at a ceremony that is told elsewhere."""
        for happening in self._here(deed.sentence[0]):
            if happening.type == "ceremony":
                if not happening.closed:
                    happening.join(deed.doers[:MOST_ATTENDING])
                return

    def _meeting_near(self, deed: Deed) -> bool:
        """Whether the opening is that of a held meeting named in the same sentence."""
        return any(m.start is not None and deed.sentence[0] <= m.start < deed.sentence[1] for m in self.meetings)

    def _study(self, deed: Deed) -> None:
        if not self.meetings and not any(h.type == "study" and set(h.actors) & set(deed.doers) for h in self.happenings):
            self._happen("study", deed, deed.doers)

    def _chair(self, deed: Deed) -> None:
        """A meeting that has no name of its own: 甲主持召开会议."""
        matter = re.split(r"[，,。；;\n]", self.text[deed.trigger.start : deed.trigger.end + 60], maxsplit=1)[0]
        if matter.startswith("主持") and "会" not in matter and any(
                "ceremony" in other.trigger.kinds or "unveiling" in other.trigger.kinds for other in self.cast.deeds):
            self._ceremony_place(deed)  # 开工仪式举行。甲主持
            return
        day = self._date(deed.sentence, deed.trigger.start)[0]
        named = self._meetings_in(self.persons.section_at(deed.sentence[0]))
        if named and UNNAMED.match(matter) and day and all(meeting.date_start != day for meeting in named):
            self._happen("meeting", deed, deed.doers, 0.75)  # another day's meeting in a chronicle
        if not named and ("会" in matter or "学习" in matter or matter in ("主持", "主持并讲话")) and not any(
                h.type in ("meeting", "study") for h in self._here(deed.sentence[0])):
            kind = "study" if any(word in matter for word in self.words.study_meeting) or "学习" in matter and "会" not in matter else "meeting"
            if (made := self._happen(kind, deed, deed.doers, 0.85)) and kind == "meeting":
                busy = {person for h in self.happenings if h is not made for person in h.actors}
                leading = [person for person in self._near(deed.sentence, LEADING) if person not in busy]
                made.actors = list(dict.fromkeys([*leading, *made.actors]))

    def _document(self, deed: Deed) -> None:
        if not any(h.type == "document" and set(h.actors) & set(deed.doers) for h in self.happenings):
            self._happen("document", deed, deed.doers)

    _letter = _document

    def _appointments(self) -> None:
        """All appointments and removals of one session."""
        changed = [official for official in self.doc._.officials if official.change and official.start is not None]
        changed = [official for official in changed if not self.cast.is_said(official.start)]
        for official in changed:
            self.roles.setdefault((official.person, "appointee"), (official.start, official.change, official.confidence))
        for start, end in sorted({self.persons.section_at(official.start) for official in changed}):
            there = [official for official in changed if start <= official.start < end]
            where = min(official.start for official in there)
            sentence = self.persons.sentence_at(where)
            places, adcode = self._places(sentence)
            meeting = next((meeting.meeting_id for meeting in self._meetings_in((start, end))), None)
            self.happenings.append(Happening("appointment", "任免", sentence, list(dict.fromkeys(official.person for official in there)), places, adcode,
                                             meeting, self._date(sentence, where), "任免", 0.92))

    def _meetings(self) -> None:
        """A held meeting is an event; its actors are those who chair it or speak, or else who attend."""
        told: dict[tuple[str, ...], Span] = {}
        away: dict[str, int] = {}  # who does something else, and where in the text
        for happening in self.happenings:
            if happening.type in ("talks", "inspection", "visit", "document"):
                for person in happening.actors:
                    away.setdefault(person, -1 if happening.type == "document" else happening.sentence[0])  # who writes is not there
        self.cast_by_place = sorted(((position, person, role) for (person, role), (position, _, _) in self.roles.items()), key=lambda item: item[0])
        for meeting in sorted(self.meetings, key=lambda m: (m.start is None, m.start or 0)):
            actors = self._actors(meeting, away)
            sentence = self.persons.sentence_at(meeting.start or 0)
            if not actors or PART.match(meeting.name) and any(set(actors) <= set(others) for others in told):
                continue
            if tuple(actors) in told and not any(deed.kind == "chair" and deed.sentence == sentence != told[tuple(actors)] for deed in self.cast.deeds):
                continue
            told[tuple(actors)] = sentence
            kind = "study" if any(word in meeting.name for word in self.words.study_meeting) else "meeting"
            if meeting.name.endswith(("仪式", "典礼")):
                kind = "ceremony"
                if any(h.type == "ceremony" for h in self.happenings):
                    continue
            date = (meeting.date_start, meeting.date_end, meeting.part_of_day)
            if not meeting.date_start:
                date = self._date(sentence, meeting.start or 0)
            places = [meeting.place] if meeting.place else []
            adcode = self._places(sentence)[1] if places else None
            self.happenings.append(Happening(kind, "召开", sentence, actors, places, adcode, meeting.meeting_id, date, "held meeting", 0.93))

    def _actors(self, meeting: Meeting, away: dict[str, int]) -> list[str]:
        """Who leads the meeting: those in its part of the article, from its first mention to the next meeting's."""
        start = meeting.start if meeting.start is not None else 0
        floor, ceiling = (0, len(self.text)) if meeting.start is None else self.persons.section_at(start)
        if len(self.meetings) > 1:
            later = [m.start for m in self.meetings if m.start is not None and m.start > start + LEAD]
            floor, ceiling = max(floor, self.persons.sentence_at(start)[0]), min([*later, ceiling])
        chairs = {person for person, role in self.roles if role == "chair"}
        there = [(position, person, role) for position, person, role in self.cast_by_place if floor <= position < ceiling]
        leading = [person for position, person, role in there if role in LEADING and not self._only_reports(person, role, position, bool(chairs)) and (
            person not in away or person in chairs or self._attends(person) or start <= position < away[person])]
        attending = [person for _, person, role in there if role in ("attendee", "reader", "awarder") and (
            self._attends(person) if role == "attendee" else person not in away)]
        own = self.persons.sentence_at(start)
        leading = [person for deed in self.cast.deeds if deed.kind == "chair" and deed.sentence == own for person in deed.doers] + leading
        places = {person: position for position, person, _ in reversed(there)}
        if leading and attending and (not chairs & set(leading) or places[attending[0]] < min(places.get(person, 0) for person in leading)):
            leading = [attending[0], *leading]  # whoever is named first leads, as a rule, even where another chairs
        return list(dict.fromkeys(leading or attending[:MOST_ATTENDING]))

    def _only_reports(self, person: str, role: str, position: int, chaired: bool) -> bool:
        """Whose report a meeting hears, where another is in the chair; who tells the press about it."""
        if role != "speaker":
            return False
        start, end = self.persons.sentence_at(max(position - 1, 0))
        return chaired and self.roles[person, role][1] == "听取报告" or PRESS.search(self.text, start, min(end, start + LEAD)) is not None

    def _attends(self, person: str) -> bool:
        """Whether the person is at a meeting, not at talks or on somebody's trip."""
        evidence = self.roles.get((person, "attendee"), (0, "", 0))[1]
        return bool(evidence) and not TRIP.search(evidence)

    # ---- when and where

    def _date(self, sentence: Span, position: int) -> tuple[str | None, str | None, str | None]:
        """The day of the sentence, nearest before the deed; else that of the article's lead."""
        first, last = bisect_right(self.day_starts, sentence[0] - 1), bisect_right(self.day_starts, sentence[1] - 1)
        inside = self.days[first:last]
        before = [day for day in inside if day.start <= position]
        section = self.persons.section_at(position)
        head = bisect_right(self.day_starts, section[0] - 1)
        lead = [day for day in self.days[head : head + 1] if day.start < min(section[0] + LEAD, section[1])]
        paragraph = max(self.text.rfind("\n", section[0], position) + 1, section[0])
        told = [day for day in self.days[bisect_right(self.day_starts, paragraph - 1) : first] if day.start < position]
        day = (before[-1:] or inside[:1] or told[-1:] or lead or [None])[0]
        return (day.date_start, day.date_end, day.part_of_day) if day else (None, None, None)

    def _places(self, sentence: Span) -> tuple[list[str], str | None]:
        first, last = bisect_right(self.spot_starts, sentence[0] - 1), bisect_right(self.spot_starts, sentence[1] - 1)
        inside = self.spots[first:last]
        return list(dict.fromkeys(place.text for place in inside)), next((place.adcode for place in inside if place.adcode), None)

    # ---- records

    def _write(self) -> None:
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
                    "、".join(self.titles.get(person, ())) or None, confidence, evidence))
        for statement in doc._.statements:
            statement.event_id = self._event_of(statement.speaker, "speaker", statement.start or 0)
        for slogan in doc._.slogans:
            if slogan.start is not None:
                index = bisect_right(self.cast.said_starts, slogan.start) - 1
                speech = self._spoken.get(self.cast.said_starts[index]) if index >= 0 else None
                if speech and slogan.start < speech.end:
                    slogan.speaker, slogan.event_id = speech.speaker, speech.event_id

    def _sure(self, happening: Happening) -> float:
        """The rule's confidence, less where the article looks back or gathers many things."""
        article = article_of(self.doc)
        if LOOKS_BACK.search(f"{article.kicker or ''}{article.headline or ''}"):
            return min(happening.confidence, 0.65)
        if len(self.persons.sections) > 1:
            return min(happening.confidence, 0.85)
        if happening.type in ("meeting", "appointment") and not happening.date[0] or happening.type == "talks" and len(happening.actors) < 2:
            return min(happening.confidence, 0.8)  # of the guests no name was read
        return happening.confidence

    @property
    def _spoken(self) -> dict:
        if not hasattr(self, "_spoken_by_start"):
            self._spoken_by_start = {statement.start: statement for statement in self.doc._.statements}
        return self._spoken_by_start

    def _summary(self, happening: Happening) -> str:
        """One line of text: the event in its own words."""
        start, end = happening.sentence
        line = re.sub(r"\s+", " ", self.text[start : min(end, start + 4 * LONGEST_SUMMARY)]).strip()
        return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"

    def _mention(self, person: str, position: int) -> Mention | None:
        own = self.mentions_of.get(person, [])
        return next((mention for mention in reversed(own) if mention.start <= position), own[0] if own else None)

    def _event_of(self, person: str, role: str, position: int, evidence: str = "") -> str | None:
        """The event that a role belongs to: one of its kind with the person, one with the person before it, the last before it."""
        kinds = ROLE_EVENTS.get(role, ())
        if role == "attendee":
            kinds = ("talks",) if "会见" in evidence or "会谈" in evidence else ("inspection", "visit") if TRIP.search(evidence) else ()
        here = self._here(position)
        fitting = [h for h in here if h.type in kinds]
        own = [h for h in fitting if person in h.actors] or [h for h in self.happenings if h.type in kinds and person in h.actors]
        mine = [h for h in self.happenings if person in h.actors and h.sentence[0] <= position]
        chosen = own[:1] or fitting[-1:] or mine[-1:] or [h for h in here if h.sentence[0] <= position][-1:] or here[:1]
        return chosen[0].event_id if chosen else None


create = factory("govnews_events", Events)
