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
from functools import lru_cache

from spacy.tokens import Doc

from .article import Article
from .lexicon import load_toml
from .meeting_identity import Identity
from .meeting_names import LINKS, SESSION_OF_BODY, MeetingGrammar, Name, meeting_grammar
from .records import DateExpression
from .segmentation import sentences
from .timex import expressions

LEAD = 400  # characters of the body whose meetings are the article's own
HEADING = 40  # characters of a line that may be a heading
RECENT = 15  # days before publication within which a meeting may be reported as news
LATE = 60  # the same for the first sentence: sites publish late
FRESH = 3  # days within which 在4日召开的…会议上 reports it
ATTENDING = ("出席", "参加", "列席")
REACH = 150  # characters around a name in which its place and date stand
NEXT = 12  # characters behind a name in which its time is told
NEAR = 24  # characters in front of a name in which its time is told
SPEECH = re.compile(r"(?:指出|强调|表示|说|要求|提出|认为|介绍|希望|看来)[，,：:]")
SPEECH_GOES_ON = re.compile(
    r"(?:要|[一二三四五六七八九]是|第[一二三四五六七八九十][，,]|[一二三四五六七八九][、，]|[（(][一二三四五六七八九]|同志们)"
)
TIMES = re.compile(r"[0-9两三四五六七八九十几多数][余多]?次$")  # 先后三次主持召开座谈会
TIMES_BEHIND = re.compile(r"[余多几数百千万]次的?$")  # 召开了三千多次的|分析会
RECENTLY = re.compile(r"日前|近日|今天|昨天|昨日|今日|连日来")
GREETING = re.compile(r"(?:[（(][^（()）\n]{1,10}[）)])?(?:(?:开幕|闭幕)[式会])?(?:致贺|致信|发来贺|致以|发贺|发表视频|作视频|致辞)")  # 向…大会致贺信
DAY = re.compile(r"[0-9一二三四五六七八九十]日|今天|明天|昨天")
# 世界互联网大会召开|新闻发布会: the one in front is its organiser; not so in 人大三次会议举行|第三次全体会议
BY_ORGANISER = re.compile(r"(?:发布|通气|吹风|推介|记者|见面|招待|理事)会$")
# 传达学习习近平总书记出席|…峰会; 出席…峰会|时的重要讲话精神: somebody's words there
QUOTED_THERE = re.compile(r"(?:学习|传达|贯彻|落实|领会|领悟)[^，。]{0,8}总书记[^，。]{0,4}$")
WORDS_THERE = re.compile(
    r"[”’」』》]?(?:开幕式|闭幕式|开幕会|闭幕会)?(?:[^，。；、\n]{0,14}(?:讲话|演讲|致辞|指示|论述)精神|(?:时|期间|上)(?:所作|发表)?的|[^，。；\n]{1,30}代表团?(?:全体会议)?(?:审议|讨论)时的)"
)
# reactions to a meeting and comments on it do not report it
REACTION = re.compile(r"反响|热议|评论员文章|评论员：|积极评价|高度评价|社论")
GUEST = re.compile(r"(?:会见|接见|看望|宴请)了?$|来(?:[京华]|我国|访)$|[来赴][^，。]{1,4}$")
# 出席云岭论坛|期间会见客人
ASIDE = re.compile(r"[”’」』》]?(?:期间|之际|前)[^，。；：\n]{0,8}(?:会见|会谈|会晤|看望|走访|考察|参观|调研|接受|拜会)")
# 乘专机离京赴阿斯塔纳|出席…会议: on the way to it; 结束出席…峰会, 启程回国: on the way back
ON_THE_WAY = re.compile(r"离京|离开北京|乘专机|启程|抵达")
# 调研后, 在|随后召开的|座谈会上
THEREAFTER = re.compile(r"(?:随后|之后|随即|接着|其后)(?:主持|组织)?(?:召开|举行)的?$")
CLOSING = re.compile(r"[”’」』》]?(?:开幕式|闭幕式|开幕会|闭幕会|开幕|闭幕)?(?:的|[\u4e00-\u9fff]{0,4}(?:嘉宾|来宾|客人)(?:$|[，。；\s]))")
PREPARES = re.compile("预备会议?(?!议)")  # 政协十二届一次会议举行|预备会议: the session itself is to come
# 6月27日，中共中央政治局会议|审议并通过: the meeting itself acts
ACTS = re.compile(r"[”’」』》]?(?:[0-9]{1,2}日)?(?:以[^，。；\n]{2,10}?)?(?:就[^，。；\n]{2,40}?(?:进行|举行)?(?:投票|表决)|审议|表决|通过|听取|研究|讨论|决定|选举|传达|部署|审查)")
# 将于7月访问某国，并|出席…会议: what is to come reaches over the clauses of a sentence
TO_COME = re.compile(r"将(?:于|同|对|在|与|应|赴|率|分别|先后|访问|出席|举行|举办|召开|前往|会见|发表|主持|继续|陆续)")
DURING = re.compile(r"[”’」』》]?期间[，,][^，。；\n]{0,10}将")  # 出席…会议期间，某某将
ON_THE_TABLE = ("研究", "研究了", "讨论", "讨论了", "商议", "商议了", "谋划")  # 会议研究了|召开…会议的有关事项
AGENDA = re.compile(r"议程[^。：:\n]{0,20}[：:]")  # 主要议程有8项，分别为：…；列席|人大会议
PLAN = re.compile(r"[”’」』》]?(?:的?工作|活动)?(?:计划|方案|预案)")  # 召开专家协商会|工作计划
CONGRATULATED = re.compile("(?<!预)祝贺")
# 记者从|全市…会议|上获悉
FROM = re.compile(r"[从自][^，。；：\n]{0,40}$")
LEARNS = re.compile(r"[”’」』》]?(?:现场)?[上中]?(?:获悉|了解到|得知|得悉)")
# 在“…论坛”上，|与会专家认为; “…论坛”|以“…”为主题: part of what is reported
WITH_GUESTS = re.compile(r"[”’」』》]?(?:(?:现场|会场)?上[，,]?(?:与会|参会|中外嘉宾|来自)|以[“《][^”》\n]{2,40}[”》]为(?:年度)?主题)")
EACH = re.compile("各(?:地|级|省|市|县|单位|选举单位)|[0-9数多]个[^，。；\n]{1,10}(?:分别|先后|陆续)$|分别$")  # 38个选举单位分别|召开党代表大会
THE_SCENE = re.compile(r"[”’」』》]?(?:活动)?现场(?:气氛|掌声|座无虚席)")  # 见面会|现场气氛热烈
TO_CONGRESS = re.compile(r"[”’」』》]?(?:的|所作的?)?(?:工作)?报告")  # 市委向市第四次党代会的报告
CLAUSE = re.compile(r"[，,；;。：:、\s！？!?]")


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


