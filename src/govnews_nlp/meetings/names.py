"""Names of meetings: where one ends (座谈会, 第六次会议, 二十大), where it begins, and what it is made of.

A name ends in a head (lexicons/meetings.toml). To the left it reaches back to the verb of holding (召开 |
学习贯彻…工作会议), or else to the last word that no name holds (在, 的, 强调), to a date or the end of the sentence;
“…” and （扩大） are skipped, and 、 和 暨 are crossed where what stands before them is part of the name
(创新深化、改革攻坚、开放提升大会).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..gazetteer import gazetteer
from ..lexicon import alternatives, load_toml
from .starts import LONGEST_NAME, OPENERS, STOPS, Head, LeftSide

LINKS = ("、", "和", "与", "及", "以及", "，以及", ",以及", "暨")  # between the names of a list
NUMBER = "[一二三四五六七八九十百零〇两0-9０-９]{1,5}"
# 党的二十大, 中共二十大; bare (十九大精神) it needs a known number and what follows a congress
CONGRESS = re.compile(
    r"(?:党的|中共|中国共产党)(?:二十[一二]?|十[一二三四五六七八九]?|[七八九])大(?![类员型小])"
    r"|(?<![一二三四五六七八九第])(?:十[五六七八九]|二十)大(?=精神|报告|以来|胜利|召开|闭幕|开幕|[上后前、和，,。”]|作出|提出|擘画|描绘|战略|部署|确定|明确|期间|通过)"
)
ORDINAL = re.compile(rf"第?({NUMBER})(届|次|中全会|轮|场)|([0-9]{{4}})年(?!代)|(十[五六七八九]|二十[一二]?)大")
YEAR_BEHIND = re.compile(r"20[0-9]{2}(?![0-9年月日.\-—－/])")  # 云江论坛|2023; not 论坛2023年年会
ORDINAL_ONLY = re.compile(rf"第{NUMBER}次")
WITH_ORDINAL = re.compile(rf"(?:第{NUMBER}次|领导人|总理|首次领导人)$")  # 领导人第十五次 | 会晤
# 会议中心, 工作会|晤, 论坛理事长: no gathering
NOT_AFTER = re.compile(
    r"中心|室|厅|设施|设备|桌|系统|纪要|记录|制度|理事|秘书|框架|成员国?|共同主席|机制|官网|组委会|杯|号|酒店|代表处|办公室"
)
# 由世界互联网大会主办; 世界互联网大会召开新闻发布会
AS_BODY = re.compile(r"副?主席(?!团|台)|总裁|官员|主办|承办|发起|会员|(?:召开|举行|举办)[^，。；\n]{0,8}(?:发布会|通气会|吹风会|推介会|理事会)")
# 全会|晤谈, 大|会审; not 全会|审议通过, 大会|展示了
NOT_AFTER_HUI = re.compile("[晤谈员长场客馆址籍诊师操考堂费]|见(?!证)|商(?!讨|议)|展(?!示|现|出|望|开)|所(?!取得|作|确定|提出|有|形成|通过)|签(?!署|约|订)|审(?!议|查|核|定)|计(?!划)")
# 宣布成立|山海论坛; 山海论坛|平台: the institution, no meeting
FOUNDED = re.compile("成立|创建|创立|设立|发起|建立|打造|共建")
STANDING = re.compile("[”’」』》]?(?:平台|建设|作用|框架|机制|发展)")
CEREMONIES = "仪式|典礼|首发式|授牌式|颁奖礼|读书班|培训班|研讨班"
PARTY_CONGRESS = re.compile("(?:中国共产党|中共|党的)第[一二三四五六七八九十]{1,3}次全国代表大会")
PARTICLES = re.compile("(?:了|的|一[次场])+$")
PREDICATE = re.compile("(?:是|作为|成为|开成)(?:了)?一[次场个][^，,。；;\n]{0,16}$")  # 全体会议是一次重要的|政治会议: no name
STAGE = re.compile("(?:峰会|会议|大会|论坛|全会)第[一二三四五]阶段")  # 峰会第二阶段|会议: a part of the one that is reported
HELD_ONE = re.compile("召开会议(?=[传听研部学贯审讨专])")
SESSIONS = re.compile(r"[“全省市县区州旗]|中国|地方")  # 两会 alone is any pair of sessions
SPIRIT = re.compile(r"精神[^，。、；：！？\s和与及“”]{0,10}")
NOT_SESSION = frozenset("程题案定事员决")  # 全会议程, 座谈会议定
# 县委常委（扩大）会: the bracket stands before the head
EXPANDED_BODY = re.compile(r"(?:常委|全委|党委|党组|党工委|支委|集体学习|集中学习|中心组学习)[（(]扩大[）)]会(?!议)")
# 上 that is no "at": 县委常委会|上半年
NOT_AT = "(?!半年|一?年|一?个?月|周|旬|级|述|届|报|交|传|访|海|市|门)"
AT = re.compile("上" + NOT_AT)
# 省委常委会|19日召开会议, 党组近日召开会议
SESSION_OF_BODY = re.compile(r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日|日前|近日|今天|昨天|昨日|今日|同日|当天)?(?:上午|下午|晚|晚上)?(?:专门|及时|连夜|再次|先后)?召开(?:专题|扩大|专门|党员)?会议")
EXPANDED = re.compile(r"[（(](?:扩大|视频|电视电话|扩大会议)[）)]")
GOES_ON = re.compile(
    r"[0-9]{4}年?|第?[一二三四五六七八九十0-9首]{1,4}届[\u4e00-\u9fff]{0,4}|(?![和与及])[\u4e00-\u9fff]{0,5}"
)  # 博鳌亚洲论坛 | 2024年年会
SPLIT_BEFORE = re.compile(
    r"(?:代表|委员)(?:、委员)?中的|第[一二三四]阶段|(?:预备|各组|临时党委|联组|小组|各?代表团|界别|党员)[^，。；：、]{0,6}$|成员|(?:大会)?主席团(?:常务主席)?(?:第|会议)|第?[一二三四五六七八九十0-9]{1,3}次|第[一二三四五六七八九十0-9]{1,3}届$|暨"
)  # 人大二次会议 | 第二次全体会议: one name goes on


# what stands in marks or brackets inside a name
QUOTED = re.compile(r"“[^“”\n]{1,40}”|[（(][^（()）\n]{1,24}[）)]")
DIVISION_ENDS = "县市区旗州盟"
ALL_LIMITS = ("strong", "soft", "holding", "referring", "weak")


@dataclass(frozen=True, slots=True)
class Name:
    start: int
    end: int
    head: Head
    holding: str | None  # the verb of holding in front of it, or a word of reference
    verb_start: int  # where what governs the name begins; its own start if nothing does
    bare: bool  # 座谈会, 全市会议: no name but for what is held


class MeetingGrammar(LeftSide):
    def __init__(self, lexicons: str | None = None):
        self.words = words = load_toml("meetings", lexicons)
        kinds: dict[str, str] = {}
        for word in words["not_heads"]["words"].split():
            kinds[word] = "none"
        for kind in ("generic", "specific", "with_ordinal", "bodies", "sessions"):
            for word in words["heads"][kind].split():
                kinds[word] = kind
        self.heads = list(kinds)
        self.kinds = [kinds[word] for word in self.heads]
        self.matcher = AhoCorasick(self.heads, matchkind=MatchKind.LeftmostLongest)

        classes: dict[str, str] = {}
        for label, line in (
            ("soft", words["boundary"]["soft"]),
            ("strong", words["boundary"]["strong"]),
            ("weak", words["referring"]["weak"]),
            ("referring", words["referring"]["verbs"]),
            ("holding", words["holding"]["verbs"]),
            ("protected", words["boundary"]["protected"]),
        ):
            for word in line.split():
                classes[word] = label
        single = {word for word in classes if len(word) == 1}
        for name in gazetteer(lexicons).short_names():
            if len(name) > 1 and not single.isdisjoint(name):  # 汶上县: 上 ends nothing there
                classes.update((name + level, "protected") for level in DIVISION_ENDS)
        self.limits = list(classes)
        self.classes = [classes[word] for word in self.limits]
        self.limit_matcher = AhoCorasick(self.limits, matchkind=MatchKind.LeftmostLongest)

        scopes = words["anchors"]["scopes"].split()
        short = "".join(word for word in scopes if len(word) == 1)
        self.anchor = re.compile(
            alternatives(word for word in scopes if len(word) > 1)
            + rf"|[{short}](?=委|政府|人大|政协|第|纪委|级|直|人民|[一二三四五六七八九十])|省、市|市、县|政协|纪念|庆祝|第{NUMBER}[届次]|“"
        )
        self.after_verb = alternatives(words["holding"]["after_verb"])
        bare = alternatives(words["anchors"]["bare"])
        # 全会|报告征求意见|座谈会, 推进会|第三片区|现场会
        self.goes_on = re.compile(
            rf"(?:第?{NUMBER}片区|{alternatives(words['heads']['goes_on'])})[^，。、；：！？“”\s和与及]{{0,8}}"
        )
        # 庆祝…大会|暨某某就职典礼, …论坛|暨经贸洽谈会: the name ends in the ceremony or the fair
        self.and_ceremony = re.compile(
            rf"暨([^，。、；：！？和\s]{{2,30}}?(?:{CEREMONIES}|{alternatives(words['heads']['fairs'])}))"
        )
        self.own_item = re.compile(rf"(?:{alternatives(words['boundary']['own_items'])})$")
        # 遵守|会议纪律; not 合作|大会
        self.object_of = re.compile(rf"(?<![工合协操写创])(?:{alternatives(words['anchors']['object'])})$")
        self.plenum_of = re.compile(alternatives(words["anchors"]["plenum_of"]))
        self.leading = re.compile(
            rf" |{self.after_verb}|{alternatives(words['anchors']['leading'])}|和(?![平谐美睦田林静县顺合布硕])|与(?![会时])|及(?!时)|[、暨的”’」』》〉）)】\]\-—·]|[（(][^（）()]{{1,12}}[）)]|[0-9数多几余十两三四五六七八九]+[多余]?(?:[场次]|个(?:层面的)?)|[两三四五六七八九数几]?[百千万]多?次的?|以(?:[“《『][^”》』\n]{{1,40}}[”》』]|[^，。；\n]{{2,50}}?)为(?:主?题|议题|内容|主线)的|我(?:[省市县区](?![委人政])|(?=[省市县区国]))|致(?![富敬力公远良])|其(?![他它中余])|[一二两三四五六七八九十几数0-9]+(?:天|周|个月|年)前的"
            r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.．、)）](?![0-9])"  # 1.会议传达学习了…
            r"|旨在[^，。；\n]{2,40}的|[拟将再]?报(?=[^，。、]{2,12}(?:人民代表大会|人大|政协|常委会))"  # 报某市人大常委会审议
            r"|(?:本报|本网|本台|日报|晚报|新闻网|网|社)讯(?:[（(][^（）()\n]{1,40}[）)])?"
        )
        self.only_bare = re.compile(rf"(?:{bare}|[、和及与暨\s])*")
        self.reference = re.compile(
            rf"[”’」』》]?(?:上|中)?的?(?:一系列|各项|相关|有关|重要|主要)?(?:{alternatives(words['referring']['nouns'])})"
        )
        self.inside = re.compile(
            rf"[”’」』》]?(?:(?:开幕|闭幕)[式会])?(?:上{NOT_AT}|期间|时|闭幕|开幕|之际)"
        )  # behind a name that 在 governs
        takes_place = alternatives(words["status"]["takes_place"])
        circumstances = alternatives(words["status"]["circumstances"])
        self.takes_place = re.compile(
            rf"[”’」』》]?(?P<gap>(?:首场活动|系列活动|主论坛|开幕论坛|(?:开幕|闭幕)(?:[式会]|大会))?(?:[（(][^（()）\n]{{1,14}}[）)]|[0-9０-９年月日号至到—\-、和～~.]{{1,20}}|[，,](?=将|于)|在?历时[0-9一二三四五六七八九十两半]{{1,3}}天[，,]?|圆满完成各项议程后?[，,]|{circumstances}|[在于][^，。；：！？\n,;:!?]{{1,24}}?|[和暨][^，。、；和\n]{{2,24}}(?:活动|展览|大赛|仪式|典礼|党课|培训班|研讨班)){{0,5}})"
            rf"(?P<verb>{takes_place})(?!的|以来|前|式|会|情况|筹备|精神|期间|之际)"
        )

    # ---- finding

    def find(self, text: str) -> list[Name]:
        """Names in the text, in order, none overlapping."""
        heads = self._heads(text)
        floors = [m.end() for m in HELD_ONE.finditer(text)] if "召开会议" in text else []
        names: list[Name] = []
        last_end = 0
        for number, head in enumerate(heads):
            following = heads[number + 1] if number + 1 < len(heads) else None
            if following and following.start - head.end < 14 and self._goes_on(text, head, following):
                continue
            if following and text.startswith("暨", head.end) and self._is_modifier(text[head.end + 1 : following.start], ("strong", "holding")):
                continue  # 中央政协工作会议暨庆祝中国人民政治协商会议成立七十周年大会
            if following and text.startswith("精神暨", head.end) and self._is_second(text[head.end + 3 : following.start]):
                continue  # 传达学习区委全会精神暨区委理论学习中心组第九次集体学习会
            if following and head.kind == "sessions" and text.startswith("期间", head.end) and self._is_second(text[head.end + 2 : following.start]):
                continue  # 召开做好全国“两会”|期间安全生产、信访稳定工作会议
            if following and head.kind == "bodies" and self._is_modifier(text[head.end : following.start]):
                continue
            if floors:  # 召开会议|传达学习区委全会精神
                last_end = max([last_end, *floors[:bisect_right(floors, head.start)][-1:]])
            name = self._name(text, head, last_end)
            if name and names and names[-1].head.kind == "bodies":  # 市委常委会 | 召开扩大会议
                session = SESSION_OF_BODY.match(text, names[-1].end)
                name = replace(name, bare=True) if session and session.end() == name.end else name
            if name:
                if name.holding is None and names and text[names[-1].end : name.start] in LINKS:  # 召开甲会议和乙会议
                    name = replace(name, holding=names[-1].holding, verb_start=names[-1].verb_start)
                names.append(name)
            if name or head.kind not in ("bodies", "with_ordinal"):
                last_end = head.end
        return names

    def _heads(self, text: str) -> list[Head]:
        found = []
        for index, start, end in self.matcher.find_matches_as_indexes(text):
            if self.kinds[index] != "none":
                word = self.heads[index]
                if (
                    word in ("全会", "大会")
                    and text.startswith("议", end)
                    and text[end + 1 : end + 2] not in NOT_SESSION
                ):
                    start += 1  # 安全 | 会议, 扩大 | 会议
                elif word == "全会" and text[max(0, start - 1) : start] in ("安", "健", "保", "完"):
                    continue
                if (
                    NOT_AFTER.match(text, end)
                    and not text.startswith("成员", end)
                    or text[end - 1] == "会"
                    and NOT_AFTER_HUI.match(text, end)
                ):
                    continue
                if text[end - 1] == "会" and text[end : end + 1] == "议" and text[end + 1 : end + 2] not in NOT_SESSION:
                    end += 1  # 界别协商会议
                    if NOT_AFTER.match(text, end):
                        continue
                word = text[start:end]
                if word[-2:] in ("论坛", "大会", "峰会") and (year := YEAR_BEHIND.match(text, end)):
                    end = year.end()
                found.append(Head(start, end, word, self.kinds[index]))
        if "大" in text:
            found += [Head(m.start(), m.end(), m.group(), "congress") for m in CONGRESS.finditer(text)]
        if "扩大" in text:
            found += [Head(m.start(), m.end(), m.group(), "specific") for m in EXPANDED_BODY.finditer(text)]
        if "大" in text:
            found.sort(key=lambda head: (head.start, -head.end))
            found = [head for number, head in enumerate(found) if not number or head.start >= found[number - 1].end]
        return found

    def _goes_on(self, text: str, head: Head, following: Head) -> bool:
        """人大二次会议 | 第二次全体会议, 全会 | 暨工作会议, 常委会 | （扩大）会议: the name ends in the next head."""
        between = text[head.end : following.start]
        if (
            head.word[-2:] in ("论坛", "大会", "峰会")
            and len(between) <= 8
            and (following.word not in ("会议", "全会") or not between)
            and GOES_ON.fullmatch(between)
            and not (self._limits(between) or text.startswith("上", head.end))
        ):
            return True
        if SPIRIT.fullmatch(between) and following.kind == "specific" and not self._limits(between[2:]):
            return True  # 贯彻落实中央民族工作会议精神 | 经验交流会
        if between.startswith("·") and not self._limits(between):  # 世界中国学大会|·上海论坛
            return len(between) <= 12
        if following.kind == "specific" and self.goes_on.fullmatch(between) and not self._limits(between[2:]):
            return True
        if head.kind == "congress":  # 党的二十大精神 | 宣讲报告会
            return bool(SPIRIT.fullmatch(between)) and not self._limits(between[2:], ("strong", "holding"))
        if not between and following.word in ("新闻发布会", "发布会", "记者会", "吹风会", "预备会议", "全体会议", "联组会议", "主席团会议"):
            return True
        return (
            bool(SPLIT_BEFORE.match(between))
            or bool(EXPANDED.fullmatch(between))
            or head.kind == "bodies"
            and (between in ("", "扩大") or between.startswith("第"))
        )

    def _is_modifier(self, between: str, limits: tuple[str, ...] = ALL_LIMITS) -> bool:
        """市政府党组 | “不忘初心、牢记使命”主题教育调研成果 | 交流会: nothing between a body and a head ends a name."""
        if len(between) > LONGEST_NAME:
            return False
        rest = QUOTED.sub("", between)
        return rest != "" and not any(c in STOPS or c in OPENERS or c in "、和与及暨上" for c in rest) and not self._limits(rest, limits)

    def _is_second(self, between: str) -> bool:
        """全会精神暨|区委理论学习中心组第九次|集体学习会: the second half of one name."""
        return (
            len(between) <= LONGEST_NAME
            and not any(c in STOPS for c in between)
            and not self._limits(between, ("strong", "soft", "holding"))
        )

    def _limits(
        self, segment: str, classes: tuple[str, ...] = ALL_LIMITS
    ) -> bool:
        """Whether a word that no name holds stands in the segment."""
        return any(
            self.classes[index] in classes for index, _, _ in self.limit_matcher.find_matches_as_indexes(segment)
        )

    def _name(self, text: str, head: Head, floor: int) -> Name | None:
        if head.kind == "congress":
            return Name(head.start, head.end, head, self._governor(text, head.start), head.start, False)
        region, masked = self._region(text, head, floor)
        if text.rfind("《", max(0, head.start - LONGEST_NAME), head.start) > text.rfind(
            "》", max(0, head.start - LONGEST_NAME), head.start
        ) and "关于召开" not in text[max(0, head.start - LONGEST_NAME) : head.start]:
            return None  # a document's name: 《…峰会联合声明》
        start, holding, verb_start = self._start(text, region, head, masked)
        if start == floor > 0 and text[start] in "和与及":  # 县委常委会议|和|县政府第十六次常务会议
            start += 1
        start = self._trimmed(text, start, head.start)
        if holding is None and text[start - 1 : start] == "“" and text.startswith("”", head.end):  # 还举办了“…论坛”
            opening = PARTICLES.sub("", text[max(0, start - 8) : start - 1])
            holding = self._governor(opening, len(opening))
            verb_start = start - 1 - len(holding or "")
        end = head.end
        if (ceremony := self.and_ceremony.match(text, end)) and not self._limits(ceremony.group(1), ("strong", "holding")):
            end = ceremony.end()
        if (party := PARTY_CONGRESS.search(text, start, head.end)) and party.end() == head.end:
            start = party.start()  # 为实现|中国共产党第二十次全国代表大会确定的目标
        modifiers = text[start : head.start]
        scoped = (
            head.kind == "specific" and self.anchor.match(modifiers) is not None
        )  # 全县干部大会 is a name, 全县会议 none
        bare = (
            head.kind != "sessions"
            and not scoped
            and bool(self.only_bare.fullmatch(modifiers))
            or (head.word == "全体会议" and bool(ORDINAL_ONLY.fullmatch(modifiers)))
            and holding not in ("举行", "召开")  # 三次会议举行|第二次全体会议: a session of its own
        )
        if head.kind == "generic" and (modifiers[-2:-1] == "”" or not self.anchor.match(modifiers)) and self.object_of.search(modifiers):
            start, bare = head.start, True
        if head.word == "全会" and not self.anchor.match(modifiers) and not self.plenum_of.search(modifiers):
            start, bare = head.start, True
        bare = bare or STAGE.fullmatch(modifiers) is not None
        if head.kind == "generic" and not ORDINAL.search(modifiers) and PREDICATE.search(text, max(floor, start - 24), start):
            return None
        if head.kind == "with_ordinal" and (
            not WITH_ORDINAL.search(modifiers) or head.word == "会晤" and modifiers.endswith("总理")
        ):
            return None  # 某国首相与某国总理|会晤
        if head.kind == "sessions" and not SESSIONS.match(modifiers + head.word):
            return None
        if head.kind == "bodies":
            held = holding in self.holding_verbs or AT.match(text, end) or SESSION_OF_BODY.match(text, end)
            if not held:
                return None
        if head.word[-2:] in ("论坛", "大会", "会议") and AS_BODY.match(text, end) and not ORDINAL.search(modifiers):
            return None
        if head.word.endswith("论坛") and not ORDINAL.search(modifiers) and (
            FOUNDED.search(text, max(0, start - 3), start + 2) or STANDING.match(text, end)
        ):
            return None
        if (  # 中非合作论坛: a standing mechanism, unless it meets
            (modifiers + head.word).endswith("合作论坛")
            and holding not in self.holding_verbs
            and not ORDINAL.search(modifiers)
            and not self.takes_place.match(text, end)
            and not text.startswith(("的贺信", "的贺电", "致贺信"), end)
        ):
            return None
        return Name(start, end, head, holding, verb_start, bare)

    @property
    def holding_verbs(self) -> frozenset[str]:
        return _holding(self.words["holding"]["verbs"])

@lru_cache(maxsize=8)
def _holding(verbs: str) -> frozenset[str]:
    return frozenset(verbs.split())


def holding_like(word: str | None, verbs: frozenset[str]) -> bool:
    return word is not None and word in verbs


@lru_cache(maxsize=8)
def meeting_grammar(lexicons: str | None = None) -> MeetingGrammar:
    return MeetingGrammar(lexicons)
