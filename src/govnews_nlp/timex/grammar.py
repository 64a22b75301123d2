"""The grammar of Chinese time expressions: text → Nodes, nothing resolved yet.

find() walks over the triggers (a number before a unit; a time word, by one Aho-Corasick pass) and reads an expression at each:
a point (calendar date, week, day word, lunar day, holiday …), perhaps a second point behind 至, then part of day and clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicon import load_toml
from .calendar import TERMS
from .nodes import Amount, Lunar, Node, Part, Unit
from .numerals import ARABIC, COUNTING, DIGITS, NUMBER, number

D = f"[{ARABIC}]"
WEEKDAYS = "一二三四五六日天"
LATEST_YEAR = 2200

# a number right before a unit, a link or a space; never from inside of a longer number, a decimal, or a code (A4, G20)
NUMBER_TRIGGER = re.compile(f"[{NUMBER}](?<![{NUMBER}.．A-Za-z][{NUMBER}])[{NUMBER}]{{0,7}}"
                            r"(?=[年月日号天周时点个小分秒世载季星礼多余几来\-－—–―~～至到./、:： ])")
YEAR_4 = f"(?:{D}{{4}}|[{DIGITS}]{{4}})"
LINK = r"\s?(?:至|到|[-－—–―~～─]{1,2})\s?"
MONTH_N = f"(?:1[0-2]|１[０-２]|[0０]?[1-9１-９]|十[一二]?|[{DIGITS[3:]}元])"
DAY_N = (f"(?:3[01]|３[０１]|[12][0-9]|[１２][０-９]|[0０]?[1-9１-９]|三十一?|二十[{DIGITS[3:]}]?|廿[{DIGITS[3:]}]?|十[{DIGITS[3:]}]?|[{DIGITS[3:]}])")
# 2021年度; 2020-2021年度; 二〇二三年; not 2000年代
YEAR = re.compile(f"({YEAR_4})(?:({LINK}|、)({YEAR_4}|{D}{{2}}))?\\s?年(度(?!假|过))?(?!代)")
# 2016-2017, 2021—2022学年, 2023至2024赛季
BARE_YEARS = re.compile(f"((?:19|20){D}{{2}}){LINK}((?:19|20){D}{{2}})(?:学年|财年|赛季|雪季|年度)?(?![{NUMBER}A-Za-z.%％年亿万元号名人个台公千米倍吨平户—－-])")
# 2016年第3周
YEAR_WEEK = re.compile(f"的?第({D}{{1,2}}|[{COUNTING}]{{1,3}})(?:周|个?星期)(?![{WEEKDAYS}末年])")
# 98年3月, 08年: the century is left out
SHORT_YEAR = re.compile(f"({D}{{2}})年(?=\\s?{MONTH_N}月)|([0０]{D})年(?![代来内间的后前])")
# 3月; 1-5月; 1、2月份; 十二月
MONTH = re.compile(f"\\s?({MONTH_N})(?:({LINK}|、)({MONTH_N}))?\\s?月(份)?")
# 五六月份
MONTH_PAIR = re.compile("\\s?(一二|二三|三四|四五|五六|六七|七八|八九)月(份)?")
# 5日; 5号; 16至20日; 24、25日
DAY = re.compile(f"\\s?({DAY_N})(?:({LINK}|、)({DAY_N}))?\\s?([日号])")
MORE_DAYS = re.compile(f"[、和]{DAY_N}[日号]")
# 2022-04-05, 2022/4/5, 2022.4.5 (checked against the calendar)
ISO = re.compile(f"({D}{{4}})([-/.])({D}{{1,2}})\\2({D}{{1,2}})(?![{ARABIC}.]{{1,2}}\\d)")
SEPARATOR = re.compile(LINK)
# 3日内, 5日游, 30日元, 3日后 are no days of the month; 9日本报讯, 5日内蒙古 are
NOT_A_DAY = re.compile("内(?!蒙)|间|游|后|元(?!旦)|子(?!夜)|本(?![报次届市县区省院周月台])|之内|以内|左右|时间|行程|谈》|志(?!愿)")
# 《…2035年…》: the name of a document
BOOK_TITLE = re.compile("《[^《》\\n]{0,100}》")
# only in bare parsing: 10/1; 20161107; 七八年; 正月里的 初八; 十月二十九; 夏天
MONTH_SLASH = re.compile(f"(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])(?![{ARABIC}/.%])")
EIGHT_DIGITS = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])")
TWO_DIGITS = re.compile(f"({D}{{2}}|[{DIGITS[3:]}]{{2}})年(?![代来内间的后前多龄岁])")
LUNAR_DAY = re.compile(f"(初[{COUNTING[:9]}十]|廿[{COUNTING[:9]}])(?![{NUMBER}中高年级生班次])")
DAY_ALONE = re.compile(f"({DAY_N})(?=[，。；、,;\\s）)]|$)")
SEASON_ALONE = re.compile("[春夏秋冬][天季](?!节)")
BARE_TRIGGERS = re.compile(f"{EIGHT_DIGITS.pattern}|{LUNAR_DAY.pattern}|{SEASON_ALONE.pattern}")
# （星期六）, 星期六 behind a date: part of it, but not of its text
WEEKDAY_ASIDE = re.compile(f"\\s?[（(]?(?:星期|周|礼拜)[{WEEKDAYS}][）)]?")
# 14时30分, 9点半, 8:30, 15时许, 9:00-11:00
TIME = f"(?:{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})(?:时(?!代|间|期|常|刻|候|尚|空)|点(?!多|钟头|击|赞|位|名|评|亮|燃|面|对))(?:整|许|钟|半|[一三]刻|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})分(?:许|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})秒)?)?)"
CLOCK = re.compile(f"\\s?({TIME}(?:{LINK}(?:次日)?{TIME})?)")
SEASON = re.compile("(?:的)?([春夏秋冬])[季天日](?!节)")
FIRST_MONTHS = re.compile(f"(?:的)?[前头]({D}{{1,2}}|[{COUNTING}]{{1,2}})个?月(?:份)?")
ORDINAL_PART = re.compile(f"的?(?:(?:第([{COUNTING[:5]}]|[1-5])|(最后一|头一|首))个?)(天|日|周(?![{WEEKDAYS}末])|星期(?![{WEEKDAYS}])|(?:周|星期|礼拜)([{WEEKDAYS}]))")
# 上世纪80年代, 20世纪八九十年代, 90年代末, 1980年代
DECADE = re.compile(f"(?:(上个?世纪|本世纪|({D}{{2}}|[{COUNTING}]{{1,3}})世纪)(?:的)?)?({D}{{4}}|{D}0|[{DIGITS[3:]}]{{1,2}}十)(?:(?:{LINK}|、)({D}0|[{DIGITS[3:]}]十))?年代(初期|中期|末期|后期|前期|中后期|初|末|中)?")
CENTURY = re.compile(f"(上个?世纪|本世纪|({D}{{2}}|[{COUNTING}]{{1,3}})世纪)(初|末|中叶|上半叶|下半叶|前半叶|后半叶)?")
CENTURY_NAME = re.compile("海上|马克思|经济|教育|报|大街|大道|广场|公园|酒店|城|联")
# 65年(来), 3天, 24小时, 三个月, 10多年, 近几周
COUNT = f"(?:{D}{{1,4}}|[{COUNTING}]?十?几十?|数十?|[{COUNTING}百]{{1,5}}|半)"
APPROXIMATE = "多余来几"
# the words before a duration that make a window of it
WINDOWS = {"过去": -1, "过去的": -1, "近": -1, "最近": -1, "最近的": -1, "刚刚过去的": -1, "刚过去的": -1, "这": -1, "未来": 1, "未来的": 1, "今后": 1, "接下来": 1,
           "接下来的": 1, "往后": 1}
WINDOW_BEFORE = re.compile(f"(?<![附将接靠临远逼])({'|'.join(sorted(WINDOWS, key=len, reverse=True))})$")
CLAUSE_START = "\n。！？!?；;，,：:（(“、 　"
# 前三天, 下两周: only at the start of a clause; 前7个月 everywhere
FIRST_OR_NEXT = re.compile("([前头后上下])$")
AMOUNT_NOT_BEHIND = ("第", "每", ".", "．")
ONE_NOT_BEHIND = tuple("的新那某同最哪任有头比")  # 新的一年, 有一天, 同一天, 一年比一年
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"


def _choice(words) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=8)
def grammar(lexicons: str | None = None) -> Grammar:
    """The grammar over the built-in words, with the user's dates.toml merged over them."""
    return Grammar(load_toml("dates", lexicons))


