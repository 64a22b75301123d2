"""Which division a post belongs to: the one that its title names (泗县县委书记, 七师党委书记) or means (市委, 区长, 师长).

Which division a bare 市委 or 区长 means: that of the title in front of it in the same chain; else the nearest of this kind
among the newspaper's home and what lies above it; else the first of this kind that the article names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..article import Article
from ..gazetteer import Division, gazetteer
from ..lexicon import WordGroups
from .foreign_posts import foreign_posts
from .ranks import CORPS_REGIMENT, ranks
from .titles import title_grammar

# 市 of 市委, 区 of 区人大: a kind of division without its name; 县委, 师市党委, 自治区政协, 地委
BARE = re.compile(r"(自治区|自治州|自治县|自治旗|师市|兵团|街道|省|市|区|县|州|盟|旗|镇|乡|地(?=委|区行署))")
CORPS_DIVISION = re.compile(r"第?([一二三四五六七八九十]{1,3})师(?![范资生傅德附])")  # 第八师石河子市
# 师党委常委, 师市财政局局长, 副师长: the division of 兵团 that the article is about
CORPS_BARE = re.compile(r"师市?(?=党|委|纪委|监委|政协|人大|机关|领导|[\u4e00-\u9fff]{1,12}[局委办部院会])|(?=副?师长)")
CORPS = "新疆生产建设兵团"
# 十届州政协主席, 上届省政协副主席: the term of office
LEADING_TERM = re.compile(r"^(?:第?[一二三四五六七八九十百]{1,4}届|上届|历届|本届|新一届)(?=自治|全国|[省市区县州盟旗])")
OURS = ("中国", "中共", "国务院", "全国")  # no foreign post behind one
CENTRAL = "中央"  # ours too, but for a party's that is another country's: 越共中央政治局委员、中央书记处书记
THEIR_PARTY = re.compile("[党共]中央")
OF_AUTONOMOUS_REGION = ("区党委", "区直")  # a district has a 区委
CPPCC = re.compile(r"(?:中国人民政治协商会议|(?:中国人民|人民)?政协)(?:第?[一二三四五六七八九十百]{1,4}届)?([\u4e00-\u9fff]{1,16}?)(?:第?[一二三四五六七八九十百]{1,4}届)?委员会(?=.)")
# 副县长, 代区长, 常务副市长: the kind stands in the position
CHIEF = re.compile(r"(?:常务|第一|执行)?副?(?:代理|代)?(省|市|区|县|州|盟|旗|镇|乡)长(?:助理)?$")
SEARCHED = 5000  # characters in which 国家主席 is looked for
LONG_GONE = 10  # years behind which a post is no longer that of a division without a successor of its name (唐山市新区, until 2002)
LEAD = 300  # characters of the article in which its division is looked for
DIVISION_KINDS = {"省": "省", "自治区": "自治区", "市": "市", "区": "区", "县": "县", "自治县": "县", "州": "州", "自治州": "州", "盟": "盟",
                  "旗": "旗", "自治旗": "旗", "镇": "镇", "乡": "乡", "街道": "街道", "地": "地区"}


@dataclass(frozen=True, slots=True)
class Read:
    """A title taken apart: the division, what stands behind its name, how the title names it."""

    division: Division | None
    rest: str
    named: str = ""  # full, short, kind (市委); "" where it is taken over from the post in front or from home
    kind: str | None = None  # 县 of 县长, where nobody knows which
    foreign: bool = False
    central: bool = False
    corps: bool = False  # 新疆生产建设兵团
    country: str = ""  # of a foreign post


class DivisionReader:
    """Reads titles of one article after another; it remembers which divisions the article's titles have named."""

    def __init__(self, lexicons: str | None = None):
        self.lexicons = lexicons
        self.grammar = title_grammar(lexicons)
        self.gazetteer = gazetteer(lexicons)
        self.ranks = ranks(lexicons)
        self.foreign = foreign_posts(lexicons)
        read = WordGroups("titles", lexicons)
        self.independent, self.named_inside = read("ranks", "independent"), read("ranks", "named_inside")
        self.of_enterprises, self.of_companies = read.set("ranks", "of_enterprises"), read("ranks", "of_companies")
        self._article: Article | None = None
        self._mentioned: list[Division] = []
        self._divisions: list[Division] = []  # that the article's titles have named so far
        self.kinds: set[str] = set()

    def begin(self) -> None:
        """Another article."""
        self._divisions, self.kinds = [], set()

    def remember(self, read: Read) -> None:
        """What a title names, for the bare ones behind it."""
        if read.division and read.named in ("full", "short"):
            self._divisions.append(read.division)
        if kind := read.kind or (read.division.name[-1] if read.division and read.named else None):
            self.kinds.add(kind)

    @lru_cache(maxsize=4096)  # noqa: B019  (one object a process)
    def home(self, region: str | None) -> Division | None:
        return self.gazetteer.region(region) if region else None

    def read(self, title: str, earlier: list[Read], beside: bool, home: Division | None, article: Article, year: int | None) -> Read:
        """Which division the title names or means, and what stands behind its name. beside: the earlier posts are of its own chain."""
        theirs = beside and earlier[-1].foreign and not title.startswith(OURS) and (not title.startswith(CENTRAL) or THEIR_PARTY.search(earlier[0].rest))
        if theirs or self.foreign.is_foreign(title):
            return Read(None, title, foreign=True, country=self.foreign.country(title) or (earlier[-1].country if beside else ""))
        text = title if title.startswith("中共中央") else title.removeprefix("中共").removeprefix("中国共产党")
        if text.startswith((CORPS, "新疆兵团", "兵团")):
            text = text.replace(CORPS, "").replace("新疆兵团", "").replace("兵团", "", 1)
            return self._read_corps(text, home, article) or Read(None, text, "full", corps=True)
        if text.startswith(("师", "副师")) or CORPS_REGIMENT.match(text) or CORPS_DIVISION.match(text):
            read = self._read_corps(text, home, article, earlier[-1] if earlier else None)
            if read:
                return read
        if (cppcc := CPPCC.match(text)) and self._is_division(cppcc.group(1)):
            text = f"{cppcc.group(1)}政协{text[cppcc.end():]}"
        text = LEADING_TERM.sub("", text)
        if text.startswith(self.ranks.military):
            return Read(None, text, central=True)  # 兰州军区 is not 兰州市's
        if (front := next((word for word in self.named_inside if text.startswith(word)), "")) and (named := self._named_inside(text, len(front), home)):
            return named
        if home and text.startswith(OF_AUTONOMOUS_REGION) and (region := self._upward(home, "自治区")):
            return Read(region, text[1:], "kind", "自治区")
        if text in self.ranks.national_alone:
            return Read(None, text, central=True)
        end, found = (0, []) if CHIEF.fullmatch(text) and not (home and text.startswith(home.name)) else self.gazetteer.prefix(text)  # 代县长
        division = self._chosen(text, end, found, earlier, home, article, year)
        if division:
            named = "full" if self._is_full(text[:end], [division]) else "short"
            return Read(division, self.without_kind(text[end:], division), named)
        if self.ranks.is_central(text):
            return Read(None, text, central=True)
        bare = BARE.match(text)
        if bare and self.gazetteer.ends_name(text, len(bare.group())):
            kind = bare.group()
            division = self._of_kind(kind, earlier, home, article)
            rest = text[bare.end() :]
            return Read(division, kind + rest if rest.startswith("长") else rest, "kind", kind)
        if not beside and self.is_of_nobody(text):
            return Read(None, text)
        chief = CHIEF.search(text)
        if chief:
            return Read(self._of_kind(chief.group(1), earlier, home, article), text, kind=chief.group(1))
        if not self._is_organization_of_its_own(text):
            if earlier:
                last = earlier[-1]
                return Read(last.division, text, kind=last.kind, central=last.central, corps=last.corps)
            return Read(home, text)
        return Read(None, text)

    def _named_inside(self, text: str, start: int, home: Division | None) -> Read | None:
        """武警广东省总队司令员, 民建济南市副主委: bodies that bear a division's name behind their own, the short one only near home."""
        end, found = self.gazetteer.prefix(text[start:])
        division = self.gazetteer.choose(found, home) if found and start + end < len(text) else None
        if division is None or division.is_foreign or not self._is_full(text[start : start + end], [division]) and not (home and self._is_beside(division, [home])):
            return None
        return Read(division, text)

    def _is_division(self, name: str) -> bool:
        return name in ("全国", "省", "市", "区", "县", "州", "盟", "旗", "自治区") or self.gazetteer.prefix(name)[0] == len(name)

    def _read_corps(self, text: str, home: Division | None, article: Article, last: Read | None = None) -> Read | None:
        """A post in a division or regiment of 兵团: 七师党委书记, 第八师石河子市市长, 124团团长; 师党委常委 in news of one."""
        named = CORPS_DIVISION.match(text)
        if named:
            number, rest = named.group(1), text[named.end() :]
        else:
            number = self._corps_division(home, article, last)
            bare, regiment = CORPS_BARE.match(text), CORPS_REGIMENT.match(text)
            if not number or not bare and not regiment:
                return None
            rest = text[bare.end() if bare and not regiment else 0 :]
        code = next((code for code, name in self.ranks.corps_cities.items() if name == f"第{number}师"), "")
        return Read(self.gazetteer.by_code(code), f"第{number}师{rest}", "full", corps=True)

    def _corps_division(self, home: Division | None, article: Article, last: Read | None) -> str:
        """The number of 兵团's division that a bare 师 means: of the post in front, of home, the first in the article."""
        if home and home.code in self.ranks.corps_cities:
            return self.ranks.corps_cities[home.code][1:-1]
        texts = [last.rest if last and last.corps else "", article.region or "", article.headline or "", article.text[:SEARCHED]]
        found = next((match for text in texts if (match := CORPS_DIVISION.search(text))), None)
        return found.group(1) if found else ""

    @lru_cache(maxsize=4096)  # noqa: B019
    def _is_organization_of_its_own(self, title: str) -> bool:
        """A university, company or hospital: no body of the division that its newspaper belongs to."""
        body, position = self.grammar.body_and_position(title)
        return len(body) > 2 and position.endswith(self.of_companies) or any(word in body for word in self.independent) or body.startswith("校") or len(body) > 2 and body.endswith("海关")

    def is_of_nobody(self, title: str) -> bool:
        """总经理, 校长: without its body it is no division's, though the newspaper is."""
        return title.removeprefix("常务").removeprefix("副").removesuffix("助理") in self.of_enterprises

    def _chosen(self, text: str, end: int, found: list[Division], earlier, home, article: Article, year: int | None) -> Division | None:
        """The division that a title begins with; None where its first word only looks like one (公安局局长, 中山大学校长)."""
        found = [division for division in found if not division.is_foreign and not (year and division.until and year > division.until + LONG_GONE)]
        if not found:
            return None
        name, rest = text[:end], text[end:]
        if not rest or text.startswith(self.ranks.state_zones):
            return None  # 平潭综合实验区 is not 平潭县's
        if not self._is_full(name, found) and (self.gazetteer.is_part(text, end) or self._is_organization_of_its_own(rest) or
                             self.gazetteer.is_common_word(name) and not CHIEF.match(rest)):
            return None
        near = [read.division for read in earlier if read.division]
        anchors = [division for division in (home, *near) if division]
        if self.gazetteer.is_common_word(name):  # 开发区 is nobody's but its own county's or city's
            found = [division for division in found if division.level != "town" or any(anchor in (division, *self.gazetteer.ancestors(division)) for anchor in anchors)]
        if anchors:  # 道口镇 of somebody else's province
            found = [division for division in found if division.level != "town" or self._is_beside(division, anchors)]
        if anchors and not self._is_full(name, found) and not CHIEF.match(rest):
            found = [division for division in found if division.level != "county" or self._is_beside(division, anchors)]
        if len(found) == 1:
            return found[0]
        if not found:
            return None
        return self.gazetteer.choose(found, home, near, year) or self.gazetteer.choose(found, home, [*near, *self._named(article)], year)

    def _is_beside(self, division: Division, anchors: list[Division]) -> bool:
        """Whether it lies in a province of the anchors: 龙潭产业园区 of 玉林 is not 吉林市龙潭区's."""
        return any(anchor.code[:2] == division.code[:2] for anchor in anchors)

    @staticmethod
    def _is_full(name: str, divisions: list[Division]) -> bool:
        """Whether the name ends in 市, 区, 县 … as the division's does."""
        return any(name[-1] == division.name[-1] and len(name) > 1 and name[-1] in "省市区县州盟旗镇乡道" for division in divisions)

    @staticmethod
    def without_kind(rest: str, division: Division) -> str:
        """泗县 + 县委书记 → 委书记; 安乡县 + 长 → 县长."""
        kind = division.name[-1]
        if rest.startswith(kind) and len(rest) > 1 and not rest.startswith(kind + "长"):
            rest = rest[1:]
        return kind + rest if rest.startswith("长") else rest

    def _of_kind(self, kind: str, earlier: list[Read], home: Division | None, article: Article) -> Division | None:
        """The division that a bare 市 or 区 means."""
        ending = DIVISION_KINDS.get(kind, kind)
        for read in reversed(earlier):
            found = self._upward(read.division, ending)
            if found:
                return found
        carried = next((division for division in reversed(self._divisions) if self._is_kind(division, ending)), None)  # 西城区委书记甲，区长乙
        region = self._upward(home, "自治区") if ending == "区" and not carried else None  # 区政府 in Tibet's own news
        named = (division for division in self._named(article) if self._is_kind(division, ending) and (home is None or division.level != "town" or self._is_beside(division, [home])))
        return self._upward(home, ending) or carried or region or next(named, None)

    def _upward(self, division: Division | None, ending: str) -> Division | None:
        """The nearest of this kind among a division and what lies above it."""
        if division is None:
            return None
        return next((above for above in (division, *self.gazetteer.ancestors(division)) if self._is_kind(above, ending)), None)

    @staticmethod
    def _is_kind(division: Division, ending: str) -> bool:
        if not division.name.endswith(ending):
            return False
        return ending != "区" or division.level == "county"

    def _named(self, article: Article) -> list[Division]:
        """Divisions named in the headline and the lead, in order."""
        if article is not self._article:
            text = "\n".join(filter(None, (article.kicker, article.headline, article.text[:LEAD])))
            year = article.published.year if article.published else None
            found = [self.gazetteer.choose(hit.candidates, year=year) for hit in self.gazetteer.find(text) if hit.sure]
            self._article, self._mentioned = article, [division for division in found if division and not division.is_foreign]
        return self._mentioned
