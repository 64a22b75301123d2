"""A page's text → its articles: 引题, 主题, 副题, byline, body; furniture goes into the fields; broken lines are rejoined.

The page is walked line by line. A byline (本报讯(记者 …)), a line 来源：… 发布时间：… under a title, a marked heading, a kicker
(甲在…上强调) or a rule begins the next article; the title lines right in front of it go with it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ..article import Article
from ..byline import CAPTION, Byline, byline_grammar
from ..script import is_traditional, simplified
from . import days
from .errors import ReadWarning
from .furniture import Found, Furniture, furniture
from .lines import BLANKS, NUMBERED, SENTENCE_CLOSED, UNREADABLE, Builder, Line, Profile, is_finished, joins, lines_of, profile_of, width

LONGEST_TITLE = 64
MOST_TITLES = 6
SAID_AGAIN = 0.5  # share of a headline's pairs of characters that its first sentence has
TITLE_END = re.compile(r"[。；;，,、：:]$")
SIGNATURE = re.compile(r"^[(（【\[].{2,60}[)）】\]]$")
NUMBERING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?$|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节条]|[（(][一二三四五六七八九十]{1,3}[）)]")  # 一、…, （一）, 第一章 总则
# how the first sentence of a news article begins
ARTICLE_START = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|昨[日天]|今[日天]|近日|日前|连日来|[上下]午|当地时间|本报|为[^。]{2,40}，")
SUBTITLE_DASH = re.compile(r"^(?:—{1,2}|-{2}|──|――)")
OPEN_END = re.compile(r"[的和与及、为以在“（《对把向]$")
HAN = re.compile(r"[\u3400-\u9fff]")
# (下转第2版), （下转 A03 版）; (上接第1版), （紧接第一版）, （上接A1版《…》）
GOES_ON = re.compile(r"[ \t\u3000]*[(（【\[]?\s?下转\s?(?:第)?\s?[A-Za-z]{0,2}\d{0,3}[一二三四五六七八九十]{0,3}\s?版?[^()（）\n]{0,12}[)）】\]]?\s*$")
COMES_FROM = re.compile(r"[ \t\u3000]*[(（【\[]\s?(?:上接|紧接|接)\s?(?:第)?\s?[A-Za-z]{0,2}\d{0,3}[一二三四五六七八九十]{0,3}\s?版?[^()（）\n]{0,30}[)）】\]][ \t\u3000]*|^(?:上接|紧接)第?[A-Za-z]{0,2}[\d一二三四五六七八九十]{1,3}版$")


@dataclass(slots=True)
class Draft:
    """An article while the page is walked."""

    titles: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    byline: Byline | None = None
    fields: list[tuple[str, str, int]] = field(default_factory=list)  # (field, value, strength)
    outside: list[Line] = field(default_factory=list)  # title-like lines above a breadcrumb: titles where there are no others
    tail: bool = False  # in the links at the article's end
    goes_on: bool = False
    comes_from: bool = False
    since: int = 0  # furniture lines since the last line of the body
    ended: bool = False  # another page's head came
    foot: int = 0  # lines of the body when the site's foot came

    def value(self, key: str) -> str | None:
        return next((value for name, value, _ in self.fields if name == key), None)


class Page:
    def __init__(self, page: str, levels: dict[int, int] | None = None, lexicons: str | None = None):
        self.page = page
        # forms are recognised in simplified characters; text and names are cut from the page as printed
        self.shadow = simplified(page) if is_traditional(page) else page
        self.furniture: Furniture = furniture(lexicons)
        self.grammar = byline_grammar(lexicons)
        self.label_signs = frozenset(label[0] for label in self.furniture.stripped)
        self.lines = lines_of(self.shadow, levels)
        self.profile: Profile = profile_of(self.lines)
        self.sheet: list[tuple[str, str, int]] = []  # what the page's head says of all its articles: paper and day
        self.unreadable = UNREADABLE.search(page) is not None
        self.web = False  # there is furniture on it
        self.column = False  # in a column of short news
        self.pending: str | None = None

    # ---- the walk

    def drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        draft = Draft()
        for number, line in enumerate(self.lines):
            if self._takes_pending(line, draft):
                continue
            if line.text.strip("【】[]·—- :：◆■●▲") in self.furniture.columns and len(line.text) <= 12 and (not draft.body or is_finished(draft.body[-1].text)):
                self.column = True  # 简讯
                if draft.body:
                    draft = self._next(draft, drafts, titles=False)
                continue
            byline = self._byline(number, draft)
            found = None if byline or line.level else self.furniture.classify(line.text)
            if found:
                draft = self._furniture(number, line, found, draft, drafts)
                continue
            if COMES_FROM.match(line.text) and (draft.body or not draft.titles):
                draft = self._next(draft, drafts)
                draft.comes_from = True
            elif byline and draft.body and draft.byline is None and not draft.since and len(draft.body) <= 2 and not any("。" in before.text for before in draft.body) and not any(map(self._is_caption, draft.body)):
                draft.titles, draft.body = draft.titles + draft.body, []  # a headline that is long, or has commas
            elif byline and draft.body and not self._only_captions(draft):
                draft = self._next(draft, drafts)
            elif draft.body and self._begins(number, draft):
                draft = self._next(draft, drafts, titles=self.column and not line.level)
            if draft.body and not byline and (draft.since or draft.tail) and not line.level and self._starts_article(number, draft):
                draft = self._next(draft, drafts, titles=False)
            if not draft.body and not line.level and not HAN.search(line.text) and len(line.text) <= 80 and not byline and number + 1 < len(self.lines):
                continue  # admin, 8c08cc91…
            if line.level and (not draft.body or draft.tail):
                draft.titles.append(line)
            elif byline:
                draft.byline, draft.tail = byline, False
                draft.body.append(line)
            elif draft.tail:
                if self._is_prose(line):
                    if draft.ended:
                        draft = self._next(draft, drafts, titles=False)
                    elif draft.body and not draft.comes_from and not SENTENCE_CLOSED.search(line.text[-90:]):
                        continue
                    draft.tail = False
                    draft.body.append(line)
            elif not draft.body and self._is_title(line) and not COMES_FROM.match(line.text):
                draft.titles.append(line)
            else:
                if not draft.body and self.profile.width:
                    self._take_back(draft, line)
                draft.comes_from = draft.comes_from or not draft.body and bool(COMES_FROM.match(line.text))
                line.apart = draft.since > 0 and bool(draft.body)
                draft.body.append(line)
            if draft.body and draft.body[-1] is line:
                draft.since = 0
        drafts.append(draft)
        return drafts

    def _starts_article(self, number: int, draft: Draft) -> bool:
        """Behind furniture that closes an article: a title, then (fields and) a sentence that begins an article."""
        if not self._is_title(self.lines[number]):
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
            elif self._is_prose(line):
                return dated or bool(ARTICLE_START.match(line.text))
            elif not self._is_title(line):
                return False
        return False

    @staticmethod
    def _is_caption(line: Line) -> bool:
        return CAPTION.search(line.text) is not None

    def _only_captions(self, draft: Draft) -> bool:
        """Nothing but a photo's caption stands between the title and the byline."""
        return draft.byline is None and len(draft.body) <= 2 and all(map(self._is_caption, draft.body))

    def _byline(self, number: int, draft: Draft) -> Byline | None:
        """The byline that begins an article in this line; signatures that close one are none."""
        line = self.lines[number]
        if line.level:
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
                    return byline if self._is_title(before) and not self._is_signature(before) and self._is_prose(following) and not CAPTION.search(line.text) else None
            elif draft.body and not self._is_title(draft.body[-1]) and byline.alone and not text.startswith(("本报", "□", "■")):
                return None
        elif draft.body and SIGNATURE.match(line.text) and (draft.byline or not self._is_title(draft.body[-1])):
            return None
        return byline

    def _next(self, draft: Draft, drafts: list[Draft], titles: bool = True) -> Draft:
        """Close the draft; its last lines that look like titles belong to the next article."""
        following = Draft()
        while titles and len(draft.body) > 1 and len(following.titles) < MOST_TITLES and self._is_title(draft.body[-1]) and not self._is_part(draft):
            following.titles.insert(0, draft.body.pop())
        if len(draft.body) == 1 and titles and not draft.byline and self._is_title(draft.body[0]) and drafts:
            following.titles.insert(0, draft.body.pop())
        drafts.append(draft)
        following.fields = list(self.sheet)
        return following

    def _is_part(self, draft: Draft) -> bool:
        """The last line of a draft is the broken end of its paragraph, not a title."""
        before, last = draft.body[-2], draft.body[-1]
        return not is_finished(before.text) and not self._is_title(before) and not self._is_signature(before) and not _goes_on(before.text) and joins(before, last, self.profile)

    def _begins(self, number: int, draft: Draft) -> bool:
        """An article without a byline begins with this line."""
        line, before = self.lines[number], draft.body[-1]
        if line.level:
            return line.level <= min((title.level for title in draft.titles if title.level), default=9)
        if self.column:
            if line.text.startswith(self.furniture.bullets):
                return True
        following = self.lines[number + 1] if number + 1 < len(self.lines) else None
        if following is None or draft.tail and not self.column or not is_finished(before.text) and not _goes_on(before.text) and not self._is_signature(before):
            return False
        if not self._is_title(line) or NUMBERED.match(line.text):
            return False
        if self.column:
            return self._is_prose(following)
        if self._is_kicker(line.text) and self._is_title(following) and number + 2 < len(self.lines) and (
                self._is_prose(self.lines[number + 2]) or self._is_title(self.lines[number + 2])):
            return True
        if line.gap >= 3 and self._is_prose(following) and following.gap < line.gap:
            return True
        return self._is_headline_of(number, draft)

    def _is_headline_of(self, number: int, draft: Draft) -> bool:
        """The first sentence behind the title(s) begins like an article and says the title again; subheads are not said again."""
        if draft.byline is not None:  # where one article has a byline, the next has one, too
            return False
        titles = ""
        for line in self.lines[number : number + 4]:
            if self._is_title(line):
                titles += line.text
                continue
            pairs = {titles[i : i + 2] for i in range(len(titles) - 1) if HAN.match(titles[i])}
            lead = line.text[:160]
            return bool(ARTICLE_START.match(lead)) and self._is_prose(line) and len(pairs) >= 5 and sum(pair in lead for pair in pairs) >= SAID_AGAIN * len(pairs)
        return False

    def _take_back(self, draft: Draft, line: Line) -> None:
        """In a narrow column the first lines of a body look like titles: those as wide as the column go back to it."""
        after = line
        while draft.titles and width(draft.titles[-1].text) >= self.profile.width - 2 and after.gap == 0 and not (after.indent and self.profile.indents):
            after = draft.titles.pop()
            draft.body.insert(0, after)

    def _furniture(self, number: int, line: Line, found: Found, draft: Draft, drafts: list[Draft]) -> Draft:
        kind = found.kind
        self.web = self.web or kind != "rule"
        draft.since += not (kind == "buttons" and line.text.strip("-— ").isdigit())  # a page's number breaks no sentence
        if kind == "rule":
            return self._next(draft, drafts, titles=False) if draft.body and draft.tail is False else draft
        if kind in ("section", "column"):
            if kind == "column" and not draft.body and not draft.titles:
                draft.outside = [line]  # 国内联播快讯: the title where there is no other
            if draft.body and not draft.tail and number + 1 < len(self.lines) and not is_finished(draft.body[-1].text):
                draft.body.append(line)  # a subhead that is called like a section
            return draft
        if kind in ("navigation", "page", "site") or kind == "foot" and not draft.body:
            if kind == "page" and draft.body:
                draft = self._next(draft, drafts, titles=False)
                self.sheet = [item for item in self.sheet if item[0] == "newspaper" and "newspaper" not in dict(found.fields)]
                draft.fields = list(self.sheet)
            elif not draft.body and kind != "site" and draft.titles:
                draft.outside, draft.titles = draft.titles, []
            elif draft.body and kind == "navigation":
                draft.tail = draft.ended = True
        if kind in ("links", "foot") and draft.body:
            draft.tail, draft.foot = True, draft.foot or len(draft.body)
        if kind == "notice" and not draft.body and not found.fields:
            return draft
        keys = {key for key, _ in found.fields}
        if draft.body and keys & {"published", "day"} and number + 1 < len(self.lines) and not self._is_title(draft.body[-1]) and self._starts_article(number + 1, draft):
            following = self._next(draft, drafts, titles=False)
            if not any(key == "published" for key, _, _ in draft.fields):  # the day below the article before
                draft.fields += [("published", value, 3) for key, value in found.fields if key in ("published", "day")]
                found.fields = []
            draft = following
        elif draft.body and not draft.tail and keys & {"published", "source", "day"} and self._is_title(draft.body[-1]) and len(draft.body) > 1 and self._body_follows(number):
            draft = self._next(draft, drafts)
        elif draft.body and draft.tail and keys & {"published", "source"} and self._body_follows(number):
            draft = self._next(draft, drafts, titles=False)
        if draft.body and not draft.tail and keys == {"day"} and len(found.fields) == 1 and len(line.text) <= 14:
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

    def _takes_pending(self, line: Line, draft: Draft) -> bool:
        """The value of a label that stood alone in the line before: 索引号 ⏎ 001-2023-17"""
        label, self.pending = self.pending, None
        if label is None or len(line.text) > 60 or line.level or "。" in line.text:
            return False
        if self.furniture.classify(line.text) and not days.DAY.fullmatch(line.text):
            return False
        kind = self.furniture.labels[label]
        if kind == "index" or kind == "ignored" and (line.text.isdigit() or label in ("上一篇", "下一篇")):
            return True
        if kind in ("published", "other_day"):
            day = days.day_in(line.text)
            if day:
                draft.fields.append(("published", day.isoformat(), 3 if kind == "published" else 0))
            return day is not None
        if kind == "source" and (self.furniture.media.search(line.text) or self.furniture.office.search(line.text)) and len(line.text) <= 24:
            draft.fields.append(("source", line.text, 1))
            return True
        if kind in ("reporters", "editors"):
            names = self.grammar.people(line.text)[0]
            if names and sum(len(name) for name, _, _ in names) >= 0.7 * len(HAN.findall(line.text)):
                draft.fields += [(kind, name, 1) for name, _, _ in names]
                return True
        return False

    # ---- what a line looks like

    def _is_title(self, line: Line) -> bool:
        text = line.text
        if line.level:
            return True
        if len(text) > (LONGEST_TITLE if "，" in text or not (" " in text or "\u3000" in text) else 2 * LONGEST_TITLE) or "。" in text or TITLE_END.search(text) or not HAN.search(text) or NUMBERING.match(text):
            return False
        if text.startswith(self.furniture.bullets) and self.column:
            return False
        return not self._is_signature(line) and not CAPTION.search(text)

    def _is_signature(self, line: Line) -> bool:
        return bool(SIGNATURE.match(line.text)) and not re.match(r"[(（【\[][一二三四五六七八九十\d]", line.text) and (
            self.grammar.closing_byline("。" + line.text) is not None or line.text[0] in "(（")

    def _is_prose(self, line: Line) -> bool:
        return not line.level and (bool(re.search(r"[。；，]", line.text)) and len(line.text) >= 12 or len(line.text) > LONGEST_TITLE or
                                   "," in line.text and len(line.text) >= 20 and bool(HAN.search(line.text)))

    def _is_kicker(self, text: str) -> bool:
        return text.endswith(self.furniture.kicker_ends) and 6 <= len(text) <= 50 and not re.search(r"[，。；]", text)

    def _body_follows(self, number: int) -> bool:
        for line in self.lines[number + 1 : number + 6]:
            if self.grammar.opening_byline(line.text[:200]) or self._is_prose(line):
                return True
        return False

    # ---- draft → Article

    def articles(self) -> Iterator[Article]:
        drafts = [draft for draft in self.drafts() if draft.body or draft.titles or draft.outside]
        drafts = self._continued(drafts)
        written = [draft for draft in drafts if draft.body]
        if not written and drafts:  # nothing but titles
            for draft in drafts:
                draft.body, draft.titles = draft.titles or draft.outside, []
            written = drafts[:1] if not any(draft.body for draft in drafts) else [draft for draft in drafts if draft.body]
        count = 0
        for draft in written:
            article = self._article(draft)
            if article is not None:
                count += 1
                yield article
        if not count and self.page.strip() and not HAN.search(self.page):
            yield Article(text=self.page, raw=self.page)

    def _continued(self, drafts: list[Draft]) -> list[Draft]:
        """上接第1版 goes behind the article that ended in 下转第2版."""
        for draft in drafts:
            last = draft.body[-1] if draft.body else None
            draft.goes_on = last is not None and _goes_on(last.text)
        joined: list[Draft] = []
        for draft in drafts:
            if draft.comes_from:
                waiting = [earlier for earlier in joined if earlier.goes_on]
                names = "".join(title.text for title in draft.titles) + draft.body[0].text[:60] if draft.body else ""
                best = max(waiting, key=lambda earlier: sum(title.text in names for title in earlier.titles), default=None)
                if best is not None and draft.body:
                    best.body += draft.body
                    best.fields += [item for item in draft.fields if item[0] in ("reporters", "editors")]
                    best.goes_on = draft.goes_on
                    continue
            joined.append(draft)
        return joined

    def _article(self, draft: Draft) -> Article | None:
        fields = draft.fields
        stretches = self._paragraphs(draft)
        builder = Builder(self.page, self.shadow, self.unreadable)
        for paragraph in stretches:
            if builder.length:
                builder.mark("\n", builder.segments[-1][1] + builder.segments[-1][2])
            for index, (start, end) in enumerate(paragraph):
                if index and self.page[start].isascii() and self.page[start].isalnum() and builder.parts[-1][-1:].isascii() and builder.parts[-1][-1:].isalnum():
                    builder.mark(" ", builder.segments[-1][1] + builder.segments[-1][2])
                builder.add(start, end)
        text = builder.text
        if not text.strip():
            return None
        kicker, headline, subtitle = self._headlines(draft)
        article = Article(text=text, headline=draft.value("headline") or headline, kicker=draft.value("kicker") or kicker, raw=self.page, segments=builder.segments)
        article.subtitle = draft.value("subtitle") or subtitle
        shadow = text if self.shadow is self.page else simplified(text)
        opening, closing = self.grammar.first_byline(shadow), self.grammar.closing_byline(shadow)
        names = [name for line in (opening, closing) if line for name, _, _ in line.reporters] + [name for name, _, _ in self.grammar.credits(shadow)]
        article.reporters = list(dict.fromkeys(names + [value for key, value, _ in fields if key == "reporters"]))
        article.editors = list(dict.fromkeys([name for line in (opening, closing) if line for name, _, _ in line.editors] + [value for key, value, _ in fields if key == "editors"]))
        article.source = draft.value("source")
        article.url = draft.value("url")
        newspaper = draft.value("newspaper")
        if newspaper is None and article.source and self.furniture.media.search(article.source):
            newspaper = article.source
        if newspaper is None and opening and opening.agency and not opening.agency.startswith(("本", "新华社记者")):
            newspaper = opening.agency
        article.newspaper = newspaper
        if self.shadow is not self.page:
            article.reporters, article.editors = [self._printed(name) for name in article.reporters], [self._printed(name) for name in article.editors]
            for key in ("headline", "kicker", "subtitle", "source", "newspaper"):
                setattr(article, key, self._printed(getattr(article, key)))
        self._set_day(article, fields, opening)
        return article

    @staticmethod
    def _set_day(article: Article, fields: list[tuple[str, str, int]], opening: Byline | None) -> None:
        printed = sorted(((strength, date.fromisoformat(value)) for key, value, strength in fields if key == "published"), key=lambda item: -item[0])
        dateline = days.MONTH_DAY.search(opening.date) if opening and opening.date else None
        if printed:
            article.published, article.published_from = printed[0][1], "page"
            others = [day for strength, day in printed if strength >= 2 and abs(day - printed[0][1]) > days.NEARBY]
            if others:
                warnings.warn(f"{article.headline or article.text[:20]}: the page gives {printed[0][1]} and {others[0]} as days of publication; {printed[0][1]} is taken", ReadWarning, stacklevel=2)
        elif dateline and dateline.group("year"):
            article.published, article.published_from = days.made(dateline), "dateline"

    def _paragraphs(self, draft: Draft) -> list[list[tuple[int, int]]]:
        """Stretches of the page for each paragraph of the draft's body, without furniture at its ends."""
        body = self._without_residue(draft)
        paragraphs: list[list[tuple[int, int]]] = []
        before: Line | None = None
        for line in body:
            start, end, text = line.start, line.end, line.text
            taken = COMES_FROM.match(text)
            if taken:
                start += taken.end()
            goes = GOES_ON.search(text) if "下转" in text else None
            if goes:
                end = line.start + goes.start()
            if not paragraphs or NUMBERED.match(text) is None or self.column:
                stripped = text.lstrip("".join(self.furniture.bullets) + BLANKS) if self.column else text
                start = max(start, line.start + len(text) - len(stripped))
            if text[:1] in self.label_signs:
                start += next((len(label) for label in self.furniture.stripped if self.shadow.startswith(label, start)), 0)
            while start < end and self.page[start] in BLANKS:
                start += 1
            while end > start and self.page[end - 1] in BLANKS:
                end -= 1
            if start >= end:
                continue
            if paragraphs and before is not None and (_goes_on(before.text) and not SENTENCE_CLOSED.search(GOES_ON.sub("", before.text[-90:])) or joins(before, line, self.profile)) and not (
                    self.column and text.startswith(self.furniture.bullets)):
                paragraphs[-1].append((start, end))
            else:
                paragraphs.append([(start, end)])
            before = line
        if paragraphs:
            start, end = paragraphs[-1][-1]
            cut = self.furniture.tail_start(self.shadow[start:end])
            if cut and cut[0] > 0:
                end = start + cut[0]
                while end > start and self.page[end - 1] in BLANKS:
                    end -= 1
                paragraphs[-1][-1] = (start, end)
                draft.fields += [(key, value, {"published": 3}.get(key, 1)) for key, value in cut[1]]
        return paragraphs

    def _without_residue(self, draft: Draft) -> list[Line]:
        """The body without a run of short lines at its end (names of links that no heading announces)."""
        body = draft.body
        run = len(body)
        while run > 1 and (self._is_title(body[run - 1]) or self.web and not HAN.search(body[run - 1].text)) and len(body[run - 1].text) <= 40 and not self._is_part_of(body[run - 2], body[run - 1]):
            run -= 1
        if run < len(body) and is_finished(body[run - 1].text) and (len(body) - run >= 4 or draft.foot == len(body) and all(len(line.text) <= 10 for line in body[run:])):
            return body[:run]
        if run < len(body) and self.web and is_finished(body[run - 1].text) and all(len(line.text) <= 8 and not self._is_signed(line.text) for line in body[run:]):
            return body[:run]
        return body

    def _is_signed(self, text: str) -> bool:
        """The name of a person or an office."""
        return bool(self.furniture.office.search(text) or days.DAY.search(text) or self.grammar.people(text)[0])

    def _is_part_of(self, before: Line, line: Line) -> bool:
        return not is_finished(before.text) and joins(before, line, self.profile)

    def _headlines(self, draft: Draft) -> tuple[str | None, str | None, str | None]:
        """(kicker, headline, subtitle) of the title lines: by form (甲在…上强调; ——…; 甲出席), then by place."""
        lines = self._distinct(draft.titles or draft.outside[-2:])
        if not lines:
            return None, None, None
        marked = [line.level for line in lines if line.level]
        if marked:  # the largest heading is the headline
            top = lines.index(next(line for line in lines if line.level == min(marked)))
            last = top
            while last + 1 < len(lines) and lines[last + 1].level == lines[top].level and len(lines) > 1:
                last += 1
            return self._text(lines[:top][-2:]), self._text(lines[top : last + 1]), self._text(lines[last + 1 :])
        lines = lines[-MOST_TITLES:]
        first = 0
        while first < len(lines) - 1 and self._is_kicker(lines[first].text) and not self._is_subtitle(lines[first].text):
            first += 1
        if first == 0 and len(lines) > 1 and self._is_kicker(lines[0].text):
            first = 1
        last = len(lines)
        while last > first + 1 and (SUBTITLE_DASH.match(lines[last - 1].text) or self._is_subtitle(lines[last - 1].text)):
            last -= 1
        kicker, rest, subtitle = lines[:first], lines[first:last], lines[last:]
        if len(rest) > 1 and not kicker and not subtitle and self._are_apart(rest):
            kicker, rest = rest[: len(rest) - 1][-2:], rest[len(rest) - 1 :]
        return self._text(kicker), self._text(rest[-3:]), self._text(subtitle)

    def _distinct(self, lines: list[Line]) -> list[Line]:
        """Lines without those that repeat an earlier one, and names of columns."""
        seen: set[str] = set()
        return [line for line in lines if not (line.text in seen or seen.add(line.text) or (line.text.strip("【】[]·—- :：") in self.furniture.columns and len(lines) > 1))]

    def _are_apart(self, lines: list[Line]) -> bool:
        """Two title lines are kicker and headline rather than one headline over two lines."""
        first, second = lines[0], lines[1]
        if OPEN_END.search(first.text):
            return False
        gaps = self.profile.gaps
        return second.gap > 0 if gaps else len(first.text) <= len(second.text) + 6

    def _is_subtitle(self, text: str) -> bool:
        return len(text) <= 40 and text.endswith(self.furniture.subtitle_ends)

    def _printed(self, value: str | None) -> str | None:
        """A value found in the simplified shadow, in the characters of the page."""
        if value is None:
            return None
        found = self.shadow.find(value)
        if found < 0 and " " in value:
            return " ".join(self._printed(part) or "" for part in value.split(" "))
        return self.page[found : found + len(value)] if found >= 0 else value

    def _text(self, lines: list[Line]) -> str | None:
        parts = [SUBTITLE_DASH.sub("", line.text).strip("# \u3000\t") for line in lines]
        text = ""
        for part in parts:
            part = UNREADABLE.sub("", re.sub(r"^【([^【】]+)】$", r"\1", part))
            text += part if not text or OPEN_END.search(text) else " " + part
        return text or None


def _goes_on(text: str) -> bool:
    """The line ends in （下转第2版）."""
    return "下转" in text and GOES_ON.search(text) is not None


def articles_of_page(page: str, levels: dict[int, int] | None = None, lexicons: str | None = None) -> Iterator[Article]:
    """The articles of a page's text. levels: number of a line → level of the heading that the file's format makes it."""
    yield from Page(page, levels, lexicons).articles()
