"""Where the name of a meeting begins: at the verb of holding, a word that no name holds, a date or the sentence's start."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

LONGEST_NAME = 80
LONGEST_QUOTE, LONGEST_BRACKET = 40, 24
STOPS = frozenset("。！？；：，!?;:,\n\r\t 　…|｜*#【】")
OPENING = dict(zip("”’」』》〉）)]", "“‘「『《〈（([", strict=True))
OPENERS = frozenset("“‘「『《〈（([【")
# a date in front of the name: 4月2日下午, 3月. A bare year belongs to the name (2023年年会)
DATE_BEFORE = re.compile(
    r"(?:(?:[0-9０-９]{2,4} ?年 ?)?[0-9０-９]{1,2} ?月 ?)?[0-9０-９]{1,2} ?[日号](?:上午|下午|晚间|晚上|晚|凌晨|中午|早上|傍晚)?|(?:[0-9０-９]{2,4}年)?[0-9０-９]{1,2}月份?(?![0-9０-９])|[一二三四五六七八九十]{1,3}日(?:上午|下午|晚)?"
)
MONTH_OF_NAME = re.compile(r"[0-9０-９]{2,4}年[0-9０-９]{1,2}月份")  # 举行|2023年5月份重点项目集中开工动员会
# 江省日报讯（记者 某某报道）|全省表彰大会: no name reaches over the dateline
DATELINE = re.compile(r"讯[（(【\[][^\n]*|.?[（(【\[][^（(\n]*(?:记者|通讯员)[^\n]*")
SESSION_BEFORE = re.compile(r"[一二三四五六七八九十](?:中|次)$")  # 二十届二中 | 、三中全会; 十三届二次 | 、三次全会
SESSION_AFTER = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:中|次)")
# within a name: 全省深入贯彻落实|习近平总书记来晋考察重要讲话精神|阶段总结部署会
DOCTRINE = re.compile(
    r"(?:贯彻|落实|学习|宣传|领会|践行|传达)好?(?P<words>[^，。；：！？“”\n]{0,8}总书记(?!在(?![^，。]{1,10}(?:考察|视察|调研))|主持|出席|同|向|致)[^，。；：！？“”\n]{2,40}?(?:精神|论述|指示|批示|讲话|思想))"
)
# 方案报|某市人大常委会审议; not 简报, 通报
FOR_REVIEW = re.compile(r"(?<![简汇公日晚电通申情预捷喜党周画快海])报(?=[^，。、]{2,14}(?:人民代表大会|人大|政协|常委会))")
# 三次会议|代表中的|中共党员会议: one name
MEMBERS = re.compile(r"(?<=会议)(?:代表|委员)(?:、委员)?中的")
PASSED_ON = ("传达", "传达学习", "学习传达", "传达了", "传达学习了", "学习了", "学习传达了")
SPIRIT_OF = ("习近平", "党的", "中共")
OF_DIVISION = re.compile("(?:兵团|[\u4e00-\u9fff]{2}[省市县州盟旗])$")  # 兵团|深化改革工作会议
SCOPE_AFTER = re.compile("全[国省市区县州]")
LEVELS = re.compile("(?:国家|中央|[省市州县区])、[省市州县区乡]")  # 市、县三级干部大会; 国家、省、市安全工作会议
SESSION_HEADS = ("常委会", "常务会", "主任会", "主席会", "党组会", "全体会")


def _is_layout(text: str, position: int) -> bool:
    """召开 2018 年|工作会: the blank before the position sets off a figure and ends nothing."""
    before, behind = text[position - 2 : position - 1], text[position : position + 1]
    return (before.isdecimal() and behind in tuple("年月日届次")) or (behind.isdecimal() and "\u4e00" <= before <= "\u9fff")


@dataclass(frozen=True, slots=True)
class Head:
    start: int
    end: int
    word: str
    kind: str  # generic, specific, with_ordinal, bodies, sessions, congress


class LeftSide:
    """The part of the grammar that goes left from the head; meeting_names.MeetingGrammar makes its patterns."""

    limits: list[str]
    classes: list[str]
    limit_matcher: AhoCorasick
    anchor: re.Pattern[str]
    own_item: re.Pattern[str]
    leading: re.Pattern[str]
    reference: re.Pattern[str]
    inside: re.Pattern[str]
    takes_place: re.Pattern[str]

    def _region(self, text: str, head: Head, floor: int) -> tuple[int, list[tuple[int, int]]]:
        """How far left a name may reach, and the quotations and brackets in between, which are skipped."""
        position, limit, masked = head.start, max(floor, head.start - LONGEST_NAME), []
        while position > limit:
            char = text[position - 1]
            if char in OPENING:
                longest = LONGEST_BRACKET if char in "）)】]" else LONGEST_QUOTE
                opened = text.rfind(OPENING[char], max(limit, position - longest), position - 1)
                if opened < 0 or "。" in text[opened:position] or DATELINE.fullmatch(text, max(opened - 1, 0), position):
                    break
                masked.append((opened, position))
                position = opened
            elif char == " " and _is_layout(text, position):
                position -= 1
            elif char in STOPS or char in OPENERS or char == "—" and text[position - 2 : position - 1] == "—":
                break
            else:
                position -= 1
        return position, masked

    def _start(self, text: str, floor: int, head: Head, masked: list[tuple[int, int]]) -> tuple[int, str | None, int]:
        matches = self.limit_matcher.find_matches_as_indexes(
            text[floor : head.end]
        )  # with the head: 代表会议 is no 代表
        if matches and floor + matches[-1][1] < head.start < floor + matches[-1][2] < head.end:  # but 筹备 | 会议
            matches = self.limit_matcher.find_matches_as_indexes(text[floor : head.start])
        doctrines = [m.span("words") for m in DOCTRINE.finditer(text, floor, head.start)]
        masked = masked + doctrines + [m.span() for m in MEMBERS.finditer(text, floor, head.start)]
        limits = []
        for index, start, end in matches:
            start, end = floor + start, floor + end
            if (
                self.classes[index] != "protected"
                and end <= head.start
                and not any(a < end and start < b for a, b in masked)
            ):
                limits.append((start, end, self.classes[index], self.limits[index]))
        begin, holding, verb_start = floor, None, head.start
        happens = self.takes_place.match(text, head.end) is not None
        refers = self.reference.match(text, head.end) is not None
        inside = self.inside.match(text, head.end) is not None
        governed = False  # a verb of holding, or 在…上: whatever follows is the name
        for start, end, label, word in limits:
            if label == "holding" or label == "soft" and word == "在" and inside:
                begin, holding, verb_start, governed = end, word, start, True
        for start, end, label, word in limits:
            if start < begin:
                continue
            if start == begin and governed and word in ("了", "着", "的"):  # 主持召开了
                begin = end
            elif label == "soft" and happens and len(word) > 1 and SCOPE_AFTER.match(text, begin, start):
                continue  # 全区招商信息|通报工作会议召开
            elif governed and word == "期间" and text.startswith(("两会", "会”"), start - 2):
                continue  # 召开做好全国“两会”|期间安全生产工作会议
            elif label == "strong" and governed and (word.endswith(("的", "暨", "一场")) or word.startswith("的")):
                begin = end  # 参加市工商联组织的|座谈会, 出席江城的一场|研讨会
            elif label == "strong" or label == "soft" and not governed:
                begin, holding, verb_start, governed = end, word, start, False
            elif start == begin > floor and word.endswith("学习贯彻") and text.startswith(SPIRIT_OF, end) and (
                text[start - 1] == "了" or holding in PASSED_ON
            ):
                continue  # 传达学习了|学习贯彻习近平…思想主题教育总结会议精神
            elif label in ("referring", "weak") and not governed:
                at_start = self.anchor.search(text, begin, start) is None and not OF_DIVISION.search(text, begin, start)
                scoped = SCOPE_AFTER.fullmatch(text, begin, start) is not None  # 全市|深化全国文明城市创建工作推进会
                onto_scope = refers and not scoped and self.anchor.match(text, end) is not None  # 督查组督查|市委…会议精神
                whole = not at_start and any(a >= end for a, _ in doctrines)  # 全省学习贯彻…讲话精神部署会
                if refers and label == "referring" and not whole or onto_scope or at_start and not happens:
                    begin, holding, verb_start = end, word, start
        for match in DATE_BEFORE.finditer(text, begin, head.start):
            of_the_name = match.group().endswith(("月", "份")) and self.anchor.search(
                text, begin, match.start()
            )  # 全市2月份经济运行分析会
            of_the_name = of_the_name or MONTH_OF_NAME.fullmatch(match.group()) is not None
            if not of_the_name and not any(a <= match.start() < b for a, b in masked):
                begin = match.end()
        for match in FOR_REVIEW.finditer(text, begin, head.start):
            begin = match.end()
        begin = self._joined(text, begin, head, governed, masked)
        return begin, holding, min(verb_start, begin)

    def _joined(self, text: str, begin: int, head: Head, governed: bool, masked: list[tuple[int, int]]) -> int:
        """Cut at the last 、 和 与 及 unless what stands before it is part of the name."""
        segment = text[begin : head.start]
        if not any(mark in segment for mark in "、和与及"):
            return begin
        anchored = governed or self.anchor.match(text, begin) is not None
        for position in range(head.start - 1, begin - 1, -1):
            if text[position] not in "、和与及" or any(a <= position < b for a, b in masked):
                continue
            left = text[max(begin, position - 8) : position]
            if position + 1 == head.start and head.kind == "specific" and text[position] == "、" and not left.endswith("视频"):
                return position + 1  # 参考选题、|主席会议
            if SESSION_BEFORE.search(left) and SESSION_AFTER.match(text, position + 1):
                continue
            if self.own_item.search(left):
                return position + 1
            if left.endswith(("》", "）", ")")) and SCOPE_AFTER.match(text, position + 1):
                return position + 1  # 《…》和|全国…推进会
            if text[position] == "、" and (
                LEVELS.fullmatch(text, position - 1, position + 2) or LEVELS.fullmatch(text, position - 2, position + 2)
            ):
                continue
            if text[position] == "、" and (not anchored or text.startswith("等", head.end)):
                return position + 1
        return begin

    def _trimmed(self, text: str, start: int, limit: int) -> int:
        """Without particles, numbers of times and adverbs in front."""
        while (match := self.leading.match(text, start, limit)) and match.end() > match.start():
            if match.group()[0].isdecimal() and text.startswith(SESSION_HEADS, match.end()):
                break  # 市委召开|108次常委会会议
            start = match.end()
        return start

    def _governor(self, text: str, start: int) -> str | None:
        before = text[max(0, start - 6) : start]
        found = list(self.limit_matcher.find_matches_as_indexes(before))
        return self.limits[found[-1][0]] if found and found[-1][2] == len(before) else None