class StatusWords:
    def __init__(self, lexicons: str | None = None):
        words = load_toml("meetings", lexicons)
        status = words["status"]
        self.lexicons = lexicons
        self.grammar: MeetingGrammar = meeting_grammar(lexicons)
        self.future = re.compile(_any(status["future"]))
        self.awaited = re.compile(rf"(?:{_any(status['awaited'])})$")
        self.in_sight = re.compile(rf"[”’」』》]?(?:{_any(status['in_sight'])})")
        self.past = re.compile(_any(status["past"]))
        self.speaking = re.compile(
            rf"[”’」』》]?(?:(?:开幕|闭幕)[式会])?[上时](?P<pause>[，,]?)(?:[^。，,；;的]{{0,16}}?)(?:{_any(status['speaking'])})(?!的)"
        )
        self.congresses = {
            name: tuple(date.fromisoformat(day) for day in span.split("/"))
            for name, span in words["congresses"].items()
        }


@lru_cache(maxsize=8)
def status_words(lexicons: str | None = None) -> StatusWords:
    return StatusWords(lexicons)


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


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
        self.reacts = bool(REACTION.search(article.headline or ""))
        self.holders: set[tuple[str, int]] = set()  # verbs of holding that have another meeting as their object

    def _speeches(self) -> list[tuple[int, int]]:
        """(where what is said begins, end of the paragraph) for paragraphs with a reporting verb, or going on."""
        found, position, goes_on = [], 0, False
        for line in self.text.split("\n"):
            match = SPEECH.search(line)
            if match:
                found.append((position + match.end(), position + len(line)))
                goes_on = True
            elif goes_on and SPEECH_GOES_ON.match(line.lstrip()):
                found.append((position, position + len(line)))
            elif line.strip():
                goes_on = False
            position += len(line) + 1
        return found

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
        if (
            c.in_sight.match(line, name.end) and not congratulated
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
        if holding and before.endswith(ON_THE_TABLE):
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
        if holding in ATTENDING and before.endswith("结束"):
            return "referenced", 3, "on the way back"
        if holding in ATTENDING and ON_THE_WAY.search(line, s.sentence[0], name.start):
            return "upcoming", 3, "on the way"
        if holding in ATTENDING and (
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
        recently = RECENTLY.search(line, max(s.sentence[0], name.start - REACH), name.start) is not None
        if LEARNS.match(line, name.end) and FROM.search(line, max(s.sentence[0], name.start - REACH), name.start):
            return ("held", 4, "从…上获悉") if leading or recently else ("referenced", 1, "mentioned")
        if relative and name.bare and not in_speech and THEREAFTER.search(front):
            return "held", 6, "召开的…会上"
        if relative:
            fresh = (
                self.age(s) is not None and self.age(s) <= FRESH and not in_speech and line.startswith("上", name.end)
            )
            return ("held", 4, "召开的…会上") if fresh and leading else ("referenced", 2, "召开的…")
        if in_speech:
            return ("upcoming", 2, "将召开") if time == "future" and takes_place else ("referenced", 2, "in a speech")
        if name.bare and (line.startswith(("、", "等"), name.end) or line.startswith("、", name.start - 1)):
            return "referenced", 0, "listed"
        if self.reacts and not takes_place:
            return "referenced", 2, "reaction"
        if holding and EACH.search(before) and not s.identity.numbers:
            return "referenced", 1, "mentioned"
        # the news
        if name.head.kind == "bodies" and SESSION_OF_BODY.match(line, name.end):
            return "held", 6, "召开会议"
        fresh = s.day is not None and s.day.granularity == "day" or s.source == "body" and self.is_heading(s.sentence)
        fresh = fresh or recently
        if not name.bare and front.strip() == "" and ACTS.match(line, name.end) and fresh and leading:
            return "held", 5, "审议"
        after = takes_place is not None and line.startswith(("后", "之后"), takes_place.end())  # 全省会议召开后, 我市…
        if takes_place and (not holding or holding in ("出席", "参加", "主持")) and (leading and not after or fresh):
            return "held", 6, takes_place["verb"]
        if (
            holding
            and not line.startswith(("的", "以来"), name.end)
            and (leading or fresh or "主持" in holding or holding in ("出席", "参加", "列席"))
        ):
            return "held", 6, holding
        if (
            leading
            and c.grammar.inside.match(line, name.end)
            and not self.is_quoted(front if s.source == "body" else line[max(0, name.start - REACH) : name.start])
        ):
            if s.source == "kicker":
                return "held", 6, "在…上"
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
        if leading and front.endswith("向") and GREETING.match(line, name.end):
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

    @staticmethod
    def is_quoted(front: str) -> bool:
        """贯彻习近平总书记在…会议上的重要讲话: somebody else's meeting."""
        return re.search(r"贯彻|落实|学习|传达|根据|按照|领会|评价|热议|关注|解读", front) is not None

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
