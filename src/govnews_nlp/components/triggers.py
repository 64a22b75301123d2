"""Triggers: the words of lexicons/events.toml where they stand for something done, not for a noun or a plan.

主持 in 主持召开会议 but not in 主持人; 讲话 in 发表讲话 but not in 讲话精神; nothing inside of what somebody says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import WordGroups
from ..segmentation import Span
from .subjects import Persons

DONE = re.compile(r"(?:(?:进行|开展)了?[^，,。；;\n要]{0,16}|并)$")  # 进行消防安全|检查: done, though 安全检查 may be a noun
TO_WHOM = re.compile(r"向[^，,的]{2,20}$")  # 县人大主任甲向常委会|汇报
MATTER = re.compile("[就对][^，,。；;\n]{2,60}$")  # 甲就防汛工作|安排部署
BY_INVITATION = re.compile("应[^，,。；;\n]{2,60}?邀请")  # 甲应丙国总统邀请，对丙国进行访问: no invitation of his own
CONVENES = re.compile(r"(?:同志|一行)?(?:还|又|随即|随后|立即|连夜|亲自|再次|现场|紧急){0,2}(?:在[^，,。；;\n的对]{1,20})?(?:还|又|紧急|现场)?")
REACH = 60  # between a noun of speech and its verb: 作题为…的报告


@dataclass(slots=True)
class Trigger:
    start: int
    end: int
    word: str
    kinds: tuple[str, ...]


class Words:
    """lexicons/events.toml, compiled."""

    def __init__(self, lexicons: str | None):
        read = WordGroups("events", lexicons)
        words: dict[str, list[str]] = {}
        kinds = ("chair", "attendee", "companion", "reader", "awarder", "inspection", "step", "visit", "travel", "talks", "ceremony",
                 "study", "document", "letter", "leading", "canvassing")
        for kind in kinds:
            for word in read(kind):
                words.setdefault(word, []).append(kind)
        for word in (*read("ceremony", "verbs"), *read("ceremony", "signs")):
            words.setdefault(word, []).append("unveiling")
        for word in (*read("speech"), *read("speech", "bare")):
            if "speech" not in words.setdefault(word, []):
                words[word].append("speech")
        words.update({word: ["hearing"] for word in read("heard_report", "verbs")})
        words.update(dict.fromkeys(read("excluded", "nouns"), []))
        self.kinds = {word: tuple(kinds) for word, kinds in words.items()}
        self.words = list(words)
        self.matcher = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)
        self.roles = {kind: read.sections[kind].get("role") for kind in kinds}
        self.before = read("excluded", "before")
        self.after = read("excluded", "after")
        self.bare = read.set("speech", "bare")
        self.not_before = read("speech", "not_before")
        # words that hold a verb's character come first, so that 工作 is no 作
        self.support = re.compile(read.any_of("speech", "no_support") + "|(" + read.any_of("speech", "support") + ")")
        self.heard = read.pattern("speech", "heard")
        self.goes_on = re.compile("|".join(read("goes_on", "begin")))
        self.listing = read("listing")
        self.guests = read("listing", "guests")
        self.watching = read.set("attendee", "watching")
        self.unnamed = read("unnamed")
        self.study_meeting = read("study_meeting")
        self.heard_verbs = read("heard_report", "verbs")
        self.heard_behind = read("heard_report", "behind")
        self.heard_too = read("heard_report", "behind_comma")
        # 将 in 上将 and 将军 is no future
        self.unreal = re.compile("(?<![上中少大])(?:" + read.any_of("unreal") + ")(?!军|士|领)")
        self.attributed = read.pattern("told_of", "attributed")
        self.conveyed = re.compile("(?:" + read.any_of("told_of", "conveyed") + ")[^，,。；;]{2,60}$")
        self.receiving = read("talks", "receiving")
        self.meets = read("talks", "meets")
        self.two_sided = read.set("talks", "two_sided")
        self.elsewhere = read("step", "elsewhere")
        self.session = re.compile(f"[^，,。；;\n]{{0,12}}(?:{'|'.join(read('step', 'sessions'))})")
        self.rites = read("ceremony", "nouns")
        self.declared = read("ceremony", "declared")
        self.on_behalf = read("ceremony", "on_behalf")
        self.lectures = read.set("study", "lectures")
        self.attribute = read.pattern("attribute")
        self.opening = read.set("opening")
        self.named_rites = read("ceremony", "meeting_names")
        self.of_the_press = read("told_of", "conferences")
        self.arriving = read.set("attendee", "arriving")
        self.witnessing = read.set("attendee", "witnessing")
        self.gatherings = read("attendee", "gatherings")
        self.calls_on = read("attendee", "calls_on")
        self.joining = read.set("ceremony", "joining")
        self.declares = read.set("ceremony", "declares")
        self.signing = read.pattern("ceremony", "signing")
        self.signs = read.set("ceremony", "signs")
        self.agreement = re.compile(f"[^，,。；;\n]{{0,40}}?(?:{read.any_of('ceremony', 'agreements')})")
        self.this = read("ceremony", "this")
        self.reports = read.set("study", "reports")
        self.asked = read.pattern("heard_report", "asked")
        self.team = re.compile(f"(?:{read.any_of('leading', 'heads')})(?:{read.any_of('leading', 'goes')})|(?:{read.any_of('leading')})[^，,。；;\n]{{0,60}}?(?:{read.any_of('leading', 'teams')})"
                               f"(?:一行)?[^，,。；;\n]{{0,8}}?(?:{read.any_of('leading', 'goes')})")
        self.led = read.set("leading")
        self.calls_on_team = re.compile(f"[^，,。；;、\n]{{0,8}}?(?:{'|'.join(team for team in read('leading', 'teams') if team.endswith('组'))})(?:一行)?(?:[，,。；;]|$)")
        self.moves = re.compile(f"(?:{read.any_of('canvassing', 'moves')})[^，,。；;\n]{{0,20}}$")
        self.canvass_nouns = read("canvassing", "nouns")
        self.looks = read.set("trip", "looks")
        # 先后到|敬老院看望老人; not 先后到三个村调研并慰问
        self.to_comfort = re.compile(rf"(?:(?!调研|检查|考察|督导|视察|察看)[^，,。；;]){{1,40}}?(?:{read.any_of('trip', 'comfort')})")
        self.gifts = re.compile("|".join(read("trip", "gifts")))
        self.comfort = read.pattern("trip", "comfort")
        self.bare_opening = ("，", ",", "。", "\n", *read("opening", "bare"))
        self.study_context = read("study_meeting", "context")
        self.trip = read.pattern("trip")
        self.calls = read.set("trip", "calls")
        self.looks_back = read.pattern("looks_back")
        self.own_day = read("own_day")
        self.together = read("together")
        self.always = re.compile("|".join(read("habit")))
        self.heard_of = read.pattern("told_of", "heard")
        self.occasion = read("told_of", "occasion")
        self.press = read("told_of", "press")
        self.to_whom = read.set("speech", "to_whom")
        self.bare_behind = read("speech", "bare_behind")
        self.bare_told = read.set("speech", "bare_told")
        self.bare_of = read.set("speech", "bare_of")
        self.bare_ahead = re.compile(f"[^，,。；;\n的]{{0,20}}(?:{read.any_of('speech', 'bare_ahead')})(?=[，,。；;\n]|$)")
        self.bare_not_behind = read("speech", "bare_not_behind")
        self.no_nouns = read("excluded", "behind_role")
        self.studied = read("reader", "studied")
        self.chairing = read.set("chair")
        self.chair_of_headline = re.compile(f"(?:^|(?<=[ \u3000]))(?P<name>[\u3400-\u9fff·]{{2,4}}?)(?:出席(?:会议)?并)?(?P<verb>{read.any_of('chair')})(?!人)")
        self.convening = read.set("chair", "convening")
        self.passive = read("chair", "passive")


    def is_unreal(self, between: str) -> bool:
        """Whether what stands between the subject and the verb says that it has not happened (yet)."""
        return self.unreal.search(BY_INVITATION.sub("", between)) is not None

    def is_of_another(self, between: str) -> bool:
        """Whether what stands between the subject and the verb says that a journey or a ceremony is somebody else's."""
        own = BY_INVITATION.sub("", between).rsplit("并", 1)[-1]  # 甲出席定期会晤并|对丙国进行访问
        return self.attributed.search(own) is not None


