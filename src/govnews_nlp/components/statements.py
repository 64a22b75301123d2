"""Statements: who said what. A reporting verb, its speaker, and what was said, to the end of the speech.

One walk through the article, as a reader does it. Outside of a speech every clause is narrative; the first reporting verb
with a speaker opens a speech, which goes on over sentences and paragraphs until a sentence tells again what happened
(王敏随后来到…, 会议还…), somebody else speaks, or a paragraph begins that has no sign of going on (要…, 一是…).
Speakers: a person of the clause (王敏在会上强调), a pronoun (他指出), the subject of the clause before (…，强调), the meeting
(会议指出, 会上强调). Collective and other speakers (大家认为, 村民李某说) are read, so that they end a speech, and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc

from ..records import Statement, article_of, text_of
from ..segmentation import Span
from .reporting import Speech, reporting_words
from .rule import RuleComponent, factory
from .subjects import LONGEST_CLAUSE, Group, Persons, clause_spans

DIRECT = re.compile(r"[，,：:]?\s?[“「『\"]")  # 说：“…
RESUMED = re.compile(r"[，,。：:]\s?[“「『]")  # “…”，王敏说|，“…
ADDRESSEE = re.compile(r"[^，,。；;：:！？!?\n“”]{0,12}?(?:[：:]|[，,]?(?=[“「])|[，,]?(?=(?:一定)?要(?!求)|务必))")  # 叮嘱|随行干部：
TOLD = re.compile(r"[^，,。；;：:！？!?\n“”]{1,8}[，,：:]")  # 告诉|记者，
PHRASE = re.compile(r"“[^”\n]{1,60}”的")  # 提出“围绕中心”的思路: no speech
FULL_STOPS = "。！？!?；;…”’）)\""
HOLDS = re.compile(r"召开|主持|出席|参加|列席|举行")  # what is done to a meeting: 主持召开会议并强调
HEARS = re.compile(r"(?:听取|听|观看|收看)了?[^，,。；;：:]{0,20}$")  # 听取工作|介绍，…: a noun
# 在考察港口时|，他表示
CIRCUMSTANCE = re.compile(r"(?:在|听取|会见|与|同|面对|看到)[^，,。；;\n]{2,60}(?:时|后|期间|之际|中|上)")
AGAIN = re.compile(r"还|也|同时|并")
# 以及何市长批示|要求，…: what is passed on
PASSED_ON = re.compile(r"(?:传达|学习|落实|贯彻|按照|根据|对照|围绕|结合|遵照)[^。；;\n]{0,200}(?:批示|指示|讲话|精神|文件|工作|会议)$")
FEATURE = re.compile("【|——|反响")  # headlines of articles that tell at length what was said when
PRONOUN = re.compile(r"[他她](?!们|人|国|方|日|山|乡|们)")
OPENING_MARKS = "“「『\""
CLOSING = {"\"": "\"", "“": "”", "「": "」", "『": "』"}
LONGEST_QUOTE = 3000
LONGEST_PHRASE = 60  # between subject and verb
NEAREST = 4  # lists of persons before a verb that are looked at
LONGEST_HEADING = 20
LOOK_BACK = 8  # clauses in which an omitted subject is looked for
OPENING = 30  # characters at a sentence's beginning in which signs of narration stand


class Statements(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.words = reporting_words(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        found = self.words.matcher.find_matches_as_indexes(text)
        if found and (doc._.officials or doc._.meetings or any(head in text for head in self.words.meeting_opening)):
            Hearing(self, doc, text, found).hear()
        return doc


class Hearing:
    """One walk through one article."""

    def __init__(self, component: Statements, doc: Doc, text: str, found: list[tuple[int, int, int]]):
        self.doc, self.text, self.words = doc, text, component.words
        self.persons = Persons(doc, text, component.lexicons)
        self.found = [(start, end, self.words.words[index]) for index, start, end in found if self.words.kinds[self.words.words[index]] != "none"]
        self.found_starts = [start for start, _, _ in self.found]
        self.blocked = [(span.start, span.end) for span in doc.spans.get("byline", ())]
        self.speeches: list[Speech] = []
        self.speech: Speech | None = None
        self.topic: str | None = None  # whom 他 means
        self.met = False  # … or the meeting
        self.followed = False  # whether the sentence before, in the same paragraph, had a person as its subject
        article = article_of(doc)
        self.headline = f"{article.kicker or ''}{article.headline or ''}"
        self.titles: dict[str, set[str]] = {}
        for official in doc._.officials:
            if official.title:
                for title in {official.title, official.position or official.title}:
                    self.titles.setdefault(title, set()).add(official.person)
        held = [m for m in doc._.meetings if m.status == "held" and m.start is not None]
        self.meetings = sorted((m.start, m.name) for m in held)
        named = [m for m in doc._.meetings if m.start is not None]
        self.meeting_ends = {m.end: m.name for m in named}
        self.meeting_starts = {m.start: m.name for m in named if self.text[m.end : m.end + 1] not in ("上", "精")}

    def hear(self) -> None:
        last_end = 0
        for number, sentence in enumerate(self.persons.sentences):
            self.sentence = sentence
            self.new_paragraph = number == 0 or "\n" in self.text[last_end : sentence[0]]
            last_end = sentence[1]
            self.read()
        self.close(len(self.text))
        self.write()

    # ---- one sentence

    def read(self) -> None:
        start, end = self.sentence
        verbs = self.verbs(start, end)
        clauses = clause_spans(self.text, start, end) if verbs or self.persons.any_in(start, end) or self.speech is None else []
        if self.speech and self.speech.start < start and self.is_over(clauses):
            self.close(start)
        if self.new_paragraph:
            self.followed = self.met = False
        if self.persons.is_heading(self.sentence):
            self.topic = None  # another item of a round-up
            return
        if self.speech is None and not PRONOUN.match(self.text, start):
            self.find_topic(clauses)
        opened: int | None = None  # start of the speech that this sentence opened
        for position, stop, word in verbs:
            if self.speech and self.speech.direct and position < self.speech.end:
                continue
            index = bisect_right(clauses, (position, len(self.text))) - 1
            if index < 0 or position >= clauses[index][1]:
                continue
            clause = clauses[index]
            if self.speech and not self.may_interrupt(clause, position, opened, clauses):
                continue
            speech = self.speaking(clause, position, stop, word, clauses)
            if speech is None or self.is_quoted(speech, clause):
                continue
            self.close(self.turning_point(clause))
            self.speech = speech
            opened = speech.start
            if speech.speaker in self.persons.officials:
                self.topic = speech.speaker
        self.met = (self.speech is None or self.speech.speaker not in self.persons.officials) and not self.persons.any_in(start, end) and (
            self.text.startswith(self.words.meeting_opening, start)) and not self.text.startswith(("会上", "会议上"), start)
        self.followed = any(not self.persons.is_object(group, start) for start, stop in clauses[:2] for group in self.persons.groups(start, stop))
        if self.speech and self.speech.direct and self.speech.end <= end:
            self.close(self.speech.end)

    def verbs(self, start: int, end: int) -> list[tuple[int, int, str]]:
        first, last = bisect_right(self.found_starts, start - 1), bisect_right(self.found_starts, end - 1)
        return self.found[first:last]

    def is_quoted(self, speech: Speech, clause: Span) -> bool:
        """习近平主席指出 in the middle of another's speech: quoted by the speaker."""
        return (speech.cited and not self.new_paragraph and self.speech is not None and self.speech.start < self.sentence[0]
                and self.speech.speaker not in (None, speech.speaker))

    def turning_point(self, clause: Span) -> int:
        """Where the running speech ends when another begins in the clause: before a sentence that tells something first."""
        start = self.sentence[0]
        if self.speech and self.speech.start < start < clause[0] and self.text[clause[0] - 1 : clause[0]] not in "；;":
            return start
        return clause[0]

    def turns(self, clauses: list[Span], clause: Span) -> bool:
        """Whether the clause before turns to another matter or place: 谈到项目建设时，他要求…; 在考察港口时，他表示…"""
        index = bisect_right(clauses, clause) - 2
        if index < 0:
            return False
        return self.text.startswith(self.words.turns, clauses[index][0]) or CIRCUMSTANCE.fullmatch(self.text, *clauses[index]) is not None

    def may_interrupt(self, clause: Span, position: int, opened: int | None, clauses: list[Span]) -> bool:
        """Inside a speech only these open another one: a subject at the beginning of a sentence, 并强调, 同时指出."""
        text = self.text
        at_beginning = clause[0] == self.sentence[0] or clause[0] - self.sentence[0] < 6 and text[self.sentence[0] : clause[0]].strip() in ("会上，", "会议上，", "最后，", "随后，", "同时，")
        if opened is not None and position >= opened:
            prefix = text[max(clause[0], position - LONGEST_PHRASE) : position]
            if self.persons.any_in(opened, position) and text[clause[0] - 1 : clause[0]] not in "；;":
                return False
            if text[clause[0] - 1] in "，," and PRONOUN.match(text, clause[0]) and (
                    self.turns(clauses, clause) or AGAIN.match(text, clause[0] + 1)):
                return True  # 甲强调，…，谈到防火工作时，他要求…; 甲表示…，他还说…
            behind_semicolon = text[clause[0] - 1 : clause[0]] in "；;" and (self.persons.any_in(clause[0], position) or prefix.startswith(("会议", "他", "她")))
            return behind_semicolon or bool(prefix) and prefix.startswith(("并", "同时", "还", "也", "最后")) and self.words.adverbs.fullmatch(prefix) is not None
        prefix = text[clause[0] : position]
        if len(clauses) > 1 and clause == clauses[1] and self.turns(clauses, clause) and (
                PRONOUN.match(prefix) or self.persons.any_in(clause[0], position)):
            return True
        if at_beginning:
            return bool(prefix) or text[position : position + 2] in ("强调", "指出")
        # further on in a narrative sentence whose beginning named somebody: 王敏最后就…提出要求，强调…
        return self.speech is None

    # ---- does the speech go on?

    def is_over(self, clauses: list[Span]) -> bool:
        text, (start, end) = self.text, self.sentence
        opening = text[start : start + OPENING]
        if self.persons.is_heading(self.sentence):
            return True
        if self.speech.cited and self.speech.speaker and not self.goes_on(opening, start):
            return True
        if self.names_speaker(opening):
            return True
        if self.new_paragraph:
            if not self.goes_on(opening, start) or text[end - 1] not in FULL_STOPS:  # a line without a full stop is a heading
                return True
        if opening.startswith(self.words.narrates) or PRONOUN.match(opening):
            return not opening.startswith(self.words.continues)
        if text.startswith(self.words.place_begin, start):
            first = clause_spans(text, start, min(end, start + LONGEST_PHRASE))
            if first and text.endswith(self.words.place_end, *first[0]):
                return True  # 在困难群众家中，…: on the way again
        if self.persons.any_in(start, end) and self.words.narrates_inside.search(text, start, min(end, start + LONGEST_CLAUSE)):
            return True
        return self.tells(clauses)

    def goes_on(self, opening: str, start: int) -> bool:
        """要…, 一是…: signs that the last speaker goes on."""
        first_clause = re.split(r"[，,；;：:。\n]", self.text[start : start + LONGEST_PHRASE], maxsplit=1)[0]
        return opening.startswith(self.words.continues) or (
            bool(self.words.modal.search(first_clause)) and not self.persons.any_in(start, start + len(first_clause)))

    def names_speaker(self, opening: str) -> bool:
        """习近平总书记的重要讲话鼓舞了…: nobody speaks of himself by name."""
        speaker = self.speech.speaker
        if not speaker or self.speech.direct:
            return False
        return opening.startswith((speaker, speaker.rsplit("·")[-1])) or opening.startswith("总书记") and speaker in self.titles.get("总书记", ())

    def tells(self, clauses: list[Span]) -> bool:
        """Whether a person is the subject of the sentence and not somebody whom the speech is about."""
        for clause in clauses[:2]:
            for group in self.persons.groups(*clause)[:1]:
                if self.persons.is_object(group, clause[0]) or self.persons.is_place(group, clause[0]):
                    continue
                prefix = self.text[clause[0] : group.start]
                if not self.words.is_adverbial(prefix) or len(prefix) > LONGEST_PHRASE:
                    continue
                if group.leader == self.speech.speaker:
                    return True
                return not self.is_cited(group) and not self.words.first_person.search(self.text, *self.sentence)
        return False

    def is_cited(self, group: Group) -> bool:
        """习近平总书记 in the speech of somebody else is quoted, as a rule."""
        return self.text.startswith(("总书记", "主席", "同志"), group.first_name + len(group.leader)) and not self.new_paragraph and (
            self.speech is not None and self.speech.speaker != group.leader)

    def find_topic(self, clauses: list[Span]) -> None:
        """The subject of a narrative sentence: whom 他 in the next one means."""
        for clause in clauses:
            for group in self.persons.groups(*clause):
                if not self.persons.is_object(group, clause[0]) and not self.persons.is_place(group, clause[0]):
                    self.topic = group.leader
                    return

    # ---- verb and speaker

    def speaking(self, clause: Span, start: int, end: int, word: str, clauses: list[Span]) -> Speech | None:
        kind = self.words.kinds[word]
        if any(first <= start < last for first, last in self.blocked):
            return None
        quote = self.quote_before(clause, start)
        if not self.reports(kind, start, end, clause, quote):
            return None
        speaker = self.speaker(clause, start, kind, clauses)
        if speaker is None:
            return None
        name, confidence, evidence = speaker
        content = self.content(end, kind, quote)
        if content is None:
            return None
        first, last, direct = content
        verb = "提出" if kind == "colon" and word.startswith("提出") else word
        return Speech(name, verb, first, last, direct, confidence, evidence, self.is_citation(name, clause, start))

    def is_citation(self, speaker: str | None, clause: Span, verb: int) -> bool:
        """习近平总书记指出 where the news is about something else: one sentence, to begin with."""
        if speaker is None or not FEATURE.search(self.headline) and (speaker in self.headline or "总书记" in self.headline):
            return False
        at = self.text.rfind(speaker, clause[0], verb)
        if at < 0:
            return self.text.startswith("总书记", clause[0]) and speaker in self.titles.get("总书记", ())
        return self.text.startswith(("总书记", "主席"), at + len(speaker))

    def reports(self, kind: str, start: int, end: int, clause: Span, quote: Span | None) -> bool:
        """Whether the verb has content behind it (or a quotation before it)."""
        text, behind = self.text, self.text[end : end + 1]
        if quote and behind in "。，,：:！？" or quote and not behind:
            return kind in ("free", "punctuated", "noun_too")
        if behind == "\n" and kind in ("free", "noun_too"):
            return end - self.sentence[0] <= LONGEST_HEADING  # 王敏强调 as a line of its own, the speech below it
        if not behind or behind in "。；;、！？!?\n）)》”":
            return False
        if kind == "colon":
            return behind in "：:"
        if kind == "addressed":
            match = (TOLD if text.startswith("告诉", start) else ADDRESSEE).match(text, end)
            return match is not None and match.end() <= clause[1] + 1
        if text.startswith("提出", start) and self.words.points.match(text, end):
            return True
        if kind == "punctuated":
            if text.startswith("介绍", start) and HEARS.search(text, clause[0], start):
                return False
            if text.endswith(("他还", "她还"), clause[0], start) and text.startswith(("说", "称"), start):
                return True  # 他还说有关批评不应停留在口头上
            return behind in "，,：:“" and not (behind == "“" and PHRASE.match(text, end))
        if text.startswith(self.words.not_after, end) or kind == "noun_too" and PASSED_ON.search(text, max(self.sentence[0], start - 240), start):
            return False
        if text[end : end + 1] not in "，,：:“" and text[start:end] == "表示":
            return not text.endswith(self.words.feelings, end, clause[1])
        return True

    def quote_before(self, clause: Span, verb: int) -> Span | None:
        """The quotation that ends right before the clause: “…”王敏说."""
        text, start = self.text, max(clause[0], verb - LONGEST_PHRASE)
        if start and text[start - 1] in "”」』":
            close = start - 1
        elif start > 1 and text[start - 1] in "，," and text[start - 2] in "”」』":
            close = start - 2
        else:
            position = max(text.rfind(mark, start, verb) for mark in "”」』")
            if position < 0 or text.find("“", start, position) >= 0:
                return None
            close = position
        mark = {"”": "“", "」": "「", "』": "『"}[text[close]]
        opened = text.rfind(mark, max(0, close - LONGEST_QUOTE), close)
        if opened < 0 or "\n" in text[opened:close] or close - opened < 9:
            return None
        # only a quotation that opens a sentence or clause is speech
        return (opened + 1, close) if opened == 0 or text[opened - 1] in "。！？!?\n：:，,” 　" else None

    def speaker(self, clause: Span, verb: int, kind: str, clauses: list[Span]) -> tuple[str | None, float, str] | None:
        """(name, confidence, evidence); a name of None: somebody who is no speaker of ours. None: no subject at all."""
        text, words = self.text, self.words
        start = max(clause[0], verb - LONGEST_CLAUSE)
        start = max(start, text.rfind("”", start, verb) + 1)
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
            plain = words.is_adverbial(between)
            if len(between) > LONGEST_PHRASE or kind != "free" and not plain:
                return None
            if not plain and phrase.endswith(words.collective):
                return None
            if not self.persons.is_official(group):
                return None, 0.0, ""
            return group.leader, 0.97 if plain else 0.88, "person before the verb"
        meeting = self.meeting_speaking(start, phrase_end)
        if meeting and not HOLDS.search(phrase):
            return meeting
        if groups:
            return None
        if verb - clause[0] > LONGEST_CLAUSE:
            return None
        if phrase in words.writings and self.topic in self.persons.officials:
            return self.topic, 0.9, "what the person wrote"  # 甲作出批示。批示指出，…
        if holder := self.holder(phrase):
            return holder, 0.88, "title before the verb"
        if PRONOUN.match(text, start) and words.is_adverbial(text[start + 1 : verb]):
            return (self.topic, 0.93, "pronoun") if self.topic in self.persons.officials else (None, 0.0, "")
        if phrase.endswith(words.collective):
            return None, 0.0, ""
        if not meeting and (len(text[start:verb]) > LONGEST_PHRASE or not words.is_bare_adverbial(text[start:verb])):
            return None
        return self.omitted(start, verb, clauses) or meeting

    def holder(self, phrase: str) -> str | None:
        """The person whom a bare title means (总书记指出, 县长强调): its only holder in the article."""
        for length in range(2, min(len(phrase), LONGEST_PHRASE) + 1):
            persons = self.titles.get(phrase[-length:])
            if persons and len(persons) == 1 and self.words.is_adverbial(phrase[:-length]):
                return next(iter(persons))
        return None

    def meeting_speaking(self, start: int, end: int) -> tuple[str, float, str] | None:
        text = self.text
        if end - start < 2 or end - start > LONGEST_PHRASE or not text.endswith(self.words.meetings, start, end):
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

    def omitted(self, start: int, verb: int, clauses: list[Span]) -> tuple[str | None, float, str] | None:
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
                    return None, 0.0, ""  # 与会人士高度评价甲主席提出的…，表示…
                return group.leader, 0.9, "omitted subject"
            if PRONOUN.match(text, clause[0]):
                return (self.topic, 0.88, "pronoun") if self.topic in self.persons.officials else (None, 0.0, "")
        phrase = text[start:verb]
        if phrase.startswith(("会上", "会议上")):
            return self.meeting_name(start), 0.8, "会上"
        if self.met and index == 0 and not phrase:  # 会议肯定了…。指出，…
            return self.meeting_name(start), 0.8, "omitted subject, the meeting"
        if self.topic in self.persons.officials and index == 0 and (phrase or self.speech or self.followed):
            return self.topic, 0.8, "omitted subject, last speaker"
        if index and self.topic in self.persons.officials and PRONOUN.match(text, clauses[0][0]):
            return self.topic, 0.8, "pronoun"
        return None

    # ---- what was said

    def content(self, end: int, kind: str, quote: Span | None) -> tuple[int, int, bool] | None:
        """(start, end, whether the end is fixed by quotation marks); the end of indirect speech is found by reading on."""
        text = self.text
        if quote:
            last = quote[1]
            match = RESUMED.match(text, end)
            if match:
                close = text.find(CLOSING[text[match.end() - 1]], match.end(), match.end() + LONGEST_QUOTE)
                last = close if close >= 0 else last
            return quote[0], last, True
        if points := self.words.points.match(text, end):
            end = points.end()
        if kind == "addressed":
            told = (ADDRESSEE.match(text, end) or TOLD.match(text, end)).end()
            if text[told - 1] in "：:，," or text[told] in OPENING_MARKS or text.startswith("告诉", end - 2):
                end = told  # 叮嘱随行干部：…; but in 嘱咐各部门要… the addressee is the subject of what is said
        match = DIRECT.match(text, end)
        if match:
            opening = match.end() - 1
            close = text.find(CLOSING[text[opening]], opening + 1, opening + LONGEST_QUOTE)
            # “…。” is the speech itself; “…”。 is a phrase of reported speech, which goes on
            if close > 0 and "\n" not in text[opening:close] and text[close - 1] in "。！？!?…":
                return (opening + 1, close, True) if close - opening > 1 else None
        if text.startswith("\n", end):
            end = next((i for i in range(end, min(end + 20, len(text))) if not text[i].isspace()), end)
        while end < len(text) and text[end] in "，,：: 　":
            end += 1
        return (end, end, False) if end < len(text) and text[end] != "\n" else None

    # ---- records

    def close(self, position: int) -> None:
        """End the running speech at the position, blanks and the comma before a further verb left out."""
        speech, self.speech = self.speech, None
        if speech is None:
            return
        if not speech.direct:
            stop = position
            while stop > speech.start and self.text[stop - 1] in "，,；; 　\n\r\t":
                stop -= 1
            speech.end = stop
        if speech.end > speech.start and speech.speaker:
            self.speeches.append(speech)

    def write(self) -> None:
        for number, speech in enumerate(self.speeches, 1):
            self.doc._.statements.append(Statement(
                speech.start, speech.end, f"s{number}", speech.speaker, speech.verb, self.text[speech.start : speech.end],
                None, speech.confidence, speech.evidence))


create = factory("govnews_statements", Statements)
