"""What is known of a meeting: format, organiser, level, place, from its name and the sentences around it."""

from __future__ import annotations

import re
from functools import lru_cache

from ..article import Article
from ..gazetteer import Division, gazetteer
from ..lexicon import alternatives, load_toml

MUNICIPALITIES = ("11", "12", "31", "50")  # codes begin so: 北京, 天津, 上海, 重庆
PLACE = "[^在于就，。；：！？“”《》\\s,;:!?、]"
# 在杭州召开; 于人民大会堂举行
HELD_IN = re.compile(
    rf"[在于](?!场)(?P<place>{PLACE}{{1,20}}?)(?:隆重|胜利|正式|成功|顺利|如期|圆满|联合|共同)?(?:召开|举行|举办|开幕|闭幕|启幕|落幕|主持召开|主持|出席|组织召开)"
)
NO_PLACE = re.compile(
    r"^(?:结束.*|.*(?:会议?|下|中|时|上|之际|期间|前|后|基础|形式|背景|结束|支持|领导|会晤|论坛|旬|仪式|活动|过程|[十九八]大|即将|今年|日|月|年|即|线|[上下]午)|线上|现场|成功|圆满|顺利|胜利|.*分会场|今天|昨天|全会|这里|当地|(?:当地时间|关于|围绕|此间).*|.*[0-9][日时月].*)$"
)
NO_BODY = re.compile(r"^“|[0-9一二三四五六七八九十]国集团$|(?:[中东西南北内外全干总]部|[开大布格结]局)$")  # 中部, 开局
OF_YEAR = re.compile("^[0-9]{4}年度?")  # 2025年|县政府第十六次常务会议
SCOPE_ONLY = re.compile("全[省市区县州盟旗镇乡]")  # 全市党委书记述职会: no body
WITH = re.compile(
    r"(?:就|进行|开展)?(?:调研|考察|视察|走访|检查)|(?<=[^大])(?:亲切|同(?!仁|江|德|心)|与|以(?:视频|线上|线下)|会见|看望|继续|共同|应邀|今天|（|\()"
)  # 奥克兰同…总理共同出席
TERM = re.compile(
    r"^(?:中国人民政治协商会议|政协)?(?:第?[一二三四五六七八九十]{1,3}届)(?=省委|市委|区委|县委|州委|旗委|[^全]{1,6}(?:省|市|区|县|州|旗|盟)委员会)"
)  # 十二届县委常委会, 政协第十三届某省委员会
NO_LEVEL = ("乡村", "镇街", "县域", "市场", "区域", "省际", "市域", "城市", "道路")  # 乡村|建设现场推进会: no township's
LOCAL_PARTY = re.compile(r"^(?:中国共产党|中共|中国人民政治协商会议|政协)(?!第|中央|中国|全国|[\u4e00-\u9fff]?委)")  # 中共某市委, 中国共产党某市第四次代表大会
SUFFIXES = frozenset("省市县区旗州盟镇乡道")


