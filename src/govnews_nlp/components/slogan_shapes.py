"""What a slogan looks like: the shapes of its form, whatever stands around it.

Number forms (五快, 141, 双评议), groups of equal length (人守住、物畅通), short forms of three or four characters (快转运), the campaign of
a year (产业奋进年). What only looks like one: ordinary words (白名单), metaphors (放大器), sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# ---- the weight of a form in quotation marks that the lexicon lacks
NUMBER, CODE, DOUBLE = 0.6, 0.55, 0.55  # “五快”, “141”, “双评议”
EQUAL_GROUPS, GROUPS = 0.55, 0.4  # “人守住、物畅通”, “亮码、测温、戴口罩”
PARALLEL = 0.6  # “亮身份、上一线、当先锋”: three groups or more; “跑出园区加速度、建成山水新门户”: two long ones
LONG_GROUP = 5  # characters
MODEL = 0.6  # “海岛样板”, “庭院说事制”
PLUS = 0.5  # “人盯人+N”, “支部+农户”
LETTERS = 0.3  # “人、房、地”
BY_LENGTH = {2: 0.1, 3: 0.35, 4: 0.45}  # “守门”, “快转运”, “人物同防”
OTHER_LENGTH = 0.35
OWN_NOUN = 0.15  # of a form that ends in a noun of slogans: “亮灯工程”
METAPHOR = -0.2  # “放大器”

LONGEST_PART = 8  # characters of one group in a quoted formula
LONGEST_FORM = 36
NUMERALS = frozenset("一二两三四五六七八九十百千万第数几")

# 四个意识, 七大机制, 五快, 两山, 三高四新, 一中心四平台一网格
# 四个重大转变: a counted one is longer
NUMBER_FORM = re.compile(r"[二两三四五六七八九十]{1,2}[个项大][^\d、，, 月]{2,4}|(?:[一二两双三四五六七八九十百千万][^\d、，, ]{1,4})+")
# “产业奋进年”: the campaign of a year; not “中外旅游年” (name_endings), “青少年”, “五十周年”, “开局之年”
CAMPAIGN_YEAR = re.compile(r"[\u4e00-\u9fff]{3,8}[^青少童晚老中百千周新今明去之成几半学整全]年")
# “鱼米走廊”: how plans are called, here and abroad; “经济走廊” alone is none
CORRIDOR = re.compile(r"[\u4e00-\u9fff]{2,5}走廊")
# 一张网, 一级网格, 三月份, 八点见, 六项: numbers of everyday language
ORDINARY_NUMBER = re.compile(r"[一二三四五六七八九十百千]+(?:强|连[冠降增涨跌胜])$|[百千万][里亩年]|一[^一二两三四五六七八九十百千万]+$|[一二三四五六七八九十]+[级号月日岁届点]|[一二两三四五六七八九十]+[项个大条类件种次批期套座份]$")
# 141, 22688, 8+4, 1+1+9, 2+14+7, 1+N, 6+X, 2·3·1+N; but not the year 2035, nor the day 4·29
CODE_FORM = re.compile(r"(?!(?:19|20)\d\d$|\d{1,2}[·.]\d{1,2}$)(?=.*\d)[\dN]+(?:[+＋\-－—.·*×xX][\dNnXx]+)*")
# 人盯人+N, 街办+物业+商户: what works together
PLUS_FORM = re.compile(r"(?:[\u4e00-\u9fff]{2,8}|[1-9])(?:[+＋](?:[\u4e00-\u9fff]{1,8}|[NnXx]))+")
# 庭院说事制; 终身制 is an ordinary word
INSTITUTION = re.compile(r"[\u4e00-\u9fff]{3,5}制")
# 大走访大问计大解题
AT_LARGE = re.compile(r"(?:大[\u4e00-\u9fff]{2}){3,5}")
# 15分钟便民圈
CIRCLE = re.compile(r"(?:\d{1,2}分钟|一刻钟|半小时)[\u4e00-\u9fff]{2,8}圈")
# 深之又深: emphasis
EMPHASIS = re.compile(r"(.)之又\1")
# 精细化, 常态化, 拉网式: adverbs of the office; but not 三化, nor 云溪模式. 千亿级, 十星级: grades
IZATION = re.compile(r"[一二三四五六七八九十百千万亿]+[A星]?级|(?![两三四五六七八九十])[\u4e00-\u9fff]{1,2}化|[\u4e00-\u9fff]{1,3}(?<!模)式")
# 大和强, 质与量: two words, no name
PAIR = re.compile("[\u4e00-\u9fff][和与][\u4e00-\u9fff]")
# 新动能, 全覆盖
NEW_WORD = re.compile(r"全[\u4e00-\u9fff]{2}|新[^\d一二三四五六七八九十][\u4e00-\u9fff]")
# 亮码、测温、戴口罩; 党建引领 民呼我应: groups divided by 、 or a comma or a blank
GROUP_MARKS = re.compile(r"[、，,·+]|\s")
# no slogan has these: sentences, titles of books, web addresses, second person
SENTENCE_MARKS = re.compile(r"[的了吗呢吧]$|[。！？!?；;：:《》<>()（）/@#]|[你您她]|我们|[A-Za-z]{3}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Shapes:
    """The words by which shapes are told (lexicons/slogan_forms.toml)."""

    def __init__(self, words: dict):
        names = words["not_slogans"]
        self.ordinary = frozenset(names["ordinary"])
        self.metaphors = frozenset(names["metaphors"])
        self.name_endings = tuple(names["name_endings"])
        self.naming_nouns = tuple(words["naming"]["nouns"])
        # “青湖样板”, “海岛样板”, “云岭速度”
        self.model = re.compile(f"[\u4e00-\u9fff]{{2,4}}{any_of(words['model_endings']['words'])}")
        self.space = re.compile(space_form(words["numbers"]))

    def of(self, form: str) -> tuple[float | None, str | None]:
        """The weight of the form itself and, where the form tells it, its kind; None for what can't be a slogan."""
        if form in self.ordinary or IZATION.fullmatch(form) or EMPHASIS.fullmatch(form) or not 2 <= len(form) <= LONGEST_FORM or SENTENCE_MARKS.search(form):
            return None, None
        if CODE_FORM.fullmatch(form):
            return CODE, "number form"
        if form in self.metaphors or form[1:] in self.metaphors or NEW_WORD.fullmatch(form) or PAIR.fullmatch(form):
            return METAPHOR, None
        if self.space.fullmatch(form):
            return NUMBER, "number form"
        if (CAMPAIGN_YEAR.fullmatch(form) or CORRIDOR.fullmatch(form)) and not form.endswith(self.name_endings):
            return NUMBER, "campaign"
        if NUMBER_FORM.fullmatch(form) and not ORDINARY_NUMBER.match(form):
            return DOUBLE if form[0] == "双" else NUMBER, "number form"
        if PLUS_FORM.fullmatch(form):
            return PLUS, "model"
        if self.model.fullmatch(form):
            return MODEL, "model"
        if INSTITUTION.fullmatch(form):
            return MODEL, "mechanism"
        if AT_LARGE.fullmatch(form):
            return PARALLEL, "campaign"
        if CIRCLE.fullmatch(form):
            return NUMBER, "target"
        groups = GROUP_MARKS.split(form)
        if not CHINESE.search(form) or max(map(len, groups)) > LONGEST_PART:
            return None, None
        if len(groups) > 1:
            if max(map(len, groups)) == 1:
                return LETTERS, None
            pairs = (groups[0][at : at + 2] for at in range(len(groups[0]) - 1))
            if len(groups) > 2 and any(all(pair in group for group in groups) for pair in pairs):
                return PARALLEL, None  # “小病不出村、常见病不出镇、大病不出县”
            if len(set(map(len, groups))) > 1 or len(groups[0]) == 1:
                return GROUPS, None
            # “大抓工业、抓大工业”: two that are made of the same characters
            turned = len(groups) == 2 and len(groups[0]) > 3 and len(set(groups[0]) & set(groups[1])) * 2 > len(groups[0])
            long = len(groups[0]) >= LONG_GROUP and "、" in form
            return PARALLEL if turned or long or len(groups) > 2 and len(groups[0]) > 2 else EQUAL_GROUPS, None
        own = OWN_NOUN if 3 < len(form) < 7 and form.endswith(self.naming_nouns) else 0.0
        return BY_LENGTH.get(len(form), OTHER_LENGTH) + own, None


def space_form(numbers: dict) -> str:
    """“双中心”, 四大中心, 两大走廊: what a city is to become."""
    return f"(?:双|[两三四五六七八九十]大){any_of(numbers['space'])}"


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"
