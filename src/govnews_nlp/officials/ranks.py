"""Ranks of posts, in half steps from 1 (国家级正职) to 10 (乡科级副职), and the five levels that the tables show.

公务员法 (2018) art. 18 and the practice of cadre administration: a division has a rank, the chiefs of its Party committee,
government, congress and CPPCC have it too, their deputies stand half a step lower, heads of departments a whole step.
Districts of municipalities rank with prefectures, districts of sub-provincial cities half a step above counties.
The words and steps are in lexicons/titles.toml, [ranks].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..gazetteer import Division, gazetteer
from ..lexicon import WordGroups, longest_first, words_of
from ..schema import LEVELS

PROVINCE, SUBPROVINCIAL, PREFECTURE, SUBPREFECTURE, COUNTY = 3, 4, 5, 6, 7
TOWNSHIP_BELOW = 2  # a township stands a whole step below its county or district
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
SPECIAL_REGIONS = ("81", "82", "71")
SECRETARY = "秘书长"
DISCIPLINE = "纪委"  # of a body, with the rank of its deputies


def level_of(rank: int | None) -> str | None:
    return None if rank is None or not 1 <= rank <= 10 else LEVELS[(rank - 1) // 2]


class Endings(dict):
    """Words with a value; of(text) is the longest one that the text ends in, or None."""

    def __init__(self, items):
        super().__init__(items)
        self.lengths = sorted({len(word) for word in self}, reverse=True)

    def of(self, text: str) -> str | None:
        return next((ending for length in self.lengths if (ending := text[-length:]) in self), None)


@dataclass(frozen=True, slots=True)
class Steps:
    """How many halves of a step below the division's chief those of a body stand."""

    chief: int
    deputy: int
    member: int
    secretary: int
    members: tuple[str, ...]  # 委员, 成员: how positions of members end

    def below(self, position: str) -> int | None:
        if position.endswith(SECRETARY):
            return self.secretary + ("副" in position)
        if "副" in position or position.endswith(("助理", "党组成员")):
            return self.deputy
        member = position.endswith(self.members)
        return None if member and self.member < 0 else self.member if member else self.chief


# lists of posts with a rank of their own → the rank; 0: none
FIXED_RANKS = {"bureau": 6, "division": 8, "section": 10, "none": 0}
WORK_COMMITTEE = re.compile(r"(?:党工委|工委|管委会|管理委员会|管委)$")  # 经济开发区党工委

CORPS_REGIMENT = re.compile(r"第?[一二三四五六七八九十〇零百\d]{1,4}团(?=.)")  # 124团党委书记
CORPS_UNIT = re.compile(r"^(.*(?:师市?|团))(?:[\u4e00-\u9fff]{2,5}[市镇])?")  # what a body of 兵团 begins with: 第七师胡杨河市, 四十一团草湖镇


