"""Statements: who said what. A reporting verb, its speaker, and what was said, to the end of the speech.

One walk through the article, as a reader does it. Outside of a speech every clause is narrative; the first reporting verb
with a speaker opens a speech, which goes on over sentences and paragraphs until a sentence tells again what happened
(王敏随后来到…, 会议还…), somebody else speaks, or a paragraph begins that has no sign of going on (要…, 一是…).
Who speaks: speakers.py; what was said: speech_content.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc

from ..records import Statement, article_of, text_of
from ..segmentation import Span
from .reporting import Speech, reporting_words
from .rule import RuleComponent, factory
from .speakers import LONGEST_PHRASE, PRONOUN, Speakers
from .speech_content import Said
from .subjects import LONGEST_CLAUSE, Group, Persons, clause_spans

FULL_STOPS = "。！？!?；;…”’）)\""
LONGEST_PREFIX = 6  # characters before the clause at a sentence's beginning: 会上，|甲指出
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
        self.speakers = Speakers(doc, text, self.words, self.persons)
        self.said = Said(text, self.words)
        self.found = list(self._verbs(found))
        self.found_starts = [start for start, _, _ in self.found]
        self.blocked = [(span.start, span.end) for span in doc.spans.get("byline", ())]
        self.speeches: list[Speech] = []
        self.speech: Speech | None = None
        article = article_of(doc)
        self.headline = f"{article.kicker or ''}{article.headline or ''}"

    def _verbs(self, found: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, str]]:
        """The reporting verbs; where a name ends inside a word that reports nothing, the rest may be one: 林天高|要求, not 高要求."""
        ends = {mention.end for mention in self.persons.mentions}
        for index, start, end in found:
            word = self.words.words[index]
            if self.words.kinds[word] == "none":
                start += 1
                if start not in ends or self.words.kinds.get(word[1:], "none") == "none":
                    continue
                word = word[1:]
            yield start, end, word

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
            self.speakers.followed = self.speakers.met = False
        if self.persons.is_heading(self.sentence):
            self.speakers.topic = None  # another item of a round-up
            return
        if self.speech is None and not PRONOUN.match(self.text, start):
            self.speakers.note_subject(clauses)
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
            self.close(self.turning_point(clause, clauses))
            self.speech = speech
            opened = speech.start
            self.speakers.others = speech.speaker is None
            if self.speakers.is_ours(speech.speaker):
                self.speakers.topic = speech.speaker
        if self.speech and opened is not None and not self.speech.direct and (turn := self.turns_back(clauses)):
            self.close(turn)
        self.speakers.met = (self.speech is None or not self.speakers.is_ours(self.speech.speaker)) and not self.persons.any_in(start, end) and (
            self.text.startswith(self.words.meeting_opening, start)) and not self.text.startswith(("会上", "会议上"), start)
        self.speakers.followed = any(not self.persons.is_object(group, start) for start, stop in clauses[:2] for group in self.persons.groups(start, stop))
        if self.speech and self.speech.direct and self.speech.end <= end:
            self.close(self.speech.end)

    def verbs(self, start: int, end: int) -> list[tuple[int, int, str]]:
        first, last = bisect_right(self.found_starts, start - 1), bisect_right(self.found_starts, end - 1)
        return self.found[first:last]

    def is_quoted(self, speech: Speech, clause: Span) -> bool:
        """习近平主席指出 in the middle of another's speech: quoted by the speaker."""
        return (speech.cited and not self.new_paragraph and self.speech is not None and self.speech.start < self.sentence[0]
                and self.speech.speaker not in (None, speech.speaker))

    def opens(self, clause: Span) -> bool:
        """同时，| 他要求: nothing but what stands in front of a speaker."""
        return self.text[slice(*clause)].strip() in self.words.openers

    def turning_point(self, clause: Span, clauses: list[Span]) -> int:
        """Where the running speech ends when another begins in the clause: before a sentence that tells something first."""
        start = self.sentence[0]
        if self.speech and self.speech.start < start < clause[0] and self.text[clause[0] - 1 : clause[0]] not in "；;":
            return start
        index = bisect_right(clauses, clause) - 2
        return clauses[index][0] if index >= 0 and self.opens(clauses[index]) else clause[0]

    def turns(self, clauses: list[Span], clause: Span) -> bool:
        """Whether the clause before turns to another matter or place: 谈到项目建设时，他要求…; 在考察港口时，他表示…; 同时，他要求…"""
        index = bisect_right(clauses, clause) - 2
        if index < 0:
            return False
        return self.opens(clauses[index]) or self.text.startswith(self.words.turns, clauses[index][0]) or self.words.circumstance.fullmatch(self.text, *clauses[index]) is not None

    def turns_back(self, clauses: list[Span]) -> int | None:
        """甲希望他再出佳作；在乙家，甲认真倾听…: where the sentence goes on telling of the speaker, behind a semicolon."""
        for index, clause in enumerate(clauses):
            if clause[0] > self.speech.start and self.text[clause[0] - 1] in "；;":
                for start, end in clauses[index : index + 2]:
                    group = next(iter(self.persons.groups(start, end)), None)
                    if group and group.start == start and group.leader == self.speech.speaker:
                        return clause[0]
        return None

    def may_interrupt(self, clause: Span, position: int, opened: int | None, clauses: list[Span]) -> bool:
        """Inside a speech only these open another one: a subject at the beginning of a sentence, 并强调, 同时指出."""
        text = self.text
        at_beginning = clause[0] == self.sentence[0] or clause[0] - self.sentence[0] < LONGEST_PREFIX and (
            text[self.sentence[0] : clause[0]].strip().rstrip("，,") in self.words.openers)
        if opened is not None and position >= opened:
            adverb = self.words.adverbs.match(text, clause[0], position).end()
            if adverb > clause[0] and PRONOUN.match(text, adverb):
                return True  # 甲强调，…，同时他要求…
            prefix = text[max(clause[0], position - LONGEST_PHRASE) : position]
            if self.persons.any_in(opened, position) and text[clause[0] - 1 : clause[0]] not in "；;":
                return False
            if text[clause[0] - 1] in "，," and PRONOUN.match(text, clause[0]) and (
                    self.turns(clauses, clause) or self.words.again.match(text, clause[0] + 1)):
                return True  # 甲强调，…，谈到防火工作时，他要求…; 甲表示…，他还说…
            behind_semicolon = text[clause[0] - 1 : clause[0]] in "；;" and (self.persons.any_in(clause[0], position) or prefix.startswith(("会议", "他", "她")))
            return behind_semicolon or bool(prefix) and prefix.startswith(self.words.again_at_begin) and self.words.adverbs.fullmatch(prefix) is not None
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
        return opening.startswith((speaker, speaker.rsplit("·")[-1])) or opening.startswith("总书记") and self.speakers.is_general_secretary(speaker)

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

    # ---- verb and speaker

    def speaking(self, clause: Span, start: int, end: int, word: str, clauses: list[Span]) -> Speech | None:
        kind = self.words.kinds[word]
        if any(first <= start < last for first, last in self.blocked):
            return None
        quote = self.said.quote_before(clause, start)
        if not self.said.is_reported(kind, start, end, clause, self.sentence[0], quote):
            return None
        speaker = self.speakers.of(clause, start, kind, clauses, self.speech is not None)
        if speaker is None:
            return None
        name, confidence, evidence = speaker
        content = self.said.span(end, kind, quote)
        if content is None:
            return None
        first, last, direct = content
        verb = "提出" if kind == "colon" and word.startswith("提出") else word
        return Speech(name, verb, first, last, direct, confidence, evidence, self.is_citation(name, clause, start))

    def is_citation(self, speaker: str | None, clause: Span, verb: int) -> bool:
        """习近平总书记指出 where the news is about something else: one sentence, to begin with."""
        if speaker is None or not self.words.feature.search(self.headline) and (speaker in self.headline or "总书记" in self.headline):
            return False
        at = self.text.rfind(speaker, clause[0], verb)
        if at < 0:
            return self.text.startswith("总书记", clause[0]) and self.speakers.is_general_secretary(speaker)
        return self.text.startswith(("总书记", "主席"), at + len(speaker))

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
