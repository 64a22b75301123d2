"""The two sides of talks: 甲会见乙, 甲同乙举行会谈, 甲会见代表团一行 (whose head speaks later)."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..segmentation import Span
from .name_lists import LONGEST_LIST, POST
from .subjects import SUFFIX, Group, Persons
from .triggers import Trigger, Words

# joins the two sides of talks: 甲同来华访问的乙举行会谈
WITH = re.compile(r"[同与和跟]")
PARTED = ("与", "同", "跟")  # … and those that join nothing else
# 会见…代表团一行: the guests have no names here
DELEGATION = re.compile(r"[^，,。；;\n]{0,40}(?:代表团|考察团|访问团|一行|客人)")
# 甲|与代表团一行|座谈
MET_DELEGATION = re.compile("[与同和跟][^，,。；;\n]{0,12}(?:代表团|考察团|访问团)(?:一行)?[^，,。；;\n]{0,4}$")


class Sides:
    """Who talks with whom in one article."""

    def __init__(self, text: str, persons: Persons, words: Words):
        self.text, self.persons, self.words = text, persons, words

    def of(self, trigger: Trigger, doer: Group, hosts: list[str], groups: list[Group], clauses: list[Span],
           number: int) -> tuple[list[str], list[str], bool] | None:
        """Hosts, guests, and whether each guest is met apart (分别); None where these are no talks."""
        text = self.text
        sides = [group for group in groups if group is not doer and doer.end <= group.start < trigger.start
                 and WITH.search(text, doer.end, group.start)]
        behind = [group for group in groups if group.start >= trigger.end]
        apart = "分别" in text[doer.end : trigger.end]
        behind = [group for number, group in enumerate(behind) if not number or apart or text[behind[number - 1].end] in "、和与"]
        if not sides and not behind and number + 1 < len(clauses) and self.ends_in_title(trigger, clauses[number]):
            behind = self.persons.groups(*clauses[number + 1])[:1]  # 会见某集团副总裁，某公司董事长乙
        guests = [person for group in sides or behind for person in group.persons]
        if behind and not sides:
            for start, end in clauses[number + 1 : number + LONGEST_LIST]:  # 会见甲国总统乙，丙国总理丁
                more = self.persons.groups(start, end)
                if len(more) != 1 or more[0].start > start or more[0].end < end:
                    break
                guests += more[0].persons
        if not guests and "见" not in trigger.word and not WITH.search(text, doer.start, doer.end):
            hosts, guests = self._across(doer, hosts, clauses, number)
        if not guests:
            if len(hosts) > 1 and "见" not in trigger.word and WITH.search(text, doer.start, doer.end) and not WITH.search(
                    text, doer.end, trigger.start):  # 甲和乙举行会谈
                hosts, guests = hosts[:1], hosts[1:]
            elif not any(word in trigger.word for word in self.words.receiving) and not WITH.search(text, doer.end, trigger.start) or text[trigger.end : trigger.end + 1] in "时前后":
                return None
        if trigger.word in self.words.two_sided and not (guests and set(guests) <= self.persons.officials):
            return (hosts, [], apart) if MET_DELEGATION.search(text, doer.end, trigger.start) else None
        return hosts, guests, apart

    def _across(self, doer: Group, persons: list[str], clauses: list[Span], number: int) -> tuple[list[str], list[str]]:
        """甲，市长乙与丙一行，丁一行|会谈: the two sides of a list that goes over commas; no guests where nothing parts it."""
        start = clauses[max(0, number - LONGEST_LIST)][0]
        first, last = bisect_left(self.persons.starts, start), bisect_left(self.persons.starts, doer.end)
        for mention in self.persons.mentions[first:last]:
            name = mention.norm or mention.text
            if name in persons[:-1] and self.text.startswith(PARTED, SUFFIX.match(self.text, mention.end).end()):
                index = persons.index(name) + 1
                return persons[:index], persons[index:]
        return persons, []

    def ends_in_title(self, trigger: Trigger, clause: Span) -> bool:
        """会见某集团党组成员、副总经理，: the guest's name is in the next clause."""
        return POST.fullmatch(self.text, trigger.end, clause[1]) is not None

    def is_delegation(self, position: int) -> bool:
        """Whether the guests behind the position have no names: 会见代表团一行."""
        return DELEGATION.match(self.text, position) is not None
