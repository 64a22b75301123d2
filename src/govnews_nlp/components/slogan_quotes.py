"""New slogans in quotation marks: a form that the lexicon lacks, weighed by its shape and by its frame.

The frame is the verb before it and the noun behind it (深化“无疫单元”创建), which the forms of a row share (落实“七大机制”和“五快”要求). Names
of ships, films and medals, themes of meetings, what somebody said and other countries' plans stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..segmentation import Span
from .slogan_lexicon import Candidate
from .slogan_shapes import CAMPAIGN_YEAR, CORRIDOR, GROUP_MARKS, LONGEST_PART, Shapes, any_of

# ---- the score: shape + verb before + noun behind + row + repeated, HIGHEST at most
HIGHEST = 0.85  # of what shape and frame prove: more is only for what the lexicon knows
STRONG_VERB, WEAK_VERB = 0.25, 0.1  # 深化“…”, 建立“…”
NOUN, SOFT_NOUN = 0.4, 0.25  # “…”机制, “…”活动
NEAR_NOUN, SOFT_NEAR_NOUN = 0.3, 0.15  # “…”行政执法改革
RESULT = frozenset("好了起出")  # 开展|好“…”
TOPIC = -0.6  # of what a meeting, an exhibition or a book is divided into
ROW = 0.15  # of a form in a row of three
REPEATED = 0.1  # of a form that the article quotes twice
BESIDE_KNOWN = 0.25  # of a form in a row with one that the lexicon has: “一村一警”“千岗联村护民”
RHYME = 0.15  # of one of three that end alike: “产业富民”活动…“服务惠民”活动…“基础便民”
PART = 0.5  # of a form that is a group of another one: “东扩、南优”… the “东扩” area
ABROAD = 0.3  # the most for a form in a sentence about other countries

# “除险保安” ‘八八战略’ 「一带一路」 『…』 "141": what stands between quotation marks, no mark inside
QUOTED = re.compile(r"[“‘「『]([^“”‘’「」『』\n]{1,60})[”’」』]|\"([^\"\n]{1,60})\"")
# ”五快”: a page that has closing marks only
CLOSING_ONLY = re.compile(r"”([^”\n]{1,60})”|\"([^\"\n]{1,60})\"")
# between two forms of one row: 落实“七大机制”和“五快”要求
ROW_MARKS = frozenset(["、", "和", "与", "及", "以及", "", " ", "，", "·"])


def quotations(text: str) -> list[Span]:
    """What stands between quotation marks, without the marks."""
    marks = QUOTED if "“" in text or "”" not in text else CLOSING_ONLY
    return [match.span(1) if match.start(1) >= 0 else match.span(2) for match in marks.finditer(text)]


class QuotedSlogans:
    """The words of the frames, compiled."""

    def __init__(self, words: dict):
        self.shapes = Shapes(words)
        self.kind_of_noun = {noun: kind for kind, nouns in words["nouns"].items() for noun in nouns}
        self.unnamed = frozenset(words["unnamed"]["nouns"])
        self.soft_nouns = frozenset(words["soft"]["nouns"])
        self.noun_here = re.compile(f"({any_of(self.kind_of_noun)})")
        # up to four characters between: “22688”交通大会战, “大综合一体化”行政执法改革
        self.noun_near = re.compile(f"[\u4e00-\u9fff]{{1,4}}?({any_of(self.kind_of_noun)})")
        self.weak_verbs = tuple(words["verbs"]["weak"])
        self.strong_verbs = tuple(verb for verb in words["verbs"]["strong"] if verb not in self.weak_verbs)
        self.inside = frozenset(self.strong_verbs)
        names = words["not_slogans"]
        # “雪龙”号抵达, not “万众”号召
        self.name_noun = re.compile(
            f"{any_of(names['name_nouns'])}|[{''.join(names['name_characters'])}](?![\u4e00-\u9fff])"
            f"|[{''.join(names['name_characters'])}](?=[的和与及等在将从已于])"
        )
        self.topic_noun = re.compile(f"等?[两三四五六七八九十\\d]{{0,2}}[大个类]?{any_of(names['topic_nouns'])}")
        self.event_endings, self.event_nouns = tuple(names["event_endings"]), tuple(names["event_nouns"])
        self.name_heads = tuple(names["name_heads"])
        self.honours = tuple(names["honours"])
        self.name_endings = tuple(names["name_endings"])
        self.award_endings = tuple(names["award_endings"])
        self.theme_heads, self.theme_nouns = tuple(names["theme_heads"]), tuple(names["theme_nouns"])
        self.plans, self.docked = tuple(names["plans"]), names["docked"]
        self.foreign, self.home = re.compile(any_of(names["foreign"])), re.compile(any_of(names["home"]))

    def find(self, text: str, quotes: list[Span], known: list[Candidate]) -> Iterator[Candidate]:
        """Quoted forms that the lexicon lacks, with their scores."""
        named = {
            text[start:end]
            for start, end in quotes
            if text[max(0, start - 7) : start - 1].endswith(self.name_heads) or (
                self.name_noun.match(text, end + 1) and not text.startswith(self.honours, end + 1))
        }  # 台风“…”: it is a typhoon wherever the text says it
        times = Counter(text[start:end] for start, end in quotes)
        parts = {group for form in times if len(groups := GROUP_MARKS.split(form)) > 2 for group in groups if len(group) > 1}
        rhymes = _rhymes(times)
        at = 0
        for (start, end), (frame, kind, noun) in zip(quotes, self._frames(text, quotes, {(item.start, item.end) for item in known}), strict=True):
            form = text[start:end]
            while at < len(known) and known[at].end <= start:
                at += 1
            if at < len(known) and known[at].start < end:
                whole = (known[at].start, known[at].end) == (start, end)
                long = len(form) > LONGEST_PART + 2 and not GROUP_MARKS.search(form)
                if whole or long or form.startswith(self.strong_verbs):
                    continue  # “坚持八八战略”: the known one inside is the slogan
            shape, shape_kind = self.shapes.of(form)
            if verb := self._verb_inside(form):  # “深化六个改革”
                start, form = start + len(verb), form.removeprefix(verb)
                shape, shape_kind = self.shapes.of(form)
            if shape is None or form in named or self._is_name(text, start - 1, end + 1, form, shape_kind):
                continue
            repeated = REPEATED if shape > ABROAD and times[form] > 1 else 0.0
            score = min(shape + frame + repeated + (PART if form in parts else RHYME if form in rhymes else 0.0), HIGHEST)
            if score > ABROAD and not CORRIDOR.fullmatch(form) and (self._abroad(text, start - 1, end + 1) or self._docked(text, start - 1, end + 1, form)):
                score = ABROAD
            slogan = form if form.endswith(noun) or noun in self.unnamed else form + noun
            yield Candidate(start, end, form, round(score, 2), shape_kind or kind, slogan, True, False, "quoted, frame")

    def _verb_inside(self, form: str) -> str | None:
        """The verb with which a quoted form begins, a number form behind it."""
        verb = next((form[:length] for length in (4, 3, 2) if form[:length] in self.inside), None)
        return verb if verb and len(form) > len(verb) + 2 and self.shapes.of(form.removeprefix(verb))[1] == "number form" else None  # not “攻坚百日”

    def _frames(self, text: str, quotes: list[Span], known: set[Span]) -> list[tuple[float, str, str]]:
        """For each quoted form the weight of its frame, the kind and the noun behind it. A row shares both frames."""
        lefts = [self._left(text, start - 1) for start, _ in quotes]
        rights = [self._right(text, end + 1) for _, end in quotes]
        rows = [0.0] * len(quotes)
        joined = [text[a[1] + 1 : b[0] - 1] in ROW_MARKS for a, b in zip(quotes, quotes[1:], strict=False)]
        for i, is_joined in enumerate(joined):
            if is_joined:
                lefts[i + 1] = max(lefts[i + 1], lefts[i])
                if (quotes[i] in known) != (quotes[i + 1] in known):
                    rows[i] = rows[i + 1] = BESIDE_KNOWN
                if i and joined[i - 1]:  # “强城”“兴村”“融合”三篇文章
                    rows[i - 1 : i + 2] = [max(row, ROW) for row in rows[i - 1 : i + 2]]
        for i in range(len(joined) - 1, -1, -1):
            if joined[i] and rights[i + 1][0] > rights[i][0]:
                rights[i] = (*rights[i + 1][:2], "")
        topics = [self.topic_noun.match(text, end + 1) is not None for _, end in quotes]
        for i in range(len(joined) - 1, -1, -1):
            topics[i] = topics[i] or joined[i] and topics[i + 1]
        lefts = [TOPIC if topic else left for topic, left in zip(topics, lefts, strict=True)]  # “世界经济”“社会发展”四大板块
        frames = zip(lefts, rights, rows, strict=True)
        return [(left + right + row, kind, noun) for left, (right, kind, noun), row in frames]

    def _left(self, text: str, start: int) -> float:
        before = text[max(0, start - 6) : start]
        if before.endswith(self.strong_verbs) or before[-1:] in RESULT and before[:-1].endswith(self.strong_verbs):
            return STRONG_VERB
        return WEAK_VERB if before.endswith(self.weak_verbs) else 0.0

    def _right(self, text: str, end: int) -> tuple[float, str, str]:
        if match := self.noun_here.match(text, end):
            noun = match.group(1)
            return SOFT_NOUN if noun in self.soft_nouns else NOUN, self.kind_of_noun[noun], noun
        if match := self.noun_near.match(text, end):
            noun = match.group(1)
            return SOFT_NEAR_NOUN if noun in self.soft_nouns else NEAR_NOUN, self.kind_of_noun[noun], ""
        return 0.0, "other", ""

    def _is_name(self, text: str, start: int, end: int, form: str, kind: str | None) -> bool:
        """The name of a ship, a medal, a film; the theme of a meeting; what somebody said or wrote."""
        left = text[max(0, start - 6) : start]
        if left.endswith(("：", ":")) or left.endswith(self.name_heads) or self.name_noun.match(text, end):
            return True
        if form.endswith(self.event_endings) and text.startswith(self.event_nouns, end):
            return True  # “百校东岭行”活动
        if form.endswith(self.award_endings) or kind is None and form.endswith(self.name_endings):
            return True
        if CAMPAIGN_YEAR.fullmatch(form):
            return False  # 以“产业奋进年”为主题: the year's campaign all the same
        return left.endswith(self.theme_heads) and text.startswith(self.theme_nouns, end)

    def _abroad(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence is about other countries and none of its words about ours."""
        first = max(0, start - 120)
        first = max(first, text.rfind("。", first, start) + 1, text.rfind("\n", first, start) + 1)
        last = text.find("。", end, end + 80)
        last = last if last >= 0 else end + 80
        return bool(self.foreign.search(text, first, last)) and not self.home.search(text, first, last)

    def _docked(self, text: str, start: int, end: int, form: str) -> bool:
        """共建“一带一路”同某国“…计划”对接: another country's plan."""
        near = text[end : end + 40]
        return (form.endswith(self.plans) or near.startswith(self.plans)) and self.docked in text[max(0, start - 40) : start] + near and (
            self.foreign.search(text, max(0, start - 120), end + 40) is not None or "两国" in text[max(0, start - 120) : end + 120]
        )


def _rhymes(forms: Iterable[str]) -> set[str]:
    """Quoted forms of four characters of which three or more end in one character, not in one word (绿色工厂, 灯塔工厂)."""
    by_end: dict[str, list[str]] = {}
    for form in forms:
        if len(form) == 4:
            by_end.setdefault(form[-1], []).append(form)
    return {form for group in by_end.values() if len(group) > 2 and len({form[2:] for form in group}) == len(group) for form in group}
