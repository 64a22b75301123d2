"""Meetings: gatherings with an agenda that an article reports (held), announces (upcoming) or mentions (referenced).

Names are found in kicker, headline and body (meetings/names.py), judged where they stand (meetings/status.py), and merged
where they are one meeting's (meetings/identity.py); meetings/facts.py adds format, organiser, level and place.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from ..article import Article
from ..meetings.cues import (
    AGENDA_BEHIND,
    AT_IT,
    CLAUSE,
    LEAD,
    NEAR,
    PASSED,
    PRESIDIUM,
    REACH,
    status_words,
)
from ..meetings.facts import MeetingFacts, meeting_facts
from ..meetings.identity import Identity
from ..meetings.status import Judge, Sighting
from ..records import Meeting, Mention, article_of, text_of
from .rule import RuleComponent, factory

TOLD_ONCE = 4  # last characters by which a headline's short form is known: 国家宪法日|座谈会, “…”|座谈会
# 市委办 | 6日 会同 市政府办、某局: the bodies that hold it together
PARTNERS = re.compile(r"、|会同|联合|共同|与|和|[（(]|[0-9]{1,2}[月日]|[今昨当]天|日前|近日|上午|下午|组织$")
CLOSES = re.compile(r"[^，。；\n]{0,24}(?:闭幕|结束|落幕)")
# 政协十届一次会议|第二次全体会议
PLENARY = re.compile(r"(?<=[会全][议会])第[一二三四五六七八九十]{1,2}次(?:全体会议|大会)$")
DIVISION = re.compile("(?![全我])[\u4e00-\u9fff]{2,3}[省市县区州盟旗](?!委|政府|人大|政协|级|直)")
AFTER_IT = re.compile("会(?:议结束)?后[，,]")
AFTERWARDS = re.compile("[”’」』》]?(?:召开|结束|闭幕|举行)?[之以]?后[，,]")
BACK_TO_IT = ("会", "大会", "全会")  # keys of what only points back: 会议 tells nothing of what 培训会 is
MOST = 100  # meetings of one article whose names are compared


class Gathering:
    """One meeting under all its names."""

    def __init__(self, first: Sighting):
        self.sightings: list[Sighting] = []
        self.identities: dict[str, Identity] = {}
        self._first: int | None = None  # where the body first names it
        self.add(first)

    def add(self, sighting: Sighting) -> None:
        self.sightings.append(sighting)
        self.identities.setdefault(sighting.identity.key, sighting.identity)
        if sighting.source == "body" and (self._first is None or sighting.name.start < self._first):
            self._first = sighting.name.start

    def ends_in(self, word: str) -> bool:
        return any(half.endswith(word) for identity in self.identities.values() for half in identity.name.split("暨"))

    @property
    def kind(self) -> str:
        """座谈会, 推进会: the kind of gathering, without what stands before it."""
        return self.sightings[0].name.head.word.removesuffix("议")[-TOLD_ONCE + 1 :]

    @property
    def start(self) -> int:
        return self._first or 0

    @property
    def longest(self) -> Sighting:
        named = [s for s in self.sightings if not s.name.bare]
        return max(named, key=lambda s: (len(s.text), s.source == "body")) if named else self.sightings[0]

    @property
    def surest(self) -> Sighting:
        return max(self.sightings, key=lambda s: s.weight)

    def apart(self, sighting: Sighting, region: str | None) -> bool:
        """召开推进会 … 传达全省推进会精神; 收看全省调度会后，我市召开调度会: the wider one is another."""
        return any(
            _wider(sighting, own, region) or _wider(own, sighting, region) or _after(sighting, own) or _after(own, sighting)
            for own in self.sightings[:MOST]
        )

    def takes(self, identity: Identity) -> bool:
        own = self.identities.values()
        return all(identity.agrees(other) for other in own) and any(identity.same(other) for other in own if other.key not in BACK_TO_IT)


def _wider(spirit: Sighting, held: Sighting, region: str | None) -> bool:
    if spirit.evidence != "…精神" or held.status != "held":
        return False
    if held.identity.scope and not spirit.identity.numbers and (own := DIVISION.match(spirit.text)):
        return own.group() not in (region or "")  # 全市大会召开 … 传达临川市大会精神
    return bool(spirit.identity.scope and not held.identity.scope)


def _after(second: Sighting, first: Sighting) -> bool:
    """收听收看全省防汛调度会后，我市|召开防汛调度会; 全省…会召开。会后，我市|召开…会"""
    if (
        second.source == first.source == "body"
        and first.sentence[1] <= second.sentence[0] < first.sentence[1] + 3
        and second.text != first.text
        and second.name.holding
        and AFTER_IT.match(second.line, second.sentence[0])
    ):
        return True
    return bool(
        second.source == first.source
        and first.name.end <= second.name.start < second.sentence[1] == first.sentence[1]
        and second.text != first.text
        and second.name.holding
        and AFTERWARDS.match(first.line, first.name.end)
    )


class Meetings(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.words = status_words(lexicons)
        self.grammar = self.words.grammar
        self.facts: MeetingFacts = meeting_facts(lexicons)
        # 召开, 举行, 主持召开: it was told, while 出席, 参加, 承办 leave open when
        self.told = self.words.convened

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        text = text_of(doc)
        sightings = [
            Sighting(
                name,
                line[name.start : name.end],
                source,
                Identity.of(line[name.start : name.end], name.head.word, name.bare),
                line,
            )
            for source, line in (("body", text), ("kicker", article.kicker or ""), ("headline", article.headline or ""))
            for name in self.grammar.find(line)
        ]
        if sightings:
            Report(self, doc, article, text).write(sightings)
        return doc


class Report(Judge):
    """The meetings of one article."""

    def __init__(self, component: Meetings, doc: Doc, article: Article, text: str):
        super().__init__(component.words, doc, article, text)
        self.component = component

    def write(self, sightings: list[Sighting]) -> None:
        self.holders = {(s.source, s.name.verb_start) for s in sightings if s.name.holding and self.words.by_organiser.search(s.name.head.word)}
        for sighting in sightings:
            self.locate(sighting)
            sighting.status, sighting.weight, sighting.evidence = self.judged(sighting)
        self.share(sightings)
        self.others_days = {s.day.start for s in sightings if s.day and s.status == "referenced" and s.day.end <= s.name.start <= s.day.end + 3}
        gatherings = self.merged(sightings)
        for gathering in gatherings:
            self.await_(gathering)
        self.sit(gatherings)
        self.reported(gatherings)
        self.records(gatherings)

    def await_(self, gathering: Gathering) -> None:
        """甲将于9月5日出席峰会 … 外交部就甲出席峰会吹风: what has a day to come is not held anywhere in the article."""
        if any(s.status == "upcoming" and s.day and self.to_come(s.day) and not CLOSES.match(s.line, s.name.end) for s in gathering.sightings):
            for s in gathering.sightings:
                if s.status == "held":
                    s.status, s.weight, s.evidence = "upcoming", 3, "将召开"

    @staticmethod
    def sit(gatherings: list[Gathering]) -> None:
        """县政协十届一次会议第二次全体会议召开 … 通过县政协十届一次会议选举办法: a session whose plenary is held sits."""
        plenaries = [g.longest.text for g in gatherings if g.surest.status == "held" and PLENARY.search(g.longest.text)]
        for gathering in gatherings[:MOST] if plenaries else ():
            own, surest = gathering.longest.text, gathering.surest
            if surest.status == "referenced" and surest.weight < 3 and any(PLENARY.sub("", text) == own for text in plenaries):
                surest.status, surest.weight, surest.evidence = "held", 3, "第…次全体会议"
        for surest in (g.surest for g in gatherings[:MOST]):
            if surest.status == "referenced" and surest.weight < 3 and PRESIDIUM.match(surest.line, surest.name.end):
                surest.status, surest.weight, surest.evidence = "held", 3, "主席团…次会议"

    def reported(self, gatherings: list[Gathering]) -> None:
        """Where no meeting is said to be held: the one at which something is done, or whose agenda is passed."""
        if any(g.surest.status == "held" for g in gatherings) or self.reacts:
            return
        for s in (s for g in gatherings[:MOST] for s in g.sightings):
            if s.status != "upcoming" and s.source == "body" and self.leads(s) and not self.in_speech(s):
                front = s.line[max(s.sentence[0], s.name.start - NEAR) : s.name.start]
                at_it = (s.name.head.kind == "specific" or s.name.head.word == "大会" or s.identity.numbers) and (front.endswith("在") or CLAUSE.split(front)[-1] == "") and AT_IT.match(s.line, s.name.end)
                if at_it and s.weight < 2 and not self.is_quoted(front):
                    s.status, s.weight, s.evidence = "held", 3, "在…上"
                elif s.identity.numbers and PASSED.search(front) and AGENDA_BEHIND.match(s.line, s.name.end):
                    s.status, s.weight, s.evidence = "held", 4, "通过…议程"

    # ---- one meeting, several names

    def merged(self, sightings: list[Sighting]) -> list[Gathering]:
        gatherings: list[Gathering] = []
        known: dict[str, Gathering] = {}
        for sighting in sorted((s for s in sightings if not s.name.bare), key=lambda s: -len(s.identity.key)):
            key = sighting.identity.key
            gathering = known.get(key) or next(
                (g for g in gatherings[:MOST] if g.takes(sighting.identity) and not g.apart(sighting, self.article.region)), None
            )
            if gathering:
                gathering.add(sighting)
            else:
                gathering = Gathering(sighting)
                gatherings.append(gathering)
            known[key] = gathering
        self.attach([s for s in sightings if s.name.bare], gatherings)
        return self.with_headlines(gatherings)

    @staticmethod
    def with_headlines(gatherings: list[Gathering]) -> list[Gathering]:
        """What only headlines call 国家宪法日座谈会 is the one 座谈会 that the body reports under another name."""
        held = [g for g in gatherings if g.surest.status == "held"]
        in_body = [g for g in held if any(s.source == "body" for s in g.sightings)]
        for gathering in held:
            if gathering not in in_body:
                own = gathering.sightings[0]
                same = [g for g in in_body if g.kind == gathering.kind and all(own.identity.agrees(i) for i in g.identities.values())]
                if len(same) == 1 and own.name.head.kind == "specific":
                    for sighting in gathering.sightings:
                        same[0].add(sighting)
                    gatherings.remove(gathering)
        return gatherings

    def attach(self, bare: list[Sighting], gatherings: list[Gathering]) -> None:
        """会议, 座谈会 alone: the article's own meeting; where there is none, a specific kind that is held is one."""
        held = [g for g in gatherings if g.surest.status == "held"]
        mentioned = [
            g
            for g in gatherings
            if g.surest.weight == 1 and any(s.source != "body" or s.name.start < LEAD for s in g.sightings)
        ]
        for sighting in sorted(bare, key=lambda s: (s.source != "body", s.name.start)):
            word = sighting.name.head.word
            fitting = self.nearest([g for g in held[:MOST] if g.ends_in(word)], sighting)
            if fitting is None and word in ("会议", "大会", "全体会议"):
                fitting = self.nearest(held[:MOST], sighting)
            if fitting is None:  # 庆祝大会: 庆祝建市三十周年大会
                fitting = next((g for g in held[:MOST] if g.takes(sighting.identity)), None)
            if fitting is None and sighting.status == "held":  # headline: 全国政协主席会议建议…; body: 日前召开主席会议
                fitting = next((g for g in mentioned[:MOST] if g.ends_in(word)), None)
            if fitting:
                fitting.add(sighting)
            elif (
                sighting.status == "held"
                and (sighting.weight >= 6 or sighting.weight == 5 and not held)  # 座谈会上, 甲指出: no other is reported
                and sighting.name.head.kind == "specific"
            ):
                held.append(Gathering(sighting))
                gatherings.append(held[-1])

    @staticmethod
    def nearest(gatherings: list[Gathering], bare: Sighting) -> Gathering | None:
        """Of several meetings in one article, 会议 is the one told last."""
        before = [g for g in gatherings if bare.source == "body" and g.start <= bare.name.start]
        return max(before, key=lambda g: g.start, default=gatherings[0] if gatherings else None)

    # ---- records

    def records(self, gatherings: list[Gathering]) -> None:
        def order(gathering: Gathering) -> tuple[bool, int]:
            first = min((s.name.start for s in gathering.sightings if s.source == "body"), default=0)
            return gathering.surest.status != "held", first

        for number, gathering in enumerate(sorted(gatherings, key=order), 1):
            longest, surest = gathering.longest, gathering.surest
            body = next((s for s in gathering.sightings if s.source == "body" and s.text == longest.text), None)
            organizer = self.component.facts.organizer(longest.text, self.subject(surest))
            self.doc._.meetings.append(
                Meeting(
                    body.name.start if body else None,
                    body.name.end if body else None,
                    f"m{number}",
                    longest.text,
                    surest.status,
                    *self.when(gathering),
                    self.place(gathering),
                    self.format(gathering),
                    organizer,
                    self.component.facts.level(longest.text, organizer, self.article),
                    self.confidence(gathering),
                    surest.evidence,
                )
            )
            for s in gathering.sightings:
                if s.source == "body":
                    self.doc._.mentions.append(
                        Mention(
                            s.name.start,
                            s.name.end,
                            "MEETING",
                            s.text,
                            longest.text,
                            0.75 if s.name.bare else 0.9,
                            s.evidence,
                        )
                    )

    def confidence(self, gathering: Gathering) -> float:
        """By the weight of what is said; held rows are surest with a verb of holding, a day and a name of their own."""
        surest = gathering.surest
        value = min(0.98, 0.7 + 0.04 * surest.weight)
        if surest.status != "held" or surest.weight not in (5, 6):
            return value
        told = surest.evidence in self.component.told and surest.day is not None and self.leads(surest)
        if gathering.longest.name.bare or not told:
            return min(value, 0.86)
        return 0.96 if any(s.source != "body" for s in gathering.sightings) else 0.92

    @staticmethod
    def subject(s: Sighting) -> str:
        """What stands in the clause in front of the verb of holding: 区疫情防控指挥部 | 召开工作例会."""
        if (
            s.status == "referenced"
            or s.name.holding is None
            or "持" in s.name.holding
            or s.name.holding in ("出席", "参加", "列席")
        ):
            return ""
        clause = re.split(r"[，,；;。：:！!？?\s]", s.line[max(s.sentence[0], s.name.verb_start - 60) : s.name.verb_start])[-1]
        clause = re.split("[在于]", re.split("[由从]", clause)[-1])[0]
        return next(filter(None, PARTNERS.split(clause)), "")

    def format(self, gathering: Gathering) -> str | None:
        held = gathering.surest.status == "held"
        start = gathering.surest.sentence[0] if gathering.surest.source == "body" else 0
        context = self.text[start : start + 2 * LEAD] if held else ""
        return next(
            (form for s in gathering.sightings if (form := self.component.facts.format(s.text, ""))), None
        ) or self.component.facts.format("", context)

    def place(self, gathering: Gathering) -> str | None:
        status = gathering.surest.status
        for s in sorted(gathering.sightings, key=lambda s: -s.weight):
            if s.status != "referenced" and s.status == status:
                start, end = max(s.sentence[0], s.name.start - REACH), min(s.sentence[1], s.name.end + REACH)
                if found := self.component.facts.place(s.line[start:end], s.name.start - start):
                    return found
        return None

    def when(self, gathering: Gathering) -> tuple[str | None, str | None, str | None]:
        status = gathering.surest.status
        if status == "referenced" or gathering.surest.evidence == "on the way":  # the day is the departure's
            return None, None, None
        if status in ("held", "upcoming") and (span := self.words.congresses.get(gathering.surest.identity.key.removeprefix("党的"))):
            return span[0].isoformat(), span[1].isoformat(), None
        days = [
            s.day
            for s in sorted(gathering.sightings, key=lambda s: -s.weight)
            if s.day and s.status == status and s.day.granularity in ("day", None)
            and not (status == "upcoming" and self.is_past(s))
        ]
        if not days and status == "held":
            days = [day for day in self.days if day.granularity == "day" and day.start < LEAD and day.evidence != "holiday" and not self.to_come(day) and day.start not in self.others_days]
            dateline = self.doc.spans.get("byline", ())
            days.sort(key=lambda day: any(span.start <= day.start < span.end for span in dateline))
        return (days[0].date_start, days[0].date_end, days[0].part_of_day) if days else (None, None, None)


create = factory("govnews_meetings", Meetings)