@lru_cache(maxsize=8)
def event_words(lexicons: str | None = None) -> Words:
    return Words(lexicons)


class TriggerFinder:
    """The triggers of one article."""

    def __init__(self, text: str, persons: Persons, words: Words, is_said: Callable[[int], bool], blocked: list[Span]):
        self.text, self.persons, self.words = text, persons, words
        self.is_said, self.blocked = is_said, blocked

    def find(self) -> list[Trigger]:
        words, text = self.words, self.text
        if not self.persons.mentions:
            return []
        names = {*self.persons.starts, *self.persons.title_by_start}
        found = []
        for index, start, end in words.matcher.find_matches_as_indexes(text):
            word = words.words[index]
            kinds = words.kinds[word]
            if not kinds or self.is_said(start) or any(first <= start < last for first, last in self.blocked):
                continue
            if kinds[0] in ("leading", "canvassing"):
                if self._is_trip(kinds[0], start, end):
                    found.append(Trigger(start, end, word, ("inspection",)))
                continue
            if word in words.signs:
                signed = words.agreement.match(text, end) is not None
                kinds = tuple(kind for kind in kinds if (kind == "unveiling") == signed)
            if word in words.reports and not self._is_speech(word, start, end):  # 聆听宣讲报告: no speech
                kinds = tuple(kind for kind in kinds if kind != "speech")
            if kinds and self._is_done(word, kinds, start, end, end in names):
                found.append(Trigger(start, end, word, kinds))
        return [trigger for trigger, following in zip(found, [*found[1:], None], strict=False) if not self._goes_for(trigger, following)]

    def _goes_for(self, trigger: Trigger, following: Trigger | None) -> bool:
        """甲率队赴邻省|考察: the word behind says what for."""
        return trigger.word in self.words.led and following is not None and following.kinds[0] in ("inspection", "visit") and (
            not any(mark in self.text[trigger.end : following.start] for mark in "。\n；;")) and following.start - trigger.end < 2 * REACH

    def _is_trip(self, kind: str, start: int, end: int) -> bool:
        """甲带领视察组|到交通局; 甲率队赴邻省|招商."""
        if kind == "leading":
            return self.words.team.match(self.text, start) is not None
        return self.words.moves.search(self.text, max(0, start - 24), start) is not None and not self.text.startswith(self.words.canvass_nouns, end)

    def _is_done(self, word: str, kinds: tuple[str, ...], start: int, end: int, before_name: bool) -> bool:
        words, text = self.words, self.text
        if kinds == ("speech",):
            return self._is_speech(word, start, end)
        if kinds[0] in ("letter", "document") and (text.startswith("、", end) or text.endswith("、", 0, start)):
            return False  # 回信、指示、批示: kinds of writings
        if word in words.convening and not self._convenes(start):
            return False
        if kinds[0] in ("chair", "reader", "awarder", "hearing"):
            return text[end : end + 1] not in words.no_nouns and not text.endswith("关于", 0, start)  # 宣读关于授予称号的决定
        if word.startswith("执行主席") and text.startswith(words.listing, end):
            return True
        if "ceremony" in kinds and text.endswith(words.this, 0, start):
            return True  # 参加此次植树活动
        if "unveiling" in kinds and text.endswith(words.on_behalf, 0, start):
            return True  # 甲、乙分别代表双方签约
        if kinds[0] == "attendee" and text.endswith(words.calls_on, max(0, start - 6), start):
            return False  # 来到|参加党代会的代表团驻地, 看望|出席会议的代表
        if {"attendee", "companion"} & set(kinds) and text.startswith(words.gatherings, end):
            return True  # 参加报告会
        if text.endswith(words.before, max(0, start - 6), start) and not DONE.search(text, max(0, start - 24), start):
            return False
        if before_name or {"attendee", "companion"} & set(kinds) and text.startswith(words.listing, end):
            return True
        return not text.startswith(words.after, end)

    def _convenes(self, start: int) -> bool:
        """甲在江城|召开座谈会: a person does; 在甲带领下，县委|召开会议: a body does."""
        index = bisect_left(self.persons.starts, start) - 1
        return index >= 0 and CONVENES.fullmatch(self.text, self.persons.mentions[index].end, start) is not None

    def _is_speech(self, word: str, start: int, end: int) -> bool:
        """作题为…的报告, 并讲话: somebody speaks. 讲话精神, 听取汇报: nobody does."""
        text, words = self.text, self.words
        floor = max(0, start - REACH)
        cut = max(text.rfind(mark, floor, start) for mark in "，,。；;：:\n！？")
        clause = text[max(floor, cut + 1) : start]
        if word in words.to_whom and TO_WHOM.search(clause) and self.persons.any_in(max(floor, cut + 1), start):
            return True
        if not word.endswith("了") and text.startswith(words.not_before, end) and not (word == "要求" and text[end : end + 1] in "，。"):
            return False
        heard = max(clause.rfind(verb) for verb in words.heard_verbs)  # 听取部门作情况汇报
        if any(match.group(1) and not clause.startswith("的", match.end()) and (heard < 0 or "并" in clause[heard : match.start()]) for match in words.support.finditer(clause)):
            return True  # 作的报告 is somebody else's
        if word not in words.bare or words.heard.search(clause) or clause.endswith(words.bare_not_behind):
            return False
        if word in words.bare_told:
            return MATTER.search(clause) is not None
        if word in words.bare_of and not words.bare_ahead.match(text, end):
            return False
        return clause.endswith(words.bare_behind) or self.persons.any_in(max(floor, cut + 1), start)
