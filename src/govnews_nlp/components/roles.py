"""Roles: who does what in the article, sentence by sentence.

A trigger word (主持, 会见, 调研: lexicons/events.toml) outside of what somebody says, with persons as its subject, gives a
role. The subject is the list of persons before it in the clause; behind 由 in the passive; over commas where the clauses
before hold nothing but names (区委书记甲，区领导乙、丙参加); the subject of the clause before where it is left out; or a
list behind (参加调研的有甲、乙). What makes an event is kept as a Deed for events.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from ..records import article_of
from ..segmentation import Span
from .background import Background
from .name_lists import NameLists
from .subjects import LONGEST_CLAUSE, Group, Persons, clause_spans
from .talks import WITH, Sides
from .triggers import REACH, Trigger, TriggerFinder, event_words

# 甲在乙、丙陪同下
# 甲及县政府办公室负责人|陪同下, 甲等我州领导|陪同下, 甲以及财政、交通部门负责人|陪同下
ACCOMPANIED = re.compile(r"(?:等?(?:(?!在)[^，,。；;、\n]{0,8}?(?:领导|同志|干部|人员))?|一同|全程|(?:以及|[及和与、])[^，,。；;\n]{0,30}?(?:人|同志|人员|干部|领导))?(?:的)?(?:全程)?陪同")
# 在市领导甲、乙的|带领下，…; 由甲|率队的考察团一行: who leads is the subject
LED = re.compile(r"等?(?:[^，,。；;、\n]{0,6}的)?(?:亲自)?(?:带领|率领|带队)下|(?:率队|带队|率领|带领)的[^，,。；;\n]{0,40}[团组]")
ACCOMPANIES = re.compile(r"陪同[^，,。；;下]{0,40}$")  # 陪同省文旅厅党组成员|甲调研
ALONG = re.compile(r"参与|随同|随行|陪同(?!下)|(?<![同与和到望见问访])(?:参加|出席|列席)(?![^，,]{2,40}(?:期间|之际|之后))")  # 参加会晤: along with somebody else
# headlines: 甲率团 乙|主持座谈会: the nearest one does these, unless it is the last of a list
CLOSE = ("chair", "speech", "attendee", "companion")
ON_THE_SPOT = re.compile("向[^，,。；;\n]{2,30}$")
JOINED = re.compile("[、和与及同跟]")
HELD = re.compile(r"举行|举办|启动|开幕|召开|开展")  # 开工仪式举行: nobody named yet
# 晋升上将军衔的军官是：甲、乙
PROMOTED = re.compile(r"(?:晋升|授予)[^，,。；;：:\n]{0,6}[军警]衔的[^，,。；;：:\n]{0,6}[是有为][：:]?")


@dataclass(slots=True)
class Deed:
    """Something done that makes an event."""

    kind: str
    trigger: Trigger
    doers: list[str]
    guests: list[str] = field(default_factory=list)
    sentence: Span = (0, 0)
    apart: bool = False  # 分别


class Roles:
    """Who has which role in one article, and the deeds that make events."""

    def __init__(self, doc: Doc, text: str, lexicons: str | None = None):
        self.doc, self.text, self.words = doc, text, event_words(lexicons)
        self.persons = Persons(doc, text, lexicons)
        self.said = sorted((s.start, s.end) for s in doc._.statements if s.start is not None)
        self.said_starts = [start for start, _ in self.said]
        byline = [(span.start, span.end) for span in doc.spans.get("byline", ())]
        self.triggers = TriggerFinder(text, self.persons, self.words, self.is_said, byline).find()
        self.trigger_starts = [trigger.start for trigger in self.triggers]
        self.background = Background(doc, text, self.words)
        self.sides = Sides(text, self.persons, self.words)
        self.lists = NameLists(text, self.persons, self.words, self.trigger_starts)
        self.roles: dict[tuple[str, str], tuple[int, str, float]] = {}  # (person, role) → (position, evidence, confidence)
        self.deeds: list[Deed] = []

    def read(self) -> None:
        for sentence in self.persons.sentences:
            first = bisect_right(self.trigger_starts, sentence[0] - 1)
            last = bisect_right(self.trigger_starts, sentence[1] - 1)
            if first < last:
                self._read_sentence(sentence, self.triggers[first:last])
        self._speakers()
        if "军衔的" in self.text or "警衔的" in self.text:
            self._promoted()
        self._delegations()
        self._chairs_of_headlines()

    def _promoted(self) -> None:
        """晋升上将军衔的军官是：甲、乙."""
        for match in PROMOTED.finditer(self.text):
            end = min(self.persons.sentence_at(match.start())[1], match.end() + LONGEST_CLAUSE)
            for start, stop in clause_spans(self.text, match.end(), end):
                for group in self.persons.groups(start, stop):
                    self._take(group.persons, "appointee", group.start, "晋升军衔")

    def _chairs_of_headlines(self) -> None:
        """市政府常务会议召开 甲主持: where the article itself says of nobody that he is in the chair."""
        if any(role == "chair" for _, role in self.roles):
            return
        article = article_of(self.doc)
        for match in self.words.chair_of_headline.finditer(f"{article.kicker or ''} {article.headline or ''}"):
            if mention := next((m for m in self.persons.mentions if m.text == match.group("name")), None):
                self._take([mention.text], "chair", self.persons.sentence_at(mention.start)[1] - 1, match.group("verb"), 0.85)

    def _delegations(self) -> None:
        """甲会见了代表团一行。…乙说: whoever speaks there besides the hosts is the guest."""
        talks = [deed for deed in self.deeds if deed.kind == "talks"]
        if len(talks) != 1 or talks[0].guests or not self.sides.is_delegation(talks[0].trigger.end):
            return
        section = self.persons.section_at(talks[0].trigger.start)
        others = {person for person, role in self.roles if role in ("host", "attendee", "chair")}
        for (person, role), (position, _, _) in list(self.roles.items()):
            if role == "speaker" and person not in others and talks[0].trigger.start < position < section[1]:
                talks[0].guests.append(person)
                self._take([person], "guest", position, talks[0].trigger.word, 0.8)

    def is_said(self, position: int) -> bool:
        """Whether the position lies in what somebody says."""
        index = bisect_right(self.said_starts, position) - 1
        return index >= 0 and position < self.said[index][1]

    # ---- one sentence

    def _read_sentence(self, sentence: Span, triggers: list[Trigger]) -> None:
        clauses = clause_spans(self.text, *sentence)
        subject: Group | None = None
        guests_follow = titled = hears = led = False
        index = 0
        for number, clause in enumerate(clauses):
            groups = self.persons.groups(*clause)
            main = self._subject(groups, clause)
            if guests_follow:  # 会见某集团副总经理，|某公司董事长乙一行，并…
                guests_follow = len(groups) == 1 and groups[0].start == clause[0] and groups[0].end == clause[1]
                main = None if guests_follow or titled else main
            while index < len(triggers) and triggers[index].start < clause[1]:
                trigger = triggers[index]
                index += 1
                if trigger.start < clause[0] or trigger.kinds == ("hearing",):
                    continue
                if main and main.end <= trigger.start and self.words.is_unreal(self.text[main.end : min(trigger.start, main.end + LONGEST_CLAUSE)]):
                    continue
                if clause[1] - clause[0] > LONGEST_CLAUSE:
                    groups = self.persons.near(clause, trigger.start)
                doer = self._doer(trigger, groups, main, subject, clause)
                if doer is None:
                    self._listed(trigger, clauses, number)
                    if {"ceremony", "study"} & set(trigger.kinds) and HELD.search(
                            self.text, max(clause[0], trigger.start - REACH), min(clause[1], trigger.end + REACH)) or (
                            "unveiling" in trigger.kinds and trigger.word not in self.words.declares and not groups and trigger.end == clause[1]):  # 新区正式|揭牌
                        self.deeds.append(Deed("rite", trigger, [], [], sentence))
                    if trigger.kinds[0] in ("inspection", "visit") and not groups and subject is None:
                        self.deeds.append(Deed("round", trigger, [], [], sentence))
                    continue
                self._act(trigger, doer, groups, clauses, number, sentence)
                if "talks" in trigger.kinds:
                    titled = self.sides.ends_in_title(trigger, clause)
                    guests_follow = titled or any(group.end == clause[1] for group in groups if group.start >= trigger.end)
            if groups:
                hears = self._heard(clause, groups, hears)
            for group in groups:
                if match := ACCOMPANIED.match(self.text, group.end):
                    escort = self.lists.escort(group, clauses, number)
                    self._take(escort, "attendee", group.start, "陪同", 0.93)
                    if subject and set(subject.persons) <= set(escort):
                        subject = None  # 考察团在甲，乙陪同下，参观…
                    if main is group and self.text.startswith("陪同", match.end() - 2):
                        main = next((other for other in groups if other.start >= match.end()), None)
            led = self._leads(main, groups, clause) or led and len(groups) == 1 and (groups[0].start, groups[0].end) == clause
            if main and not self.is_said(main.start) and not (led and main.start == clause[0] and main.end == clause[1]):
                subject = Group(main.start, main.end, self.lists.over_commas(main, clauses, number), main.first_name)

    def _leads(self, main: Group | None, groups: list[Group], clause: Span) -> bool:
        """甲带领副县长乙，|常委丙，及有关部门考察组赴邻县考察: whether a list of those who are led begins in the clause."""
        return main is not None and bool(groups) and groups[-1] is not main and groups[-1].end == clause[1] and any(
            word in self.text[main.end : groups[-1].start] for word in self.words.led)

    def _heard(self, clause: Span, groups: list[Group], hears: bool) -> bool:
        """会议听取了甲作的…报告，乙作的…说明；丙作的…报告: who reports is heard. hears: so was somebody in front; whether somebody is heard here."""
        text = self.text
        at = min((found for word in self.words.heard_verbs if (found := text.find(word, *clause)) >= 0), default=-1)
        goes_on = at < 0 and hears
        if goes_on and text[clause[0] - 1] in "；;，,":
            at = clause[0] - 1
        if at < 0 or self.is_said(at):
            return False
        for group in groups:
            behind = self.words.heard_too if goes_on and text[clause[0] - 1] in "，," else self.words.heard_behind
            if group.start > at and text.startswith(behind, group.end) and not self.words.asked.search(text, group.end, clause[1]):
                self._take(group.persons, "speaker", group.start, "听取报告", 0.85)
        return True

    def _listed(self, trigger: Trigger, clauses: list[Span], number: int) -> None:
        """参加调研的还有甲、乙; 甲、乙，各镇主要负责同志参加: an attendance without a subject in its own clause."""
        if not {"attendee", "companion"} & set(trigger.kinds):
            return
        met = trigger.word.endswith(self.words.meets) and self.text.startswith(self.words.guests, trigger.end)
        for group in self.lists.behind(trigger, clauses, number):
            self._take(group.persons, "guest" if met else "attendee", group.start, trigger.word)
        if not self.persons.any_in(*clauses[number]) and not self.text.startswith("下", trigger.end):
            self._take(self.lists.before(clauses, number), "attendee", trigger.start, trigger.word, 0.85)

    def _subject(self, groups: list[Group], clause: Span) -> Group | None:
        """The clause's own subject: its first list of persons that is no object."""
        for group in groups:
            if LED.match(self.text, group.end) or not self.persons.is_object(group, clause[0]) and not self._escorts(group):
                return group
        return None

    def _escorts(self, group: Group) -> bool:
        """在甲、乙陪同下."""
        match = ACCOMPANIED.match(self.text, group.end)
        return match is not None and self.text.startswith("下", match.end())

    def _doer(self, trigger: Trigger, groups: list[Group], main: Group | None, subject: Group | None, clause: Span) -> Group | None:
        text = self.text
        before = [group for group in groups if group.end <= trigger.start]
        for group in reversed(before):  # 会议由甲主持
            if text.endswith(self.words.passive, clause[0], group.start) and "chair reader awarder speech".find(trigger.kinds[0]) >= 0:
                return group
        candidates = [group for group in before if LED.match(text, group.end) or not self.persons.is_object(group, clause[0]) and not self._escorts(group)]
        for group in candidates[:0:-1]:  # 甲宣布开工、县长乙|作讲话
            if text[group.start - 1] == "、" and self._any_trigger(candidates[0].end, group.start):
                return group
            if trigger.kinds[0] in CLOSE and group.end == trigger.start and not JOINED.search(text, candidates[0].end, group.start):
                return group
        if candidates:
            return candidates[0]
        if before:
            # 陪同甲调研: the one who is accompanied
            if {"inspection", "visit", "step"} & set(trigger.kinds) and ACCOMPANIES.search(text, clause[0], before[-1].start):
                return before[-1]
            return subject if subject and self._goes_on(clause, before[0].start) else None
        if subject and {"inspection", "visit"} & set(trigger.kinds) and text.startswith(("及", "以及"), clause[0]):
            return subject  # 甲带领副县长乙，及县直部门考察组一行赴邻县考察
        return subject if subject and self._goes_on(clause, trigger.start) else None

    def _takes_part(self, trigger: Trigger, sentence: Span) -> bool:
        """Whether whoever comes somewhere does so to take part in what is held there, and looks at nothing."""
        following = self._behind(trigger, sentence[1])
        parts = [t for t in following if {"attendee", "companion"} & set(t.kinds) and any(rite in self.text[t.end : t.end + REACH // 3] for rite in self.words.rites)]
        return bool(parts) and not self._look_round(following)

    def _behind(self, trigger: Trigger, end: int) -> list[Trigger]:
        return self.triggers[bisect_right(self.trigger_starts, trigger.start) : bisect_right(self.trigger_starts, end - 1)]

    @staticmethod
    def _look_round(triggers: list[Trigger]) -> bool:
        return any({"inspection", "visit"} & set(trigger.kinds) for trigger in triggers)

    def _any_trigger(self, start: int, end: int) -> bool:
        first = bisect_right(self.trigger_starts, start - 1)
        return first < len(self.trigger_starts) and self.trigger_starts[first] < end

    def _goes_on(self, clause: Span, position: int) -> bool:
        prefix = self.text[clause[0] : min(position, clause[0] + 8)]
        return not prefix or self.words.goes_on.match(prefix) is not None

    # ---- what a trigger does

    def _act(self, trigger: Trigger, doer: Group, groups: list[Group], clauses: list[Span], number: int, sentence: Span) -> None:
        kinds, position = set(trigger.kinds), trigger.start
        together = "共同" in self.text[max(doer.end, position - 4) : trigger.end]
        omitted = doer not in groups
        between = self.text[max(doer.end, position - LONGEST_CLAUSE) : position] if doer.end <= position else ""
        persons = self.lists.over_commas(doer, clauses, number) if doer in groups else list(doer.persons)
        if together and doer in groups:  # 甲与来访的乙共同主持
            persons += [person for group in groups if doer.end <= group.start and group.end <= position and WITH.search(
                self.text, doer.end, group.start) for person in group.persons]
        if self.background.has(trigger, doer, clauses[number], sentence):
            return
        if "talks" in kinds and between.endswith(self.words.together) and not any(group.start >= trigger.end for group in groups):
            self._take(persons, "host", position, trigger.word)  # 市长乙，副市长丙一同会见: of the talks that are told before
            return
        along = between.rsplit("并", 1)[-1] if "travel" in kinds else between  # 甲出席会晤并|对丙国进行访问
        if kinds & {"talks", "inspection", "visit", "travel", "step"} and ALONG.search(along):  # 副市长丙一同会见
            self._take(persons, "attendee", position, trigger.word)
            main = next((group for group in groups if doer.end <= group.start and group.end <= position), None)
            if main and kinds & {"inspection", "step"} and ACCOMPANIES.search(self.text, doer.end, main.start):  # 甲陪同省文旅厅厅长乙调研
                self._take(main.persons, "inspector", position, trigger.word)
                self.deeds.append(Deed("inspection", trigger, main.persons, [], sentence))
            return
        if "reader" in kinds and (doer.leader, "inspector") in self.roles and ON_THE_SPOT.search(self.text, clauses[number][0], position):
            return  # 甲先后来到…，向群众传达重要指示
        if omitted and "reader" in kinds and self.text.startswith(self.words.studied, trigger.end):
            return  # 甲主持召开会议，传达学习…: the meeting does
        if omitted and (kinds & {"inspection", "step"} or trigger.word.startswith("传达")) and position == clauses[number][0] and self.roles.get(
                (doer.leader, "chair"), (-1, "", 0))[0] >= sentence[0]:
            return  # 甲主持召开会议，调研…: what the meeting is about
        if "companion" in kinds:
            if self.text.startswith("下", trigger.end):
                return  # 在…陪同下
            self._take(persons, "attendee", position, trigger.word)
        elif "attendee" in kinds:
            if trigger.word in self.words.arriving and self._look_round(self._behind(trigger, clauses[number][1])):
                return  # 甲莅临我县|考察
            if self.background.is_attribute(trigger, doer) or trigger.word in self.words.watching and (doer.leader, "inspector") in self.roles:
                return
            if doer in groups:  # 书记甲、分管安全的副乡长乙、丙参会: one list, though the titles were not all read
                persons += self.lists.going_on(doer, groups, position)
            self._take(persons, "attendee", position, trigger.word)
            if trigger.word in self.words.witnessing and self.words.signing.search(self.text, trigger.end, clauses[number][1]):
                self.deeds.append(Deed("ceremony", trigger, persons, [], sentence))
        elif "talks" in kinds:
            if sides := self.sides.of(trigger, doer, persons, groups, clauses, number):
                hosts, guests, apart = sides
                self._take(hosts, "host", position, trigger.word)
                self._take(guests, "guest", position, trigger.word)
                self.deeds.append(Deed("talks", trigger, hosts, guests, sentence, apart))
        elif kinds & {"inspection", "visit", "step"}:
            if self.words.heard_of.search(between):
                return  # 局长甲汇报巡河情况
            if "visit" in kinds and self.words.calls_on_team.match(self.text, trigger.end):
                self._take(persons, "attendee", position, trigger.word, 0.85)
                return  # 市长乙到驻地看望检查组: of the trip that is told before
            if "step" in kinds and self._takes_part(trigger, sentence):
                return  # 来到植树点，与干部群众一起参加植树活动
            if "step" in kinds and self.text[position : clauses[number][1]].find("所在的") > 0 or self.text.startswith(self.words.elsewhere, trigger.end) or self.words.session.match(self.text, trigger.end):
                return
            if "一同" in between:
                leads = self.text[doer.first_name + len(doer.leader)] in "与同和跟"  # 甲与乙、丙一同来到: along with 甲
                self._take(persons[leads:], "attendee", position, trigger.word)
                if not leads:
                    return
                persons = persons[:1]
            self._take(persons, "inspector", position, trigger.word, 0.7 if "step" in kinds else 0.92)
            self.deeds.append(Deed(trigger.kinds[0], trigger, persons, [], sentence))
        elif "travel" in kinds:
            self.deeds.append(Deed("travel", trigger, persons, [], sentence))
        elif kinds & {"document", "letter"}:
            if trigger.word.startswith("签署") and "令" not in self.text[position : min(clauses[number][1], position + REACH)]:
                return  # 签署协议
            if "document" in kinds:
                self._take(persons, "speaker", position, trigger.word)
            self.deeds.append(Deed(trigger.kinds[0], trigger, persons, [], sentence))
        elif "ceremony" in kinds:
            if "study" not in kinds:
                if trigger.word in self.words.joining:
                    self._take(persons, "attendee", position, trigger.word, 0.85)
                kind = "ceremony_place" if self.text.startswith(("上", "中", "时", "前", "后", "现场"), trigger.end) else "ceremony"
                self.deeds.append(Deed(kind, trigger, persons, [], sentence))
        elif trigger.word in self.words.declares and (trigger.kinds[0] != "reader" or self.text.endswith(self.words.declared, trigger.end, clauses[number][1])):
            if self.text.endswith(self.words.declared, trigger.end, clauses[number][1]):
                self._take(persons, "attendee", position, trigger.word, 0.75)
                self.deeds.append(Deed("ceremony_place", trigger, persons, [], sentence))
        elif "unveiling" in kinds:
            if trigger.word in self.words.signs and any((person, role) in self.roles for person in persons for role in ("host", "guest")):
                return  # 会谈后，甲与乙签署协议: at the talks
            self._take([person for person in persons if (person, "chair") not in self.roles], "attendee", position, trigger.word, 0.75)
            self.deeds.append(Deed("ceremony", trigger, persons, [], sentence))
        else:
            if "study" in kinds:
                self.deeds.append(Deed("study", trigger, persons, [], sentence))
            for kind in trigger.kinds:
                if role := self.words.roles.get(kind, "speaker" if kind == "speech" else None):
                    if kind == "study" and trigger.word not in self.words.lectures:
                        continue
                    self._take(persons, role, position, trigger.word)
                    if kind == "chair":
                        passive = self.text.endswith("由", clauses[number][0], doer.start)
                        matter = self.text[clauses[number][0] : doer.start - 1] if passive else self.text[trigger.start : clauses[number][1]]
                        kind = "ceremony" if matter.endswith(self.words.rites) and not trigger.word.endswith("召开") else "chair"
                        self.deeds.append(Deed(kind, trigger, persons, [], sentence))

    def _speakers(self) -> None:
        """Whoever makes a statement speaks; so do those who make it jointly."""
        for statement in self.doc._.statements:
            if statement.speaker not in self.persons.officials or statement.start is None:
                continue
            speakers = [statement.speaker]
            sentence = self.persons.sentence_at(max(statement.start - 1, 0))
            for group in self.persons.groups(max(sentence[0], statement.start - 120), statement.start):
                if group.leader == statement.speaker and len(group.persons) > 1:
                    speakers = group.persons
            self._take(speakers, "speaker", statement.start, statement.verb, statement.confidence)

    def _take(self, persons: list[str], role: str, position: int, evidence: str, confidence: float = 0.9) -> None:
        for person in persons:
            if person in self.persons.officials:
                known = self.roles.get((person, role))
                if known is None or known[2] < 0.8 <= confidence:
                    self.roles[person, role] = (position, evidence, confidence)
