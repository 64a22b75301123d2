"""Reporting verbs and the phrases around them: the words of lexicons/statements.toml, compiled; what they open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import WordGroups, alternatives, longest_first

DAY = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚|晚间|晚上|中午|凌晨)?|(?:[今昨当]天|[今昨当]日)[（(][^（）()\n]{1,12}[）)]")  # 普京9日表示, 普京今天（2月17日）表示


@dataclass(slots=True)
class Speech:
    """What is being said. speaker None: by somebody who is no speaker of ours."""

    speaker: str | None
    verb: str
    start: int
    end: int
    direct: bool  # in quotation marks, which give the end
    confidence: float
    evidence: str
    cited: bool = False  # a sentence of somebody who is not in the news: 习近平总书记指出 in a feature


class ReportingWords:
    """lexicons/statements.toml, compiled."""

    def __init__(self, lexicons: str | None):
        read = WordGroups("statements", lexicons)
        self.kinds: dict[str, str] = {}
        for kind in ("free", "noun_too", "punctuated", "addressed", "colon"):
            self.kinds.update(dict.fromkeys(read(kind), kind))
        for noun in read("points", "nouns"):
            self.kinds.update({f"提出{noun}": "colon", f"提出了{noun}": "colon"})
        self.kinds.update(dict.fromkeys(read("no_verb"), "none"))
        self.words = list(self.kinds)
        self.matcher = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)
        # 提出|三点要求：; 提出|三点要求。一是…
        nouns, counted = read.any_of("points", "nouns"), f"[。，,](?=(?:{read.any_of('points', 'counted')}))"
        self.counted = re.compile(counted)  # 提出了要求|，一是…
        self.points = re.compile(f"了?(?:以下|如下)?(?:[一二三四五六七八九几多]?[点项个条方面]{{0,2}})(?:{nouns})(?:[：:]|{counted})")
        self.joint = read.set("joint", "nouns")  # 甲等|嘉宾
        self.not_after = read("after_verb", "excluded")
        self.feelings = read("feelings")
        self.meetings = read("meeting", "heads")
        self.meeting_opening = longest_first(read("meeting", "opening"))
        self.writings = read.set("writings")
        self.by_meeting = read("meeting", "not_behind")
        self.holds = read.pattern("meeting", "held_by")  # 主持召开|会议并强调
        self.turns = read("turns", "begin")
        # 在考察港口时|，他表示
        self.circumstance = re.compile(f"(?:{read.any_of('turns', 'circumstance')})[^，,。；;\\n]{{2,60}}(?:{read.any_of('turns', 'circumstance_end')})")
        self.again = read.pattern("turns", "again")  # 他|还说
        self.again_at_begin = read("turns", "again_at_begin")
        self.openers = read.set("turns", "openers")
        self.feature = read.pattern("feature", "marks")
        # 以及何市长批示|要求，…: what is passed on
        self.passed_on = re.compile(f"(?:{read.any_of('passed_on', 'verbs')})[^。；;\\n]{{0,200}}(?:{read.any_of('passed_on', 'nouns')})$")
        # 听取工作|介绍，…: a noun
        self.hears = re.compile(f"(?:{read.any_of('heard', 'verbs')})了?[^，,。；;：:]{{0,40}}$")
        self.support = read("supported", "verbs")
        self.collective = read("collective")
        adverbs = read.any_of("adverbs")
        # only adverbs: 最后特别
        self.adverbs = re.compile(f"(?:{adverbs}){{0,6}}")
        # adverbs at the end of the phrase in front of a verb: 会议|还, in reverse
        backwards = alternatives(word[::-1] for word in read("adverbs"))
        self.adverbs_backwards = re.compile(f"(?:{backwards}){{0,6}}")
        self.phrase_begin = read("phrases", "begin")
        self.phrase_end = read("phrases", "end")
        self.bare_begin = read("omitted", "begin")
        self.attending = read("omitted", "attending")
        self.continues = read("continues", "begin")
        before, behind = "".join(read("continues", "not_before_modal")), "".join(read("continues", "not_behind_modal"))
        self.modal = re.compile(f"(?<![{before}])(?:{read.any_of('continues', 'modal')})(?![{behind}])")
        self.first_person = re.compile(f"(?!{read.any_of('continues', 'not_first_person')})(?:{read.any_of('continues', 'first_person')})")
        self.narrates = read("narrates", "begin")
        self.then = re.compile(f"(?:{read.any_of('narrates', 'then')})[，,]?")
        self.place_begin = read("narrates", "place_begin")
        self.place_end = read("narrates", "place_end")
        self.narrates_inside = read.pattern("narrates", "inside")

    def is_adverbial(self, phrase: str) -> bool:
        """Whether a phrase between subject and verb leaves the subject what it is: 在会上, 最后, 就…时."""
        phrase = DAY.sub("", phrase.strip(), count=1)
        if not phrase or self.adverbs.fullmatch(phrase) or phrase.startswith(self.phrase_begin):
            return True
        phrase = phrase[self.adverbs.match(phrase).end() :]
        return phrase.startswith(self.phrase_begin) or phrase.endswith(self.phrase_end)

    def is_bare_adverbial(self, phrase: str) -> bool:
        """Where no subject is named at all: 最后, 在调研时, 听取汇报后; not 党的报告中."""
        phrase = DAY.sub("", phrase.strip(), count=1)
        if not phrase or self.adverbs.fullmatch(phrase):
            return True
        phrase = phrase[self.adverbs.match(phrase).end() :]
        if phrase.startswith(self.attending) and phrase.endswith(self.phrase_end):
            return True
        return phrase.startswith(self.bare_begin) and not phrase.startswith("与会")

    def without_adverbs(self, text: str, start: int, end: int) -> int:
        """End of text[start:end] without the adverbs at its end."""
        tail = text[max(start, end - 24) : end]
        return end - self.adverbs_backwards.match(tail[::-1]).end()


@lru_cache(maxsize=8)
def reporting_words(lexicons: str | None = None) -> ReportingWords:
    return ReportingWords(lexicons)
