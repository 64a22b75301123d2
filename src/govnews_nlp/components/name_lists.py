"""Lists of names that reach over clauses: who belongs to a verb besides the persons of its own clause.

Before it: 区委书记甲，区领导乙、丙参加; also over bodies and groups that are not named (甲、乙，县直部门负责同志参加).
Behind it: 参加调研的有甲、乙. Around it: 甲在部长乙，部长丙陪同下.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ..segmentation import Span
from .subjects import Group, Persons
from .triggers import Trigger, Words

LONGEST_PREFIX = 12  # in front of a name in a list over commas: 3日上午，…
LONGEST_LIST = 15  # clauses of a list over commas
NAME_ALONE = re.compile(r"\s*[㐀-鿿]{2,4}\s*")  # 区领导甲,[乙],丙
# [市民政局党组书记田某某]: a post and a name that nobody recognised
POST = re.compile(r"[^，,；;：:]{1,24}(?:书记|[部市县区镇乡局院校处科州省会旗]长|主任|主席|委员|经理|总裁|助理|主委|司令员|政委|总监|院士|教授|人选)")
# 香港、|澳门中联办主任甲: the first of two places of a shared title
FIRST_PLACE = re.compile(r"[\u3400-\u9fff]{2,4}、")
POST_AND_NAME = re.compile(POST.pattern + r"[㐀-鿿]{2,4}\s*")
UNKNOWN_FIRST = re.compile(POST_AND_NAME.pattern + "(?:以及|[及和与、])")
DATELINE = re.compile(r"[^，,。；;（(\n]{0,40}(?:[日报网社台][讯电]|[讯电](?=\s?[（(]))\s?(?:[（(][^（()）\n]{1,40}[）)])?\s*")  # 本报1月10日讯(记者某某)|省委书记甲,省长乙会见…
COMMAS = "，,；;"


class NameLists:
    """The lists of one article. trigger_starts: where its triggers begin, in order."""

    def __init__(self, text: str, persons: Persons, words: Words, trigger_starts: list[int]):
        self.text, self.persons, self.words, self.trigger_starts = text, persons, words, trigger_starts

    def behind(self, trigger: Trigger, clauses: list[Span], number: int) -> list[Group]:
        """参加调研的还有甲、乙."""
        text = self.text
        for length in range(10):
            word = next((w for w in self.words.listing if text.startswith(w, trigger.end + length)), None)
            if word:
                start = trigger.end + length + len(word)
                return [group for a, b in clauses[number : number + LONGEST_LIST] for group in self.persons.groups(a, b)
                        if group.start >= start and (group.start - start <= 2 or a > start)]
            if text[trigger.end + length : trigger.end + length + 1] in "，,。；;\n":
                break
        return []

    def before(self, clauses: list[Span], number: int) -> list[str]:
        """甲、乙等区领导，各镇主要负责同志参加: the list goes on without names up to the verb."""
        persons: list[str] = []
        for start, end in reversed(clauses[max(0, number - LONGEST_LIST) : number]):
            groups = [group for group in self.persons.groups(start, end) if not self.persons.are_experts(group)]
            if self._has_trigger(start, end) or self.text[end] not in COMMAS or not groups and persons and not (
                    self._is_unnamed(start, end) or self._unknown_name(start, end)):
                break
            if groups and (not self._is_head(start, groups[0].start) or self.persons.is_object(groups[0], start) or not self._is_tail(groups[-1].end, end)):
                break
            persons = [person for group in groups for person in group.persons] + persons
        return persons

    def over_commas(self, doer: Group, clauses: list[Span], number: int) -> list[str]:
        """The doer and whoever stands in clauses before that hold nothing but names: 区委书记甲，区领导乙、丙参加."""
        persons = list(doer.persons)
        head = self.text[clauses[number][0] : min(doer.start, clauses[number][0] + 60)].strip()
        if head not in ("", "以及", "和", "及", "与") and not POST.fullmatch(head) and not FIRST_PLACE.fullmatch(head):  # 副旗长提名人选|甲: a title that nobody read
            return persons
        for start, end in reversed(clauses[max(0, number - LONGEST_LIST) : number]):
            if dateline := DATELINE.match(self.text, start, end):
                start = dateline.end()
            groups = self.persons.groups(start, end)
            if self.text[end] not in COMMAS:
                break
            if not groups:
                if self._unknown_name(start, end) or self._is_unnamed(start, end):
                    continue
                break
            if len(groups) != 1 or not self._is_head(start, groups[0].start) or not self._is_tail(groups[0].end, end):
                break
            persons = [*groups[0].persons, *persons]
        return persons

    def going_on(self, doer: Group, groups: list[Group], position: int) -> list[str]:
        """Whoever follows the doer up to the verb, each behind 、 and with nothing done in between: 甲、分管教育的副县长|乙参会."""
        persons: list[str] = []
        last = doer.end
        for group in groups:
            if group.start < doer.end or group.end > position:
                continue
            if self.text[last : last + 1] != "、" or self._has_trigger(last, group.start) or self.persons.is_object(group, last):
                break
            persons, last = [*persons, *group.persons], group.end
        return persons

    def escort(self, group: Group, clauses: list[Span], number: int) -> list[str]:
        """甲在部长乙，部长丙，副部长丁陪同下: the list may begin in a clause before."""
        persons, first = group.persons, group
        while number and first.start == clauses[number][0]:
            number -= 1
            start, end = clauses[number]
            before = self.persons.groups(start, end)
            if not before or before[-1].end != end:
                break
            first = before[-1]
            persons = [*first.persons, *persons]
            if self.text.endswith("在", start, first.start):
                return persons
        return group.persons

    def _has_trigger(self, start: int, end: int) -> bool:
        first = bisect_right(self.trigger_starts, start - 1)
        return first < len(self.trigger_starts) and self.trigger_starts[first] < end

    def _is_unnamed(self, start: int, end: int) -> bool:
        """县直有关部门、各乡镇主要负责同志: people without names, and nothing done."""
        return self.text[start:end].rstrip().endswith(self.words.unnamed) and not self._has_trigger(start, end)

    def _is_head(self, start: int, end: int) -> bool:
        """What may stand before a list's first name: 3日上午, or a post and a name that nobody recognised (副旗长人选甲及|副旗长乙)."""
        return end - start <= LONGEST_PREFIX or POST.fullmatch(self.text, start, min(end, start + 60)) is not None or UNKNOWN_FIRST.fullmatch(self.text, start, min(end, start + 60)) is not None

    def _is_tail(self, start: int, end: int) -> bool:
        """What may stand behind a list's last name: nothing, or 和县直部门负责同志."""
        return not self.text[start:end].strip(" \u3000…") or self._is_unnamed(start, end)

    def _unknown_name(self, start: int, end: int) -> bool:
        """A name that nobody recognised, alone in its clause or with a title."""
        if NAME_ALONE.fullmatch(self.text, start, end) or POST_AND_NAME.fullmatch(self.text, start, end) and not self._has_trigger(start, end):
            return True
        return any(0 < end - position <= 6 for position in range(max(start, end - 6), end) if position in self.persons.title_by_end)
