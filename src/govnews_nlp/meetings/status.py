"""Held, upcoming or referenced: what is said of a meeting where its name stands.

A verb of holding in front (召开, 出席), taking place behind (在京举行), or 在…上强调 report it; not so where it is to
come (将, 迎接), was on another day (去年, 3月5日召开的), stands in somebody's words (他强调, …), or only its spirit
is followed (…精神). The words are in lexicons/meetings.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from ..article import Article
from ..records import DateExpression
from ..segmentation import sentences
from ..timex import expressions
from .cues import (
    AGENDA,
    ALONGSIDE,
    ARRIVING,
    ASIDE,
    BACK,
    BACK_FROM,
    BOUND,
    CLAUSE,
    CLOSING,
    COMPLETED,
    CONGRATULATED,
    COUNTED,
    DAY,
    DURING,
    EACH,
    FRESH,
    FROM,
    GUEST,
    HEADING,
    LATE,
    LEAD,
    LEARNS,
    NEAR,
    NEXT,
    OCCASION,
    OVER,
    PLAN,
    PREPARES,
    QUOTED_THERE,
    REACH,
    RECENT,
    SITTING,
    SPEECH_GOES_ON,
    THE_SCENE,
    TIMES,
    TIMES_BEHIND,
    TO_COME,
    TO_CONGRESS,
    WITH_GUESTS,
    WORDS_ONCE,
    WORDS_THERE,
    StatusWords,
)
from .identity import Identity
from .names import LINKS, SESSION_OF_BODY, Name


@dataclass
class Sighting:
    """A name where it stands, and what is said about it there. weight: how surely."""

    name: Name
    text: str
    source: str  # body, headline, kicker
    identity: Identity
    line: str
    status: str = "referenced"
    weight: int = 0
    evidence: str = "mentioned"
    sentence: tuple[int, int] = (0, 0)
    day: DateExpression | None = None


class Judge:
    """What one article says of each name in it."""

    def __init__(self, words: StatusWords, doc: Doc, article: Article, text: str):
        self.words, self.doc, self.text, self.article = words, doc, text, article
        self.sentences = sentences(self.text)
        self.starts = [start for start, _ in self.sentences]
        self.days = sorted(
            (d for d in doc._.dates if d.date_start and d.kind in ("date", "span")), key=lambda d: d.start
        )
        self.day_starts = [day.start for day in self.days]
        self.today = article.published or next(
            (date.fromisoformat(d.date_start) for d in self.days if d.granularity == "day"), None
        )
        self.speech_from = self._speeches()
        self.items = self._items()
        self.feature = (article.headline or "").startswith("【")  # 【新思想引领新征程】…: looks back
        self.reacts = bool(words.reaction.search(article.headline or ""))
        self.holders: set[tuple[str, int]] = set()  # verbs of holding that have another meeting as their object

    def _speeches(self) -> list[tuple[int, int]]:
        """(where what is said begins, end of the paragraph) for paragraphs with a reporting verb, or going on."""
        found, position, goes_on = [], 0, False
        for line in self.text.split("\n"):
            match = next((m for m in self.words.speech.finditer(line) if not self._is_noun(line, m.start())), None)
            if match:
                found.append((position + match.end(), position + len(line)))
                goes_on = True
            elif goes_on and SPEECH_GOES_ON.match(line.lstrip()):
                found.append((position, position + len(line)))
            elif line.strip():
                goes_on = False
            position += len(line) + 1
        return found

    def _is_noun(self, line: str, position: int) -> bool:
        """按照县委的|要求，我县…: the reporting word is a noun of the clause."""
        start = max(line.rfind(mark, max(0, position - REACH), position) for mark in "，,。；;：:）)　 ") + 1
        return self.words.noun_behind.match(line, start, position) is not None

    def _items(self) -> list[int]:
        """Where the items of a round-up begin: a heading, and a paragraph that soon tells a day of the news."""
        found, position, heading = [0], 0, None
        for line in self.text.split("\n"):
            if heading is not None and self._tells_day(position, position + HEADING):
                found.append(heading)
            short = 6 <= len(line) <= HEADING and line[-1] not in "。！？；：”" and "。" not in line
            heading = position if short else None
            position += len(line) + 1
        return found

    def _tells_day(self, start: int, end: int) -> bool:
        days = self.days[bisect_left(self.day_starts, start) : bisect_left(self.day_starts, end)]
        return any(
            day.granularity == "day" and self.today and abs((self.today - date.fromisoformat(day.date_start)).days) <= FRESH
            for day in days
        )

    def leads(self, s: Sighting) -> bool:
        """Whether it stands where the news is told: a heading, or the first characters of the article or of its item."""
        return s.source != "body" or s.name.start - self.items[bisect_right(self.items, s.name.start) - 1] < LEAD

    @staticmethod
    def share(sightings: list[Sighting]) -> None:
        """甲会议和乙会议在京举行, 主持召开甲会议、乙会议: what is said of one is said of all in the list."""
        pairs = list(zip(sightings, sightings[1:], strict=False))
        for known, unknown in [*pairs, *((b, a) for a, b in reversed(pairs))]:
            first, second = sorted((known, unknown), key=lambda s: s.name.start)
            if (
                known.source == unknown.source
                and unknown.weight < 3 <= known.weight < 7
                and known.line[first.name.end : second.name.start] in LINKS
            ):
                unknown.status, unknown.weight, unknown.evidence = known.status, known.weight - 1, known.evidence

    # ---- what is said of each

    def locate(self, s: Sighting) -> None:
        if s.source != "body":
            s.sentence = (0, len(s.line))
            days = expressions(s.line, self.today, self.words.lexicons) if DAY.search(s.line) else []
            own = [day for day in days if day.date_start and day.kind in ("date", "span")]
            s.day = next((day for day in own if 0 <= day.start - s.name.end < NEXT), None)
            return
        s.sentence = self.sentences[max(bisect_right(self.starts, s.name.start) - 1, 0)]
        low = bisect_left(self.day_starts, max(s.sentence[0], s.name.start - REACH))
        high = bisect_right(self.day_starts, min(s.sentence[1], s.name.end + REACH))
        own = self.days[low:high]
        before = [
            day for day in own if day.end <= s.name.start and not re.search(r"[。；;]", s.line[day.end : s.name.start])
        ]
        near = [
            day
            for day in own
            if 0 <= day.start - s.name.end < NEXT and not CLAUSE.search(s.line, s.name.end, day.start)
        ]
        s.day = (near or before[-1:] or [None])[0]

    def judged(self, s: Sighting) -> tuple[str, int, str]:
        """(status, weight, evidence)"""
        c, name, line = self.words, s.name, s.line
        congress = self.by_calendar(s)
        if congress:
            return congress
        holding = name.holding if name.holding in c.grammar.holding_verbs else None
        before = CLAUSE.split(line[max(s.sentence[0], name.verb_start - 14) : name.verb_start])[-1]
        front = CLAUSE.split(line[max(s.sentence[0], name.start - NEAR) : name.start])[-1]
        takes_place = c.grammar.takes_place.match(line, name.end)
        if takes_place and (s.source, takes_place.start("verb")) in self.holders:
            takes_place = None  # 世界互联网大会召开新闻发布会: the other one takes place
        time, in_speech = self.time(s), self.in_speech(s)
        relative = (
            re.search(r"(?:召开|举行|举办|开幕|闭幕)的?$", front)
            if not holding or line.startswith("的", name.start - 1)
            else None
        )

        congratulated = CONGRATULATED.search(line, max(s.sentence[0], name.start - NEAR), name.start) is not None

        # to come
        told = takes_place and s.day is not None and not self.to_come(s.day) and not in_speech  # 12月2日，人大会议胜利召开
        if (
            c.in_sight.match(line, name.end) and not congratulated and not told
            or holding in ("开好", "办好")
            or holding and line.startswith("好", name.verb_start + len(holding))
            or takes_place
            and re.search("将|拟|定于", takes_place["gap"])
        ):
            return "upcoming", 4, "将召开"
        if (
            holding
            and (c.future.search(before) or before.endswith(("要", "待", "为")))
            or c.awaited.search(line[max(0, name.start - 8) : name.start])
            or (relative and re.search(r"将|拟|定于", front))
            or time == "future"
            and (takes_place or holding)
        ):
            return "upcoming", 4, "将召开"
        if (holding or takes_place) and (
            TO_COME.search(line, s.sentence[0], name.verb_start) or DURING.match(line, name.end)
        ):
            return "upcoming", 4, "将召开"
        if holding and AGENDA.search(line, s.sentence[0], name.start):
            return "upcoming", 2, "将召开"
        if holding and before.endswith(c.on_the_table):
            return "upcoming", 3, "将召开"
        if front.endswith("向") and s.identity.numbers and TO_CONGRESS.match(line, name.end) and not in_speech:
            return "upcoming", 3, "将召开"
        if takes_place and s.identity.numbers and PREPARES.match(line, takes_place.end()):
            return "upcoming", 4, "将召开"
        # elsewhere
        if holding and PLAN.match(line, name.end):
            return "referenced", 0, "listed"
        if holding and (QUOTED_THERE.search(before) or WORDS_THERE.match(line, name.end)):
            return "referenced", 2, "in passing"
        if holding and congratulated and "祝贺" in before and not takes_place:
            return "referenced", 2, "in passing"  # 祝贺某国成功举办|…峰会
        if holding and not s.identity.numbers and COUNTED.search(line[name.verb_start : name.start]):
            return "referenced", 0, "listed"
        if holding in c.attending and (
            before.endswith("结束")
            or COMPLETED.match(line, name.end)
            or OCCASION.match(line, name.end)
            or BACK.match(line, name.end)
            and BACK_FROM.search(line, s.sentence[0], name.start)
        ):
            return "referenced", 3, "on the way back"
        if s.source != "body" and holding in c.attending and BOUND.search(line, 0, name.start):
            return "upcoming", 3, "on the way"
        if holding and (c.on_the_way if holding in c.attending else ARRIVING).search(line, s.sentence[0], name.start):
            return "upcoming", 3, "on the way"
        if holding in c.attending and s.identity.numbers and SITTING.match(line, name.end) and self.leads(s) and not self.in_speech(s) and self.time(s) is None:
            return "held", 4, "在…上"
        if holding in c.attending and (
            CLOSING.match(line, name.end) or ASIDE.match(line, name.end) or GUEST.search(before)
        ):
            return "referenced", 2, "in passing"
        if c.grammar.reference.match(line, name.end) and not (holding and s.source != "body"):
            return "referenced", 3, "…精神"
        if time == "past" or c.past.search(before) or TIMES.search(before) or (
            holding and TIMES_BEHIND.search(line[name.verb_start : name.start])
        ):
            return "referenced", 3, "earlier"
        leading = self.leads(s)
        recently = c.recently.search(line, max(s.sentence[0], name.start - REACH), name.start) is not None
        if LEARNS.match(line, name.end) and FROM.search(line, max(s.sentence[0], name.start - REACH), name.start):
            return ("held", 4, "从…上获悉") if leading or recently else ("referenced", 1, "mentioned")
        if relative and name.bare and not in_speech and c.thereafter.search(front):
            return "held", 6, "召开的…会上"
        if relative:
            here = line.startswith("上", name.end) or c.decides.match(line, name.end)
            fresh = self.age(s) is not None and self.age(s) <= FRESH and not in_speech and here
            fresh = fresh or ALONGSIDE.search(front) and not in_speech and c.acts.match(line, name.end + 1)
            return ("held", 4, "召开的…会上") if fresh and leading else ("referenced", 2, "召开的…")
        if in_speech:
            return ("upcoming", 2, "将召开") if time == "future" and takes_place else ("referenced", 2, "in a speech")
        if name.bare and (line.startswith(("、", "等"), name.end) or line.startswith("、", name.start - 1)):
            return "referenced", 0, "listed"
        if self.reacts and not takes_place:
            return "referenced", 2, "reaction"
        if holding and "主持" not in holding and EACH.search(before) and not s.identity.numbers:
            return "referenced", 1, "mentioned"
        # the news
        if name.bare and name.head.kind == "specific" and front == "" and not self.feature:
            if OVER.match(line, name.end):
                return "held", 5, "…结束后"
            if name.start == s.sentence[0] and line.startswith(("上，", "上,"), name.end):  # 座谈会上，局长甲对工作情况作了汇报
                return "held", 5, "在…上"
        if holding in c.grammar.holding_verbs - c.attending and c.sidelined.match(line, s.sentence[0]):
            return "held", 6, holding
        if name.head.kind == "bodies" and SESSION_OF_BODY.match(line, name.end):
            return "held", 6, "召开会议"
        fresh = s.day is not None and s.day.granularity == "day" or s.source == "body" and self.is_heading(s.sentence)
        fresh = fresh or recently
        if not name.bare and front.strip() == "" and c.acts.match(line, name.end) and fresh and leading:
            return "held", 5, "审议"
        after = takes_place is not None and line.startswith(("后", "之后"), takes_place.end())  # 全省会议召开后, 我市…
        if takes_place and (not holding or holding in ("出席", "参加", "主持")) and (leading and not after or fresh):
            return "held", 6, takes_place["verb"]
        if (
            holding
            and not line.startswith(("的", "以来"), name.end)
            and (leading or fresh or not self.feature and ("主持" in holding or holding in c.attending))
        ):
            return "held", 6, holding
        if (
            leading
            and c.grammar.inside.match(line, name.end)
            and not self.is_quoted(front if s.source == "body" else line[max(0, name.start - REACH) : name.start])
        ):
            if s.source == "kicker":
                return "held", 6, "在…上"
            if s.source == "body" and s.day is None and WORDS_ONCE.search(line, s.sentence[0], name.start):
                return "referenced", 2, "quoted"
            if (speaks := c.speaking.match(line, name.end)) and (
                fresh or not speaks["pause"] or name.bare and front in ("", "在")
            ):
                return "held", 5, "在…上"
        if (  # 13日，甲在发布会上表示: an item of its own, further down
            not leading
            and s.day is not None
            and s.day.granularity == "day"
            and s.day.end <= name.start
            and self.age(s) is not None
            and self.age(s) <= FRESH
            and c.grammar.inside.match(line, name.end)
            and (speaks := c.speaking.match(line, name.end))
            and not speaks["pause"]
            and not self.is_quoted(front)
        ):
            return "held", 4, "在…上"
        if leading and front.endswith("向") and c.greeting.match(line, name.end):
            return "held", 5, "致贺信"
        if (leading or not self.reacts) and not name.bare and WITH_GUESTS.match(line, name.end) and not self.is_quoted(front):
            return "held", 4, "在…上"
        if leading and THE_SCENE.match(line, name.end):
            return "held", 4, "现场"
        return "referenced", 1, "mentioned"

    def is_heading(self, sentence: tuple[int, int]) -> bool:
        """A short line without a full stop: the heading of an item in a list of news."""
        start, end = sentence
        return (
            end - start <= HEADING
            and self.text[end - 1 : end] not in "。！？"
            and self.text[start - 1 : start] in ("", "\n")
            and self.text[end : end + 1] in ("", "\n")
        )

    def is_quoted(self, front: str) -> bool:
        """贯彻习近平总书记在…会议上的重要讲话: somebody else's meeting."""
        return self.words.quoting.search(front) is not None

    def by_calendar(self, s: Sighting) -> tuple[str, int, str] | None:
        """Congresses and plenums of the Party have known days."""
        span = self.words.congresses.get(s.identity.key.removeprefix("党的"))
        if span and self.today:
            if self.today < span[0]:
                return "upcoming", 7, "calendar"
            if (self.today - span[1]).days > FRESH:
                return "referenced", 7, "calendar"
        return None

    def in_speech(self, s: Sighting) -> bool:
        """Whether a reporting verb stands before it in its paragraph."""
        if s.source != "body":
            return False
        index = bisect_right(self.speech_from, (s.name.start, len(self.text))) - 1
        return index >= 0 and self.speech_from[index][0] <= s.name.start < self.speech_from[index][1]

    def age(self, s: Sighting) -> int | None:
        """Days from the end of the sentence's date to the news."""
        if s.day is None or self.today is None:
            return None
        return (self.today - date.fromisoformat(s.day.date_end or s.day.date_start)).days

    def to_come(self, day: DateExpression) -> bool:
        return self.today is not None and date.fromisoformat(day.date_start) > self.today  # 更加美好的明天

    def is_past(self, s: Sighting) -> bool:
        """The sentence's day is over: 昨天决定召开党代会 does not tell when the congress is."""
        age = self.age(s)
        return age is not None and age > 0

    def time(self, s: Sighting) -> str | None:
        """past or future: the sentence's date is at another time than the news."""
        year = dict(s.identity.numbers).get("年")
        if year and self.today and year < self.today.year and "年度" not in s.text:
            return "past"
        age = self.age(s)
        if age is None:
            return None
        if date.fromisoformat(s.day.date_start) > self.today:
            return "future"
        lead = s.source == "body" and s.sentence[0] <= self.starts[0] and s.day.granularity == "day"
        return "past" if age > (LATE if lead else RECENT) else None
