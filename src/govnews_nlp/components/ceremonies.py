"""Ceremonies: openings, signings, awards, unveilings, welcomes; who is there may be told in other sentences."""

from __future__ import annotations

import re

from .happenings import LEADING, MOST_ATTENDING, NEAR, Happening, Maker
from .roles import Deed

# 为|国家乙总统举行欢迎仪式; 欢迎|国家乙总统
WELCOME = re.compile(r"(?:欢迎(?!仪式|宴会)|(?<![成作认因])为)(?=([^，,。；;\n]{2,60}))")
AGENDA = re.compile("议程[^。：:\n]{0,12}[：:]")  # 议程有三项：一、选举；二、举行宪法宣誓仪式
SESSION_RITE = re.compile("(?:开幕|闭幕)[式会]")  # of a congress: no ceremony of its own


class Ceremonies(Maker):
    def ceremony(self, deed: Deed) -> None:
        if self._opens_meeting(deed):
            return
        if self.meetings and deed.trigger.word.startswith("主持") and SESSION_RITE.search(self.text, *deed.sentence):
            return  # 主持闭幕式: the meeting's
        if deed.trigger.word.startswith(("开班", "结业")) and any(other.kind == "study" and other.sentence == deed.sentence for other in self.cast.deeds):
            return
        for happening in self.scene.here(deed.sentence[0]):
            if happening.type == "ceremony" and (happening.sentence == deed.sentence or set(happening.actors) & set(deed.doers) or len(self.happenings) < 3):
                if not happening.closed:
                    happening.join(deed.doers[:MOST_ATTENDING])
                return
        welcomed = self._welcomed(deed)
        if (made := self.scene.happen("ceremony", deed, [*deed.doers[:MOST_ATTENDING], *welcomed])) and welcomed:
            made.closed = True

    def _opens_meeting(self, deed: Deed) -> bool:
        """论坛开幕式: part of the meeting; 甲出席开幕式 (bare): of the one that was told right before."""
        if deed.trigger.word not in self.words.opening:
            return False
        start = deed.trigger.start
        bare = self.text.endswith(self.words.bare_opening, 0, start) and any(
            meeting.start is not None and start - NEAR < meeting.start < start for meeting in self.scene.meetings_in(self.persons.section_at(start)))
        return bare or self.scene.meeting_near(deed)

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

    def at_ceremony(self, deed: Deed) -> None:
        """甲在仪式上致辞: somebody at a ceremony that is told elsewhere."""
        for happening in self.scene.here(deed.sentence[0]):
            if happening.type == "ceremony":
                if not happening.closed:
                    happening.join(deed.doers[:MOST_ATTENDING])
                return

    def rites(self) -> None:
        """集中开工仪式举行: who is there follows in the sentences behind."""
        ceremonies = [happening for happening in self.happenings if happening.type == "ceremony"]
        busy = {person for h in self.happenings if h.type != "ceremony" for person in h.actors}
        if len(ceremonies) == 1 and not ceremonies[0].closed:
            leading = [person for person in self.scene.near(ceremonies[0].sentence, LEADING) if person not in busy]
            if leading and not any((person, role) in self.roles for person in ceremonies[0].actors for role in (*LEADING, "awarder")):
                ceremonies[0].actors = [] if len(ceremonies[0].actors) > 1 else ceremonies[0].actors
            ceremonies[0].join(leading)
        for ceremony in ceremonies:
            if not ceremony.places:
                self._set_scene(ceremony)
        for rite in self.cast.deeds:
            kind = "study" if "study" in rite.trigger.kinds else "ceremony"
            apart = kind == "study" and not self.scene.meeting_near(rite) and any(
                other.kind == "chair" and other.sentence == rite.sentence for other in self.cast.deeds)  # 闭幕会后举行专题讲座，甲主持
            if rite.kind != "rite" or AGENDA.search(self.text, rite.sentence[0], rite.trigger.start) or any(h.type == kind for h in self.scene.here(rite.sentence[0])) or kind == "study" and self.meetings and not apart or self._opens_meeting(rite):
                continue
            unnamed = next((h for h in self.happenings if h.type == "meeting" and h.meeting_id is None), None)
            if kind == "study" and unnamed:  # 集体学习会举行。甲主持: one and the same
                unnamed.type = kind
                continue
            behind = bool(self.meetings or self.happenings)  # told last, after the main thing: who is named before does not belong to it
            writers = {person for h in self.happenings if h.type == "document" for person in h.actors}
            there = [person for person in self.scene.near(rite.sentence, LEADING, behind) if person not in writers] or self.scene.near(rite.sentence, ("awarder", "attendee"), behind)
            welcomed = self._welcomed(rite)  # 到机场迎接，并为甲举行欢迎仪式: nobody else
            if welcomed:
                there = []
            chairs = [person for other in self.cast.deeds if other.kind == "chair" and other.sentence == rite.sentence for person in other.doers]
            there = list(dict.fromkeys([*chairs, *welcomed, *([] if welcomed else self._declaring(rite)), *there]))
            if not there and len(self.persons.sections) > 1:
                continue  # the next item has its own
            if not there:
                return
            told = any(not self._only_said(person) for person in there)
            self.scene.happen(kind, rite, there[:MOST_ATTENDING], 0.8 if told else 0.6)

    def _declaring(self, rite: Deed) -> list[str]:
        """仪式第三项：甲宣布开工: who declares in the sentences behind."""
        section = self.persons.section_at(rite.sentence[0])
        return [person for deed in self.cast.deeds if deed.kind == "ceremony_place" and section[0] <= deed.sentence[0] < section[1]
                and 0 <= deed.sentence[0] - rite.sentence[0] < NEAR for person in deed.doers]

    def _set_scene(self, ceremony: Happening) -> None:
        """开工仪式在江城举行。…仪式由甲主持: where it is, is said in the sentence of its name."""
        for rite in self.cast.deeds:
            if rite.kind == "rite" and "ceremony" in rite.trigger.kinds and abs(rite.sentence[0] - ceremony.sentence[0]) < NEAR and (
                    self.persons.section_at(rite.sentence[0]) == self.persons.section_at(ceremony.sentence[0])):
                ceremony.places, ceremony.adcode = self.scene.places(rite.sentence)
                if ceremony.trigger.startswith("主持"):
                    ceremony.trigger, ceremony.sentence = rite.trigger.word, rite.sentence
                return

    def _only_said(self, person: str) -> bool:
        """Whether nothing but a statement connects the person with what is told."""
        return not any((person, role) in self.roles for role in ("chair", "attendee", "awarder", "reader", "inspector")) and (
            self.roles.get((person, "speaker"), (0, "", 0))[1] in self.scene.verbs)
