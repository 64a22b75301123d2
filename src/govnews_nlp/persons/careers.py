"""What is known of posts beside their names: kind of body, who heads it, which posts one person holds at once or after another.

The words are in lexicons/careers.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd

from ..gazetteer import gazetteer
from ..lexicon import load_toml, words_of
from ..officials.past_posts import NOTE
from ..schema import LEVELS

DOTS = re.compile("[·•-]")  # between the parts of a transcribed name
SHORT_ENOUGH = 4  # characters of a short name that may begin with another one than the long name does
HOME = "中国"
CENTRE = "中央"  # stands for the code of the centre
# 县委书记, 市长, 区人大常委会主任, 政府总理 of an article that does not say of where
INCOMPLETE = re.compile(r"(?:中共)?(?:自治区|自治州|自治县|自治旗|街道|省|市|区|县|州|盟|旗|镇|乡|村|社区)(?:长|委|人大|人民|政府|政协|纪委|监委|党|.{0,12}(?:局|办|部|会|院))|副?(?:省|市|区|县|州|盟|旗|镇|乡)长")
OF_SOME_COUNTRY = "政府总理"


@dataclass(slots=True)
class Post:
    """One person's post as the articles show it. first, last: day numbers between which it is seen, None where unknown."""

    title: str
    organization: str
    position: str
    code: str | None
    level: int | None  # 0 国家级 … 4 乡科级
    kind: str  # of the body
    first: int | None
    last: int | None
    appointed: bool = False
    left: bool = False  # removed, or somebody else is seen in it afterwards

    @property
    def is_chief(self) -> bool:
        return is_chief(self.position)

    def overlaps(self, other: Post) -> bool:
        """Whether both are seen at the same time: neither ends before the other begins."""
        if self.first is None or other.first is None:
            return False
        return self.last > other.first and other.last > self.first or self.first == other.first and self.last == other.last

    def fits_beside(self, other: Post) -> bool:
        """Whether one person may hold both at once, in one division."""
        if same_body(self.organization, other.organization):
            return True
        if self.kind == "party" and self.position.endswith("书记") and other.kind == "party" and other.position.endswith("书记"):
            return False  # secretary of two bodies: one of them is another person's
        level = self.level is not None and self.level == other.level
        return level and (other.kind in together(self.kind) or self.kind in together(other.kind))


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    return tuple(words_of(load_toml("careers")[section][key]))


@lru_cache(maxsize=65536)
def body_kind(organization: str) -> str:
    """discipline, cppcc, congress, judiciary, military, party, government or other, by the words of the name."""
    for kind in load_toml("careers")["bodies"]:
        if any(word in organization for word in _words("bodies", kind)):
            return kind
    return "other"


def together(kind: str) -> tuple[str, ...]:
    """Kinds of bodies whose posts a member of a body of this kind often holds too."""
    return _words("held_together", kind)


@lru_cache(maxsize=65536)
def is_chief(position: str) -> bool:
    """书记, 市长, 主任: the head of a body; not 副市长, 常委."""
    return not is_shared(position) and position.removeprefix("代理").removeprefix("代") in _words("chief", "positions")


@lru_cache(maxsize=65536)
def is_shared(position: str) -> bool:
    """Whether a body has several of this post at once: 副市长, 常委, 委员."""
    if position.startswith("常务副"):
        return False
    for single in _words("several", "single"):
        position = position.replace(single, "")
    return any(word in position for word in _words("several", "words"))


def are_shared(positions: pd.Series, titles: pd.Series) -> pd.Series:
    """Of each post whether its body has several of it at once, by its position and its full title."""
    bodies = _words("several", "bodies")
    pairs = zip(positions.fillna(""), titles.fillna(""), strict=True)
    return pd.Series([is_shared(position) or title.removesuffix(position).endswith(bodies) for position, title in pairs], index=positions.index, dtype=bool)


def looks_back(evidence: pd.Series) -> pd.Series:
    """Of each row whether its article tells of the post as past (时任县委书记甲): its day is not the article's."""
    return evidence.str.endswith(NOTE).fillna(False).astype(bool)


@lru_cache(maxsize=65536)
def same_name(one: str, other: str) -> bool:
    """Whether one is a part of the other, transcribed name: 萨拉米 and 侯赛因·萨拉米, 萨赫勒 and 萨赫勒-沃克, 阿卜杜拉 and 阿卜杜拉二世."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or bool({*DOTS.split(one)} & {*DOTS.split(other)}) or len(shorter) > 2 and longer.startswith(shorter)


@lru_cache(maxsize=65536)
def same_body(one: str, other: str) -> bool:
    """The same body or a part of it: 县委 and 县委组织部, 县政府 and 县政府办公室."""
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


@lru_cache(maxsize=65536)
def is_short_for(one: str, other: str) -> bool:
    """Whether one of two bodies' names is the other, shortened: 宪法法律委 and 宪法和法律委员会, 联大 and 联合国大会, 乌国防部 and 乌克兰国防部.

    Its upper body may be left out in either: 全国人大宪法法律委 and 宪法和法律委员会.
    """
    for upper in _words("short", "left_out"):
        one, other = one.removeprefix(upper), other.removeprefix(upper)
    short, long = sorted((one, other), key=len)
    if not short or not long.endswith(short) and short[0] != long[0] and len(short) < SHORT_ENOUGH:
        return False
    rest = iter(long)
    return all(c in rest for c in short)


def is_of_session(organization: str) -> bool:
    """大会主席团: a body that lives for one session of a congress; it tells nothing of where its members hold their posts."""
    return organization in _words("session", "bodies") or organization.endswith(_words("session", "ends"))


@lru_cache(maxsize=65536)
def leaves_division_open(title: str) -> bool:
    """县委书记: of which county?"""
    return INCOMPLETE.match(title) is not None


def is_incomplete(title: str) -> bool:
    """Whether a title leaves open of which division or country: 县委书记, 政府总理."""
    return title.endswith(OF_SOME_COUNTRY) or leaves_division_open(title)


def level_number(level: str | None) -> int | None:
    return LEVELS.index(level) if level in LEVELS else None


@lru_cache(maxsize=65536)
def above(code: str | None) -> tuple[str, ...]:
    """Codes of the divisions in which one lies, nearest first, the centre last; () of what has no code here."""
    division = gazetteer().by_code(code)
    if division is None or division.is_foreign:
        return ()
    return (*(up.code for up in gazetteer().ancestors(division) if not up.is_foreign), CENTRE)


@lru_cache(maxsize=16384)
def foreign_country(organization: str) -> str | None:
    """The country that a body's name begins with: 俄, 俄罗斯联邦 → 俄罗斯; 巴西 → 巴西; None for what is no foreign country."""
    _, divisions = gazetteer().prefix(organization)
    return divisions[0].code if divisions and divisions[0].is_foreign and divisions[0].code != HOME else None


@lru_cache(maxsize=4096)
def region_code(region: str | None) -> str | None:
    """The code of a region as articles have it: 浙江省杭州市萧山区 → 330109."""
    division = gazetteer().region(region) if region else None
    return division.code if division and not division.is_foreign else None


def may_be_promoted(lower: Post, higher: Post) -> bool:
    """Whether the rank of one allows the other afterwards: at most one level up, and then from a chief's post or the committee."""
    if lower.level is None or higher.level is None:
        return True
    step = lower.level - higher.level
    return step == 0 or step == 1 and "副" not in lower.position.replace("常务副", "").replace("副书记", "")
