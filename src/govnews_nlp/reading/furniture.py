"""Furniture: lines around the news that are no news (发布时间, 来源, 当前位置, 打印, 相关新闻, 版权声明) and what they say.

A line is judged by its form alone here; layout.py knows its place on the page.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from ..byline import byline_grammar
from ..lexicon import alternatives, load_toml, longest_first
from ..words import by_character
from . import days
from .mastheads import ADDRESS, HAN, MARKS, SENTENCE, TODAY, Found, Mastheads, is_dated

LONGEST = 300  # characters; no longer line is furniture
LONGEST_VALUE = {"source": 40, "published": 80, "other_day": 80, "reporters": 50, "editors": 50, "url": 300, "newspaper": 20, "ignored": 80, "index": 120, "issuer": 40}
LABEL_REACH = 16  # characters in front of a colon in which its label stands
EDGES = " \t\u3000\xa0«»〖〗|｜丨·•・*＊【】[]［］〔〕()（）#◆■●▲□"
RULE = re.compile(r"[-—=*_~·•#＊－＝─━﹏…\s]{3,}")
NUMBER = re.compile(r"[\d\s/／.:：\-—%()（）]{1,20}")
SITE = re.compile(r"(?:中国)?[一-龥·]{2,18}(?:人民政府|政府网|门户网站|政务网|新闻网|党建网|信息网|政府网站|融媒体中心|管理委员会|管委会|委员会办公室)(?:门户网站|官方网站|网站|网)?")
SECTION = re.compile(r"[一-龥]{0,4}(?:新闻|要闻|动态|频道|资讯|快讯)")  # names of sections: 内蒙古新闻, 县区动态
EMAIL = re.compile(r"[\w.-]{2,40}@[\w-]{2,40}\.\w")
CONTACT = re.compile(r"(?<!\d)0\d{2,3}[-－—]\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)|https?://|www\.")
CELL_END = re.compile(r"\t+|[ \u3000]{2,}|\s?\|\s?")
BLANK_OR_COLON = re.compile(r"[\s\u3000:：]")
# a headline or a sentence: longer than any label or section, without colons, blanks, bars; furniture only if its first or last character says so
PLAIN = re.compile(r"[一-龥，、“”《》·\d%]{7,}[。！？]?")
# 详见C03、C04版, 相关报道见第2版, 返回云溪头条: they lead elsewhere
JUMP = re.compile(r"(?:详见|(?:相关)?(?:报道|新闻|内容)?详?见)(?:今日|本报)?第?\s?[A-Z]?\d{1,3}(?:[、—-][A-Z]?\d{1,3}){0,5}\s?版|返回[一-龥]{2,8}"
                  r"|[一-龥]{2,4}时间\s?\d{1,2}[时:：]\d\d分?|[(（]?(?:全文)?完[)）]?")  # 香港时间10时30分; (完)
NONE: tuple[str, ...] = ()
CELLS = re.compile(r"[|｜丨]")
BREADCRUMB = re.compile(r"[>＞»›→]")
NAVIGATION = re.compile(r"[>＞»›→|｜丨]|正文$")
UNKNOWN_LABEL = re.compile(r"[\s\u3000]+[一-龥]{2,6}[:：]")  # 甲  处室：办公室
PRINTED_APART = re.compile(r"(?<=[打关收返])[ \u3000](?=[印闭藏回])")
# 微信图片_20200208194714.jpg: names of files as a line
FILE = re.compile(r"[^。，；！？]{1,120}\.(?:jpe?g|png|gif|bmp|webp|docx?|xlsx?|pdf|mp[34])", re.I)
CHANNEL = re.compile(r"[一-龥]{2,8}(?:APP|App|app|公众号|视频号|客户端)")  # 云溪公众号: where else the site can be read
PLACEHOLDER = re.compile(r"_[A-Z]{3,12}_")  # 发表评论 _COUNT_条
TEMPLATE = re.compile(r"\{\{.{0,60}\}\}$")
DECLARATION = re.compile(r"[一-龥]{0,16}(?:严正|郑重|版权|授权|维权)声明")  # heads paragraphs about the site's rights
# 任何媒体、网站或个人未经授权不得转载
RESERVED = re.compile(r"未[经經][^。]{0,12}(?:授权|许可|允许|同意)[^。]{0,14}(?:不得|禁止|请勿)[^。]{0,10}(?:转载|镜像|使用|复制|摘编)")
SITE_AND_SECTION = re.compile(r"[·•|｜-]")
SITE_ENDS, SECTION_ENDS = "府网站心会室", "闻态道讯"  # last characters of what these patterns match
PLAIN_ENDS = SITE_ENDS + "分明"  # 香港时间10时30分, 云溪日报社严正声明
SHORT_LABEL = re.compile(r"[【\[（(]?([一-龥]{2,6})[】\]）) \t\u3000]+(\S.{0,60})?$")
HEAD, LONGEST_PREFIX = 200, 80  # characters of a paragraph in which a stamp ends; in front of it
# 更新时间：2011-1-17 10:24:12 来源：某网 点击：12 in front of a sentence
STAMP = re.compile(rf"[一-龥]{{0,2}}(?:时间|日期)\s?[:：]\s?{days.DAY.pattern}(?:\s+[一-龥]{{2,5}}[:：]\s?[^\s。，]{{0,16}}(?=\s))*\s*(?=[^\s。，、：:]{{2}})")
LABEL_SIGN = re.compile(r"[:：|｜丨]")  # no label ends without one of these
LABEL_END = re.compile(r"[:：]|(?<=[一-龥])\s?[|｜丨]")


class Furniture(Mastheads):
    def __init__(self, lexicons: str | None = None):
        words = load_toml("furniture", lexicons)
        self.other_matter = tuple(words["fields"]["other_matter"].split())
        self.labels = {label: kind for kind, line in words["fields"].items() if kind != "other_matter" for label in line.split()}
        heads = words["labels"]
        for kind in ("headline", "kicker", "subtitle"):
            self.labels |= {label: kind for label in heads[kind].split()}
        # 来源：县政府办浏览量：12发布时间：… : these labels count without a blank in front
        self.run_on = frozenset(label for label, kind in self.labels.items() if kind in ("ignored", "published", "editors") and len(label) > 2)
        # 作者:张占友来源:区融媒体中心 : behind a name these do
        self.credited = frozenset(label for label, kind in self.labels.items() if kind in ("source", "reporters", "editors") and len(label) > 1)
        self.index = frozenset((words["fields"]["index"] + " " + words["fields"]["issuer"]).split())
        self.navigation = by_character(words["navigation"]["begins"].split(), 0)
        self.sections = frozenset(words["navigation"]["sections"].split())
        self.about, self.says = by_character(words["links"]["notice_about"].split(), 0), tuple(words["links"]["notice_says"].split())
        self.rights = tuple(words["links"]["rights"].split())
        self.buttons = re.compile(alternatives(words["buttons"]["words"]))
        self.button_signs = frozenset(word[0] for word in words["buttons"]["words"].split()) | set("0123456789○●")
        self.link_signs = frozenset(word[0] for word in words["links"]["heads"].split())
        self.link_head = re.compile(alternatives(words["links"]["heads"]))
        self.notices, self.foot = by_character(words["links"]["notices"].split(), 0), re.compile(alternatives(words["links"]["foot"]))
        # how furniture without colons begins, by its first two characters
        said = (words["buttons"]["words"], words["links"]["heads"], words["links"]["notices"], words["links"]["notice_about"], words["navigation"]["begins"], "原创")
        self.rights_foot = re.compile(alternatives(words["links"]["rights_foot"]))
        self.signs = frozenset(word[:2] for line in said for word in line.split())
        self.stripped = longest_first(heads["words"])
        self.columns = frozenset(words["columns"]["names"].split())
        self.bullets = tuple(words["columns"]["bullets"].split())
        self.kicker_ends = tuple(words["headlines"]["kicker_ends"].split())
        self.subtitle_ends = tuple(words["headlines"]["subtitle_ends"].split())
        named = "|".join(sorted((label for label, kind in self.labels.items() if kind in ("source", "reporters", "editors", "published", "other_day") and len(label) > 1), key=len, reverse=True))
        # what runs on behind a sentence: 。来源：, （记者 甲）编辑：, 。https://…
        self.behind = re.compile(rf"(?:[。！？）)”]\s*)(?=[【\[（(]?(?:{named}|声明|版权声明|免责声明|浏览次数)\s?[:：]|https?://|转载请注明)")
        self.grammar = byline_grammar(lexicons)
        endings = load_toml("bylines", lexicons)
        self.media = re.compile(rf"(?:{alternatives(endings['endings'] + ' ' + endings['agencies'])})(?:数字报|电子版)?$")
        self.office = re.compile(rf"(?:{endings['offices'].replace(' ', '|')}|政府|县委|市委|区委|省委)$")

    # ---- one line

    def classify(self, line: str) -> Found | None:
        """What the line is, or None where it can be news. `line` has no blanks at its ends."""
        if len(line) > LONGEST:
            return None
        if line[-1] in "。！”？" and (len(line) > 60 or "，" in line and "。" in line and not (LABEL_SIGN.search(line) and LABEL_END.search(line))):  # a sentence
            return Found("notice") if self._is_notice(line.strip(EDGES)) else Found("foot") if "。" not in line[:-1] and self.foot.search(line) else None
        if PLAIN.fullmatch(line) and line[:2] not in self.signs and line[0] not in self.signs and line[-1] not in PLAIN_ENDS and line not in self.sections and not is_dated(line) and "未经" not in line:
            return Found("foot") if self.foot.search(line) else None
        bare = line.removeprefix("- ").strip(EDGES)
        if not bare:
            return Found("rule" if RULE.fullmatch(line) else "buttons")
        if RULE.fullmatch(line):
            return Found("rule")
        if bare[-1] == "明" and DECLARATION.fullmatch(bare):
            return Found("declaration")
        if JUMP.fullmatch(bare) or bare[-1] in "Pp号端" and CHANNEL.fullmatch(bare) or FILE.fullmatch(line) or line.startswith(("<!--", "{{")) and (line[0] == "<" or TEMPLATE.match(line)) or line.endswith("-->"):  # or what is left of the page's source
            return Found("buttons")
        found = self._links(bare) or self._navigation(line, bare) or (Found("section") if bare in self.sections or " " in bare and self.sections.issuperset(bare.split()) else Found("column") if bare[-1] in SECTION_ENDS and SECTION.fullmatch(bare) else None) or self._fields(line) or self._pairs(line) or self._day_or_page(line, bare)
        if found:
            return found
        if self.foot.search(line) and (len(line) <= 120 or not SENTENCE.search(line)):
            return Found("foot")
        if self._is_notice(bare):
            return Found("notice")
        if len(line) <= 120 and (CONTACT.search(line) or "@" in line and EMAIL.search(line)) and not SENTENCE.search(line) and len(HAN.findall(line)) <= 24:
            return Found("foot")
        if len(line) <= 60 and self._only_buttons(bare):
            return Found("buttons")
        if bare.startswith("原创") and len(bare) <= 20 and self.media.search(bare):  # 原创 云溪发布
            return Found("fields", [("source", bare[2:].strip(MARKS))])
        if len(line) <= 24 and (bare[-1] in SITE_ENDS and SITE.fullmatch(bare) or self._are_site_and_section(bare)):
            return Found("site", [("newspaper", bare)] if self.media.search(bare) else [])
        return None

    def _are_site_and_section(self, bare: str) -> bool:
        """云溪县人民政府 · 政府信息公开"""
        site, *rest = (piece.strip() for piece in SITE_AND_SECTION.split(bare))
        return bool(rest) and site != "" and site[-1] in SITE_ENDS and SITE.fullmatch(site) is not None and all(piece in self.sections for piece in rest)

    def _is_notice(self, bare: str) -> bool:
        return bare.startswith(self.notices.get(bare[0], NONE)) or "未经" in bare and RESERVED.search(bare) is not None or bare.startswith(self.about.get(bare[0], NONE)) and any(word in bare for word in self.says)

    def _navigation(self, line: str, bare: str) -> Found | None:
        if len(line) > 160 or "。" in line:
            return None
        if bare.startswith(self.navigation.get(bare[0], NONE)) or line.startswith(self.navigation.get(line[0], NONE)):
            if TODAY.search(line[:4]) or len(bare) < 140:
                return Found("navigation")
        if len(line) > 90 or not NAVIGATION.search(line) or SENTENCE.search(line):
            return None
        steps = [step.strip() for step in BREADCRUMB.split(line)]
        if len(steps) > 1 and self._only_buttons(bare):  # 〖打印〗 >〖关闭窗口〗
            return Found("buttons")
        if len(steps) >= 3 or len(steps) == 2 and len(line) <= 30 and "，" not in line and all(len(step) <= 14 for step in steps) and steps[0]:
            return Found("navigation")
        if bare.endswith(("• 正文", "· 正文", "|正文", "-正文", " 正文")) and len(bare) <= 30:
            return Found("navigation")
        cells = [cell.strip() for cell in CELLS.split(line) if cell.strip()]
        if len(cells) >= 4 and all(len(cell) <= 8 for cell in cells):
            return Found("navigation")
        return None

    def _links(self, bare: str) -> Found | None:
        head = self.link_head.match(bare) if bare[0] in self.link_signs else None
        if head:
            rest = bare[head.end() :].strip(MARKS)
            if not rest or bare[head.end()] in ":：>＞ \t\u3000】]）)" or self._only_buttons(rest):
                return Found("links")
        return None

    def _only_buttons(self, text: str) -> bool:
        if NUMBER.fullmatch(text):
            return len(text) <= 12 and not days.DAY.search(text)
        text = PLACEHOLDER.sub("", PRINTED_APART.sub("", text)).lstrip(MARKS)  # 打 印
        return not text or text[0] in self.button_signs and not self.buttons.sub("", text).strip(MARKS + "0123456789○●")

    def _pairs(self, line: str) -> Found | None:
        """A row of the information table without colons: 索引号<TAB>001<TAB>信息分类<TAB>要闻; a label alone: 索引号"""
        line = line.strip("|")
        if spelt := self._spelt_label(line):
            line = spelt
        apart = "\t" in line or "|" in line or "  " in line or "\u3000" in line
        if not apart and len(line) > LABEL_REACH:
            return None
        cells = [cell.strip() for cell in CELL_END.split(line) if cell.strip()] if apart else [line]
        names = [BLANK_OR_COLON.sub("", cell) for cell in cells]
        if not names or names[0] not in self.index:
            return None
        if len(cells) == 1:
            return Found("fields", pending=names[0]) if len(names[0]) > 2 else None
        fields: list[tuple[str, str]] = []
        for name, value in zip(names[::2], cells[1::2], strict=False):
            kind = self.labels.get(name)
            if kind in ("published", "other_day"):
                fields += self._value(kind, name, value, alone=False) or []
            elif kind:
                fields.append((kind, value))
        return Found("fields", fields)

    def _spelt_label(self, line: str) -> str:
        """索 引 号 001 发布机构 县政府: the row with its cells set apart; "" where it begins with no label."""
        pieces = line.split(" ")
        spelt = next((number for number, piece in enumerate(pieces) if len(piece) > 1), 0)
        label = "".join(pieces[:spelt]) or pieces[0]
        if len(pieces) <= max(spelt, 1) or label not in self.index or SENTENCE.search(line):
            return ""
        return "\t".join([label, *filter(None, pieces[max(spelt, 1) :])])

    def _fields(self, line: str) -> Found | None:
        labels = list(self._labels(line)) if LABEL_SIGN.search(line) else []
        if not labels:
            return self._label_without_colon(line)
        if not self._is_residue(line[: labels[0][0]]):
            return None
        fields: list[tuple[str, str]] = []
        day = days.day_in(line[: labels[0][0]])
        if day:
            fields.append(("published", day.isoformat()))
        pending = None
        for index, (_, end, label) in enumerate(labels):
            stop = labels[index + 1][0] if index + 1 < len(labels) else len(line)
            kind, value = self.labels[label], line[end:stop]
            if "】" in value and "【" not in value.split("】", 1)[0]:  # 【作者：甲】 【打印】
                value = value.split("】", 1)[0]
            if kind != "index":
                value = UNKNOWN_LABEL.split(value, maxsplit=1)[0]
            value = value.strip(EDGES + ",，;；/／-—")
            if kind in ("headline", "kicker", "subtitle"):
                if len(labels) > 1 and label not in self.index or not value or len(value) > 80:
                    return None
                fields.append((kind, value))
                continue
            if not value:
                if stop == len(line):
                    pending = label
                continue
            if len(value) > LONGEST_VALUE[kind] or "。" in value and kind != "index":
                return None
            extracted = self._value(kind, label, value, alone=len(labels) == 1)
            if extracted is None:
                return None
            fields += extracted
        return Found("fields", fields, pending)

    def _labels(self, line: str):
        """(start, end behind the colon, label) of every label with a colon."""
        low = 0
        for match in LABEL_END.finditer(line):
            colon = match.start()
            name, position, best = "", colon, None
            while position > max(low, colon - LABEL_REACH):
                position -= 1
                if line[position] in " \t\u3000\xa0":
                    continue
                if not HAN.match(line[position]) and not line[position].isascii():
                    break
                name = line[position] + name
                before = line[position - 1] if position else " "
                if name in self.labels and (before in MARKS or before.isdigit() or before in "。次" or position == low or len(name) > 2 and name in self.run_on or low and 2 <= position - low <= 4 and name in self.credited or not low and self._is_office_of(line[:position], name)):
                    best = (position, match.end(), name)
            dated = re.match(r"[ \t\u3000\xa0]{0,3}(?=(?:19|20)\d\d\s?[年./-])", line[match.end() :])
            if best is None and dated and match.group() in ":：":  # a label that is not in the list, with a day
                named = re.search(r"(?:^|[\s\u3000|｜】\])）])([一-龥]{2,6})\s{0,3}$", line[max(low, colon - LABEL_REACH) : colon])
                if named and not any(word in named.group(1) for word in self.other_matter):
                    best = (max(low, colon - LABEL_REACH) + named.start(1), match.end(), "日期")
            if best and (match.group() in ":：" or self.labels[best[2]] in ("reporters", "editors", "source")):
                low = match.end()
                yield best

    def _is_office_of(self, text: str, label: str) -> bool:
        """云溪县融媒体中心 of 云溪县融媒体中心记者：甲"""
        return self.labels[label] == "reporters" and len(text) <= LABEL_REACH and bool(self.media.search(text) or self.office.search(text))

    def _label_without_colon(self, line: str) -> Found | None:
        """发布时间 2023-10-19, 来源 县融媒体中心 (blanks or brackets behind the label), 责编 甲"""
        match = SHORT_LABEL.match(line)
        if not match or match.group(1) not in self.labels:
            return None
        label, value = match.group(1), (match.group(2) or "").strip(EDGES)
        kind = self.labels[label]
        if not value or SENTENCE.search(value) or len(value) > LONGEST_VALUE.get(kind, 0):
            return None
        if kind in ("published", "other_day") and days.day_in(value) or kind == "editors" and self.grammar.people(f"{label} {value}")[1]:
            return Found("fields", self._value(kind, label, value, alone=True) or [])
        if kind in ("source", "ignored") and (self.media.search(value) or value.isdigit()):
            return Found("fields", [(kind, value)])
        return None

    def _value(self, kind: str, label: str, value: str, alone: bool) -> list[tuple[str, str]] | None:
        """The fields that a labelled value gives; None where the line is no furniture (记者：请问…)."""
        if kind in ("published", "other_day"):
            day = days.day_in(value)
            if day is None:
                return [] if not alone or len(label) > 2 and len(value) < 30 else None
            return [(kind, day.isoformat())]
        if kind in ("reporters", "editors"):
            day = days.DAY.search(value)
            if day:  # 编辑:redcloud 2017-09-26 08:22:25
                made = days.made(day)
                rest = value[: day.start()].strip(EDGES)
                return [*(self._value(kind, label, rest, alone) or [] if rest else []), *([("published", made.isoformat())] if made else [])]
            reporters, editors = self.grammar.people(f"{'编辑' if kind == 'editors' else '记者'} {value}")
            names = [("reporters", name) for name, _, _ in reporters] + [("editors", name) for name, _, _ in editors]
            if names:
                return names if sum(len(name) for _, name in names) * 3 >= len(HAN.findall(value)) else None
            if kind == "reporters" and (sender := self.grammar.sender(value)):
                return [("reporters", sender)]
            if kind == "reporters" and (self.office.search(value) or self.media.search(value)):
                return [("source", value)]
            return [] if len(value) <= 12 and not SENTENCE.search(value) and (label not in ("记者", "文字")) else None
        if kind == "source":
            day = days.DAY.search(value)
            fields = []
            if day:  # 来源：县融媒体中心 2023-10-19 10:21
                made = days.made(day)
                fields = [("published", made.isoformat())] if made else []
                value = value[: day.start()].strip(EDGES)
            role = self.grammar.role.search(value, 2)
            names = self.grammar.people(value[role.start() :])[0] if role and len(role.group()) > 1 else []
            if names and HAN.search(value, 0, role.start()):  # 来源：云溪在线 通讯员 甲 乙
                return [*fields, ("source", value[: role.start()].strip(EDGES)), *(("reporters", name) for name, _, _ in names)]
            value = re.split(r"[ \u3000\xa0\t]{2,}|[ \u3000]*[|｜]", value)[0]
            first, _, last = value.rpartition(" ")
            if first and (self.office.search(first) or self.media.search(first)):
                names = self.grammar.people(last)[0]
                if len(names) == 1 and names[0][0] == last:  # 来源：县人大办 甲
                    fields, value = [*fields, ("reporters", last)], first
            blanks = [match.start() for match in re.finditer(" ", value)]
            value = value[: next((at for at in blanks if self._only_buttons(value[at + 1 :])), len(value))]
            return [*fields, ("source", value)] if value and not SENTENCE.search(value) else fields
        day = days.DAY.search(value) if kind == "ignored" and value[-1] == "日" else None
        if day and day.end() == len(value) and not HAN.search(value, 0, day.start()) and (made := days.made(day)):  # 版次:A02 2023年03月02日
            return [("day", made.isoformat())]
        return [(kind, value)]

    def _is_residue(self, text: str) -> bool:
        """What may stand in front of the first label of a line: a day, a name of a paper, buttons."""
        text = ADDRESS.sub(" ", text).strip(MARKS)
        if not text or SECTION.fullmatch(text) or len(text) <= LABEL_REACH and (self.media.search(text) or self.office.search(text)):
            return True
        if len(text) > 60 or SENTENCE.search(text):
            return False
        rest = self.buttons.sub("", days.SHORT_DAY.sub("", days.DAY.sub("", text)))
        rest = re.sub(r"\d{1,2}:\d\d(:\d\d)?|次|\d|(?:^|(?<=[\s\u3000]))[一-龥]{2,5}[:：]", "", rest).strip(MARKS)
        return not rest or len(rest) <= 14 and bool(self.media.search(rest) or self.office.search(rest) or len(rest) <= 3)

    # ---- the ends of a paragraph

    def head_end(self, paragraph: str, titles: Container[str]) -> tuple[int, list[tuple[str, str]]] | None:
        """Furniture that runs on into the first sentence: (the headline again) 来源：某网 更新时间：2011-1-17 10:24:12 1月14日，…"""
        stamp = STAMP.search(paragraph, 0, HEAD)
        if not stamp or stamp.start() > LONGEST_PREFIX or "。" in paragraph[: stamp.start()] or "。" not in paragraph[stamp.end() :]:
            return None
        prefix = paragraph[: stamp.start()].strip()
        found = self._fields(stamp.group().strip() if prefix in titles else paragraph[: stamp.end()].strip())
        return (stamp.end(), found.fields) if found else None

    def tail_start(self, paragraph: str) -> tuple[int, list[tuple[str, str]]] | None:
        """Furniture that runs on behind a paragraph's last sentence: …（编辑甲）来源：某网 声明：本文…"""
        low = max(0, len(paragraph) - 400)
        if paragraph[-1] == "。" and paragraph.find("：", low) < 0 and paragraph.find(":", low) < 0 and paragraph.find("转载请注明", low) < 0:
            return None
        for match in self.behind.finditer(paragraph, low):
            rest = paragraph[match.end() :]
            if rest[0] in "(（" and rest.rstrip()[-1:] in ")）":
                return None  # （记者：甲）: a closing byline, which stays
            if rest.startswith(("http:", "https:")) and not re.search(r"[\u3400-\u9fff]", rest):
                return match.end(), []
            if self._is_notice(rest):
                return match.end(), []
            found = self._fields(re.split(r"(?:版权|免责|特别)?声明[:：]|\.\.\.|…", rest)[0].rstrip())
            if found is not None:
                return match.end(), found.fields
        stop = max(paragraph.rfind(mark, low) for mark in "。！？")
        rest = paragraph[stop + 1 :]
        if stop >= 0 and 2 <= len(rest) <= 30 and rest[0] in " \t\u3000\xa0" and self._only_buttons(rest):  # 。 展开详细
            return stop + 1, []
        return None


@lru_cache(maxsize=8)
def furniture(lexicons: str | None = None) -> Furniture:
    return Furniture(lexicons)