class Grammar:
    def __init__(self, lexicon: dict):
        self.lexicon = lexicon
        words = lexicon["words"]
        self.kinds = self._trigger_words(lexicon, words)
        self.triggers = list(self.kinds)
        self.automaton = AhoCorasick(self.triggers, matchkind=MatchKind.LeftmostLongest)
        long = [word for word in lexicon["parts_of_day"] if len(word) > 1]
        short = [f"{word}(?!{_choice(words['not_behind'].get(word, '报会'))})" for word in lexicon["parts_of_day"] if len(word) == 1]
        self.part_of_day = re.compile(f"\\s?(?:的?({_choice(long)})|({'|'.join(short)}))")
        self.year_part = re.compile(f"的?第?({_choice([*lexicon['year_parts'], *'1234一二三四'])})(季度)?")
        self.year_phase = re.compile(f"的?({_choice(lexicon['year_phases'])})(?!步|级|期|次|心|学|中)")
        self.month_part = re.compile(f"的?({_choice(lexicon['month_parts'])})")
        self.month_phase = re.compile(f"的?({_choice(lexicon['month_phases'])})(?!步|级|期|次|心|学|中|国|央|小|外|共|方|美|俄|欧|日|韩)")
        self.weekday = re.compile(f"(?:周|星期|礼拜)?([{WEEKDAYS}末])(?![个次年月天位名])")
        self.unit = re.compile(f"({COUNT})(个?[{APPROXIMATE}])?(个?半)?({_choice(lexicon['units'])})(半)?")
        # 三天前, 两年以后; not 两年后期, 五年前沿
        self.offset = re.compile("(?:之|以)?(前|后)(?!期|提(?![高升前出供])|沿|景|端|面|列|茅|勤|续|备|台|院|来|果|代|人|方|者|的今天)")
        # 三年来, 65年以来, 近两周时间内 (behind 过去, 近: part of the text only where it closes the window)
        self.window_end = re.compile("以来|来(?!自|到|的|往|临|源|访|看|说|了|华|京|水|电|宾|函|信|者|年)|(?:时间)?(?:之|以)?[里内间](?!容|部|地|蒙|外|涵|陆|生|政|需|接|隔|谍)")
        self.no_duration = re.compile(_choice(words["not_durations"]))
        self.ahead_near = re.compile(_choice(words["ahead_near"]))
        self.holiday_span = re.compile(f"[”’\"]?({_choice(words['holiday_spans'])})")
        self.holiday_time = re.compile(f"[”’\"]?({_choice(words['holiday_times'])})")
        self.holiday_name = re.compile(_choice(words["holiday_names"]))
        self.term_time = re.compile(f"({_choice(words['term_times'])})")
        # 2030年可持续发展议程, 2035年远景目标, 2030年前碳达峰
        self.plan_name = re.compile(f"[^，。；、》“”是的\n]{{0,4}}?(?:{_choice(words['plan_names'])})")
        self.now = re.compile(f"(?:{LINK})({_choice(words['now'])})(?![年天日后晚晨春夏秋冬早明])")
        stems, branches = words["heavenly_stems"], words["earthly_branches"]
        self.lunar = re.compile(
            f"(农历|阴历|旧历)?((?:[{stems}][{branches}])?(?:[{ANIMALS}])?年|{YEAR_4}年)?(闰)?"
            f"(?:(正|腊|冬|{MONTH_N})月|(大年))(初[{COUNTING[:9]}十]|十[{COUNTING[:9]}]|二十[{COUNTING[:9]}]?|廿[{COUNTING[:9]}]?|三十|{D}{{1,2}})?日?")

    def _trigger_words(self, lexicon: dict, words: dict) -> dict[str, str]:
        """Word → what kind of expression may start there. A word of two kinds takes the later one's."""
        kinds: dict[str, str] = {}
        for kind in ("parts_of_day", "years", "months", "weeks", "quarters", "days", "day_parts", "anchored_years", "anchored_months",
                     "anchored_days", "anchored_day_parts", "season_words", "plans", "holidays_with_time"):
            kinds |= dict.fromkeys(lexicon[kind], kind)
        for kind in ("year_parts", "year_phases", "month_parts", "month_phases"):
            kinds |= dict.fromkeys((word for word in lexicon[kind] if len(word) > 1 and word[-1] != "中"), kind)  # 2017年中秋节
        kinds |= dict.fromkeys(TERMS, "terms")
        kinds |= dict.fromkeys(lexicon["holidays"], "holidays")
        kinds |= {week + day: "weekdays" for week in ("周", "星期", "礼拜") for day in WEEKDAYS + ("末" if week == "周" else "")}
        kinds |= dict.fromkeys(("农历", "阴历", "旧历", "正月", "腊月", "闰", "大年初"), "lunar")
        kinds |= dict.fromkeys(("本世纪", "上世纪", "上个世纪"), "centuries")
        kinds |= dict.fromkeys(("每年", "每月", "每个月", "每周", "每星期", "每天", "每日"), "sets")
        kinds |= {f"第{n}季度": "ordinals" for n in "一二三四1234"} | {f"{n}季度": "ordinals" for n in "1234"}
        kinds |= dict.fromkeys(("半年", "半个月", "半个世纪", "几年", "几天", "几个月", "几周", "几十年", "数十年", "数年", "数月", "数天", "数周", "几小时"), "amounts")
        for kind in ("past_vague", "present_vague", "future_vague"):
            kinds |= dict.fromkeys(words[kind], kind)
        return kinds | dict.fromkeys(words["not_dates"], "none")

    # ---------------------------------------------------------------- walking over the text

    def find(self, text: str, bare: bool = False) -> Iterator[Node]:
        """The expressions of a text in order, without overlaps, those inside of 《…》 left out. bare: also times alone and 10/1."""
        hits = {start: (end, self.triggers[index]) for index, start, end in self.automaton.find_matches_as_indexes(text)}
        blocked = [(start, end) for start, (end, word) in hits.items() if self.kinds[word] == "none"]
        blocked = sorted([*blocked, *(match.span() for match in BOOK_TITLE.finditer(text))])
        starts = sorted({*hits, *(match.start() for match in NUMBER_TRIGGER.finditer(text)),
                         *(match.start() for match in (BARE_TRIGGERS.finditer(text) if bare else ()))})
        reader = Reader(self, text, hits, bare)
        position, block = 0, 0
        for start in starts:
            if start < position:
                continue
            while block < len(blocked) and blocked[block][1] <= start:
                block += 1
            if block < len(blocked) and blocked[block][0] <= start:
                position = max(position, blocked[block][1])
                continue
            node = reader.expression(start, position)
            if node is not None:
                position = max(node.next, node.end)
                if not self._plan(text, node):
                    yield node

    def _plan(self, text: str, node: Node) -> bool:
        """Whether a year belongs to the name of a plan or agenda: 2030年可持续发展议程."""
        return node.rule == "calendar" and node.month is None and node.day is None and self.plan_name.match(text, node.end) is not None