class MeetingFacts:
    def __init__(self, lexicons: str | None = None):
        words = load_toml("meetings", lexicons)
        self.formats = [
            (form, re.compile("|".join(map(re.escape, line.split())))) for form, line in words["formats"].items()
        ]
        self.in_form = {form: re.compile(pattern) for form, pattern in words["format_sentences"].items()}
        self.levels = sorted(
            ((word, level) for level, line in words["levels"].items() for word in line.split()),
            key=lambda pair: -len(pair[0]),
        )
        self.by_region = words["by_region"]
        self.international = tuple(words["international"]["names"].split())
        self.organizers = re.compile(
            rf"^.{{0,24}}?(?:{alternatives(words['organizers']['ends'])})"
        )
        self.not_organizers = tuple(words["organizers"]["not_followed_by"].split())
        self.subprovincial = frozenset(load_toml("titles", lexicons).get("ranks", {}).get("subprovincial", "").split())
        self.gazetteer = gazetteer(lexicons)

    def format(self, name: str, context: str) -> str | None:
        """视频, 电视电话 or 现场, by the name, else by 会议以视频形式召开 in the sentences around it."""
        return next((form for form, pattern in self.formats if pattern.search(name)), None) or next(
            (form for form, pattern in self.in_form.items() if pattern.search(context)), None
        )

    def organizer(self, name: str, subject: str) -> str | None:
        """The body in front of the verb of holding (区防汛指挥部 | 召开例会), else the one its name begins with."""
        if subject and self.organizers.fullmatch(subject):
            return subject
        body = None
        name = OF_YEAR.sub("", name)
        if name.startswith(("庆祝", "纪念", "第", "首届")) or SCOPE_ONLY.match(name):
            return None
        for end in range(2, min(len(name), 30)):
            match = self.organizers.fullmatch(name[:end])
            if (
                match
                and end > 2
                and not NO_BODY.search(name[:end])
                and not re.search(r"第[^届]{1,4}次|[一二三四五六七八九十0-9]次", name[:end])
                and "暨" not in name[:end]
                and sum(map(name[:end].count, "（(")) == sum(map(name[:end].count, "）)"))
                and "会议" not in name[:end].replace("政治协商会议", "")
                and "全会" not in name[:end]
                and not name.startswith(self.not_organizers, end)
            ):
                body = name[:end]
        return body

    def place(self, sentence: str, near: int) -> str | None:
        """The place of 在…召开 that stands nearest to the name."""
        found = [
            m
            for m in HELD_IN.finditer(sentence)
            if not NO_PLACE.match(m["place"]) and not m["place"].startswith(("全国", "全省", "全市"))
        ]
        best = min(found, key=lambda m: abs(m.start() - near), default=None)
        return WITH.split(best["place"])[0] or None if best else None

    def level(self, name: str, organizer: str | None, article: Article) -> str | None:
        """The rank of the division or body whose meeting it is."""
        for text in (organizer or "", name):
            text = TERM.sub("", LOCAL_PARTY.sub("", text.lstrip("“《")))
            if text.startswith(NO_LEVEL):
                continue
            word, level = next(((word, level) for word, level in self.levels if text.startswith(word)), ("", None))
            scope = next(
                (kind for kind, words in self.by_region.items() if text.startswith(tuple(words.split()))), None
            )
            if scope and len(word) < 2:
                return self._of_region(scope, article.region)
            if level:
                return level
            division = None if text.startswith(self.international) else self._division(text, article.region)
            if division:
                return self.rank(division)
        return None

    def _division(self, text: str, region: str | None) -> Division | None:
        for end in range(min(len(text), 20), 2, -1):
            if text[end - 1] in SUFFIXES and (
                found := self.gazetteer.resolve(text[:end], _home(region, self.gazetteer))
            ):
                return found
        for end in range(min(len(text), 12), 1, -1):
            known = self.gazetteer.candidates(text[:end])
            if (
                known
                and not self.gazetteer.is_common_word(text[:end])
                and (text[end - 1] in SUFFIXES or any(d.level in ("province", "city", "county") for d in known))
            ):
                return self.gazetteer.resolve(text[:end], _home(region, self.gazetteer))
        return None

    def _of_region(self, scope: str, region: str | None) -> str | None:
        """全市, 区委: what the word means at the newspaper's home."""
        home = _home(region, self.gazetteer)
        if home is None:
            return "厅局级" if scope == "市" else "县处级"
        chain = [home, *self.gazetteer.ancestors(home)]
        if scope == "区":
            own = next((d for d in chain if d.level == "county"), None)
            if not (own and own.name.endswith("区")) and any(d.level == "province" and d.name.endswith("自治区") for d in chain):
                return "省部级"  # 全区 in a county, a city or a banner of an autonomous region
            return self.rank(own) if own else "县处级"
        for division in chain:
            if division.name.endswith("市"):
                return self.rank(division)
        return "厅局级"

    def rank(self, division: Division) -> str | None:
        if division.level == "province":
            return "省部级"
        if division.level == "city":
            return "省部级" if division.code in self.subprovincial else "厅局级"
        if division.level == "county":
            above = division.parent or ""
            return "厅局级" if division.code.startswith(MUNICIPALITIES) or above in self.subprovincial else "县处级"
        return "乡科级" if division.level == "town" else "国家级" if division.level == "country" else None


def _home(region: str | None, places) -> Division | None:
    return _home_of(region, places) if region else None


@lru_cache(maxsize=256)
def _home_of(region: str, places) -> Division | None:
    return places.region(region)


@lru_cache(maxsize=8)
def meeting_facts(lexicons: str | None = None) -> MeetingFacts:
    return MeetingFacts(lexicons)
