"""Lines that name a day, a page or a paper: 云溪日报 2023年5月10日 星期三 第A06版, 原创 甲 云溪发布 2023-01-16 18:20."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..byline import BylineGrammar
from . import days

# 第A06版：要闻, A02 要闻, 03版
PAGE = re.compile(r"(?:^|[\s:：（(])(?:第\s?)?[A-Za-z]{0,2}\d{1,3}\s?版|第[一二三四五六七八九十]{1,3}版|^[A-D]\d{1,2}(?:[\s:：]|$)|总第\s?\d+\s?期")
PAPER = re.compile(r"(?P<paper>[一-龥]{1,8}(?:日报|晚报|时报|早报|晨报|商报|都市报|导报|周报|特区报|[一-龥]报(?=\s*[·:：—-]?\s*(?:数字|电子))))\s*[·:：—-]?\s*(?:数字报纸?|电子报|电子版|数字报刊|数字版|报网)?(?:平台|系统)?")
TODAY = re.compile(r"今天是|农历|(?:晴|多云|阴|小雨|阵雨)[\s~]|℃")
ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+-]{3,200}")
DATED = re.compile(r"(?:19|20)\d\d|\d\d-\d\d-\d\d|[版期报]|^[A-D]\d|[一二三四五六七八九〇○零O]{2}年|[日号]\s*[星周]")  # no day and no page without one of these
DATE_SIGN = re.compile(r"[\d版期报A-D一二三四五六七八九〇○零O日号]")  # nor without one of these
JOURNAL = re.compile(r"(?P<journal>[一-龥]{2,16}(?:[(（][一-龥]{2,12}[)）])?)\s*(?:19|20)\d\d年\s?第?\d{1,2}期")  # 云溪学院学报 2017年2期
PAGE_DAY = re.compile(r"\d{1,2}月\d{1,2}日\s*(?:星期|周)[一二三四五六日天].{0,12}")
CONTINUED = re.compile(r"[上下][转接]|紧接")
MARKS = " \t\u3000\xa0|｜丨/／·•・*#＊>＞»›《》〖〗『』「」【】[]［］〔〕()（）{}-—_－.,，、:：;；+＋=！!~…“”\"'①②③④⑤⑥⑦⑧⑨⑩\u200b\ufeff"
SENTENCE = re.compile(r"[。；;？！]|，[^，]*，")
HAN = re.compile(r"[\u3400-\u9fff]")


def is_dated(line: str) -> bool:
    """Whether the line can name a day or a page."""
    return DATE_SIGN.search(line) is not None and DATED.search(line) is not None


@dataclass(slots=True)
class Found:
    kind: str  # fields, navigation, section, column, buttons, links, notice, foot, rule, page, site
    fields: list[tuple[str, str]] = field(default_factory=list)
    pending: str | None = None  # the label that ends the line; its value is the next line


class Mastheads:
    """What Furniture, which reads the lexicon, knows of such lines."""

    labels: dict[str, str]
    buttons: re.Pattern
    media: re.Pattern
    office: re.Pattern
    grammar: BylineGrammar

    def _day_or_page(self, line: str, bare: str) -> Found | None:
        if len(line) > 90 or not is_dated(line):
            return None
        day = days.DAY.search(line) or days.SHORT_DAY.search(line) or days.DAY_FIRST.search(line) or days.CHINESE_DAY.search(line)
        page = PAGE.search(line)
        if page and CONTINUED.search(line):
            page = None
        if page and len(line) <= 60 and page.start() <= 30 and not SENTENCE.search(line) and "，" not in line:
            rest = line[: page.start()] + " " + line[page.end() :]
            if len(rest.strip(MARKS)) <= 40:
                fields = self._page_fields(line)
                return Found("page", fields)
        if day and day.re is not days.CHINESE_DAY and day.group("year") and re.search(r"\d:\d\d|发表于", line) and not SENTENCE.search(line):
            account = self._account_line(line[: day.start()])
            if account is not None:  # 原创 甲 云溪发布 2023-01-16 18:20 发表于云溪
                made = days.made(day)
                return Found("fields", [*account, *([("day", made.isoformat())] if made else [])])
        journal = JOURNAL.fullmatch(bare)
        if journal:
            return Found("fields", [("newspaper", journal.group("journal").strip())])
        if day and not re.search(r"[，。；]", line):
            rest = TODAY.sub("", ADDRESS.sub(" ", line[: day.start()] + " " + line[day.end() :]))
            rest = re.sub(r"\d{1,2}:\d\d(:\d\d)?|\d+", " ", rest).strip(MARKS)
            if not self.media.search(rest):
                rest = self.buttons.sub(" ", rest).strip(MARKS)
            rest = re.sub(r"\s{2,}", " ", ADDRESS.sub(" ", rest)).strip(MARKS)
            made = days.day_in(line) if day.re is days.CHINESE_DAY else days.made(day)
            writer = line[day.end() :].strip(MARKS)
            if made and day.start() == 0 and 2 <= len(writer) <= 3 and self.grammar.is_names(writer):  # 2017-03-07甲
                return Found("fields", [("day", made.isoformat()), ("reporters", writer)])
            if made and (not rest or self.labels.get(rest) in ("published", "other_day") or len(rest) <= 30 and (not HAN.search(rest) or self.media.search(rest) or self.office.search(rest) or PAPER.match(rest) or re.fullmatch(r"总第|第期|编印|总第期|期|出版|刊发|发布", rest)) or re.search(r"星期|周[一-六日]", line) and len(rest) <= 12 or re.search(r"\d:\d\d", line) and len(HAN.findall(rest)) <= 8):
                fields = [("day", made.isoformat())] if not TODAY.search(line) else []
                if rest and not TODAY.search(line) and (self.media.search(rest) or self.office.search(rest) or PAPER.match(rest)):
                    paper = PAPER.match(rest)
                    fields.append(("newspaper", paper.group("paper")) if paper else ("source", rest))
                return Found("fields", fields)
        if PAGE_DAY.fullmatch(bare):
            return Found("page")
        paper = PAPER.fullmatch(bare)
        if paper:
            return Found("site", [("newspaper", paper.group("paper"))])
        return None

    def _account_line(self, text: str) -> list[tuple[str, str]] | None:
        """Author and account in front of the day of a WeChat article; None where the text is something else."""
        fields = []
        pieces = [piece for piece in re.split(r"[\s\u3000|｜]+", text.strip(MARKS)) if piece and piece != "原创"]
        for piece in pieces:
            names = self.grammar.people(piece)[0]
            if self.media.search(piece) or self.office.search(piece):
                fields.append(("source", piece))
            elif len(names) == 1 and names[0][0] == piece:
                fields.append(("reporters", piece))
            else:
                return None
        return fields if len(pieces) > 1 or "原创" in text else None

    def _page_fields(self, line: str) -> list[tuple[str, str]]:
        fields = []
        day = days.day_in(line)
        if day:
            fields.append(("day", day.isoformat()))
        paper = PAPER.search(line)
        if paper:
            fields.append(("newspaper", paper.group("paper")))
        editors = re.search(r"(?:责任编辑|责编|编辑|值班编委|版式|校对|美编)[:：\s]{0,3}(?=[一-龥])", line)
        if editors:
            fields += [("editors", name) for name, _, _ in self.grammar.people(line[editors.start() :])[1]]
        return fields
