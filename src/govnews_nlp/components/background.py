"""Whether a deed is news: not a habit, an old story, a hope, another's matter, or part of a noun."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import timedelta

from spacy.tokens import Doc

from ..records import article_of
from ..segmentation import Span
from .subjects import LONGEST_CLAUSE, Group
from .triggers import MATTER, REACH, Trigger, Words

# (在, 从 …)|3月1日: the day tells when; 关于|2023年计划, 率|2021年工作组: it does not
BEFORE_ADVERBIAL = re.compile("(?:[，,、；;：:（( \u3000\n”在从自至曾即是]|(?<![关对由])于)$")
NEWS = 45  # days before publication of which an article still reports as news
# 出席峰会期间会见乙; 出席会晤之际，…
CIRCUMSTANCE = re.compile(r"[^，,。；;\n]{2,50}(?:期间[^，,。；;\n]{0,12}(?:会见|会晤|同|与|应约)|之际|前夕)")
HABIT = re.compile(r"(?<![第届\d一二三四五六七八九十])[\d一二两三四五六七八九十数多][余多]?次(?!会|全|党|代表|常)")  # 7次主持召开: what somebody used to do
# 在参加植树活动时的重要指示, 考察时发表的重要讲话: the deed is part of a noun
IN_A_NOUN = re.compile(r"[^，,。；;\n的]{0,30}(?:时|期间|中|上|之际)(?:所)?(?:作出|发表|作|提出|讲)?的(?:系列|一系列)?(?:重要)?(?:讲话|指示|批示|论述|要求|精神|嘱托|部署)")
# 此会议是|甲就任后首次主持会议: a comment
COMMENT = re.compile("首次|第[二三四五六七八九十]{1,2}次")
# 在江城工作期间: an old story
IN_OFFICE = re.compile(r"在[^，,。；;\n]{1,16}(?:工作|任职|主政|履职|执政|担任[^，,。；;\n]{1,14}|任[^，,。；;\n]{2,10})(?:期间|时(?![任长]))")
# 甲同|列席会议的代表座谈: whom the attendance describes
MET = re.compile(r"(?<![共一陪随])[同与向和]$")
# 甲欢迎乙一行来省里|考察; 甲会见了来湘|考察分社工作的丙
INVITED = re.compile(r"(?:(?:欢迎|邀请|感谢)[^，,。；;\n]{1,30}(?:[来到]|莅临)|[会接]见了?[^，,。；;\n]{0,4}来)[^，,。；;\n]{0,10}$")
# 向|开幕式|致贺信
SENT_TO = re.compile(r"向[^，,。；;]{0,40}$")
LETTER = re.compile(r"(?:致|发(?:去|来)?)(?:贺信|贺电|信|电|视频)")


class Background:
    """What one article tells as background."""

    def __init__(self, doc: Doc, text: str, words: Words):
        self.text, self.words = text, words
        published = article_of(doc).published
        self.news_from = (published - timedelta(days=NEWS)).isoformat() if published else None
        self.days = sorted((d for d in doc._.dates if d.date_start and d.start is not None and d.kind in ("date", "span")), key=lambda d: d.start)
        self.day_starts = [day.start for day in self.days]
        self.name_ends = {mention.end for mention in doc._.mentions if mention.label in ("PERSON", "TITLE") and mention.end is not None}

    def has(self, trigger: Trigger, doer: Group, clause: Span, sentence: Span) -> bool:
        """Whether the deed of the doer is no news."""
        between = self.text[max(doer.end, trigger.start - LONGEST_CLAUSE) : trigger.start] if doer.end <= trigger.start else ""
        if COMMENT.search(between) and self.text.endswith("是", clause[0], doer.start):
            return True
        if self.words.is_unreal(between) or HABIT.search(between) or self.is_past(trigger.start, sentence):
            return True
        return IN_A_NOUN.match(self.text, trigger.end) is not None or self._is_told_of(trigger, doer, clause)

    def _is_told_of(self, trigger: Trigger, doer: Group, clause: Span) -> bool:
        """Whether the deed is a habit, somebody else's, or an object: 甲会见来华访问的乙, 甲祝贺…举办开幕式, 甲传达…批示要求."""
        text, kinds = self.text, set(trigger.kinds)
        before = text[max(clause[0], trigger.start - LONGEST_CLAUSE) : trigger.start]
        between = text[max(doer.end, clause[0]) : trigger.start] if doer.end <= trigger.start else ""
        if self.words.always.search(before) or self.words.always.match(text, doer.end):
            return True
        if kinds & {"travel", "ceremony", "unveiling"} and self.words.is_of_another(between.removesuffix("欢迎")):
            return True
        own = trigger.word.startswith("作") and MATTER.search(between)  # 甲就学习贯彻…作出批示
        if kinds & {"document", "letter", "inspection", "travel"} and self.words.conveyed.search(between) and not own:
            return True
        if kinds & {"travel", "ceremony"} and text.startswith(self.words.occasion, trigger.end):
            return True  # 在甲对某国进行国事访问之际，节目播出; 甲在出席开幕式之际，到企业考察
        if kinds & {"inspection", "step"} and INVITED.search(between):
            return True
        if "ceremony" in kinds and SENT_TO.search(between) and LETTER.match(text, trigger.end):
            return True
        return "talks" in kinds and text.startswith(self.words.press, trigger.end)

    def is_past(self, position: int, sentence: Span) -> bool:
        """去年11月，甲访问…; 甲在江城工作期间: what happened long ago is background, not news."""
        if IN_OFFICE.search(self.text, sentence[0], min(position, sentence[0] + LONGEST_CLAUSE)):
            return True
        if self.news_from is None:
            return False
        first, last = bisect_right(self.day_starts, sentence[0] - 1), bisect_right(self.day_starts, position)
        day = next((day for day in reversed(self.days[first:last]) if self._says_when(day.start, sentence)), None)
        return day is not None and (day.date_end or day.date_start) < self.news_from

    def _says_when(self, start: int, sentence: Span) -> bool:
        """Whether a day tells when something is done, and not of what year a thing is: 带领|2021年上半年重点工作观摩组, 关于|2023年计划."""
        return start == sentence[0] or start in self.name_ends or BEFORE_ADVERBIAL.search(self.text, start - 2, start) is not None

    def is_attribute(self, trigger: Trigger, doer: Group) -> bool:
        """会见出席论坛的乙: the attendance describes somebody else."""
        text = self.text
        between = text[max(doer.end, text.rfind("，", doer.end, trigger.start), text.rfind(",", doer.end, trigger.start)) : trigger.start]
        if MET.search(between):
            return True
        if self.words.attribute.search(between) and not trigger.word.endswith("在座"):
            return True
        # 出席峰会期间会见丁: a circumstance
        stretch = text[trigger.end : trigger.end + REACH]
        return CIRCUMSTANCE.match(stretch) is not None
