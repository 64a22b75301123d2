"""A page's text → its articles: 引题, 主题, 副题, byline, body; furniture goes into the fields; broken lines are rejoined.

The page is walked line by line. A byline (本报讯(记者 …)), a line 来源：… 发布时间：… under a title, a marked heading, a kicker
(甲在…上强调) or a rule begins the next article; the title lines right in front of it go with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Article, well_formed
from ..byline import MOST_CAPTIONS, Byline, byline_grammar, head_of, is_caption
from ..script import is_traditional, simplified
from . import days
from .assembly import MOST_TITLES, Assembly
from .furniture import Found, Furniture, furniture
from .glosses import without_glosses
from .lines import (
    BLANKS,
    NUMBERED,
    SENTENCE_CLOSED,
    UNREADABLE,
    Line,
    Profile,
    joins,
    lines_of,
    profile_of,
    width,
)
from .shapes import COMES_FROM, CONTINUATION_SIGNS, HAN, SIGNATURE, Draft, Shapes, goes_on, parted

LONGEST_LABEL = 10  # characters of a label without a value
LEAST_TITLE = 8  # Chinese characters of a headline that can't be a value of the information table
CAPTION_SIGNS = ("■", "▲", "△")  # in front of what newspapers print below photos
SAID_AGAIN = 0.5  # share of a headline's pairs of characters that its first sentence has
ITEM = re.compile(r"[一-龥]{2,5}[:：].{1,40}$")
CLAUSES = re.compile(r".{2,40}[，,].{2,40}(?:[！!…]|\.{3})[”」]?$")
STRAY, STRAY_SHARE = re.compile(r"\n[ \t\u3000]*(?=[，。、；,;])"), 0.25  # breaks in front of punctuation, which scripts that build a page leave
# how the first sentence of a news article begins
ARTICLE_START = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|昨[日天]|今[日天]|近日|日前|连日来|[上下]午|当地时间|本报|为[^。]{2,40}，")
DATED_ITEM = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|昨[日天]|近日|日前|本报讯")
DAY_APART = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日[ \u3000]+[一-龥]")


class Page:
    def __init__(self, page: str, levels: dict[int, int] | None = None, lexicons: str | None = None, before: Draft | None = None):
        """before: the article of an earlier part of the file with which this part begins; what was known there holds here."""
        self.raw = well_formed(page)
        page, self.cuts = without_glosses(self.raw)
        if len(STRAY.findall(page)) >= STRAY_SHARE * page.count("\n") > 1:
            page = STRAY.sub(lambda blanks: len(blanks.group()) * "\u200b", page)  # offsets stay
        self.page = page
        # forms are recognised in simplified characters; text and names are cut from the page as printed
        self.shadow = simplified(page) if is_traditional(page) else page
        self.furniture: Furniture = furniture(lexicons)
        self.grammar = byline_grammar(lexicons)
        self.label_signs = frozenset(label[0] for label in self.furniture.stripped)
        self.lines = parted(lines_of(self.shadow, levels), self.furniture)
        self.profile: Profile = profile_of(self.lines)
        self.sheet: list[tuple[str, str, int]] = []  # what the page's head says of all its articles: paper and day
        self.unreadable = UNREADABLE.search(page) is not None
        self.web = False  # there is furniture on it
        self.shapes = Shapes(self.furniture, self.grammar)
        self.pending: str | None = None
        self.declared = False  # behind a heading 严正声明 that stands above the news
        self.at = 0  # where the line that is looked at begins
        self.before = before
        if before is not None:
            self.sheet, self.shapes.column, self.web = list(before.sheet), before.column, before.web

    # ---- the walk

    def drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        draft = Draft()
        self._know(draft, 0)
        for number, line in enumerate(self.lines):
            self.at = line.start
            text = line.text
            if self.pending is not None and self._takes_pending(number, draft):
                continue
            if len(text) <= 12 and text.strip("【】[]·—- :：◆■●▲") in self.furniture.columns and (not draft.body or draft.body[-1].finished):
                self.shapes.column = True  # 简讯
                if draft.body:
                    draft = self._next(draft, drafts, titles=False)
                continue
            byline = self._byline(number, draft)
            found = None if byline or line.level else self.furniture.classify(line.text)
            if found is None and not byline and self.declared and not draft.body and any(word in text for word in self.furniture.rights):
                continue
            self.declared = self.declared and not byline
            if found:
                draft = self._furniture(number, line, found, draft, drafts)
                continue
            comes_from = text[0] in CONTINUATION_SIGNS and COMES_FROM.match(text) is not None
            if comes_from and (draft.body or not draft.titles):
                draft = self._next(draft, drafts)
                draft.comes_from = True
            elif byline and draft.body and draft.byline is None and not draft.since and len(draft.body) <= 2 and not any("。" in before.text for before in draft.body) and not any(map(self.shapes.is_caption, draft.body)):
                draft.titles, draft.body = draft.titles + draft.body, []  # a headline that is long, or has commas
            elif byline and draft.body and not self._only_captions(draft) and not self._belongs(byline, draft):
                draft = self._next(draft, drafts)
            elif draft.body and self._begins(number, draft):
                draft = self._next(draft, drafts, titles=self.shapes.column and not line.level)
            if draft.body and not byline and (draft.since or draft.tail) and not line.level and self._starts_article(number, draft):
                draft = self._next(draft, drafts, titles=False)
            if not draft.body and not draft.titles and not byline and len(text) <= LONGEST_LABEL and text[-1] in ":：" and number + 1 < len(self.lines) and self.shapes.is_title(self.lines[number + 1]):
                continue  # 现在时间:
            if not draft.body and not line.level and len(text) <= 80 and not HAN.search(text) and not byline and number + 1 < len(self.lines):
                continue  # admin, 8c08cc91…
            if line.level and (not draft.body or draft.tail):
                draft.titles.append(line)
            elif byline:
                draft.byline, draft.head, draft.tail = byline, head_of(line.text), False
                line.apart = bool(draft.body)
                draft.body.append(line)
            elif draft.tail:
                if self.shapes.is_prose(line) and not (draft.closed and not ARTICLE_START.match(text)):
                    if draft.ended:
                        draft = self._next(draft, drafts, titles=False)
                    elif draft.body and not draft.comes_from and not SENTENCE_CLOSED.search(line.text[-90:]):
                        continue
                    draft.tail = False
                    draft.body.append(line)
            elif not draft.body and not comes_from and self.shapes.is_title(line) and not self._is_item(line, draft):
                draft.titles.append(line)
            else:
                if not draft.body:
                    self._take_back(draft, line)
                draft.comes_from = draft.comes_from or not draft.body and comes_from
                line.apart = draft.since > 0 and bool(draft.body)
                draft.body.append(line)
            if draft.body and draft.body[-1] is line:
                draft.since = 0
        drafts.append(draft)
        return drafts

    def _starts_article(self, number: int, draft: Draft) -> bool:
        """Behind furniture that closes an article: a title, then (fields and) a sentence that begins an article."""
        if not self.shapes.is_title(self.lines[number]):
            return False
        dated = False
        for line in self.lines[number + 1 : number + 7]:
            if self.grammar.opening_byline(line.text[:200]):
                return True
            found = self.furniture.classify(line.text)
            if found:
                if found.kind in ("links", "foot", "notice"):
                    return False
                dated = dated or any(key in ("published", "day") for key, _ in found.fields)
            elif self.shapes.is_prose(line):
                return dated or bool(ARTICLE_START.match(line.text))
            elif not self.shapes.is_title(line):
                return False
        return False

    def _only_captions(self, draft: Draft) -> bool:
        """Nothing but a photo's caption stands between the title and the byline."""
        return draft.byline is None and len(draft.body) <= 2 and all(map(self.shapes.is_caption, draft.body))

    def _belongs(self, byline: Byline, draft: Draft) -> bool:
        """The byline is that of the draft, though something of its body stands above."""
        if byline.alone:  # 云溪日报消息 the headline ⏎ □本报记者 甲
            return len(draft.body) == 1 and draft.byline is not None and not draft.byline.alone and not draft.byline.reporters and "。" not in draft.body[0].text
        return byline.agency is not None and self._is_lead_in(draft)

    def _is_lead_in(self, draft: Draft) -> bool:
        """A headline, or the square of a caption, then sentences as short as captions are: the next article would have a headline, too."""
        return bool(draft.titles or draft.body[0].text.startswith(CAPTION_SIGNS)) and draft.byline is None and not self.shapes.column and len(draft.body) <= MOST_CAPTIONS and all(self.grammar.may_be_caption(line.text) and not self.shapes.is_title(line) for line in draft.body)

    def _byline(self, number: int, draft: Draft) -> Byline | None:
        """The byline that begins an article in this line; signatures that close one are none."""
        line = self.lines[number]
        if line.level or not self.grammar.may_open(line.text):
            return None
        text = line.text
        if text.startswith(self.furniture.bullets) and self.grammar.opening_byline(text[:200]) is None:
            text = text.lstrip("".join(self.furniture.bullets) + BLANKS)
        if text[:1] in self.label_signs:
            text = text[next((len(label) for label in self.furniture.stripped if text.startswith(label)), 0) :].lstrip(BLANKS)
        byline = self.grammar.opening_byline(text[:200])
        if byline is None:
            return None
        if byline.alone:
            rest = text[byline.end :].strip(BLANKS + "：:")
            if not rest:  # 本报记者 甲 as a line of its own: it opens where titles stand before it or nothing does
                if self.furniture.classify(line.text) and not (draft.titles and not draft.body):
                    return None
                following = next((later for later in self.lines[number + 1 : number + 3] if not self.furniture.classify(later.text)), None)
                if following is None:
                    return None
                if draft.body:
                    before = draft.body[-1]
                    return byline if self.shapes.is_title(before) and not self.shapes.is_signature(before) and self.shapes.is_prose(following) and not is_caption(line.text) else None
            elif draft.body and not self.shapes.is_title(draft.body[-1]) and byline.alone and not text.startswith(("本报", "□", "■")):
                return None
        elif draft.body and SIGNATURE.match(line.text) and (draft.byline or not self.shapes.is_title(draft.body[-1])):
            return None
        return byline

    def _next(self, draft: Draft, drafts: list[Draft], titles: bool = True) -> Draft:
        """Close the draft; its last lines that look like titles belong to the next article."""
        following = Draft()
        while titles and len(draft.body) > 1 and len(following.titles) < MOST_TITLES and self.shapes.is_title(draft.body[-1]) and not self._is_part(draft):
            following.titles.insert(0, draft.body.pop())
        if len(draft.body) == 1 and titles and not draft.byline and self.shapes.is_title(draft.body[0]) and drafts:
            following.titles.insert(0, draft.body.pop())
        drafts.append(draft)
        self._know(following, following.titles[0].start if following.titles else self.at)
        return following

    def _know(self, draft: Draft, begins: int) -> None:
        """What the walk knows where the draft begins."""
        draft.begins, draft.column, draft.web = begins, self.shapes.column, self.web
        draft.sheet, draft.fields = list(self.sheet), list(self.sheet)

    def _is_part(self, draft: Draft) -> bool:
        """The last line of a draft is the broken end of its paragraph, not a title."""
        before, last = draft.body[-2], draft.body[-1]
        return not before.finished and not self.shapes.is_title(before) and not self.shapes.is_signature(before) and not goes_on(before.text) and joins(before, last, self.profile)

    def _begins(self, number: int, draft: Draft) -> bool:
        """An article without a byline begins with this line."""
        line, before = self.lines[number], draft.body[-1]
        if line.level:
            return line.level <= min((title.level for title in draft.titles if title.level), default=9)
        if self.shapes.column:
            if line.text.startswith(self.furniture.bullets):
                return True
        if before.finished and self._is_dated_item(line.text) and self._is_dated_item(draft.body[0].text):
            self.shapes.column = self.shapes.column or line.text.startswith(self.furniture.bullets)
            return True
        following = self.lines[number + 1] if number + 1 < len(self.lines) else None
        if following is None or draft.tail and not self.shapes.column or not before.finished and not goes_on(before.text) and not self.shapes.is_signature(before):
            return False
        if not self.shapes.is_title(line) or NUMBERED.match(line.text):
            return False
        if self.shapes.column:
            return self.shapes.is_prose(following)
        if self.shapes.is_kicker(line.text) and self.shapes.is_title(following) and number + 2 < len(self.lines) and (
                self.shapes.is_prose(self.lines[number + 2]) or self.shapes.is_title(self.lines[number + 2])):
            return True
        if line.gap >= 3 and self.shapes.is_prose(following) and 2 * following.gap < line.gap:
            return True
        return self._is_headline_of(number, draft)

    def _is_dated_item(self, text: str) -> bool:
        """●3月5日，…; 3月5日 县总工会…: one of several short items, each of which begins so."""
        if text.startswith(self.furniture.bullets):
            return DATED_ITEM.match(text.lstrip("".join(self.furniture.bullets) + BLANKS)) is not None
        return text[:1].isdigit() and DAY_APART.match(text) is not None

    def _is_headline_of(self, number: int, draft: Draft) -> bool:
        """The first sentence behind the title(s) begins like an article and says the title again; subheads are not said again."""
        if draft.byline is not None:  # where one article has a byline, the next has one, too
            return False
        titles = ""
        for line in self.lines[number : number + 4]:
            if self.shapes.is_title(line):
                titles += line.text
                continue
            pairs = {titles[i : i + 2] for i in range(len(titles) - 1) if HAN.match(titles[i])}
            lead = line.text[:160]
            return bool(ARTICLE_START.match(lead)) and self.shapes.is_prose(line) and len(pairs) >= 5 and sum(pair in lead for pair in pairs) >= SAID_AGAIN * len(pairs)
        return False

    @staticmethod
    def _is_item(line: Line, draft: Draft) -> bool:
        """会议时间：…, 主持人：…, a sentence that ends in dots behind the headline and its day: the body has begun."""
        return bool(draft.titles) and (ITEM.match(line.text) is not None or CLAUSES.match(line.text) is not None) and any(key == "published" and strength > 1 for key, _, strength in draft.fields)

    def _take_back(self, draft: Draft, line: Line) -> None:
        """In a narrow column the first lines of a body look like titles: those as wide as the column go back to it."""
        begun = next((index for index, title in enumerate(draft.titles) if "，" in title.text and not title.level and ARTICLE_START.match(title.text)), None)
        if begun is not None and line.gap == 0 and not ARTICLE_START.match(line.text) and not self._byline_in(line):
            draft.titles, draft.body = draft.titles[:begun], draft.titles[begun:]  # 3月5日，记者获悉，…工程 ⏎ 进展顺利。
            return
        after = line
        while self.profile.width and draft.titles and width(draft.titles[-1].text) >= self.profile.width - 2 and after.gap == 0 and not (after.indent and self.profile.indents):
            after = draft.titles.pop()
            draft.body.insert(0, after)

    def _byline_in(self, line: Line) -> bool:
        return self.grammar.opening_byline(line.text[:200]) is not None

    def _furniture(self, number: int, line: Line, found: Found, draft: Draft, drafts: list[Draft]) -> Draft:
        kind = found.kind
        if kind == "declaration":
            self.declared, kind = not draft.body, "notice"
        self.web = self.web or kind != "rule"
        draft.since += not (kind == "buttons" and line.text.strip("-— ").isdigit())  # a page's number breaks no sentence
        if kind == "rule":
            return self._next(draft, drafts, titles=False) if draft.body and draft.tail is False else draft
        if kind in ("section", "column"):
            if kind == "column" and not draft.body and not draft.titles:
                draft.outside = [line]  # 国内联播快讯: the title where there is no other
            if draft.body and not draft.tail and number + 1 < len(self.lines) and not draft.body[-1].finished and not self.shapes.is_signature(draft.body[-1]):
                draft.body.append(line)  # a subhead that is called like a section
            return draft
        if kind == "site" and draft.body and not draft.tail and draft.since == 1 and number + 1 < len(self.lines) and days.DAY.fullmatch(self.lines[number + 1].text):
            draft.body.append(line)  # 云溪县人民政府, which signs a document, with its day below
            draft.since, line.apart = 0, True
            return draft
        if kind in ("navigation", "page", "site") or kind == "foot" and not draft.body:
            if kind == "page" and len(draft.body) == 1 and draft.byline and draft.byline.alone:
                pass  # 本报记者 甲 ⏎ 《云溪日报》（2022年12月7日 第5版） ⏎ the text
            elif kind == "page" and draft.body:
                draft = self._next(draft, drafts, titles=False)
                self.sheet = [item for item in self.sheet if item[0] == "newspaper" and "newspaper" not in dict(found.fields)]
                draft.sheet, draft.fields = list(self.sheet), list(self.sheet)
            elif not draft.body and kind != "site" and draft.titles:
                draft.outside, draft.titles = draft.titles, []
            elif kind == "navigation" and draft.byline is None and not any(map(self.shapes.is_prose, draft.body)):
                draft.body, draft.titles, draft.outside = [], [], draft.titles or draft.outside  # a menu above the breadcrumb
            elif draft.body and kind == "navigation":
                draft.tail = draft.ended = True
        if kind in ("links", "foot") and draft.body:
            draft.tail, draft.foot = True, draft.foot or len(draft.body)
            draft.closed = draft.closed or kind == "foot" and self.furniture.rights_foot.search(line.text) is not None
        if kind == "notice" and not draft.body and not found.fields:
            return draft
        keys = {key for key, _ in found.fields}
        if draft.body and keys & {"published", "day"} and number + 1 < len(self.lines) and not self.shapes.is_title(draft.body[-1]) and self._starts_article(number + 1, draft):
            following = self._next(draft, drafts, titles=False)
            if not any(key == "published" for key, _, _ in draft.fields):  # the day below the article before
                draft.fields += [("published", value, 3) for key, value in found.fields if key in ("published", "day")]
                found.fields = []
            draft = following
        elif draft.body and not draft.tail and keys & {"published", "source", "day"} and self.shapes.is_title(draft.body[-1]) and len(draft.body) > 1 and self._body_follows(number):
            draft = self._next(draft, drafts)
        elif draft.body and draft.tail and keys & {"published", "source"} and self._body_follows(number):
            draft = self._next(draft, drafts, titles=False)
        if draft.body and not draft.tail and keys == {"day"} and len(found.fields) == 1 and len(line.text) <= 14 and draft.since <= 1:
            draft.body.append(line)  # the day under a document's signature
            draft.since, line.apart = 0, True
            return draft
        for key, value in found.fields:
            if key in ("headline", "kicker", "subtitle") and draft.body and not draft.tail:
                draft = self._next(draft, drafts, titles=False)
            strength = {"published": 3, "day": 2 if draft.titles and not draft.body else 1, "other_day": 0}.get(key, 1)
            if key in ("day", "other_day"):
                key = "published"
            draft.fields.append((key, value, strength))
            if not draft.body and not draft.titles and (key == "newspaper" or key == "published" and strength == 1):
                self.sheet.append((key, value, strength))
        if found.pending:
            self.pending = found.pending
        return draft

    def _takes_pending(self, number: int, draft: Draft) -> bool:
        """The value of a label that stood alone in the line before: 索引号 ⏎ 001-2023-17"""
        line = self.lines[number]
        label, self.pending = self.pending, None
        if label is None or len(line.text) > 60 or line.level or "。" in line.text:
            return False
        if self.furniture.classify(line.text) and not days.DAY.fullmatch(line.text):
            return False
        kind = self.furniture.labels[label]
        if kind == "issuer":
            draft.fields.append((kind, line.text, 1))
            return True
        if kind == "index" and line.gap and self.shapes.is_title(line) and len(HAN.findall(line.text)) >= LEAST_TITLE:
            return False  # the label had no value: what is set apart below it is the headline
        if kind == "index" or kind == "ignored" and (line.text.isdigit() or label in ("上一篇", "下一篇")):
            return True
        if kind in ("published", "other_day"):
            day = days.day_in(line.text)
            if day:
                draft.fields.append(("published", day.isoformat(), 3 if kind == "published" else 0))
            return day is not None
        if kind == "source" and len(line.text) <= 24 and (self.furniture.media.search(line.text) or self.furniture.office.search(line.text) or self._is_between_labels(number, draft)):
            draft.fields.append(("source", line.text, 1))
            return True
        if kind in ("reporters", "editors"):
            names = self.grammar.people(line.text)[0]
            if names and sum(len(name) for name, _, _ in names) >= 0.7 * len(HAN.findall(line.text)):
                draft.fields += [(kind, name, 1) for name, _, _ in names]
                return True
        return False

    def _is_between_labels(self, number: int, draft: Draft) -> bool:
        """来源： ⏎ 今日云溪 ⏎ 分享到： below the headline: what else could it be"""
        following = self.furniture.classify(self.lines[number + 1].text) if number + 1 < len(self.lines) else None
        return bool(draft.titles) and not draft.body and following is not None and (following.pending is not None or bool(following.fields) or following.kind == "links")

    def _body_follows(self, number: int) -> bool:
        for line in self.lines[number + 1 : number + 6]:
            if self.grammar.opening_byline(line.text[:200]) or self.shapes.is_prose(line):
                return True
        return False

def articles_of_page(page: str, levels: dict[int, int] | None = None, lexicons: str | None = None) -> Iterator[Article]:
    """The articles of a page's text. levels: number of a line → level of the heading that the file's format makes it."""
    walked = Page(page, levels, lexicons)
    drafts = walked.drafts()
    yield from Assembly(walked).articles(drafts)