class Ranks:
    def __init__(self, lexicons: str | None = None):
        self.lexicons = lexicons
        read = WordGroups("titles", lexicons)
        words = read.sections["ranks"]
        self.gazetteer = gazetteer(lexicons)
        self.central = read("ranks", "central")
        self.national = read("ranks", "national")
        self.commissions = read("ranks", "commissions")
        self.national_alone = read.set("ranks", "national_alone")
        self.heads_of_universities = read("ranks", "heads_of_universities")
        self.members, self.plain_members = read("ranks", "members"), read.set("ranks", "plain_members")
        self.department_heads = (*read("ranks", "department_heads"), *self.members)
        self.of_unknown_body, self.chaired = read.set("ranks", "of_unknown_body"), read("ranks", "chaired")
        self.own_bodies, self.higher_in_provinces = read("ranks", "own_bodies"), read.set("ranks", "higher_in_provinces")
        self.of_kind: dict[str, int] = words["of_kind"]
        self.central_party, self.central_heads = read("ranks", "central_party"), read("ranks", "central_heads")
        self.military, self.inside_ministry = read("ranks", "military"), read("ranks", "inside_ministry")
        self.state_offices, self.state_commissions = read("ranks", "state_offices"), read("ranks", "state_commissions")
        self.ministries = longest_first(words["ministries"])
        self.below_ministry = longest_first(words["below_ministry"])
        self.universities = longest_first(words["universities"])
        self.corps_cities: dict[str, str] = words["corps_cities"]
        self.subprovincial = read.set("ranks", "subprovincial")
        self.own_rank: dict[str, int] = words["own_rank"]
        self.state_zones = read("ranks", "state_zones")
        self.townships = WordGroups("divisions", lexicons)("kinds", "townships_left_out")  # their kinds: 镇, 乡, 街道
        self.fixed_posts = Endings({word: rank for key, rank in FIXED_RANKS.items() for word in words_of(words[key])})
        self.fixed_bodies = Endings(words["fixed"])
        self.department = Steps(**words["department"], members=self.members)
        self.departments = read("ranks", "departments")
        self.whole_steps: dict[str, Steps] = {}
        ending: dict[str, Steps] = {}
        for row in words["steps"]:
            steps = Steps(row["chief"], row["deputy"], row["member"], row["secretary"], self.members)
            (self.whole_steps if row.get("whole") else ending).update(dict.fromkeys(words_of(row["bodies"]), steps))
        self.steps = Endings(ending)

    def __reduce__(self):
        return ranks, (self.lexicons,)

    # ---- divisions

    @lru_cache(maxsize=4096)  # noqa: B019  (one object a process)
    def of_division(self, division: Division) -> int | None:
        """The rank of the division's chief."""
        if division.is_foreign or division.code[:2] in SPECIAL_REGIONS and division.level != "province":
            return None
        if division.code in self.own_rank:
            return self.own_rank[division.code]
        if division.level == "province":
            return PROVINCE
        if division.level == "city":
            return SUBPROVINCIAL if division.code in self.subprovincial else PREFECTURE
        parent = self.gazetteer.parent(division)
        if division.is_zone:
            above = self.of_division(parent) if parent else None
            return None if above is None else above + TOWNSHIP_BELOW
        if division.level == "town":
            above = self.of_division(parent) if parent else None
            return None if above is None else above + TOWNSHIP_BELOW
        if parent is None:
            return COUNTY
        if parent.code in MUNICIPALITIES or division.code.startswith("6590"):  # 兵团's cities are its divisions
            return PREFECTURE
        if parent.level == "province":
            return SUBPREFECTURE  # counties directly under Hainan and others
        return SUBPREFECTURE if parent.code in self.subprovincial and division.name.endswith("区") else COUNTY

    # ---- posts

    @lru_cache(maxsize=16384)  # noqa: B019
    def of_post(self, body: str, position: str, division: Division | None, kind: str | None = None) -> int | None:
        """The rank of `position` in `body` (without the division's name) of the division, or of an unknown one of this kind."""
        fixed = self.fixed_posts.of(body + position)
        if fixed and (fixed != "组长" or not body.endswith(("纪检监察组", "纪检组", "巡视组"))):
            return self.fixed_posts[fixed] or None
        deputy = ("副" in position or position.endswith(self.members)) and SECRETARY not in position
        if "大学" in body and any(word in body for word in self.universities):
            return SUBPROVINCIAL + (deputy or not position.endswith(self.heads_of_universities) or DISCIPLINE in body)
        whole = body.removesuffix(DISCIPLINE)
        name = self.fixed_bodies.of(whole)
        if name == whole and division is None:
            return None
        if name:
            above = division is not None and division.level == "province" and name in self.higher_in_provinces
            return self.fixed_bodies[name] - above + (deputy or whole != body)
        of_state = next((name for name in self.state_zones if body.startswith(name)), "")
        body = body.removeprefix(of_state)
        rank = PREFECTURE if of_state else self.of_division(division) if division else self.of_kind.get(kind or "")
        if rank is None:
            return None
        if position.endswith("领导"):
            return rank + 1
        if not body and position.removeprefix("副") in self.of_unknown_body and not (division.name if division else kind or "").endswith(self.chaired):
            return None
        zone = of_state or division is None or division.code in self.own_rank or division.level == "town" or division.is_zone or kind in self.townships
        steps = self._steps("开发区" if body in ("党工委", "管委会", "纪工委") and not zone else body, position)
        if steps is None:
            return None
        below = steps.below(position)
        if below is None or body == "委" and position in self.plain_members:
            return None
        if kind in self.townships or division and (division.level == "town" or division.is_zone):
            below %= 2
        return rank + below

    def of_corps(self, body: str, position: str) -> int | None:
        """兵团 ranks with a province, its 师 with prefectures, their 团 with counties."""
        regiment = CORPS_REGIMENT.search(body + position)
        rank = 9 if body.endswith("连") else COUNTY if regiment else PREFECTURE if "师" in body or position.startswith("第") else PROVINCE
        inside = CORPS_UNIT.sub("", body).removesuffix("连")
        steps = self.steps_of(inside) or (self.department if inside else self.steps_of("政府"))
        below = 1 if position.endswith("领导") else steps.below(position)
        return None if below is None else rank + below

    def _steps(self, body: str, position: str) -> Steps | None:
        if not body:
            return self.steps_of("政府")
        steps = self.steps_of(body) or self.steps_of(WORK_COMMITTEE.sub("", body))
        if steps is None and body.endswith(self.departments) and position.endswith(self.department_heads):
            return self.department
        return steps

    def steps_of(self, body: str) -> Steps | None:
        return self.whole_steps.get(body) or self.steps.get(self.steps.of(body))

    def is_own_body(self, body: str) -> bool:
        """Whether the division's own: 纪委, 发展改革委, 林业局; not 亚运会组委会, 新党."""
        return self.steps_of(body) is not None or body.endswith(self.own_bodies) and not body.endswith("组委会")

    def is_central(self, title: str) -> bool:
        return title.startswith((*self.central, *self.ministries, *self.below_ministry))

    def of_central_post(self, title: str, body: str, position: str) -> int | None:
        """The rank of a post in a body of the centre: 总书记, 外交部副部长, 国家铁路局局长, 教育部某司司长."""
        if title in self.national_alone or title.endswith(self.national):
            return 2
        if title.startswith(self.central_party) and title.endswith(self.commissions):
            return 2
        fixed = self.fixed_posts.of(title)
        if fixed:
            return self.fixed_posts[fixed] or None
        deputy = "副" in position or position.endswith(("助理", *self.members))
        if any(word in title for word in self.universities):
            return SUBPROVINCIAL + (deputy or not position.endswith(self.heads_of_universities) or DISCIPLINE in title)
        if any(word in title for word in self.military):
            return 3 if not deputy else 4
        for names, rank in ((self.below_ministry, 4), (self.ministries, 3)):
            whole = body.removesuffix(DISCIPLINE)
            name = next((name for name in names if whole.removesuffix("党组").removesuffix("党委").endswith(name)), None)
            if name:
                return rank + (deputy or whole != body)
            inside = next((name for name in names if body.startswith(name)), None)
            if inside and body.endswith(self.inside_ministry):
                return 5 + deputy
        if body.startswith("国家"):
            return 4 + deputy if body.endswith(self.state_offices) else 3 + deputy if body.endswith(self.state_commissions) else None
        if body.startswith("中国") and not body.startswith(("中国共产党", "中国人民政治协商会议")):
            return None
        return 3 + deputy if position.endswith(self.central_heads) else None


@lru_cache(maxsize=4)
def ranks(lexicons: str | None = None) -> Ranks:
    return Ranks(lexicons)
