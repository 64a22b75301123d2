"""Gatherings: meetings and study, with a name (the article's held meetings) or without (甲主持召开会议)."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..records import Meeting
from ..segmentation import Span
from .ceremonies import Ceremonies
from .happenings import LEAD, LEADING, MOST_ATTENDING, NEAR, Happening, Maker, Scene
from .roles import Deed

PRESS = re.compile(r"(?:向|对)[^，,。；;\n]{0,8}(?:记者|媒体)[^，,。；;\n]{0,6}介绍|接受[^，,。；;\n]{0,14}采访")
PART = re.compile(r"第[一二三四五六七八九十\d]+次全体会议|闭幕|开幕|分组|分会场|视频会|预备会|小组|全体会议")  # names of parts of a meeting
SESSION = re.compile(r"(?:举行|召开)第[一二三四五六七八九十\d]{1,3}次会议")  # a session of a body that has its name in front
DEPLOYS = re.compile("(?:研究|安排)部署")  # 专题学习会议召开，…研究部署换届工作: more than study
UNNAMED = re.compile(r"主持(?:召开)?[^会]{3,}会")  # 主持召开全县领导干部会议


def _gathering(name: str) -> str:
    """The half of a name that says what is held: 宣讲会|暨工作会; but 宣讲全会精神暨|廉政工作会议."""
    first, _, second = name.partition("暨")
    return second if second and first.endswith("精神") else first


class Gatherings(Maker):
    def __init__(self, scene: Scene, ceremonies: Ceremonies):
        super().__init__(scene)
        self.ceremonies = ceremonies

    def study(self, deed: Deed) -> None:
        if self.meetings or any(h.type == "study" and set(h.actors) & set(deed.doers) for h in self.happenings):
            return
        unnamed = next((h for h in self.scene.here(deed.sentence[0]) if h.type in ("meeting", "study") and h.meeting_id is None and (
            deed.sentence[0] - NEAR < h.sentence[0] <= deed.sentence[0]) and h.evidence in self.words.chairing), None)
        if unnamed:  # 甲主持。…乙作宣讲报告: one and the same
            unnamed.type = "study"
            unnamed.join(deed.doers)
        else:
            self.scene.happen("study", deed, deed.doers)

    def chair(self, deed: Deed) -> None:
        """A meeting that has no name of its own: 甲主持召开会议."""
        matter = re.split(r"[，,。；;\n]", self.text[deed.trigger.start : deed.trigger.end + 60], maxsplit=1)[0]
        if matter.startswith("主持") and "会" not in matter and any(
                "ceremony" in other.trigger.kinds or "unveiling" in other.trigger.kinds for other in self.cast.deeds):
            self.ceremonies.at_ceremony(deed)  # 开工仪式举行。甲主持
            return
        day = self.scene.date(deed.sentence, deed.trigger.start)[0]
        named = self.scene.meetings_in(self.persons.section_at(deed.sentence[0]))
        if SESSION.search(self.text, max(0, deed.sentence[0] - LEAD, deed.trigger.start - 2 * LEAD), min(deed.sentence[1], deed.trigger.end + LEAD)):  # 主席团举行|第三次会议: no meeting behind is meant
            named = [meeting for meeting in named if meeting.start is None or meeting.start < deed.sentence[1]]
        if named and UNNAMED.match(matter) and day and all(meeting.date_start != day for meeting in named):
            self.scene.happen("meeting", deed, deed.doers, 0.75)  # another day's meeting in a chronicle
        if not named and ("会" in matter or "学习" in matter or matter in ("主持", "主持并讲话")) and not any(
                h.type in ("meeting", "study") for h in self.scene.here(deed.sentence[0])):
            kind = "study" if any(word in matter for word in self.words.study_meeting) or "学习" in matter and "会" not in matter else "meeting"
            if (made := self.scene.happen(kind, deed, deed.doers, 0.85)) and kind == "meeting":
                busy = {person for h in self.happenings if h is not made for person in h.actors}
                leading = [person for person in self.scene.near(deed.sentence, LEADING) if person not in busy]
                made.actors = list(dict.fromkeys([*leading, *made.actors]))

    def held(self) -> None:
        """A held meeting is an event; its actors are those who chair it or speak, or else who attend."""
        told: dict[tuple[str, ...], Span] = {tuple(h.actors): h.sentence for h in self.happenings if h.type in ("meeting", "study")}
        away: dict[str, int] = {}  # who does something else, and where in the text
        for happening in self.happenings:
            if happening.type in ("talks", "inspection", "visit", "document"):
                for person in happening.actors:
                    away.setdefault(person, -1 if happening.type == "document" else happening.sentence[0])  # who writes is not there
        self.chairs = sorted((deed for deed in self.cast.deeds if deed.kind == "chair"), key=lambda deed: deed.trigger.start)
        self.cast_by_place = sorted(((position, person, role) for (person, role), (position, _, _) in self.roles.items()), key=lambda item: item[0])
        for meeting in sorted(self.meetings, key=lambda m: (m.start is None, m.start or 0)):
            actors = self._actors(meeting, away)
            sentence = self.persons.sentence_at(meeting.start or 0)
            if not actors or PART.match(meeting.name) and any(set(actors) <= set(others) for others in told):
                continue
            if tuple(actors) in told and not any(deed.kind == "chair" and deed.sentence == sentence != told[tuple(actors)] for deed in self.cast.deeds):
                continue
            told[tuple(actors)] = sentence
            kind = "study" if any(word in _gathering(meeting.name) for word in self.words.study_meeting) else "meeting"
            if kind == "study" and meeting.name.endswith("学习会议") and DEPLOYS.search(self.text, meeting.start or 0, sentence[1]):
                kind = "meeting"
            if meeting.name.endswith("报告会") and any(
                    word in self.text[max(0, sentence[0] - LEAD) : sentence[1]] for word in self.words.study_context):
                kind = "study"
            if meeting.name.endswith(self.words.named_rites) and not meeting.name.endswith(self.words.of_the_press):
                kind = "ceremony"
                if any(h.type == "ceremony" for h in self.happenings):
                    continue
            date = (meeting.date_start, meeting.date_end, meeting.part_of_day)
            own = [day for day in self.scene.days_in(*sentence) if day.start < (meeting.start or 0)]
            if own and date[0] != own[-1].date_start and own[-1].granularity == "day" or not meeting.date_start:  # 在29日下午召开的座谈会上
                date = self.scene.date(sentence, meeting.start or 0)
            places = [meeting.place] if meeting.place else []
            adcode = self.scene.places(sentence)[1] if places else None
            self.happenings.append(Happening(kind, "召开", sentence, actors, places, adcode, meeting.meeting_id, date, "held meeting",
                                             self._sure_of(meeting, kind, actors, away)))

    def _actors(self, meeting: Meeting, away: dict[str, int]) -> list[str]:
        """Who leads the meeting: those in its part of the article, from its first mention to the next meeting's."""
        start = meeting.start if meeting.start is not None else 0
        floor, ceiling = (0, len(self.text)) if meeting.start is None else self.persons.section_at(start)
        if len(self.meetings) > 1:
            later = [m.start for m in self.meetings if m.start is not None and (m.start > start + LEAD or self._has_own_chair(m, start))]
            floor, ceiling = max(floor, self.persons.sentence_at(start)[0]), min([*later, ceiling])
        chairs = {person for person, role in self.roles if role == "chair"}
        there = [(position, person, role) for position, person, role in self.cast_by_place if floor <= position < ceiling]
        leading = [person for position, person, role in there if role in LEADING and not self._only_reports(person, role, position, bool(chairs)) and (
            person not in away or person in chairs or self._attends(person) or start <= position < away[person])]
        attending = [person for _, person, role in there if role in ("attendee", "reader", "awarder") and (
            self._attends(person) if role == "attendee" else person not in away)]
        own = self.persons.sentence_at(start)
        said = [] if meeting.start is None else [s.speaker for s in self.scene.said_in(start, own[1]) if s.speaker in self.persons.officials]
        leading += said  # 座谈会上，甲强调: at the meeting, though on a trip before
        leading = [person for deed in self.cast.deeds if deed.kind == "chair" and deed.sentence == own for person in deed.doers] + leading
        places = {person: position for position, person, _ in reversed(there)}
        if leading and attending and not said and self.roles.get((attending[0], "attendee"), (0, "", 0))[1] not in self.words.watching and (not chairs & set(leading) or places[attending[0]] <= min(places.get(person, 0) for person in leading)):
            leading = [attending[0], *leading]  # whoever is named first leads, as a rule, even where another chairs
        talking = [person for _, person, role in there if role in ("host", "guest") and person not in away]  # 会上，甲与乙座谈交流
        return list(dict.fromkeys(leading or attending[:MOST_ATTENDING] or talking or self._speaking_behind(own) or self._on_their_trip(meeting, own)))

    def _speaking_behind(self, own: Span) -> list[str]:
        """调研组来到某村，召开座谈会。甲强调…: on a trip, those who speak behind the meeting, in its paragraph and before the next stop."""
        end = self.text.find("\n", own[1])
        end = len(self.text) if end < 0 else end
        stops = [deed.trigger.start for deed in self.cast.deeds if deed.kind in ("inspection", "visit") and own[1] <= deed.trigger.start < end]
        return [s.speaker for s in self.scene.said_in(own[1], min([end, *stops])) if s.speaker in self.persons.officials]

    def _on_their_trip(self, meeting: Meeting, own: Span) -> list[str]:
        """甲到某镇调研。…调研结束后，召开座谈会: who leads the trip before it, where the sentence names neither a person nor a body."""
        if meeting.start is None or meeting.organizer or self.persons.any_in(*own):
            return []
        trip = self.scene.trip_before(own)
        return trip.actors if trip else []

    def _sure_of(self, meeting: Meeting, kind: str, actors: list[str], away: dict[str, int]) -> float:
        if meeting.name.endswith(self.words.of_the_press):
            return 0.8
        chaired = any((person, "chair") in self.roles for person in actors)
        # a meeting on somebody's trip: who else is there may be on the trip; a 报告会 may be study or not
        return 0.85 if actors[0] in away and not chaired or kind == "study" and "暨" in meeting.name or meeting.name.endswith("报告会") else 0.93

    def _has_own_chair(self, meeting: Meeting, start: int) -> bool:
        """Whether another meeting begins with it: 预备会议…甲主持。之后主席团召开第一次会议，乙主持."""
        own = self.persons.sentence_at(meeting.start)
        if own[0] <= start:
            return False
        first, last = (bisect_left(self.chairs, position, key=lambda deed: deed.trigger.start) for position in (start, own[0] + 2 * LEAD))
        near = self.chairs[first:last]
        before = {person for deed in near if deed.sentence[0] < own[0] for person in deed.doers}
        behind = next((set(deed.doers) for deed in near if own[0] <= deed.sentence[0]), set())
        return bool(before and behind) and not before & behind

    def _only_reports(self, person: str, role: str, position: int, chaired: bool) -> bool:
        """Whose report a meeting hears, where another is in the chair; who tells the press about it."""
        if role != "speaker":
            return False
        start, end = self.persons.sentence_at(max(position - 1, 0))
        return chaired and self.roles[person, role][1] == "听取报告" or PRESS.search(self.text, start, min(end, start + LEAD)) is not None

    def _attends(self, person: str) -> bool:
        """Whether the person is at a meeting, not at talks or on somebody's trip."""
        evidence = self.roles.get((person, "attendee"), (0, "", 0))[1]
        return bool(evidence) and not self.words.trip.search(evidence)
