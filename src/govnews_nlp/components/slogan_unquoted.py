"""New slogans without quotation marks: forms that can be nothing else.

一码通管, 1+1+9工作部署, 无疫单元创建, 五大战略, 打造四大中心, 三改行动, 一个中心、两件大事, and 平安 with the name of the article's own region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .slogan_lexicon import Candidate
from .slogan_quotes import QuotedSlogans
from .slogan_shapes import any_of, space_form

# 一网通管, 一码通行, 一站通办 (unquoted)
ALL_IN_ONE = re.compile(r"一[网码窗站键图屏证照卡表门件库端][通统协][办管享用查看览行]")
# 1+1+9 followed by its noun (unquoted)
SUM_FORM = re.compile(r"(?<![\d+.])[1-9]\d{0,2}(?:[+＋][\dNX]{1,3}){1,4}(?![\d+.%％])")
# 无疫单元 in 深化无疫单元建设 (unquoted)
FREE_OF = re.compile(r"(?:深化|推进|开展|抓好|推动|加强|实施|打造|创建)(无[疫废毒诈访讼案欠烟][\u4e00-\u9fff]{2,3}?)(?=创建|建设|试点|评选|示范)")
# where a number form may begin; 一 only as the first of a row: 一个中心、两件大事
NUMERAL = re.compile(r"[二两双三四五六七八九十]|一(?=[个件大项条支])")
# 三改行动, 两拆专项整治: a number, a verb, the campaign's noun (unquoted)
VERBS_FORM = re.compile(r"(?<![第\d一二两双三四五六七八九十百千万])([两双三四五六七八九][改治拆清查提创转促亮比评帮送])(?:专项)?(?:行动|工程|活动|整治|工作法)")
ITEM_OF_ROW = re.compile(r"[^、“”]+")
# ---- how sure a form is
PLACE_CAMPAIGN, OF_ONE, SUM, COINED, FREE, COUNTED = 0.85, 0.8, 0.75, 0.75, 0.7, 0.62
LONGEST_VERB = 2  # in front of 四大中心: 打造
OPENING = frozenset("“‘「『\"")
# 浙江省 | 杭州市 | 萧山区
REGION_PART = re.compile(r"(.+?)(?:特别行政区|自治[区州县旗]|地区|[省市区县旗盟])")


class Family:
    """A family of coinages (slogan_forms.toml): forms that are made by one pattern."""

    def __init__(self, words: dict):
        self.pattern, self.kind, self.has = re.compile(words["pattern"]), words["kind"], tuple(words.get("has", ()))
        self.evidence = f"form {words['example'].split(',')[0].split(':')[0]}"
        self.confidence = words.get("confidence", COINED)

    def candidate(self, match: re.Match) -> Candidate:
        form = match.group()
        return Candidate(*match.span(), form, self.confidence, self.kind, form, False, False, self.evidence)


class UnquotedForms:
    """The forms compiled. quoted: whose nouns of slogans stand behind a sum (1+1+9工作部署)."""

    def __init__(self, words: dict, quoted: QuotedSlogans):
        self.noun_here, self.noun_near = quoted.noun_here, quoted.noun_near
        number = words["numbers"]
        numeral = "[一二两三四五六七八九十]{1,3}"
        # 五大战略; 四个确保; not 第五大战略, 二十大战略部署
        self.number_form = re.compile(f"(?<![第数几约近超多前后一二两三四五六七八九十百千万\\d])[二两三四五六七八九十](?:大{any_of(number['great'])}|[个项]{any_of(number['sworn'])})(?![的率量值者人])")
        # 一个中心、两件大事: a row of counted things, the later ones more
        self.number_row = re.compile(f"(?<![第\\d])(?:{numeral}[个件大项条支][\u4e00-\u9fff]{{2,4}}”?、“?){{1,5}}{numeral}[个件大项条支](?:{any_of(number['row'])})")
        # “双中心”, 四大中心: unquoted only in 打造四大中心, 双中心战略
        space = space_form(number)
        self.space_form = re.compile(f"{space}(?:(?P<named>(?={any_of(number['space_nouns'])}))|(?![一-鿿]?[城医市校镇库店站]))")
        self.space_verbs = tuple(number["space_verbs"])
        self.coinages = [Family(family) for family in words["coinages"] if not family.get("number")]
        self.number_coinages = [Family(family) for family in words["coinages"] if family.get("number")]
        campaigns = words["place_campaigns"]
        self.own_heads = tuple(campaigns["own"])
        self.campaign_heads = tuple(head for head in campaigns["heads"] if head not in campaigns["everyday"])
        self.provinces = tuple(campaigns["provinces"])
        self.ordinary_behind = tuple(number["ordinary_behind"])

    def find(self, text: str, region: str | None) -> Iterator[Candidate]:
        for match in ALL_IN_ONE.finditer(text):
            form = match.group()
            yield Candidate(*match.span(), form, OF_ONE, "mechanism", form, False, False, "form 一网通办")
        if "+" in text or "＋" in text:
            for match in SUM_FORM.finditer(text):
                noun = self.noun_here.match(text, match.end()) or self.noun_near.match(text, match.end())
                if noun and text[match.start() - 1 : match.start()] not in OPENING:
                    form = match.group()
                    slogan = form + noun.group()
                    yield Candidate(*match.span(), form, SUM, "number form", slogan, False, False, "form 1+1+9")
        for family in self.coinages:
            if not family.has or any(part in text for part in family.has):
                for match in family.pattern.finditer(text):
                    yield family.candidate(match)
        for match in FREE_OF.finditer(text):
            yield Candidate(*match.span(1), match.group(1), FREE, "campaign", match.group(1), False, False, "form 无疫单元")
        for match in NUMERAL.finditer(text):
            yield from self._number_forms(text, match.start())
        for match in _place_campaigns(region, self.campaign_heads, self.own_heads, self.provinces).finditer(text):
            form = match.group()
            yield Candidate(*match.span(), form, PLACE_CAMPAIGN, "campaign", form, False, False, "form 平安浙江")

    def _number_forms(self, text: str, at: int) -> Iterator[Candidate]:
        """The forms that begin with the numeral at this place."""
        if (match := self.number_form.match(text, at)) and not text.startswith(self.ordinary_behind, match.end()):
            yield Candidate(*match.span(), match.group(), COUNTED, "number form", match.group(), False, False, "form 五大战略")
        if (match := self.space_form.match(text, at)) and (match["named"] is not None or text.endswith(self.space_verbs, max(0, at - LONGEST_VERB), at)):
            yield Candidate(*match.span(), match.group(), COUNTED, "number form", match.group(), False, False, "form 四大中心")
        if match := VERBS_FORM.match(text, at):
            yield Candidate(*match.span(1), match.group(1), COUNTED, "number form", match.group(), False, False, "form 三改行动")
        if match := self.number_row.match(text, at):
            for item in ITEM_OF_ROW.finditer(text, *match.span()):
                yield Candidate(*item.span(), item.group(), COUNTED, "number form", item.group(), False, False, "form 一个中心、两件大事")
        for family in self.number_coinages:
            if match := family.pattern.match(text, at):
                yield family.candidate(match)


@lru_cache(maxsize=256)
def _place_campaigns(region: str | None, heads: tuple[str, ...], own_heads: tuple[str, ...], provinces: tuple[str, ...]) -> re.Pattern:
    """平安浙江, 法治江苏; with the article's own region 平安萧山, 绿色永清."""
    own = [name for name in REGION_PART.findall(region or "") if len(name) > 1]
    form = any_of(heads) + any_of({*provinces, *own}) + "(?!网)"  # 平安江苏网: a site
    return re.compile(f"{form}|{any_of(own_heads)}{any_of(own)}(?![区县市旗州人省])" if own else form)