class Reader:
    """Reads expressions at positions of one text. Every method takes a position and gives a Node, or None and reads nothing."""

    def __init__(self, grammar: Grammar, text: str, hits: dict[int, tuple[int, str]], bare: bool = False):
        self.grammar, self.lexicon, self.text, self.hits, self.bare = grammar, grammar.lexicon, text, hits, bare

    def expression(self, at: int, floor: int) -> Node | None:
        """A point or a span at `at`; it may reach back as far as `floor` (过去 before 五年)."""
        node = self.point(at, floor)
        if node is None:
            return None
        if node.rule == "vague" and node.end < len(self.text) and (window := self._amount(node.end, node.start)) and window.start <= node.start:
            node = window  # 最近三周
        self._time_of_day(node)
        node.next = max(node.next, node.end)
        if node.rule in ("vague", "duration", "set"):
            return node
        return self._span(node)

    def _span(self, node: Node) -> Node:
        """… 至 second point; 至今."""
        if match := self.grammar.now.match(self.text, node.next):
            node.until_now, node.end = True, match.end()
        elif match := SEPARATOR.match(self.text, node.next):
            last = self._last_day(node, match.end()) or self.point(match.end(), match.end())
            if last is not None and last.rule not in ("vague", "duration", "set", "offset", "window") and _may_follow(node, last):
                self._time_of_day(last)
                node.last, node.end = last, last.end
                node.next = max(last.next, last.end)
        node.next = max(node.next, node.end)
        return node

    def _last_day(self, node: Node, at: int) -> Node | None:
        """十日 of 十月一日到十日, where a Chinese number alone would not be a day."""
        match = DAY.match(self.text, at) if node.day is not None and node.day.base == "absolute" else None
        if match and match[3] is None and not NOT_A_DAY.match(self.text, match.end()):
            return self._after_day(Node(match.start(), match.end(), day=self._day_unit(match)))
        return None

    def point(self, at: int, floor: int) -> Node | None:
        hit = self.hits.get(at)
        if hit:
            end, word = hit
            reader = getattr(self, "_" + self.grammar.kinds[word], None)
            node = reader(at, end, word) if reader else None
            if node is not None:
                return node
        if at < len(self.text) and (self.text[at] in DIGITS + COUNTING or self.text[at].isdecimal()):
            return (self._bare(at) if self.bare else None) or self._numeric(at) or self._amount(at, floor) or (self._clock(at) if self.bare else None)
        if hit and self.grammar.kinds[hit[1]] == "amounts":
            return self._amount(at, floor)
        return self._bare(at) if self.bare else None

    def _bare(self, at: int) -> Node | None:
        """What only a text that is nothing but a time expression may mean: 20161107, 78年, 初八, 夏天."""
        text = self.text
        if match := EIGHT_DIGITS.match(text, at):
            year, month, day = (int(match[0][a:b]) for a, b in ((0, 4), (4, 6), (6, 8)))
            return Node(at, match.end(), year=Unit(year), month=Unit(month), day=Unit(day))
        if match := TWO_DIGITS.match(text, at):
            year = number(match[1])
            return self._after_year(Node(at, match.end(), year=Unit(year + (1900 if year > 40 else 2000))))
        if match := LUNAR_DAY.match(text, at):
            return Node(at, match.end(), "lunar", lunar=Lunar(0, number(match[1].removeprefix("初"))))
        if match := SEASON_ALONE.match(text, at):
            return Node(at, match.end(), "season", season=match[0][0])
        return None

    # ---------------------------------------------------------------- numbers

    def _numeric(self, at: int) -> Node | None:
        text = self.text
        if match := ISO.match(text, at):
            year, month, day = (number(match[index]) for index in (1, 3, 4))
            if 1000 <= year <= LATEST_YEAR and 1 <= month <= 12 and 1 <= day <= 31:
                return Node(at, match.end(), year=Unit(year), month=Unit(month), day=Unit(day), next=match.end())
            return None
        if match := DECADE.match(text, at):
            return self._decade(match)
        if (match := BARE_YEARS.match(text, at)) and number(match[1]) < number(match[2]):
            return Node(at, match.end(), year=Unit(number(match[1]), until=number(match[2])), next=match.end())
        if match := YEAR.match(text, at):
            year, until = number(match[1]), match[3] and number(match[3])
            if until is not None and until < 100:  # 2014-16年
                until += year - year % 100
            if 1000 <= year <= LATEST_YEAR and (until is None or year < until <= LATEST_YEAR and (match[2] != "、" or until == year + 1)):
                return self._after_year(Node(at, match.end(), year=Unit(year, until=until)))
        if match := SHORT_YEAR.match(text, at):
            year = number(match[1] or match[2])
            return self._after_year(Node(at, match.end(), year=Unit(year + (1900 if year > 40 else 2000))))
        if lunar := self._lunar_day(at):
            return lunar
        if match := MONTH.match(text, at):
            return self._month(Node(at, at), match)
        if match := MONTH_PAIR.match(text, at):
            return self._month_pair(Node(at, at), match)
        if text[at - 1 : at] != "第":
            if match := DAY.match(text, at):
                return self._bare_day(at, match)
        if match := CENTURY.match(text, at):
            return self._century(match)
        return None

    def _month(self, node: Node, match: re.Match) -> Node | None:
        first, until = number(match[1]), match[3] and number(match[3])
        if until is not None and (until <= first or match[2] == "、" and until != first + 1):
            if match[2] == "、":
                return None
            until = until + 12 if until < first else None
        if self.text[node.start - 1 : node.start] == "第" and node.year is None:
            return None
        node.month, node.end = Unit(first, until=until), match.end()
        return node if until is not None else self._after_month(node)

    @staticmethod
    def _month_pair(node: Node, match: re.Match) -> Node:
        first = number(match[1][0])
        node.month, node.end = Unit(first, until=first + 1), match.end()
        return node

    def _bare_day(self, at: int, match: re.Match) -> Node | None:
        """5日 without a month. Not 1号楼, 一日千里, 3日游, 2日内, 三日 (three days)."""
        text, end = self.text, match.end()
        before, after = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
        chinese = text[at] in COUNTING
        if match[4] == "号":
            if before not in CLAUSE_START + "于在从到至自定将是月在" or after not in CLAUSE_START + "上下早晚凌中清傍深夜至到—-的起前后开举召出":
                return None
        elif NOT_A_DAY.match(text, end):
            return None
        elif chinese and number(match[1]) <= 10 and match[3] is None:
            if not (self.grammar.part_of_day.match(text, end) or before in "于" or at == 0 and end == len(text)):
                return None
        node = Node(at, end, day=self._day_unit(match))
        return self._after_day(node) if node.day else None

    @staticmethod
    def _day_unit(match: re.Match) -> Unit | None:
        first, until = number(match[1]), match[3] and number(match[3])
        if until is not None and match[2] == "、" and until != first + 1:
            return None
        return Unit(first, until=until)

    # ---------------------------------------------------------------- years, months, days from the top down

    def _after_year(self, node: Node) -> Node | None:
        text, grammar = self.text, self.grammar
        end = node.next = node.end
        if node.year.until is not None:
            return node
        if lunar := self._lunar_day(end):
            lunar.start, lunar.year = node.start, node.year
            return lunar
        if match := MONTH.match(text, end):
            if found := self._month(node, match):
                return found
            node.month = None
        if match := MONTH_PAIR.match(text, end):
            return self._month_pair(node, match)
        if match := FIRST_MONTHS.match(text, end):
            months = number(match[1])
            if 1 <= months <= 12:
                node.year_part, node.end = Part(1, months, "month"), match.end()
                return node
        if match := grammar.year_part.match(text, end):
            word = match[1]
            if word in self.lexicon["year_parts"] or match[2]:
                if word not in self.lexicon["year_parts"]:
                    word = "一二三四"[number(word) - 1] + "季度"
                name = "quarter" if word.endswith("季度") and not word.startswith("前") else "half" if "半" in word else "year" if "全" in word else "part"
                node.year_part, node.end = Part(*self.lexicon["year_parts"][word], name), match.end()
                return self._after_quarter(node)
        if match := SEASON.match(text, end):
            node.season, node.end = match[1], match.end()
            return node
        if match := YEAR_WEEK.match(text, end):
            node.week, node.end = Unit(number(match[1])), match.end()
            return node
        if text.startswith("的", end) and end + 1 in self.hits:
            end += 1
        hit = self.hits.get(end)
        if hit and grammar.kinds[hit[1]] in ("holidays", "terms", "holidays_with_time", "lunar"):
            named = getattr(self, "_" + grammar.kinds[hit[1]])(end, hit[0], hit[1], with_year=True)
            if named is not None:
                named.start, named.year = node.start, node.year
                return named
        end = node.end
        if match := grammar.year_phase.match(text, end):
            node.year_part, node.end = Part(*self.lexicon["year_phases"][match[1]], "year", True), match.end()
            return node
        if node.year == Unit(0, "reference") and text.startswith("以来", end):
            node.since, node.end = True, end + 2
        elif text.startswith("同期", end):
            node.rule, node.end = "same period", end + 2
        return node

    def _after_month(self, node: Node) -> Node:
        text, grammar, end = self.text, self.grammar, node.end
        if match := DAY.match(text, end):
            if unit := self._day_unit(match):
                node.day, node.end = unit, match.end()
                return self._after_day(node)
        if self.bare and (match := DAY_ALONE.match(text, end)):
            node.day, node.end = Unit(number(match[1])), match.end()
            return node
        if match := grammar.month_part.match(text, end):
            node.month_part, node.end = Part(*self.lexicon["month_parts"][match[1]]), match.end()
        elif match := grammar.month_phase.match(text, end):
            node.month_part, node.end = Part(*self.lexicon["month_phases"][match[1]], "month", True), match.end()
        elif match := ORDINAL_PART.match(text, end):
            nth = number(match[1]) if match[1] else -1 if match[2] == "最后一" else 1
            what = str(_weekday(match[4])) if match[4] else "D" if match[3] in "天日" else "W"
            node.nth, node.end = (nth, what), match.end()
        return node

    def _after_day(self, node: Node) -> Node:
        """The weekday behind a day is read over: 4月2日（星期六）上午."""
        node.next = node.end
        if match := WEEKDAY_ASIDE.match(self.text, node.end):
            node.next = match.end()
        return node

    def _time_of_day(self, node: Node) -> None:
        """下午, 14时30分 behind a day belong to its text."""
        if node.day is None and node.weekday is None and node.nth is None and node.rule not in ("holiday", "lunar"):
            return
        at, text = max(node.next, node.end), self.text
        if (node.part_of_day is None or node.rule != "time") and (match := self.grammar.part_of_day.match(text, at)):
            node.part_of_day, at = self.lexicon["parts_of_day"][match[1] or match[2]], match.end()
            node.end = node.next = at
        if match := CLOCK.match(text, at):
            node.clock, node.end = match[1], match.end()
            node.next = node.end

    # ---------------------------------------------------------------- words, by kind (see Grammar._trigger_words)

    def _years(self, at: int, end: int, word: str) -> Node | None:
        if word in ("后年", "前年", "下一年") and not self._stands_alone(at):
            return None
        if word.startswith("上") and self.text[at - 1 : at] in tuple("网线路船车晚早以之史马身海江湖"):
            return None
        if word in ("本年", "本年度") and self.text[at - 1 : at] in tuple("日资基根版样课剧书成"):
            return None
        node = Node(at, end, "relative", year=Unit(self.lexicon["years"][word], "reference"))
        if self.text.startswith("度", end) and not self.text.startswith("度假", end):
            node.end += 1
        return self._after_year(node)

    def _months(self, at: int, end: int, word: str) -> Node | None:
        if word == "本月" and self.text[at - 1 : at] in tuple("日资基根版样课剧书"):
            return None
        return self._after_month(Node(at, end, "relative", month=Unit(self.lexicon["months"][word], "reference")))

    def _weeks(self, at: int, end: int, word: str) -> Node | None:
        if word == "本周" and self.text[at - 1 : at] in tuple("日资基根版样") or self.text[at - 1 : at] in tuple("以晚早") and word[0] in "上下":
            return None
        node = Node(at, end, "week", week=Unit(self.lexicon["weeks"][word], "reference"))
        return self._weekday(node, self.grammar.weekday.match(self.text, end))

    def _weekday(self, node: Node, match: re.Match | None) -> Node:
        if match:
            first, last = (6, 7) if match[1] == "末" else (_weekday(match[1]),) * 2
            node.weekday, node.end = (first, last), match.end()
        return node

    def _weekdays(self, at: int, end: int, word: str) -> Node | None:
        """周三 without 上, 本, 下. Not 两周一次."""
        before = self.text[at - 1 : at]
        if before and (before in NUMBER_BEFORE_WEEK or before == "每") or self.text[end : end + 1] in tuple("次样览个年岁围"):
            return None
        if word[-1] == "天" and word[0] == "周" or word == "周末" and not self.bare:
            return None
        return self._weekday(Node(at, end, "week"), self.grammar.weekday.match(self.text, at))

    def _quarters(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", quarter=Unit(self.lexicon["quarters"][word], "reference"))

    def _days(self, at: int, end: int, word: str) -> Node | None:
        after = self.text[end : end + 1]
        if word in ("后天", "后日", "前天", "前日") and (not self._stands_alone(at) or after in tuple("气空晴下")):
            return None
        if word in ("今天", "今日", "明天", "昨天") and after == "的" and self.text[end + 1 : end + 3] in ("中国", "世界", "我们", "辉煌"):
            return None
        return self._after_day(Node(at, end, "relative", day=Unit(self.lexicon["days"][word], "reference")))

    def _day_parts(self, at: int, end: int, word: str) -> Node:
        shift, part = self.lexicon["day_parts"][word]
        return Node(at, end, "relative", day=Unit(shift, "reference"), part_of_day=part)

    def _anchored_years(self, at: int, end: int, word: str) -> Node | None:
        if word == "第二年" and not self._stands_alone(at):
            return None
        return self._after_year(Node(at, end, "anaphor", year=Unit(self.lexicon["anchored_years"][word], "anchor")))

    def _anchored_months(self, at: int, end: int, word: str) -> Node:
        return self._after_month(Node(at, end, "anaphor", month=Unit(self.lexicon["anchored_months"][word], "anchor")))

    def _anchored_days(self, at: int, end: int, word: str) -> Node | None:
        if word in ("第二天", "前一天", "前一日", "隔天", "隔日") and not self._stands_alone(at):
            return None
        return Node(at, end, "anaphor", day=Unit(self.lexicon["anchored_days"][word], "anchor"))

    def _anchored_day_parts(self, at: int, end: int, word: str) -> Node:
        shift, part = self.lexicon["anchored_day_parts"][word]
        return Node(at, end, "anaphor", day=Unit(shift, "anchor"), part_of_day=part)

    def _parts_of_day(self, at: int, end: int, word: str) -> Node | None:
        """下午，… at the start of a sentence: the day of the date before. 上午9点 with a clock."""
        before, match = self.text[at - 1 : at] or "\n", CLOCK.match(self.text, end)
        if not match and (before not in "\n。！；" or self.text[end : end + 1] not in tuple("，,")):
            return None
        node = Node(at, end, "time", day=Unit(0, "anchor"), part_of_day=self.lexicon["parts_of_day"][word])
        return node

    def _season_words(self, at: int, end: int, word: str) -> Node | None:
        if self.text[end : end + 1] in tuple("粮耕播种收管游运节") or self.text[at - 1 : at] in tuple("如至"):
            return None
        shift, season = self.lexicon["season_words"][word]
        return Node(at, end, "season", year=Unit(shift, "reference"), season=season)

    def _year_parts(self, at: int, end: int, word: str) -> Node:
        name = "quarter" if word.endswith("季度") and word[0] != "前" else "half" if "半" in word else "year" if "全" in word else "part"
        return self._after_quarter(Node(at, end, "relative", year=None, year_part=Part(*self.lexicon["year_parts"][word], name)))

    def _after_quarter(self, node: Node) -> Node:
        """二季度末: the end of it belongs to the text, the value stays the quarter's."""
        if node.year_part.name == "quarter" and self.text[node.end : node.end + 1] in ("末", "初", "底"):
            node.end += 1
        return node

    def _ordinals(self, at: int, end: int, word: str) -> Node:
        return self._year_parts(at, end, ("一二三四"[number(word[-3]) - 1]) + "季度")

    def _year_phases(self, at: int, end: int, word: str) -> Node | None:
        return Node(at, end, "relative", year_part=Part(*self.lexicon["year_phases"][word], "year", True))

    def _month_parts(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", month=Unit(0, "reference"), month_part=Part(*self.lexicon["month_parts"][word]))

    def _month_phases(self, at: int, end: int, word: str) -> Node:
        return Node(at, end, "relative", month=Unit(0, "reference"), month_part=Part(*self.lexicon["month_phases"][word], "month", True))

    def _holidays(self, at: int, end: int, word: str, with_year: bool = False, needs_time: bool = False) -> Node | None:
        grammar, text = self.grammar, self.text
        rule = self.lexicon["holidays_with_time" if needs_time else "holidays"][word]
        node = Node(at, end, "holiday", holiday=rule)
        if match := grammar.holiday_span.match(text, end):
            node.holiday_span, node.end = True, match.end()
        elif match := grammar.holiday_time.match(text, end):
            node.end = match.end() if match[1] in ("当天", "当日", "佳节") else end
        elif needs_time and not with_year or grammar.holiday_name.match(text, end):
            return None
        if text[at - 1 : at] in ("“", "‘") and text[end : end + 1] in ("”", "’") and node.end > end:
            node.start -= 1
        return node

    def _holidays_with_time(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        return self._holidays(at, end, word, with_year=False, needs_time=True)

    def _terms(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        match = self.grammar.term_time.match(self.text, end)
        if word in self.lexicon["words"]["ambiguous_terms"] and not match or self.grammar.holiday_name.match(self.text, end):
            return None
        return Node(at, match.end() if match else end, "holiday", holiday={"term": word})

    def _lunar(self, at: int, end: int, word: str, with_year: bool = False) -> Node | None:
        match = self.grammar.lunar.match(self.text, at)
        if not match:
            return None
        name, day = match[4], match[6]
        month = 1 if match[5] else {"正": 1, "冬": 11, "腊": 12}.get(name) or number(name)
        if day:
            day = number(day.removeprefix("初"))
        elif match[5]:
            return None
        if day is not None and not 1 <= day <= 30:
            return None
        node = Node(at, match.end(), "lunar", lunar=Lunar(month, day, bool(match[3])))
        if match[2] and (match[2][0].isdecimal() or match[2][0] in DIGITS):
            node.year = Unit(number(match[2][:-1]))
        return node

    def _lunar_day(self, at: int) -> Node | None:
        """七月初七, 闰四月廿三: only the lunar calendar has such days."""
        match = self.grammar.lunar.match(self.text, at)
        return self._lunar(at, match.end(), match[0]) if match and match[6] and match[6][0] in "初廿" else None

    def _plans(self, at: int, end: int, word: str) -> Node | None:
        """“十四五”时期, 十三五末; the plan alone is no time."""
        match = PLAN_TIME.match(self.text, end)
        if not match:
            return None
        quoted = match[0][0] in "”\"" and self.text[at - 1 : at] in ("“", '"')
        return Node(at - quoted, match.end(), "plan", years=tuple(self.lexicon["plans"][word]))

    def _centuries(self, at: int, end: int, word: str) -> Node | None:
        if match := DECADE.match(self.text, at):
            return self._decade(match)
        match = CENTURY.match(self.text, at)
        return self._century(match) if match else None

    def _decade(self, match: re.Match) -> Node | None:
        text = match[3]
        if len(text) == 4 and text.isdecimal():
            first = last = number(text)
            if first % 10 or not 1000 <= first <= LATEST_YEAR:
                return None
        else:
            century = 1900
            if match[1]:
                century = 2000 if match[1].startswith("本") else 1900 if match[1].startswith("上") else (number(match[2]) - 1) * 100
            if len(text) == 3:  # 八九十年代
                first, last = number(text[0]) * 10, number(text[1]) * 10
            else:
                first = number(text)
                last = number(match[4]) if match[4] else first
            if not match[1] and first < 30:
                century = 2000
            if not (first % 10 == last % 10 == 0 and 0 < first <= last < 100):
                return None
            first, last = century + first, century + last
        return Node(match.start(), match.end(), "decade", years=(first, last + 9))

    def _century(self, match: re.Match) -> Node | None:
        if CENTURY_NAME.match(self.text, match.end()):
            return None
        n = 21 if match[1].startswith("本") else 20 if match[1].startswith("上") else number(match[2])
        if not 10 <= n <= 22:
            return None
        return Node(match.start(), match.end(), "decade", years=((n - 1) * 100 + 1, n * 100))

    def _sets(self, at: int, end: int, word: str) -> Node | None:
        """每月15日, 每年5月, 每周一; 每年 alone is no date."""
        unit, text = word[1] if word[1] != "个" else "月", self.text
        if unit == "年" and (match := MONTH.match(text, end)):
            inner = self._month(Node(end, end), match)
            if inner and not inner.month.until:
                return Node(at, inner.end, "set", repeated=f"XXXX-{inner.month.value:02}" + (f"-{inner.day.value:02}" if inner.day else ""))
        elif unit == "月" and (match := DAY.match(text, end)):
            end = match.end()
            while more := MORE_DAYS.match(text, end):  # 每月10日、20日
                end = more.end()
            return Node(at, end, "set", repeated=f"XXXX-XX-{number(match[1]):02}")
        elif unit in "周星" and (match := self.grammar.weekday.match(text, end)):
            day = "WE" if match[1] == "末" else _weekday(match[1])
            return Node(at, match.end(), "set", repeated=f"XXXX-WXX-{day}")
        elif self.bare:
            return Node(at, end, "set", repeated={"年": "XXXX", "月": "XXXX-XX", "周": "XXXX-WXX", "星": "XXXX-WXX"}.get(unit, "XXXX-XX-XX"))
        return None

    def _vague(self, at: int, end: int, word: str, reference: str) -> Node:
        return Node(at, end, "vague", reference=reference)

    def _past_vague(self, at: int, end: int, word: str) -> Node | None:
        if word == "日前" and self.text[at - 1 : at] in tuple("当即节假生"):
            return None
        if word == "最近" and (self.text.startswith("的", end) or self.text[at - 1 : at] in tuple("离隔")):  # 最近的医院; 最近的三周 is read at 三
            return None
        return self._vague(at, end, word, "PAST_REF")

    def _present_vague(self, at: int, end: int, word: str) -> Node:
        return self._vague(at, end, word, "PRESENT_REF")

    def _future_vague(self, at: int, end: int, word: str) -> Node:
        return self._vague(at, end, word, "FUTURE_REF")

    # ---------------------------------------------------------------- amounts of time

    def _amount(self, at: int, floor: int) -> Node | None:
        """三天前, 过去五年, 65年来, 24小时; 前7个月."""
        text, grammar = self.text, self.grammar
        match = grammar.unit.match(text, at)
        if not match or text[at - 1 : at] in AMOUNT_NOT_BEHIND or match[4] == "周" and text.startswith("年", match.end()):
            return None
        end, letter, match_text = match.end(), self.lexicon["units"][match[4]], match[0]
        size = _size(match)
        amount = Amount(size, letter)
        before = WINDOW_BEFORE.search(text, max(floor, at - 6), at)
        if letter.startswith("T"):
            return None if grammar.no_duration.match(text, end) else Node(before.start() if before else at, end, "duration", duration=amount)
        if before:
            closed = grammar.window_end.match(text, end)
            return Node(before.start(), closed.end() if closed else end, "window", window=(WINDOWS[before[1]], amount)) if size > 0 else \
                self._vague(before.start(), closed.end() if closed else end, "", "PAST_REF" if WINDOWS[before[1]] < 0 else "FUTURE_REF")
        if match := FIRST_OR_NEXT.search(text, max(floor, at - 2), at):
            if letter == "M" and match[1] in "前头" and 1 <= size <= 12 and size == int(size):
                return Node(match.start(), end, "relative", year_part=Part(1, int(size), "month"))
            if letter in "YMWD" and size > 0 and self._stands_alone(match.start()) and match[1] != "头" and not grammar.no_duration.match(text, end):
                return Node(match.start(), end, "window", window=(-1 if match[1] in "前上" else 1, amount))
        if (found := grammar.offset.match(text, end)) and not text.startswith(("第",), at - 1 if at else 0):
            if size < 0:
                return self._vague(at, found.end(), "", "PAST_REF" if found[1] == "前" else "FUTURE_REF")
            return Node(at, found.end(), "offset", offset=Amount(-size if found[1] == "前" else size, letter))
        if text.startswith(("来", "以来"), end) and (closed := grammar.window_end.match(text, end)):
            return Node(at, closed.end(), "window", window=(-1, amount)) if size > 0 else self._vague(at, closed.end(), "", "PAST_REF")
        if grammar.no_duration.match(text, end) or match_text in ("百年", "一百年") or match_text[0] == "一" and text[at - 1 : at] in ONE_NOT_BEHIND:
            return None
        return Node(at, end, "duration", duration=amount)

    def _clock(self, at: int) -> Node | None:
        """8点到9点 alone."""
        if match := CLOCK.match(self.text, at):
            return Node(at, match.end(), "clock", clock=match[1])
        if match := MONTH_SLASH.match(self.text, at):
            return Node(at, match.end(), month=Unit(number(match[1])), day=Unit(number(match[2])))
        return None

    def _stands_alone(self, at: int) -> bool:
        """Whether a word at `at` starts a clause or follows a preposition, a connective or another date."""
        return at == 0 or self.text[at - 1] in CLAUSE_START + "于在到至从自和与及年了将是，早比的到"


NUMBER_BEFORE_WEEK = COUNTING + DIGITS + "0123456789０１２３４５６７８９几每半数"
# 时期 behind a five-year plan's short name, perhaps behind its closing quotation mark
PLAN_TIME = re.compile(r"[”\"]?(?:时期|期间|以来|末期|初期|末|初|中后期|中期)")


def _weekday(char: str) -> int:
    return 7 if char in "日天" else "一二三四五六".index(char) + 1


def _may_follow(first: Node, last: Node) -> bool:
    """Whether `last` can be the end of a span that starts with `first`: 5月至6日 is none."""
    if last.rule == "time":
        return first.day is not None
    if first.day is None and first.weekday is None and first.lunar is None and first.holiday is None and first.nth is None and last.month is None:
        return not (last.day is not None and last.day.base == "absolute")
    return True


def _size(match: re.Match) -> float:
    """The number of an amount (Grammar.unit); -1 where it is unknown (几年, 数十年)."""
    text = match[1]
    if any(char in "几数" for char in text):
        return -1
    size = 0.5 if text == "半" else number(text)
    return size + (0.5 if match[3] in ("半", "个半") or match[5] else 0)
