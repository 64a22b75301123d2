"""Regular expressions of the time grammar that need no lexicon. Each has an example in its comment and rows in the tests' tables."""

from __future__ import annotations

import re

from .numerals import ARABIC, COUNTING, DIGITS, NUMBER

D = f"[{ARABIC}]"
WEEKDAYS = "一二三四五六日天"
LATEST_YEAR = 2200

# a number right before a unit, a link or a space; never from inside of a longer number, a decimal, or a code (A4, G20)
NUMBER_TRIGGER = re.compile(f"[{NUMBER}](?<![{NUMBER}.．A-Za-z][{NUMBER}])[{NUMBER}]{{0,7}}"
                            r"(?=[年月日号天周时点个小分秒世载季星礼多余几来\-－—–―~～至到./．／、:： ])"
                            f"|(?<![{NUMBER}万亿美欧日多])元(?=月)")
YEAR_4 = f"(?:{D}{{4}}|[{DIGITS}]{{4}})"
LINK = r"[ \u3000]?(?:至|到|[-－—–―~～─]{1,2})[ \u3000]?"
MONTH_N = f"(?:1[0-2]|１[０-２]|[0０]?[1-9１-９]|十[一二]?|[{DIGITS[3:]}元])"
DAY_N = (f"(?:3[01]|３[０１]|[12][0-9]|[１２][０-９]|[0０]?[1-9１-９]|三十一?|二十[{DIGITS[3:]}]?|廿[{DIGITS[3:]}]?|十[{DIGITS[3:]}]?|[{DIGITS[3:]}])")
# 2021年度; 2020-2021年度; 二〇二三年; not 2000年代
YEAR = re.compile(f"({YEAR_4})(?:({LINK}|、)({YEAR_4}|{D}{{2}}))?[ \u3000]?年(度(?!假|过))?(?!代)")
# 2016-2017, 2021—2022学年, 2023至2024赛季
BARE_YEARS = re.compile(f"((?:19|20){D}{{2}}){LINK}((?:19|20){D}{{2}})(?:学年|财年|赛季|雪季|年度)?(?![{NUMBER}A-Za-z.%％年亿万元号名人个台公千米倍吨平户—－-])")
# 2016年第3周
YEAR_WEEK = re.compile(f"的?第({D}{{1,2}}|[{COUNTING}]{{1,3}})(?:周|个?星期)(?![{WEEKDAYS}末年])")
# 98年3月, 08年: the century is left out
SHORT_YEAR = re.compile(f"({D}{{2}}|[{DIGITS}]{{2}})年(?=[ \u3000]?{MONTH_N}月)|([0０]{D})年(?![代来内间的后前])")
# 3月; 1-5月; 1、2月份; 7、8两月; 十二月
MONTH = re.compile(f"[ \u3000]?({MONTH_N})(?:({LINK}|、)({MONTH_N})(?:两个?)?)?[ \u3000]?月(份)?")
# 五六月份
MONTH_PAIR = re.compile("[ \u3000]?(一二|二三|三四|四五|五六|六七|七八|八九)月(份)?")
# 5日; 5号; 16至20日; 24、25日
DAY = re.compile(f"[ \u3000]?({DAY_N})(?:({LINK}|、)({DAY_N}))?[ \u3000]?([日号])")
MORE_DAYS = re.compile(f"[、和]{DAY_N}[日号]")
# 2022-04-05, 2022/4/5, 2022.4.5 (checked against the calendar)
ISO = re.compile(f"({D}{{4}})([-/.－／．])({D}{{1,2}})\\2({D}{{1,2}})(?![{ARABIC}.]{{1,2}}\\d)")
# 五日 is a day of the month before these, and three days elsewhere (连续三日)
CHINESE_DAY = re.compile("在|至|[上下]午|中午|[早晚]|凌晨|清晨|傍晚|召开|举行|主持|会见|会谈|抵达|离开|出席|发表|发布|电|讯|说|表示|宣布|指出|强调|开幕|闭幕|开始|结束|签署|起")
NOT_A_DATE_BEHIND = tuple("期时近约满整仅逾数连续共历每半第多几了前后过隔")
SEPARATOR = re.compile(f"(?:(?:起|开始)(?=[至到]))?(?:{LINK})")  # 10月1日|起至|7日
# 3日内, 5日游, 30日元, 3日后 are no days of the month; 9日本报讯, 5日内蒙古 are
NOT_A_DAY = re.compile("内(?!蒙)|间|游|后|元(?!旦)|子(?!夜)|本(?![报次届市县区省院周月台])|之内|以内|左右|时间|行程|谈》|志(?!愿)")
# 《…2035年…》: the name of a document
BOOK_TITLE = re.compile("《[^《》\\n]{0,100}》")
# only in bare parsing: 10/1; 20161107; 七八年; 正月里的 初八; 十月二十九; 夏天
MONTH_SLASH = re.compile(f"(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])(?![{ARABIC}/.%])")
MONTH_DASH = re.compile("(1[0-2]|0?[1-9])-(3[01]|[12][0-9]|0?[1-9])")  # 2-15 and nothing else
EIGHT_DIGITS = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])")
YEAR_MONTH = re.compile("((?:19|20)[0-9]{2})[-/.](1[0-2]|0?[1-9])(?![0-9]|[-/.][0-9]|%)")
TWO_DIGITS = re.compile(f"({D}{{2}}|[{DIGITS}]{{2}})年(?![代来内间的后前多龄岁])")
LUNAR_DAY = re.compile(f"(初[{COUNTING[:9]}十]|廿[{COUNTING[:9]}])(?![{NUMBER}中高年级生班次])")
DAY_ALONE = re.compile(f"({DAY_N})(?=[，。；、,;\\s）)]|$)")
SEASON_ALONE = re.compile("[春夏秋冬][天季](?!节)")
# 两千零八年, 一千九百九十八年
THOUSAND_YEAR = re.compile(f"([一二两])千(?:([{COUNTING[:9]}])百)?零?([{COUNTING[:9]}]?十?[{COUNTING[:9]}]?)年")
# 2024|上半年, 2024|Q3, 二零一九 and nothing else
YEAR_ALONE = re.compile(f"((?:19|20)[0-9]{{2}}|[一二][{DIGITS}]{{3}})(?=[上下]半年|全年|第?[一二三四1-4]季度|[QqＱ][1-4]|$)")
QUARTER_LETTER = re.compile("第?[QqＱ]([1-4１-４])(?![0-9０-９])季?度?")
# 16/11/7, 24-05-15; 11/7/2016
SHORT_ISO = re.compile(f"(?<![{ARABIC}./-])({D}{{2}})([-/.])({D}{{1,2}})\\2({D}{{1,2}})(?![{ARABIC}./-])")
DAY_MONTH_YEAR = re.compile(f"(?<![{ARABIC}./-])({D}{{1,2}})([-/.])({D}{{1,2}})\\2((?:19|20){D}{{2}})(?![{ARABIC}./-])")
MIDDLE = re.compile("(?<![^，。、；\\s])[年月]中(?=[，。、；至到\\s]|$)")
THIS = re.compile("(?<![^，。、；\\s])这一([年天])(?=[，。、；\\s]|$)")
SEASON_END = re.compile("的?[春夏秋冬](?=[，。、；至到\\s]|$)")  # 2023年|冬
# 5月15日|，星期三; 星期三|，5月15日
WEEKDAY_BEHIND = re.compile(f"[ \u3000]?[，,]?[ \u3000]?[（(]?(?:星期|周|礼拜)[{WEEKDAYS}][）)]?")
WEEKDAY_OF = re.compile(f"的?(?:周|星期|礼拜)([{WEEKDAYS}])")
DATE_BEHIND = re.compile(f"[ \u3000]?[，,（(]?[ \u3000]?(?={D}{{4}}年|{MONTH_N}月)")
BARE_TRIGGERS = re.compile("|".join(pattern.pattern for pattern in (THOUSAND_YEAR, YEAR_ALONE, EIGHT_DIGITS, LUNAR_DAY, SEASON_ALONE, QUARTER_LETTER, MIDDLE, THIS)))
# 昨（15）日, 今(3)日上午: one expression, the number its day
DAY_ASIDE = re.compile(f"([今昨明前])[（(]({DAY_N})[）)][日天]")
# 今天（6月13日）|至17日
DATE_IN_BRACKETS = re.compile(f"[（(](?:{MONTH_N}月)?{DAY_N}日[）)](?={LINK}(?:{MONTH_N}月)?{DAY_N}日)")
SAME_DAY = re.compile("的?(?:今[天日]|这一?天|同一天|这个时候|此时)(?![上下早晚中])")
PAPER_OF_TODAY = re.compile("(?!本)[㐀-鿿]{2,4}(?:网|报)(?:消息|[讯：:，, \\u3000])")  # 今日|湖北网讯: the name of a paper
SAME_MONTH = re.compile("的?(?:同月|这个?月|本月)(?![底初中末上下])")  # 去年同月  # 去年的今天
# 三、|四季度
QUARTER_BEFORE = re.compile("第?([一二三123])([、至到-]?)第?$")
QUARTER_PAIR = re.compile("的?第?([一二三123])([、至到-]?)第?([二三四234])季度")  # 今年|三、四季度, 今年|一至三季度
# a solar term alone ends here: 谷雨，; not 谷雨田鸢
TERM_END = re.compile("[，,。；;、：:！!）)\\s的这前后刚过已将来时是日至到]|$")
# （星期六）, 星期六 behind a date: part of it, but not of its text
WEEKDAY_ASIDE = re.compile(f"[ \u3000]?[（(]?(?:星期|周|礼拜)[{WEEKDAYS}][）)]?")
# 免去|周四龙|的职务, 任命周一凡为: a person of the surname 周
NAMED_WEEKDAY = re.compile(r"(?:(?<=免去|任命|决定|接受|同意|同志)|(?<=[、长员记]))周[一二三四五六](?![上早晚中下])[㐀-鿿](?:同志|的|为|任|辞|、|(?=[ \u3000]))")
# 14时30分, 9点半, 8:30, 15时许, 9:00-11:00
TIME = f"(?:{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})(?:时(?!代|间|期|常|刻|候|尚|空)|点(?!多|钟头|击|赞|位|名|评|亮|燃|面|对))(?:整|许|钟|半|[一三]刻|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})分(?:许|(?:{D}{{1,2}}|[{COUNTING}零〇]{{1,3}})秒)?|(?<=点)(?:{D}{{2}}|[零〇]?[{COUNTING}]{{1,3}})(?=[，。；至到—-]|$))?)"
CLOCK = re.compile(f"[ \u3000T]?((?:{D}{{1,2}}{LINK}(?={D}{{1,2}}时))?{TIME}(?:{LINK}(?:次日)?{TIME})?)")
SEASON = re.compile("(?:的)?([春夏秋冬])[季天日](?!节)")
# 本月|前十天, 12月|最后三天
FIRST_DAYS = re.compile(f"的?([前头后]|最后)({D}{{1,2}}|[{COUNTING}]{{1,3}})天(?![前后])")
# 2023年|后三个月
LAST_MONTHS = re.compile(f"的?(?:最?后)({D}{{1,2}}|[{COUNTING}]{{1,2}})个月")
FIRST_MONTHS = re.compile(f"(?:的)?[前头]({D}{{1,2}}|[{COUNTING}]{{1,2}})个?月(?:份)?")
ORDINAL_PART = re.compile(f"的?(?:(?:第([{COUNTING[:5]}]|[1-5])|(最后一|头一|首))个?)(天|日|周(?![{WEEKDAYS}末])|星期(?![{WEEKDAYS}])|(?:周|星期|礼拜)([{WEEKDAYS}末]))")
# 上世纪80年代, 20世纪八九十年代, 90年代末, 1980年代
DECADE = re.compile(f"(?:(上个?世纪|本世纪|({D}{{2}}|[{COUNTING}]{{1,3}})世纪)(?:的)?)?({D}{{4}}|{D}0|[{DIGITS[3:]}]{{1,2}}十)(?:(?:{LINK}|、)({D}0|[{DIGITS[3:]}]十))?年代(初期|中期|末期|后期|前期|中后期|初|末|中)?")
CENTURY = re.compile(f"([上下]个?世纪|本世纪|({D}{{2}}|[{COUNTING}]{{1,3}})世纪)(初|末|中叶|上半叶|下半叶|前半叶|后半叶)?")
CENTURY_NAME = re.compile("海上|马克思|经济|教育|报|大街|大道|广场|公园|酒店|城|联")
# 65年(来), 3天, 24小时, 三个月, 10多年, 近几周
COUNT = f"(?:{D}{{1,4}}|[{COUNTING}]?十?几十?|数十?|[{COUNTING}百]{{1,5}}|半)"
APPROXIMATE = "多余来几"
CLAUSE_START = "\n。！？!?；;，,：:（(“、 　"
# 前三天, 下两周: only at the start of a clause; 前7个月 everywhere
FIRST_OR_NEXT = re.compile("([前头后上下])$")
AMOUNT_NOT_BEHIND = ("第", "每", ".", "．")
EVERY = re.compile("每隔?$")  # 每两周, 每隔三天
ONE_NOT_BEHIND = tuple("的新那某同最哪任有头比")  # 新的一年, 有一天, 同一天, 一年比一年
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
NUMBER_BEFORE_WEEK = COUNTING + DIGITS + "0123456789０１２３４５６７８９几每半数"
# 时期 behind a five-year plan's short name, perhaps behind its closing quotation mark
PLAN_TIME = re.compile(r"[”\"]?(?:时期|期间|以来|末期|初期|末|初|中后期|中期)")
