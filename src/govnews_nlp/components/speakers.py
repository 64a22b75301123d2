"""Whose words they are: the speaker of a reporting verb.

A person of the clause (王敏在会上强调), a pronoun (他指出), the subject of the clause before (…，强调), the meeting (会议指出, 会上强调),
the only holder of a bare title (县长强调). Collective and other speakers (大家认为, 村民李某说) are read and have no name.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc

from ..segmentation import Span
from .reporting import ReportingWords
from .subjects import LONGEST_CLAUSE, Persons

THEY = re.compile("[他她]们")  # 他们|说: of two who speak jointly the first counts
PRONOUN = re.compile(r"[他她](?!们|人|国|方|日|山|乡)")  # 他|强调, not 他们
ASCII_STOP = re.compile(r"[\u4e00-\u9fff]\.(?=[他她])")  # 介绍了基本情况.他|说
LONGEST_PHRASE = 60  # between subject and verb
LONGEST_TITLE = 12  # of a bare one at a clause's beginning
LONGEST_COLLECTIVE = 6  # characters of a subject without a name: 随后，与会人员|察看了…
NEAREST = 4  # lists of persons before a verb that are looked at
LOOK_BACK = 8  # clauses in which an omitted subject is looked for

Attribution = tuple[str | None, float, str]  # name, confidence, evidence; without a name: somebody who is no speaker of ours
NOBODY: Attribution = (None, 0.0, "")


class Speakers:
    """The persons and meetings of one article as speakers; keeps in mind who was spoken of last."""

    def __init__(self, doc: Doc, text: str, words: ReportingWords, persons: Persons):
        self.text, self.words, self.persons = text, words, persons
        self.topic: str | None = None  # whom 他 means
        self.others = False  # whether others spoke last (大家表示): nothing said without a subject is the topic's then
        self.several: str | None = None  # the first of those whom 他们 means
        self.met = False  # … or the meeting
        self.followed = False  # whether the sentence before, in the same paragraph, had a person as its subject
        self.titles: dict[str, set[str]] = {}
        for official in doc._.officials:
            if official.title:
                for title in {official.title, official.position or official.title}:
                    self.titles.setdefault(title, set()).add(official.person)
        held = sorted((m for m in doc._.meetings if m.status == "held" and m.start is not None), key=lambda m: m.start)
        # not those of an earlier day that are told as background: 会议 is the article's own
        own_day = held[0].date_start if held else None
        self.meetings = [(m.start, m.name) for m in held if not own_day or not m.date_start or m.date_start >= own_day]
        named = [m for m in doc._.meetings if m.start is not None]
        self.meeting_ends = {m.end: m.name for m in named}
        self.meeting_starts = {m.start: m.name for m in named if text[m.end : m.end + 1] not in ("上", "精")}

    def is_ours(self, name: str | None) -> bool:
        """Whether an official speaks: no meeting, nobody unknown."""
        return name in self.persons.officials

    def is_general_secretary(self, name: str | None) -> bool:
        return name in self.titles.get("总书记", ())

    def note_subject(self, clauses: list[Span]) -> None:
        """The subject of a narrative sentence: whom 他 in the next one means."""
        groups = [(group, clause) for clause in clauses for group in self.persons.groups(*clause)]
        for group, clause in groups:
            if not self.persons.is_object(group, clause[0]) and not self.persons.is_place(group, clause[0]):
                self.topic, self.others = group.leader, False
                self.several = group.leader if len(groups) == 1 < len(group.persons) else None
                return

    def of(self, clause: Span, verb: int, kind: str, clauses: list[Span], going_on: bool) -> Attribution | None:
        """The speaker; None where the verb has no subject at all. going_on: somebody is speaking already."""
        text, words = self.text, self.words
        start = max(clause[0], verb - LONGEST_CLAUSE)
        start = max(start, text.rfind("”", start, verb) + 1)
        if stop := ASCII_STOP.search(text, start, verb):
            start = stop.end()
        phrase_end = words.without_adverbs(text, start, verb)
        phrase = text[start:phrase_end]
        groups = self.persons.near(clause, verb)
        last = bisect_right(groups, verb, key=lambda group: group.end)
        groups = [group for group in groups[max(0, last - NEAREST) : last] if start <= group.first_name]
        subjects = [group for group in groups if not self.persons.is_object(group, start) or (
            text.startswith("由", group.start - 1) and words.is_adverbial(text[group.end : verb]))]  # 由甲总结强调
        if not groups and verb - clause[0] > LONGEST_CLAUSE:
            return None
        if subjects:
            group = subjects[-1] if words.is_adverbial(text[start : subjects[-1].start]) or len(subjects) == 1 else subjects[0]
            between = text[group.end : verb]
            joint = text[group.end - 1] == "等" and text[group.end : phrase_end] in words.joint
            plain = joint or words.is_adverbial(between)
            if len(between) > LONGEST_PHRASE or kind != "free" and not plain:
                return None
            if not plain and phrase.endswith(words.collective):
                return None
            if not self.persons.is_official(group):
                return NOBODY
            return group.leader, 0.97 if plain and not joint else 0.88, "person before the verb"
        meeting = self.meeting_speaking(start, phrase_end)
        if meeting and not words.holds.search(phrase):
            return meeting
        if groups:
            return None
        if verb - clause[0] > LONGEST_CLAUSE:
            return None
        if phrase in words.writings and self.is_ours(self.topic):
            return self.topic, 0.9, "what the person wrote"  # 甲作出批示。批示指出，…
        if holder := self.holder(phrase):
            return holder, 0.88, "title before the verb"
        pronoun = words.adverbs.match(text, start, verb).end()  # 同时|他要求
        if PRONOUN.match(text, pronoun) and words.is_adverbial(text[pronoun + 1 : verb]):
            return (self.topic, 0.93, "pronoun") if self.is_ours(self.topic) else NOBODY
        if self.several and self.several == self.topic and THEY.match(text, start) and words.is_adverbial(text[start + 2 : verb]):
            return (self.topic, 0.85, "pronoun") if self.is_ours(self.topic) else NOBODY
        if phrase.endswith(words.collective):
            return NOBODY
        if not meeting and (len(text[start:verb]) > LONGEST_PHRASE or not words.is_bare_adverbial(text[start:verb])):
            return None
        return self.omitted(start, verb, clauses, going_on) or meeting

    def holder(self, phrase: str) -> str | None:
        """The person whom a bare title means (总书记指出, 县长强调): its only holder in the article."""
        for length in range(2, min(len(phrase), LONGEST_PHRASE) + 1):
            persons = self.titles.get(phrase[-length:])
            if persons and len(persons) == 1 and self.words.is_adverbial(phrase[:-length]):
                return next(iter(persons))
        for length in range(min(len(phrase), LONGEST_TITLE), 1, -1):  # 总书记|亲切地对大家说
            persons = self.titles.get(phrase[:length])
            if persons and len(persons) == 1 and self.words.is_adverbial(phrase[length:]):
                return next(iter(persons))
        return None

    def meeting_speaking(self, start: int, end: int) -> Attribution | None:
        text = self.text
        if end - start < 2 or end - start > LONGEST_PHRASE:
            return None
        if opening := next((word for word in self.words.meeting_opening if text.startswith(word, start)), None):
            phrase = text[start + len(opening) : end]
            if opening != "会上" and phrase.startswith("在") and self.words.is_adverbial(phrase):
                end = start + len(opening)  # 会议|在部署明年工作时指出
        if not text.endswith(self.words.meetings, start, end):
            return None
        if text.startswith(self.words.by_meeting, start):
            return None  # 按照会议要求，…: nobody speaks
        if end in self.meeting_ends:
            return self.meeting_ends[end], 0.95, "meeting before the verb"
        return self.meeting_name(start), 0.93, "meeting before the verb"

    def meeting_name(self, position: int) -> str:
        """The held meeting that 会议 at this place means: the last one named before it, else the first."""
        index = bisect_right(self.meetings, (position, "￿")) - 1
        return self.meetings[max(index, 0)][1] if self.meetings else "会议"

    def omitted(self, start: int, verb: int, clauses: list[Span], going_on: bool) -> Attribution | None:
        """The subject of an earlier clause of the sentence, or, at the beginning of one, whoever spoke last."""
        text = self.text
        index = max(bisect_right(clauses, (start, len(self.text))) - 1, 0)
        for clause in reversed(clauses[max(0, index - LOOK_BACK) : index]):
            if text.startswith(self.words.meeting_opening, clause[0]) and not text.startswith(("会上", "会议上"), clause[0]):
                if not any(not self.persons.is_object(group, clause[0]) for group in self.persons.groups(*clause)):
                    return self.meeting_name(clause[0]), 0.9, "omitted subject: meeting"
            named = self.meeting_starts.get(clause[0])
            if named and not self.persons.any_in(*clause):
                return named, 0.88, "omitted subject: meeting"
            groups = [group for group in self.persons.near(clause, clause[1])
                      if not self.persons.is_object(group, clause[0]) and not self.persons.is_place(group, clause[0])]
            if groups:
                group = groups[0]
                before = text[clause[0] : group.start]
                if not self.persons.is_official(group) or not self.words.is_adverbial(before) and any(word in before for word in self.words.collective):
                    return NOBODY  # 与会人士高度评价甲主席提出的…，表示…
                return group.leader, 0.9, "omitted subject"
            if PRONOUN.match(text, clause[0]):
                return (self.topic, 0.88, "pronoun") if self.is_ours(self.topic) else NOBODY
        phrase = text[start:verb]
        if phrase.startswith(("会上", "会议上")):
            return self.meeting_name(start), 0.8, "会上"
        if self.met and index == 0 and not phrase:  # 会议肯定了…。指出，…
            return self.meeting_name(start), 0.8, "omitted subject, the meeting"
        if self.is_ours(self.topic) and index == 0 and not self.others and (phrase or going_on or self.followed):
            return self.topic, 0.8, "omitted subject, last speaker"
        if index and self.is_ours(self.topic) and PRONOUN.match(text, clauses[0][0]):
            return self.topic, 0.8, "pronoun"
        then = self.words.then.match(text, clauses[0][0])
        if index and then and not self.others and self.is_ours(self.topic) and not any(
                word in text[then.end() : then.end() + LONGEST_COLLECTIVE] for word in self.words.collective):
            return self.topic, 0.8, "omitted subject, last speaker"  # 随后实地查看…，|叮嘱工作人员
        return None
