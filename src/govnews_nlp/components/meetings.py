"""Meetings: gatherings with an agenda that the article reports on (held), announces (upcoming) or mentions (referenced).

Names are found in kicker, headline and body (meeting_names.py). Names of one meeting are merged: short forms are parts of
the long one, numbers of sessions must agree. A meeting is held where a verb of holding governs its name or it takes place,
outside of what somebody says and at no other time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from ..article import Article
from ..lexicon import load_toml
from ..meeting_names import EXPANDED, ORDINAL, MeetingGrammar, Name, meeting_grammar
from ..records import Meeting, Mention, article_of
from ..segmentation import sentences
from .rule import RuleComponent, factory

LEAD = 400  # characters of the body whose meetings are the article's own
RECENT = 15  # days before publication within which a meeting may be reported as news
SPEECH = re.compile(r"(?:指出|强调|表示|说|要求|提出|认为|介绍|希望)[，,：:]")
NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SHORT_FORMS = (
    ("全国人民代表大会", "全国人大"), ("人民代表大会", "人大"), ("常务委员会", "常委会"), ("中国人民政治协商会议", "政协"), ("中国共产党", "党"),
    ("全国委员会", ""), ("委员会", "委"), ("全体会议", "全会"), ("会议", "会"), ("中共中央", "中央"), ("人民政府", "政府"))
BODIES = ("人大", "政协", "常委会", "主席会", "委员长会", "主任会", "主席团", "常务会", "全会", "党组会", "党代")


@dataclass
class Sighting:
    """A name where it stands, and what is said about it there."""

    name: Name
    text: str
    source: str  # body, headline, kicker
    status: str = "referenced"
    weight: int = 0  # how surely
    evidence: str = "mentioned"
    sentence: tuple[int, int] = (0, 0)
    when: object = None
    key: str = ""
    numbers: tuple = ()


@dataclass
class Gathering:
    """One meeting under all its names."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def longest(self) -> Sighting:
        return max(self.sightings, key=lambda s: (not s.name.bare, len(s.text), s.source == "body"))

    @property
    def surest(self) -> Sighting:
        return max(self.sightings, key=lambda s: s.weight)


