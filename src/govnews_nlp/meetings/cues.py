"""What stands around a meeting's name and tells whether it is held: 将, …精神, 出席…期间会见, 在…上强调, 召开的.

The words are in lexicons/meetings.toml ([status], [around]); the patterns made of them, with an example each, are here.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ..lexicon import alternatives, load_toml
from .names import MeetingGrammar, meeting_grammar

LEAD = 400  # characters of the body whose meetings are the article's own
HEADING = 40  # characters of a line that may be a heading
RECENT = 15  # days before publication within which a meeting may be reported as news
LATE = 60  # the same for the first sentence: sites publish late
FRESH = 3  # days within which 在4日召开的…会议上 reports it
REACH = 150  # characters around a name in which its place and date stand
NEXT = 12  # characters behind a name in which its time is told
NEAR = 24  # characters in front of a name in which its time is told
SPEECH_GOES_ON = re.compile(
    r"(?:要|[一二三四五六七八九]是|第[一二三四五六七八九十][，,]|[一二三四五六七八九][、，]|[（(][一二三四五六七八九]|同志们)"
)
TIMES = re.compile(r"[0-9两三四五六七八九十几多数][余多]?次$")  # 先后三次主持召开座谈会
TIMES_BEHIND = re.compile(r"[余多几数百千万]次的?$")  # 召开了三千多次的|分析会
DAY = re.compile(r"[0-9一二三四五六七八九十]日|今天|明天|昨天")
# 传达学习习近平总书记出席|…峰会; 出席…峰会|时的重要讲话精神: somebody's words there
QUOTED_THERE = re.compile(r"(?:学习|传达|贯彻|落实|领会|领悟)[^，,。]{0,8}总书记[^，,。]{0,4}$")
WORDS_THERE = re.compile(
    r"[”’」』》]?(?:开幕式|闭幕式|开幕会|闭幕会)?(?:[^，,。；、\n]{0,14}(?:讲话|演讲|致辞|指示|论述)精神|(?:时|期间|上)(?:所作|发表)?的|[^，,。；\n]{1,30}代表团?(?:全体会议)?(?:审议|讨论)时的)"
)
GUEST = re.compile(r"(?:会见|接见|看望|宴请)了?$|来(?:[京华]|我国|访)$|[来赴][^，,。]{1,4}$")
# 出席云岭论坛|期间会见客人
ASIDE = re.compile(r"[”’」』》]?(?:期间|之际|前)[^，,。；：\n]{0,8}(?:会见|会谈|会晤|看望|走访|考察|参观|调研|接受|拜会)")
CLOSING = re.compile(r"[”’」』》]?(?:开幕式|闭幕式|开幕会|闭幕会|开幕|闭幕)?(?:的|情况|[\u4e00-\u9fff]{0,4}(?:嘉宾|来宾|客人)(?:$|[，。；\s]))")
PREPARES = re.compile("预备会议?(?!议)")  # 政协十二届一次会议举行|预备会议: the session itself is to come
# 将于7月访问某国，并|出席…会议: what is to come reaches over the clauses of a sentence
TO_COME = re.compile(r"将(?:于|同|对|在|与|应|赴|率|分别|先后|访问|出席|举行|举办|召开|前往|会见|发表|主持|继续|陆续)")
DURING = re.compile(r"[”’」』》]?期间[，,][^，,。；\n]{0,10}将")  # 出席…会议期间，某某将
AGENDA = re.compile(r"议程[^。：:\n]{0,20}[：:]")  # 主要议程有8项，分别为：…；列席|人大会议
PLAN = re.compile(r"[”’」』》]?(?:的?工作|活动)?(?:计划|方案|预案)")  # 召开专家协商会|工作计划
CONGRATULATED = re.compile("(?<!预)祝贺")
# 记者从|全市…会议|上获悉
FROM = re.compile(r"[从自][^，,。；：\n]{0,40}$")
LEARNS = re.compile(r"[”’」』》]?(?:现场)?[上中]?(?:获悉|了解到|得知|得悉)")
# 在“…论坛”上，|与会专家认为; “…论坛”|以“…”为主题: part of what is reported
WITH_GUESTS = re.compile(r"[”’」』》]?(?:(?:现场|会场)?上[，,]?(?:与会|参会|中外嘉宾|来自)|以[“《][^”》\n]{2,40}[”》]为(?:年度)?主题)")
EACH = re.compile("各(?:地|级|省|市|县|单位|选举单位)|[0-9数多]个[^，,。；\n]{1,10}(?:分别|先后|陆续)$|分别$")  # 38个选举单位分别|召开党代表大会
THE_SCENE = re.compile(r"[”’」』》]?(?:活动)?现场(?:气氛|掌声|座无虚席)")  # 见面会|现场气氛热烈
TO_CONGRESS = re.compile(r"[”’」』》]?(?:的|所作的?)?(?:工作)?报告")  # 市委向市第四次党代会的报告
COUNTED = re.compile("[0-9两三四五六七八九十百多余][场次]$")  # 举办了十九场|专业论坛: no meeting of its own
# 在结束访问并出席…会议|后，乘专机回国; 主席出席…会晤|之际，节目开播
BACK = re.compile(r"[”’」』》]?后[，,]")
# 出席县政协十届二次会议|的农业界委员展开讨论: the session sits
SITTING = re.compile("[”’」』》]?的[^，,。；;\n]{0,14}(?:委员|代表)[^，,。；;\n]{0,20}(?:讨论|审议)")
OCCASION = re.compile("[”’」』》]?之际")
COMPLETED = re.compile("[”’」』》]?[并和](?:成功|圆满|顺利)?结束[^，,。；;\n]{0,30}后")  # 出席…会晤|并结束访问后抵达
BOUND = re.compile("赴[^，,。；\n]{2,30}并$|赴[^，,。；\n]{2,30}并(?:将)?(?:出席|参加|列席)$")  # a headline has no tense: 甲赴丙国访问并|出席会议
BACK_FROM = re.compile(r"结束[^。\n]{0,40}$")
ARRIVING = re.compile(r"抵达[^。\n]{0,40}开始")  # 抵达某国，开始访问，并举行|年度会晤
ALONGSIDE = re.compile("期间(?:召开|举行)的$")  # 会议期间举行的|某会一次全会，选举产生了
WORDS_ONCE = re.compile("习近平总书记(?:[0-9年]{4,6})?在")  # 习近平总书记在|某会议上强调 without a day: no news
# 区人大一次会议|主席团举行第四次会议: the session sits
PRESIDIUM = re.compile(r"主席团(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:上午|下午|晚)?(?:举行|召开)第[二三四五六七八九十]{1,2}次会议")
OVER = re.compile("(?:结束)?[之以]?后[，,]")  # 座谈会|结束后，甲一行来到…
# 在…动员大会|上，新党员宣誓
AT_IT = re.compile(r"[”’」』》]?上(?:[，,]|[^，,。；：]{0,12}(?:宣誓|表彰|颁发|签订|签署|交流|汇报|通报|宣读))")
# 大会审议通过了|县政协三次会议|议程
PASSED = re.compile(r"大会[^，,。；：]{0,10}通过了?$")
AGENDA_BEHIND = re.compile("(?:会议)?(?:议程|日程|选举办法)(?![（(]?草案)")
CLAUSE = re.compile(r"[，,；;。：:、\s！？!?]")


class StatusWords:
    def __init__(self, lexicons: str | None = None):
        words = load_toml("meetings", lexicons)
        status = words["status"]
        self.lexicons = lexicons
        self.grammar: MeetingGrammar = meeting_grammar(lexicons)
        self.future = re.compile(alternatives(status["future"]))
        self.awaited = re.compile(rf"(?:{alternatives(status['awaited'])})$")
        self.in_sight = re.compile(rf"[”’」』》]?(?:{alternatives(status['in_sight'])})")
        self.past = re.compile(alternatives(status["past"]))
        self.convened = frozenset(f"{status['takes_place']} {status['convening']}".split())
        self.attending = frozenset(status["attending"].split())
        self.on_the_table = tuple(status["on_the_table"].split())
        self.on_the_way = re.compile(alternatives(status["on_the_way"]))  # 乘专机离京赴阿斯塔纳|出席…会议
        self.recently = re.compile(alternatives(status["recently"]))
        self.reaction = re.compile(alternatives(status["reaction"]))
        self.quoting = re.compile(alternatives(status["quoting"]))  # 贯彻习近平总书记在|…会议上的重要讲话
        # 世界互联网大会召开|新闻发布会: the one in front is its organiser; not so in 人大三次会议举行|第三次全体会议
        self.by_organiser = re.compile(rf"(?:{alternatives(status['by_organiser'])})$")
        self.speech = re.compile(rf"(?:{alternatives(status['reporting'])})[，,：:]")
        # 按照县委|要求，…: nobody's words
        self.noun_behind = re.compile(rf"(?:为了?)?(?:进一步|全面|深入|认真|切实|严格)?(?:{alternatives(status['nouns_behind'])})")
        # 会前，|…举行培训会
        self.sidelined = re.compile(rf"(?:{alternatives(status['sidelined'])})[，,]")
        # 向…大会|致贺信
        self.greeting = re.compile(
            rf"(?:[（(][^（()）\n]{{1,10}}[）)])?(?:(?:开幕|闭幕)[式会])?(?:{alternatives(status['greeting'])})"
        )
        # 调研后, 在|随后召开的|座谈会上
        self.thereafter = re.compile(rf"(?:{alternatives(status['thereafter'])})(?:主持|组织)?(?:召开|举行)的?$")
        # 6月27日，中共中央政治局会议|审议并通过; 三次会议|进行大会选举; not …会议|选举产生的主席团
        self.acts = re.compile(
            rf"[”’」』》]?(?:[0-9]{{1,2}}日)?(?:以[^，,。；\n]{{2,10}}?)?(?:在[^，,。；\n]{{2,12}}?)?"
            rf"(?:就[^，,。；\n]{{2,40}}?(?:进行|举行)?(?:投票|表决)|进行(?:大会|投票)?(?:选举|表决|投票)|(?:{alternatives(status['acts'])})(?!(?:产生|通过|作出|确定)的)|(?:今天|昨天)?(?:（[^（）\n]{{2,8}}）)?发表(?:联合)?(?:声明|公报|宣言))"
        )
        # 举行的…特别会议|未能达成一致
        self.decides = re.compile(r"[”’」』》]?[，,]?(?:未能?|没有|围绕|就|将|对|" + alternatives(status["acts"]) + r")(?![^，,。]{0,4}的)")
        self.speaking = re.compile(
            rf"[”’」』》]?(?:(?:开幕|闭幕)[式会])?[上时](?P<pause>[，,]?)(?:[^。，,；;的]{{0,30}}?)(?:{alternatives(status['speaking'])})(?!的)"
        )
        self.congresses = {
            name: tuple(date.fromisoformat(day) for day in span.split("/"))
            for name, span in words["congresses"].items()
        }


@lru_cache(maxsize=8)
def status_words(lexicons: str | None = None) -> StatusWords:
    return StatusWords(lexicons)
