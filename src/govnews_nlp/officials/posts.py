"""Posts: a title as printed → the division and body it belongs to, spelt out, its rank, and the division's code.

title_full names the division from the prefecture down (杭州市萧山区委书记), provinces and what lies directly under them from
the province (浙江省委书记, 北京市东城区区长, 湖北省仙桃市市长), then the body and the position in one normal form, so that the same
post has the same title_full however it is printed: 中共萧山区委书记, 萧山区委书记 and, in 萧山日报, 区委书记 → 杭州市萧山区委书记;
安乡县长, 县人民政府县长 → 常德市安乡县县长. Central and foreign posts keep their printed form, without 中共 (but 中共中央).
Which division a bare 市委 or 区长 means: officials/post_divisions.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..article import Article
from ..gazetteer import Division, gazetteer
from ..lexicon import WordGroups, load_csv
from .foreign_posts import foreign_posts
from .post_divisions import CHIEF, CORPS, LEADING_TERM, SEARCHED, DivisionReader, Read
from .ranks import CORPS_UNIT, level_of, ranks
from .titles import TitleGrammar, title_grammar

# 第十八届人大常委会 → 人大常委会; 政协某县第十届委员会 → 某县政协
TERM = re.compile(r"第?[一二三四五六七八九十百]{1,4}届(?=人大|人民代表大会|政协|委员会|纪律检查|纪委|常委会|人民政府|政府)")
COLLECTIVE = re.compile(r"(党委|委|政府|行署|人大常委会|人大|政协|)((?:主要|分管|四套班子|班子|老)?领导)")  # 政协领导
PARTY_GROUP = re.compile(r"(?:党组|分党组|党委|党总支|机关党组|党委会)$")
# the body's own words, where the division is known: 组织部部长, 党组成员
GROUP_POST = re.compile(r"(?:党组|分党组|党委)(?:第一)?(?:副书记|书记|成员|委员)$")
PARTY_CHAIR = "主委"
# a deputy without a body, and the body and chief that stand in front of it in the sentence
DEPUTY_OF = {
    "副主任": re.compile(r"(人大常委会|监委|管委会)(?:党组书记、|党组副书记、)?(?:代理)?(?:常务)?副?主任[^。\n]{0,60}?[，,、]副主任"),
    "副主席": re.compile(r"(政协)(?:党组书记、|党组副书记、)?副?主席[^。\n]{0,60}?[，,、]副主席"),
}
# what a bare title means in an article that speaks of one such body: 县人大常委会主任甲 … 副主任乙
BODIES_OF_BARE = {
    "副主任": ("人大常委会", re.compile(r"([县市区旗州])人大常委会(?:党组书记、)?主任")),
    "副主席": ("政协", re.compile(r"([县市区旗州])政协(?:党组书记、)?主席")),
}
# a bare post of a body's Party group
GROUP_ALONE = re.compile(r"(?:党组|分党组)(?:副?书记|成员)|党委(?:副?书记|委员)")
OF_TOWNSHIP = re.compile(r"党委副书记、(?:代理?)?([镇乡])长")  # a bare 党委 is a township's where its head is named so
COMMITTEE = re.compile(r"[省市区县州旗盟镇乡地党]委$")  # has no 党组
# 人大常委会原副主任, 政府原党组成员
FORMER = re.compile(r"(?:原|前)(?=(?:党组|党委)?(?:第一|常务|专职|副|代理)*(?:书记|主任|主席|[局厅部院市县区州省校署司处社会团师]长|成员|委员长|委员|总理|常委|秘书长|检察长|董事长|总经理|主任委员|经理|行长|政委)$|[省市区县州盟旗](?:委|政府|人大|政协|纪委|监委)|副?(?:省|市|区|县|州|旗)长)")
MODIFIERS = re.compile(r"^(?:常务|第一|执行|代理|代|副)+")  # 常务副主任, but 常委 stays
HEAD_OF_BODY = re.compile(r"(?:常务)?副?([局部厅])长")
GROUP_MEMBER = re.compile(r"(?:党组|分党组|党委)(?:成员|委员)")
LONGEST_DIVISION = 12
FAR_IN_FRONT = 60  # characters from a body's post to another person's in the same sentence
LONGEST_SURE = 32  # characters of a title
BODY_INSIDE = re.compile(r"[省市区县州旗盟](?:委|政府|人大|政协|纪委|监委)")
SENTENCE_END = re.compile(r"[。；;！？\n]")


@dataclass(frozen=True, slots=True)
class Post:
    title_full: str | None
    organization: str | None
    position: str | None
    level: str | None
    adcode: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    body: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class _Chain:
    """The posts of one person at one place in the text, read: where they end, their divisions, their last body."""

    end: int
    reads: list[Read]
    body: str


class PostResolver:
    def __init__(self, lexicons: str | None = None):
        self.lexicons = lexicons
        self.grammar: TitleGrammar = title_grammar(lexicons)
        self.gazetteer, self.ranks = gazetteer(lexicons), ranks(lexicons)
        self.divisions = DivisionReader(lexicons)
        foreign, read = foreign_posts(lexicons), WordGroups("titles", lexicons)
        self.is_foreign, self.begins_inside = foreign.is_foreign, foreign.begins_inside
        self.of_body_in_front = re.compile(
            f"{read.any_of('body_posts', 'alone')}|(?:{read.any_of('body_posts', 'groups')})(?:第一|常务)?副?(?:{read.any_of('body_posts', 'group_posts')})|"
            f"(?:常务|第一|执行)?副(?:({read.any_of('body_posts', 'headed_by')})长|{read.any_of('body_posts', 'deputies_of')})")
        self.ends_of_bodies = {head: tuple(ends.split()) for head, ends in read.sections["body_posts"]["ends"].items()}
        self.of_zone, of_zone = read("body_posts", "of_zone"), read.any_of("body_posts", "of_zone")
        self.of_zone_with_kind = tuple("区" + body for body in self.of_zone)
        self.zone_body = re.compile(f"(?<=[区园城）)])(?:{of_zone})$")
        self.main_bodies, self.groups = read.set("body_posts", "main"), read("body_posts", "party_groups")
        self.of_corps_unit, self.bare_of_leaders = read("body_posts", "of_corps_unit"), read.set("body_posts", "bare_of_leaders")
        self.named_short, self.of_committee = read("body_posts", "named_short"), read("body_posts", "of_committee")
        self.with_committees, self.main_committees = read("body_posts", "with_committees"), read("body_posts", "main_committees")
        self.party_departments, self.parties = read("ranks", "party_departments"), read("ranks", "parties")
        self.inheriting, self.internal = read.set("ranks", "inheriting"), read.set("ranks", "internal")
        self.zones = read.pattern("ranks", "zones")
        self.zone_with_body = re.compile(f"(?:{self.zones.pattern})(?={of_zone})")
        self.alone, self.belongs_to = read.sections["ranks"]["alone"], read.sections["ranks"]["belongs_to"]
        self.spelt_out = dict.fromkeys(read("modifiers", "duties"), "") | read.sections["ranks"]["spelt_out"]
        self.convener = re.compile(rf"(?<![\u3400-\u9fff])([\u3400-\u9fff]{{1,12}}?(?:{'|'.join((*self.grammar.bodies, *self.ranks.townships))}))(?:党组|党委|机关)?(?:{read.any_of('lists', 'convenes')})")
        self.central_media = WordGroups("newspapers", lexicons)("central", "names")
        self.leaders = {row["name"]: row["note"] for row in load_csv("people", lexicons) if row["note"]}  # the others' names are known, no more
        self._read_in: Article | None = None
        self._chains: list[_Chain] = []  # of the article so far
        self._abroad = False  # posts of other countries were among them

    @lru_cache(maxsize=16384)  # noqa: B019  (one object a process)
    def is_doubtful(self, title: str) -> bool:
        """Whether a title seems to begin too early: the name of its division or country stands behind other words (加强 | 州政协领导)."""
        if len(title) > LONGEST_SURE or self.begins_inside(title):
            return True
        title = LEADING_TERM.sub("", title)
        inside = BODY_INSIDE.search(title, 2)
        return inside is not None and not self.gazetteer.prefix(title.removeprefix("中共"))[0] and not title.startswith((*self.parties, "自治", "政协", "原")) and \
            not self.zones.match(title[: inside.start() + 1][-3:])

    def __reduce__(self):
        return post_resolver, (self.lexicons,)

    def resolve(self, titles: list[tuple[str, int]], article: Article, person: str | None = None, spans: list[tuple[int, int]] = ()) -> list[Post]:
        """The posts that the titles of one person name; titles of one chain stand one behind the other in the text. spans: where."""
        if article is not self._read_in:
            self._read_in, self._chains, self._abroad = article, [], False
            self.divisions.begin()
        home = self.divisions.home(article.region)
        year = article.published.year if article.published else None
        posts: list[Post] = []
        before: dict[int, list[Read]] = {}
        last: dict[int, _Place] = {}
        for at, (printed, chain) in enumerate(titles):
            title = printed.removeprefix("院") if printed.startswith("院党组") else printed  # of the court that the article is about
            if spans and chain not in before and (front := self._in_front(title, spans[at][0], article)):
                before[chain], last[chain] = [*front.reads], _Place(front.body, None)
            earlier = before.setdefault(chain, [])
            if not earlier and (same := self._same_post(title, [other for other, _ in titles[:at]])) is not None:
                posts.append(posts[same])  # 市教育局党组书记甲 … 党组书记甲
                continue
            if title.startswith("党组") and not earlier and any(other.endswith("检察长") for other, _ in titles):
                title = "检察院" + title  # 院党组书记、检察长
            if not earlier and GROUP_ALONE.fullmatch(title):
                title = self._convener(article, title) + title
            if title.startswith(self.of_zone_with_kind) and chain in last and self.zone_of(last[chain].body):
                title = title[1:]  # 区党工委副书记 in news of a zone
            read = self.divisions.read(title, earlier or before.get(max(before, default=0), []), bool(earlier), home, article, year)
            earlier.append(read)
            self.divisions.remember(read)
            post, last[chain] = self._post(title, read, last.get(chain, _Place("", None)), article, person)
            if spans:
                self._chains.append(_Chain(spans[at][1], earlier, last[chain].body))
            self._abroad |= read.foreign
            of_chain = read.division is not None and len(earlier) > 1  # 上海市委书记、常委
            posts.append(self._of_leader(title, post, person) if person and not read.foreign and not of_chain else post)
        return posts

    def _same_post(self, title: str, before: list[str]) -> int | None:
        """Which of a person's posts a shorter form means: 党组书记 behind 市教育局党组书记."""
        for at, other in enumerate(before):
            body = other.removesuffix(title)
            if body not in ("", other) and body.endswith(self.grammar.bodies):
                return at
        return None

    def _convener(self, article: Article, title: str) -> str:
        """The body whose meeting the article reports first (县审计局召开…会议), or the kind of township, for a bare 党组书记, 党委书记; or ""."""
        text = "\n".join(filter(None, (article.headline, article.text[:SEARCHED])))
        found = self.convener.search(text)
        body = found.group(1) if found else ""
        if not title.startswith("党委"):
            return "" if COMMITTEE.search(body) or body.endswith(self.ranks.townships) else body
        if not body or body.endswith(tuple(self.main_bodies)):
            kinds = set(OF_TOWNSHIP.findall(text))
            return kinds.pop() if len(kinds) == 1 else ""
        return body

    def _in_front(self, title: str, start: int, article: Article) -> _Chain | None:
        """The posts in front of a bare 副局长, 党组成员 that are of the same body: in the sentence, or the only ones in the article."""
        if title.startswith((*self.of_zone, *self.of_zone_with_kind)) and (zone := next((chain for chain in reversed(self._chains) if self.zone_of(chain.body)), None)):
            return zone
        wanted = self.of_body_in_front.fullmatch(title)
        if not wanted and title not in self.grammar.foreign:
            return None
        before = max((chain for chain in self._chains if chain.end <= start), key=lambda chain: chain.end, default=None)
        near = before is not None and start <= before.end + FAR_IN_FRONT and not SENTENCE_END.search(article.text, before.end, start)
        if title in self.grammar.foreign and near and before.reads[-1].country and article.text[start - 1] in "、和":
            return before  # 塞尔维亚总统甲、议长乙
        if not wanted:
            return None
        endings = wanted.group(1) or next((endings for head, endings in self.ends_of_bodies.items() if title.endswith(head)), "")
        fits = [chain for chain in self._chains if chain.body not in ("", "委", "政府", "党组", "分党组") and not (title.startswith(self.groups) and chain.body.endswith(self.of_zone)) and (chain.body != "党委" or title.startswith("党委")) and chain.body.endswith(endings or chain.body)]
        if title == "副书记" and before and before.body in ("委", "党委"):
            fits.append(before)  # 省委书记甲、副书记乙
        if before in fits and near:
            return before
        bodies = {(chain.body, chain.reads[-1].division) for chain in fits} if wanted.group(1) else ()
        return fits[-1] if len(bodies) == 1 else None

    def zone_of(self, body: str) -> str:
        """高新区 of 高新区党工委: the zone whose body it is; "" for another body."""
        found = self.zone_body.search(body)
        return body[: found.start()] if found else ""

    def _zone_of_article(self, article: Article) -> str:
        """The zone that an article is about which speaks of a bare 党工委 or 管委会: 高新区 in its headline or text."""
        text = "\n".join(filter(None, (article.headline, article.text[:SEARCHED])))
        found = self.zone_with_body.search(text) or self.zones.search(text)
        return found.group() if found else ""

    def _of_leader(self, title: str, post: Post, person: str) -> Post:
        """A bare 主席, 总理 of a leader of people.csv is the country's; a bare 总书记 of somebody else is none of ours (阮某总书记)."""
        note = self.leaders.get(person)
        if title in self.alone and (note or title not in self.bare_of_leaders):
            body = self.alone[title]
            return Post(title if title.startswith("国务") else body + title, body, title, level_of(1), None)
        if note is None:
            return replace(post, level=None, adcode=None) if title in ("总书记", "国家主席", "总理") or title in self.bare_of_leaders and self._abroad else post
        if title not in self.bare_of_leaders:
            return post
        if title in ("主席", "国家主席") and note.startswith("中共中央总书记"):
            return Post("国家主席", "国家", "主席", level_of(1), None)
        return replace(post, level=level_of(1), adcode=None)

    # ---- spelling out

    def _post(self, title: str, read: Read, previous: _Place, article: Article, person: str | None) -> tuple[Post, _Place]:
        """The post, and its body and rank, which titles behind it in the chain take over."""
        if read.foreign:
            organization, position = self.grammar.body_and_position(FORMER.sub("", title))
            country = read.country if read.country and not self.divisions.foreign.country(title) and (title in self.grammar.foreign or not self.is_foreign(title)) else ""
            return Post(country + title, country + organization or None, position, None, None), _Place("", None)
        rest = FORMER.sub("", read.rest).replace("分管副", "副").replace("主管副", "副")
        if read.division and read.named in ("full", "short"):
            rest = self.divisions.without_kind(rest, read.division)  # 湖南省原 | 省委常委
        if not read.central:
            rest = TERM.sub("", rest)
            if rest.startswith("委员会") and title.startswith(("中共", "中国共产党")):
                rest = "委" + rest.removeprefix("委员会")
        for long, short in self.spelt_out.items():
            rest = rest.replace(long, short)
        if rest.startswith("常委会"):
            rest = "人大" + rest
        chief = CHIEF.search(rest)
        if chief and rest[: chief.start()] in ("政府", "行署", "行政公署", ""):
            body, position = "", rest[chief.start() :]
            body_name = "政府"
        else:
            group = COLLECTIVE.fullmatch(rest)
            body, position = group.groups() if group else self.grammar.body_and_position(rest)
            if not group and (not read.central or GROUP_POST.fullmatch(rest) or not body or body in self.internal):
                body = self._inherited(body, position, rest, "" if read.named else previous.body)
            if read.corps and not read.named and (unit := CORPS_UNIT.match(previous.body)):
                of_unit = unit.group(1) if position.endswith(self.of_corps_unit) else unit.group()
                rest_of_body = body.removeprefix(unit.group())
                body = of_unit + ("党" + rest_of_body if rest_of_body.startswith("委") else rest_of_body)
            if not read.named and body in self.groups and previous.body in ("", "政府") and read.division and read.division.level in ("province", "city", "county") and not read.corps:
                return Post(title, body, position, None, None), _Place("党委" if body == "党委" else "", None)  # an institution's: divisions have a 市委
            if not read.named and previous.body == "党委" and previous.rank is None and body.startswith("党委") and body != "党委":
                return Post(body + position, body, position, None, None), _Place("党委", None)  # 党委常委、组织部部长
            if body.startswith(self.of_zone) and read.division and not self.zones.search(read.division.name) and not read.division.is_zone and read.division.level in ("city", "county", "province") and read.named != "kind":
                body = self._zone_of_article(article) + body
            if body == "" and rest in DEPUTY_OF and not previous.body and read.division:
                body, division = self._body_in_front(rest, article)
                if division and self._is_below(division, read.division):
                    read = replace(read, division=division)
            if body == "" and not (read.division or read.kind or read.central or previous.body):
                body, kind = self._body_of_article(rest, article)
                read = replace(read, kind=kind)
            if body == "" and position in ("书记", "副书记") and read.division and read.named != "full" and not read.corps:
                body = "党委" if read.division.level == "town" else "委"  # 王某书记
            if body in self.belongs_to and not read.central:
                body = self.belongs_to[body] + body
            body_name = body
        if (missing := HEAD_OF_BODY.fullmatch(position)) and body and not read.central and not body.endswith(missing.group(1)):
            body += missing.group(1)  # 县水利 | 局长, 武装 | 部长
            body_name = body
        if position.endswith(PARTY_CHAIR) and (body == "委" or body.startswith(self.parties)):
            body = (body.removesuffix("委") or self._party_of(article)) + "委"  # 民革苏州市|副主委
        bare_body = PARTY_GROUP.sub("", body) or body
        carried = previous.body if previous.body and body.removeprefix(previous.body) in self.internal else ""  # 学院纪委书记、党委委员
        of_group = bare_body.endswith(("人大", "人大常委会", "政协")) and body != bare_body and position.endswith("成员")
        held = "秘书长" if of_group else position  # a congress's or CPPCC's 党组成员 ranks as its 秘书长 does
        full, organization = self._spelt(read, title, body, body_name, position)
        if title == "主席" and read.division is None and not read.central and not previous.body and \
                (person is None or self.leaders.get(person, "").startswith("中共中央总书记")) and self._is_head_of_state(article):
            return Post("国家主席", "国家", "主席", level_of(1), None), _Place("", 2)
        if read.central:
            rank = self.ranks.of_central_post(full, body, position)
        elif read.corps:
            rank = self.ranks.of_corps(bare_body, held)
        else:
            own = read.named != "short" or not body or self.ranks.is_own_body(body)
            rank = self.ranks.of_post(bare_body, held, read.division if own else None, read.kind)
            if rank is None and read.division is None:
                rank = self.ranks.of_central_post(full, body, position) if title in self.ranks.national_alone or title.endswith(self.ranks.national) else None
        if previous.rank and GROUP_MEMBER.fullmatch(rest):
            rank = previous.rank  # 市政府秘书长、党组成员: no other rank than the post in front of it
        adcode = read.division.code if read.division and not read.central else None
        return Post(full, organization or None, position or None, level_of(rank), adcode), _Place(carried or bare_body or body_name or previous.body, rank)

    def _party_of(self, article: Article) -> str:
        """致公党, in news of its committees: only the democratic parties have a 主委."""
        text = "\n".join(filter(None, (article.headline, article.text[:SEARCHED])))
        return min((party for party in self.parties if party in text), key=text.find, default="")

    def _body_of_article(self, title: str, article: Article) -> tuple[str, str | None]:
        """A bare 副主任, 副主席, 书记 in an article of nobody knows where: the county congress, CPPCC or town that it is about, and the kind."""
        if title in BODIES_OF_BARE:
            body, pattern = BODIES_OF_BARE[title]
            found = {match.group(1) for match in pattern.finditer(article.text[:SEARCHED])}
            return (body, found.pop()) if len(found) == 1 else ("", None)
        if title in ("书记", "副书记") and len(self.divisions.kinds) == 1 and self.divisions.kinds <= set(self.ranks.townships):
            return "党委", next(iter(self.divisions.kinds))  # 镇长甲…，乙书记
        return "", None

    def _body_in_front(self, deputy: str, article: Article) -> tuple[str, Division | None]:
        """区人大常委会主任甲，副主任乙、丙: the body of a bare deputy in a list of its own, and the division named with it."""
        match = DEPUTY_OF[deputy].search(article.text[:SEARCHED])
        if not match:
            return "", None
        start = max(0, match.start() - LONGEST_DIVISION)
        hits = self.gazetteer.find(article.text[start : match.start()])
        last = hits[-1] if hits and hits[-1].end == match.start() - start else None
        return match.group(1), self.gazetteer.choose(last.candidates) if last and len(last.candidates) == 1 else None

    def _is_below(self, division: Division, above: Division) -> bool:
        return not division.is_foreign and above in self.gazetteer.ancestors(division)

    def _is_head_of_state(self, article: Article) -> bool:
        """Whether a bare 主席 is the country's: in central media, and where the article says 国家主席."""
        return (article.newspaper or "").startswith(self.central_media) or "国家主席" in article.text[:SEARCHED]

    def _inherited(self, body: str, position: str, rest: str, previous: str) -> str:
        """组织部 behind 市委常委 → 委组织部; 党组成员 behind 市政府副市长 → 政府党组; 局长 behind 公安局党委书记 → 公安局."""
        if body == "书记处" and previous:
            return "中央书记处" if previous.startswith("中共中央") else previous + body
        if GROUP_POST.fullmatch(rest):
            return previous + body if previous not in ("", "委", body) else body
        if body == "" and previous and (position == "委员" or not position.lstrip("副").startswith(previous)) and MODIFIERS.sub("", position) in self.inheriting and (previous not in ("委", "党委") or position.endswith(self.of_committee)):
            return previous
        if self.zone_of(previous) and body.startswith(self.of_zone):
            return self.zone_of(previous) + body
        if previous and previous not in self.main_bodies and body in self.internal and not self.zone_of(previous):
            return previous + body
        if body in self.internal and previous in self.main_bodies and not previous.endswith(self.main_committees):
            return previous + body  # 县政府党组成员、办公室主任
        if body.removeprefix("党委") in self.party_departments and previous.endswith(self.with_committees):
            return previous + "党委" + body.removeprefix("党委")  # 某大学党委常委、组织部部长
        if body in self.party_departments:
            return ("党委" if previous == "党委" else "委") + body
        return body

    def _spelt(self, read: Read, title: str, body: str, body_name: str, position: str) -> tuple[str, str]:
        if read.central:
            return body + position, body
        if read.corps:
            return CORPS + body + position, CORPS + body
        if read.division is None and read.kind and not read.named and body and not CHIEF.search(title):
            return read.kind + body + position, read.kind + body  # 县公安局党委书记、局长
        if read.division is None and body and not read.named and body not in title:
            return body + position, body  # 某科学院党委副书记、院长
        if read.division is None or read.named == "short" and body and not self.ranks.is_own_body(body):
            title = FORMER.sub("", title)
            return title, title.removesuffix(position) if read.named else body
        name = self.division_name(read.division)
        if body.startswith(self.parties):
            party = next(word for word in self.parties if body.startswith(word))
            return f"{party}{name}委{position}", f"{party}{name}委"  # 民革市委会主委, 民革济南市委主委
        short = self.gazetteer.short(read.division)
        if not read.named and (short in body and not self.gazetteer.is_common_word(short) or body.startswith(self.ranks.state_zones)):
            return body + position, body  # 武警天津市总队政委 in Tianjin
        if not read.named and body.startswith(short) and len(body) > len(short) + 1 and self.ranks.is_own_body(body.removeprefix(short)):
            body = body_name = body.removeprefix(short)  # 双清|法院: a name that is a word elsewhere
        if len(read.division.name) == 2 and body.startswith("委"):
            name += name[-1]  # 礼县县委, not 礼县委
        elif body.startswith(self.named_short) and not (body.startswith("军区") and name.endswith("省")):  # 湖南省军区
            name = name.removesuffix(read.division.name) + self.gazetteer.short(read.division)  # 赣州军分区
        if name.endswith("地区") and body.startswith("委"):
            name = name.removesuffix("地区") + "地"
        if name.endswith("自治区") and body.startswith("委"):
            body = "党" + body
            body_name = body
        return name + body + position, name + body_name

    @lru_cache(maxsize=4096)  # noqa: B019
    def division_name(self, division: Division) -> str:
        """杭州市萧山区; 浙江省; 北京市东城区; 湖北省仙桃市: from the prefecture down, without one from the province."""
        line = [division, *self.gazetteer.ancestors(division)]
        if len(line) > 1 and line[-1].level == "province" and any(above.level == "city" for above in line):
            line = line[:-1]
        return "".join(above.name for above in reversed(line))


@lru_cache(maxsize=8)
def post_resolver(lexicons: str | None = None) -> PostResolver:
    return PostResolver(lexicons)
