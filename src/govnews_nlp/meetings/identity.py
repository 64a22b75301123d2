"""Which names are one meeting's: numbers of sessions agree; a short form is an end or a part of the long one.

政协第十四届全国委员会常务委员会第二次会议 = 全国政协十四届常委会第二次会议 = 常委会第二次会议, but not 第四次主席会议.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..lexicon import WordGroups, load_toml
from .names import EXPANDED, ORDINAL

SAME_BY_PAIRS = 0.75  # share of common character pairs above which two long names are one
NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MARKS = re.compile(r"[“”‘’「」『』《》\s]")
PLENUM = re.compile(
    r"第?([一二三四五六七八九十]{1,3}届)中央委(?:员会)?第([一二三四五六七八九十]{1,2})次全会"
)  # 民建第十二届中央委员会第二次全体会议 = 民建十二届二中全会
REGIONAL = re.compile(r"^党的(.{1,14}第.{1,5}次)代表大会$")  # 中共某市第九次代表大会 = 某市第九次党代会
PARTY_CONGRESS = re.compile(
    r"^(?:党的)?第([一二三四五六七八九十]{1,3})次全国代表大会$"
)  # 中国共产党第二十次全国代表大会 = 党的二十大
CPPCC = re.compile(
    r"政协(.{0,10}?)(第?[一二三四五六七八九十]{1,3}届)(全国|.{0,3}?)委员会"
)  # 政协第十四届全国委员会 = 全国政协第十四届
# 中共某区第七届代表大会第一次会议, 某区七届一次党代会 = 某区第七次党代会
FIRST_SESSION = re.compile(
    r"第?([一二三四五六七八九十]{1,3})届(?:(?:代表大会|党代会)第?一次会议|一次(?:党代会|党员代表大会|党代表大会))"
)
SCOPE = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}届)?全?([国省市区县州旗盟镇乡])(?=[^际])")  # 全省防汛会议 is not 全市防汛会议

@cache
def _words(key: str) -> tuple[str, ...]:
    return WordGroups("meetings")("identity", key)


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    key: str
    head: str
    numbers: tuple[tuple[str, int], ...]
    bare: bool
    scope: str | None  # 国, 省, 市 …: whose meeting it is

    @classmethod
    def of(cls, name: str, head: str, bare: bool) -> Identity:
        plain = MARKS.sub("", name)
        if "党代" in plain or plain.startswith(_words("partys")):
            plain = FIRST_SESSION.sub(r"第\1次党代会", plain)
        key = EXPANDED.sub("", plain)
        key = CPPCC.sub(r"\1\3政协\2", key.replace("中国人民政治协商会议", "政协"))
        for long, short in load_toml("meetings")["identity"]["short_forms"].items():
            key = key.replace(long, short)
        key = PLENUM.sub(r"\1\2中全会", REGIONAL.sub(r"党的\1党代会", key))
        scope = SCOPE.match(key)
        return cls(name, PARTY_CONGRESS.sub(r"党的\1大", key), head, _numbers(plain), bare, scope and scope.group(1))

    def agrees(self, other: Identity) -> bool:
        """Neither scope nor any session number of the one differs from the other's."""
        if self.scope and other.scope and self.scope != other.scope:
            return False
        theirs = dict(other.numbers)
        return all(theirs.get(unit, value) == value for unit, value in self.numbers)

    def same(self, other: Identity) -> bool:
        if self.key == other.key:
            return True
        if not self.agrees(other):
            return False
        if self.numbers and other.numbers and ("预备会" in self.key) != ("预备会" in other.key):
            return False  # the preparatory meeting of a session is none of its own
        if self.numbers and self.numbers == other.numbers and ("纪委" in self.key) != ("纪委" in other.key):
            return False  # the seventh plenum of the discipline commission, and that of the committee
        short, long = (self, other) if len(self.key) <= len(other.key) else (other, self)
        if any(half.endswith(short.key) for half in long.key.split("暨")):  # 见面会暨新闻发布会 … 见面会
            return True
        if short.key.endswith(("党组", "主席团", "论坛")) and long.key.startswith(short.key):  # 市政府党组召开会议
            return True
        if short.key[-2:] != long.key[-2:] and short.head[-2:] != long.head[-2:]:
            return False
        if _is_part(short.key, long.key):
            return len(short.key) > 3 or short.bare
        bodies = [{body for body in _words("bodies") if body in identity.key} for identity in (short, long)]
        if self.numbers and sorted(self.numbers) == sorted(other.numbers) and bodies[0] and bodies[0] == bodies[1]:
            return True
        pairs = [{identity.key[i : i + 2] for i in range(len(identity.key) - 1)} for identity in (short, long)]
        return len(pairs[0]) > 5 and 2 * len(pairs[0] & pairs[1]) >= SAME_BY_PAIRS * (len(pairs[0]) + len(pairs[1]))


def _is_part(short: str, long: str) -> bool:
    """Whether the characters of short stand in long, in order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _numbers(name: str) -> tuple[tuple[str, int], ...]:
    """(届, 14), (次, 2): what tells one session from another."""
    found = []
    for match in ORDINAL.finditer(name.replace("首届", "第一届")):
        if match.group(3):
            found.append(("年", int(match.group(3))))
        elif match.group(4):
            found.append(("大", number(match.group(4))))
        else:
            found.append((match.group(2), number(match.group(1))))
    return tuple(found)


def number(numeral: str) -> int:
    """二十八 → 28, 一百零三 → 103, 12 → 12."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit, places = 0, 0, False
    for char in numeral:
        if char in "百十":
            total, digit, places = total + (digit or 1) * (100 if char == "百" else 10), 0, True
        elif char in NUMERALS:
            digit = NUMERALS[char] if places else digit * 10 + NUMERALS[char]
        elif char.isdecimal():
            digit = digit * 10 + int(char)
    return total + digit