class Meetings(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.lexicon = load_toml("meetings", lexicons)
        self.grammar: MeetingGrammar = meeting_grammar(lexicons)
        status = self.lexicon["status"]
        self.future = re.compile(f"(?:{_any(status['future'])})")
        self.in_sight = re.compile(rf"[”’」』》]?(?:{_any(status['in_sight'])})")
        self.past = re.compile(_any(status["past"]))
        self.speaking = re.compile(rf"[”’」』》]?上[，,]?(?:作|的)?[^。，,；;的]{{0,12}}?(?:{_any(status['speaking'])})")
        self.generic = frozenset(self.lexicon["heads"]["generic"].split())
        self.congresses = {name: tuple(date.fromisoformat(day) for day in span.split("/")) for name, span in self.lexicon["congresses"].items()}

    def __call__(self, doc: Doc) -> Doc:
        article = article_of(doc)
        sightings = self.sightings(doc, article)
        if sightings:
            report = Report(self, doc, article)
            report.write(sightings)
        return doc

    def sightings(self, doc: Doc, article: Article) -> list[Sighting]:
        found = [Sighting(name, doc.text[name.start : name.end], "body") for name in self.grammar.find(doc.text)]
        for source in ("kicker", "headline"):
            line = getattr(article, source) or ""
            found += [Sighting(name, line[name.start : name.end], source) for name in self.grammar.find(line)]
        return found


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


def number(numeral: str) -> int:
    """二十八 → 28, 12 → 12; Chinese numerals below 1000."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for char in numeral:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in NUMERALS:
            digit = digit * 10 + NUMERALS[char] if digit and "十" not in numeral else NUMERALS[char]
    return total + digit


def numbers_of(name: str) -> tuple[tuple[str, int], ...]:
    """(届, 14), (次, 2): what tells one session from another."""
    found = []
    for match in ORDINAL.finditer(name):
        if match.group(3):
            found.append(("年", int(match.group(3))))
        elif match.group(4):
            found.append(("大", number(match.group(4))))
        else:
            found.append((match.group(2), number(match.group(1))))
    return tuple(found)


def key_of(name: str) -> str:
    """The name in short forms, without quotation marks and brackets."""
    key = EXPANDED.sub("", re.sub(r"[“”‘’「」『』\s]", "", name))
    for long, short in SHORT_FORMS:
        key = key.replace(long, short)
    return key


def is_part(short: str, long: str) -> bool:
    """Whether the characters of short stand in long, in order."""
    rest = iter(long)
    return all(char in rest for char in short)


def same_meeting(a: Sighting, b: Sighting) -> bool:
    """Whether two names can be one meeting's."""
    if a.key == b.key:
        return True
    one, other = dict(a.numbers), dict(b.numbers)
    if any(other.get(unit, value) != value for unit, value in one.items()):
        return False
    short, long = (a, b) if len(a.key) <= len(b.key) else (b, a)
    if long.key.endswith(short.key):
        return True
    if short.key[-2:] != long.key[-2:] and short.name.head.word[-2:] != long.name.head.word[-2:]:
        return False
    if is_part(short.key, long.key):
        return len(short.key) > 4 or short.name.bare
    bodies = [{body for body in BODIES if body in s.key} for s in (short, long)]
    if a.numbers and sorted(a.numbers) == sorted(b.numbers) and bodies[0] and bodies[0] == bodies[1]:
        return True
    grams = [{s.key[i : i + 2] for i in range(len(s.key) - 1)} for s in (short, long)]
    return len(grams[0]) > 5 and 2 * len(grams[0] & grams[1]) / (len(grams[0]) + len(grams[1])) >= 0.75


class Report:
    """The meetings of one article."""

    def __init__(self, component: Meetings, doc: Doc, article: Article):
        self.component, self.doc, self.text, self.article = component, doc, doc.text, article
        self.sentences = sentences(self.text)
        self.starts = [start for start, _ in self.sentences]
        self.days = sorted((d for d in doc._.dates if d.date_start and d.kind in ("date", "span")), key=lambda d: d.start)
        self.day_starts = [day.start for day in self.days]
        self.published = article.published

    def write(self, sightings: list[Sighting]) -> None:
        for sighting in sightings:
            sighting.key, sighting.numbers = key_of(sighting.text), numbers_of(sighting.text)
            self.judge(sighting)
        gatherings = self.merged(sightings)
        self.records(gatherings)

    # ---- what is said of each

    def judge(self, s: Sighting) -> None:
        c, name = self.component, s.name
        text = self.text if s.source == "body" else getattr(self.article, s.source)
        if s.source == "body":
            index = max(bisect_right(self.starts, name.start) - 1, 0)
            s.sentence = self.sentences[index]
            s.when = self.day_of(s)
        else:
            s.sentence = (0, len(text))
        before = text[max(s.sentence[0], name.verb_start - 12) : name.verb_start]
        before = re.split(r"[，,；;。：:、\s]", before)[-1]
        after = text[name.end : name.end + 40]
        holding = name.holding if name.holding in c.grammar.holding_verbs else None
        takes_place = c.grammar.takes_place.match(text, name.end)
        if name.head.kind == "congress" or s.key in c.congresses or s.key.removeprefix("党的") in c.congresses:
            self.judge_congress(s)
            if s.evidence == "calendar":
                return
        in_speech = s.source == "body" and self.in_speech(s)
        late = self.time(s)
        if c.in_sight.match(text, name.end) or late == "future" and (takes_place or holding) or (
                holding and c.future.search(before + (name.holding or "")[:0])) or holding in ("开好", "办好") or (
                takes_place and re.search(r"将|拟|定于", takes_place.group("gap"))) or re.search(r"即将召开的|将要?召开的|将?举行的$", text[max(0, name.start - 8) : name.start]) and "将" in text[max(0, name.start - 8) : name.start]:
            s.status, s.weight, s.evidence = "upcoming", 4 if not in_speech else 2, "future"
            return
        if c.grammar.reference.match(text, name.end) and not holding:
            s.status, s.weight, s.evidence = "referenced", 3, "reference"
            return
        if late == "past" or c.past.search(before):
            s.status, s.weight, s.evidence = "referenced", 3, "earlier"
            return
        if in_speech:
            s.weight, s.evidence = 2, "in a speech"
            return
        if takes_place and (not holding or holding in ("出席", "参加", "主持")):
            s.status, s.weight, s.evidence = "held", 6, "takes place"
        elif holding and not text.startswith(("的", "以来"), name.end) and not text.startswith("的", name.start - 1):
            s.status, s.weight, s.evidence = "held", 6, f"{holding} + name"
        elif s.source == "kicker" and text.startswith("上", name.end):
            s.status, s.weight, s.evidence = "held", 7, "在…上"
        elif (s.source == "headline" or name.start < LEAD) and c.speaking.match(text, name.end) and self.is_direct(text, name):
            s.status, s.weight, s.evidence = "held", 5, "在…上"
        elif s.source == "body" and name.start == s.sentence[0] and text.startswith(("强调", "指出", "要求", "决定", "听取", "审议", "传达"), name.end):
            s.status, s.weight, s.evidence = "held", 4, "speaks"

    @staticmethod
    def is_direct(text: str, name: Name) -> bool:
        """袁家军在…会议上强调, not 学习贯彻习近平总书记在…会议上的重要讲话."""
        clause = re.split(r"[，,。；;：:\n\s]", text[max(0, name.start - 40) : name.start])[-1]
        return not re.search(r"贯彻|落实|学习|传达|根据|按照", clause)

    def judge_congress(self, s: Sighting) -> None:
        known = self.component.congresses
        key = re.sub(r"^(?:党的|中共|中国共产党)", "", s.text)
        span = known.get(key)
        if span and self.published:
            first, last = span
            if self.published < first:
                s.status, s.weight, s.evidence = "upcoming", 5, "calendar"
            elif (self.published - last).days > 3:
                s.status, s.weight, s.evidence = "referenced", 5, "calendar"

    def in_speech(self, s: Sighting) -> bool:
        """Whether a reporting verb stands before it in its paragraph."""
        paragraph = self.text.rfind("\n", 0, s.name.start) + 1
        start = max(paragraph, s.name.start - 1200)
        return SPEECH.search(self.text, start, s.name.start) is not None

    def day_of(self, s: Sighting):
        """The date in the sentence, the nearest before the name, else the first behind it."""
        low = bisect_right(self.day_starts, s.sentence[0] - 1)
        high = bisect_right(self.day_starts, s.sentence[1])
        own = self.days[low:high]
        before = [day for day in own if day.end <= s.name.start]
        behind = [day for day in own if day.start >= s.name.end]
        near = [day for day in behind if day.start - s.name.end < 12]
        return (near or before[-1:] or behind or [None])[0]

    def time(self, s: Sighting) -> str | None:
        """past or future: the sentence's date is at another time than the news."""
        day = s.when
        if day is None or not self.published:
            return None
        first, last = date.fromisoformat(day.date_start), date.fromisoformat(day.date_end or day.date_start)
        if first > self.published:
            return "future"
        return "past" if (self.published - last).days > RECENT else None

    # ---- one meeting, several names

    def merged(self, sightings: list[Sighting]) -> list[Gathering]:
        gatherings: list[Gathering] = []
        bare = []
        for sighting in sorted((s for s in sightings), key=lambda s: -len(s.key)):
            if sighting.name.bare:
                bare.append(sighting)
                continue
            fitting = [g for g in gatherings if any(same_meeting(sighting, s) for s in g.sightings) and self.compatible(sighting, g)]
            if fitting:
                fitting[0].sightings.append(sighting)
            else:
                gatherings.append(Gathering([sighting]))
        self.attach(bare, gatherings)
        return gatherings

    @staticmethod
    def compatible(sighting: Sighting, gathering: Gathering) -> bool:
        return all(not any(dict(s.numbers).get(unit, value) != value for unit, value in sighting.numbers) for s in gathering.sightings)

    def attach(self, bare: list[Sighting], gatherings: list[Gathering]) -> None:
        """会议, 座谈会 alone: the article's own meeting; where there is none, a specific kind that is held is one."""
        held = [g for g in gatherings if g.surest.status == "held"]
        own = None
        for sighting in sorted(bare, key=lambda s: (s.source != "body", s.name.start)):
            word = sighting.name.head.word
            fitting = [g for g in held if any(s.text.endswith(word) for s in g.sightings)] or (held if word == "会议" else [])
            if fitting:
                fitting[0].sightings.append(sighting)
            elif sighting.status == "held" and sighting.weight >= 6 and sighting.name.head.kind == "specific" and sighting.text == word:
                own = Gathering([sighting])
                held.append(own)
                gatherings.append(own)

    # ---- records

    def records(self, gatherings: list[Gathering]) -> None:
        def place(g: Gathering) -> tuple[bool, int]:
            first = min((s.name.start for s in g.sightings if s.source == "body"), default=0)
            return g.surest.status != "held", first

        for order, gathering in enumerate(sorted(gatherings, key=place), 1):
            longest, surest = gathering.longest, gathering.surest
            body = next((s for s in gathering.sightings if s.source == "body" and s.text == longest.text), None)
            first, last, part = self.when(gathering)
            self.doc._.meetings.append(Meeting(
                body.name.start if body else None, body.name.end if body else None, f"m{order}", longest.text, surest.status,
                first, last, part, confidence=min(0.98, 0.7 + 0.04 * surest.weight), evidence=surest.evidence))
            for s in gathering.sightings:
                if s.source == "body":
                    self.doc._.mentions.append(Mention(
                        s.name.start, s.name.end, "MEETING", s.text, longest.text, 0.75 if s.name.bare else 0.9, s.evidence))

    def when(self, gathering: Gathering) -> tuple[str | None, str | None, str | None]:
        surest = gathering.surest
        day = surest.when if surest.source == "body" else None
        if day is None or getattr(day, "granularity", None) not in ("day", None):
            day = next((s.when for s in gathering.sightings if s.when and s.when.granularity == "day" and s.status == surest.status), None)
        if day is None and surest.status == "held":
            day = next((d for d in self.days if d.granularity == "day" and d.start < LEAD), None)
        return (day.date_start, day.date_end, day.part_of_day) if day and surest.status != "referenced" else (None, None, None)


create = factory("govnews_meetings", Meetings)
