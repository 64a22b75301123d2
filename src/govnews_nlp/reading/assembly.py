"""What the walk over a page found (drafts) → Articles: continuations joined, paragraphs rejoined, headlines told apart, fields filled."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ..article import Article
from ..byline import SIGNING, Byline, head_of
from ..script import simplified
from . import days
from .errors import ReadWarning
from .furniture import HEAD
from .glosses import led_back
from .lines import BLANKS, SENTENCE_CLOSED, UNREADABLE, Builder, Line, joins, unspaced
from .shapes import COMES_FROM, CONTINUATION_SIGNS, GOES_ON, HAN, Draft, goes_on

if TYPE_CHECKING:
    from .layout import Page

STRENGTH = {"published": 3, "other_day": 0}  # of a day; of everything else 1
MOST_TITLES = 6  # title lines that count
BLANK, LONGEST_RUN = re.compile(r"[ \u3000\xa0、]"), 6  # characters of names that nothing parts
LONGEST_CODE = 24  # characters of a line without Chinese that closes no news
LONGEST_SIGNER = 16  # characters of a person's or an office's name as a line
SCENE = re.compile(r"[一-龥]{0,12}(?:[会式议论谈约动研问练讲奖训查])现场(?:图|照片)?")  # what photos below the headline show: 会议现场
LISTED = ("•", "·")
SHARED = re.compile(r"\s?分享到?[:：]?$")
SUBTITLE_DASH = re.compile(r"^(?:—{1,2}|-{2}|──|――)")
WORDS_BROKEN = re.compile(r"(?!\d\d)[A-Za-z\d]{2}", re.A)  # last and first character of two lines: of words, which a blank parted, and not of one number
BOXED = re.compile(r"^【([^【】]+)】$")  # a headline in brackets
OPEN_END = re.compile(r"[的和与及、为以在“（《对把向]$")


class Assembly:
    """Makes the articles of one walked page."""

    def __init__(self, page: Page):
        self.raw, self.page, self.shadow, self.unreadable, self.profile, self.web = page.raw, page.page, page.shadow, page.unreadable, page.profile, page.web
        self.cuts = page.cuts
        self.furniture, self.grammar, self.shapes, self.label_signs = page.furniture, page.grammar, page.shapes, page.label_signs

    def articles(self, drafts: list[Draft]) -> Iterator[Article]:
        drafts = [draft for draft in drafts if draft.body or draft.titles or draft.outside]
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
            draft.goes_on = last is not None and goes_on(last.text)
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
                if index and WORDS_BROKEN.fullmatch(builder.last + self.page[start]):
                    builder.mark(" ", builder.segments[-1][1] + builder.segments[-1][2])
                builder.add(start, end)
        text = builder.text
        if not text.strip():
            return None
        writers = self._writers(draft)
        kicker, headline, subtitle = self._headlines(draft)
        said = {key: value for key, value, _ in reversed(fields)}  # of several the first
        article = Article(text=text, headline=said.get("headline", headline), kicker=said.get("kicker", kicker),
                          segments=led_back(builder.segments, self.cuts))
        article.raw = self.raw  # behind the constructor, which looks through every string that it is given
        article.subtitle = said.get("subtitle", subtitle)
        shadow = text if self.shadow is self.page else simplified(text)
        opening = draft.byline if draft.head and draft.head == head_of(shadow) else self.grammar.first_byline(shadow)
        closing = self.grammar.closing_byline(shadow)
        names = [name for line in (opening, closing) if line for name, _, _ in line.reporters] + [name for name, _, _ in self.grammar.credits(shadow)]
        if draft.byline and not names:
            names = [name for name, _, _ in draft.byline.reporters]
        article.reporters = list(dict.fromkeys(names + writers + [value for key, value, _ in fields if key == "reporters"]))
        article.editors = list(dict.fromkeys([name for line in (opening, closing) if line for name, _, _ in line.editors] + [value for key, value, _ in fields if key == "editors"]))
        article.source = said.get("source") or said.get("issuer")
        article.url = said.get("url")
        newspaper = said.get("newspaper")
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
        elif article.text[-1] == "日" and (signed := days.day_alone(article.text[article.text.rfind("\n") + 1 :])) and "\n" in article.text:
            article.published, article.published_from = signed, "page"  # below a document
        elif dateline and dateline.group("year"):
            article.published, article.published_from = days.made(dateline), "dateline"

    def _paragraphs(self, draft: Draft) -> list[list[tuple[int, int]]]:
        """Stretches of the page for each paragraph of the draft's body, without furniture at its ends."""
        body = self._without_residue(draft)
        paragraphs: list[list[tuple[int, int]]] = []
        before: Line | None = None
        for line in body:
            start, end, text = line.start, line.end, line.text
            taken = COMES_FROM.match(text) if text[0] in CONTINUATION_SIGNS else None
            if taken:
                start += taken.end()
            goes = GOES_ON.search(text) if "下转" in text else None
            if goes:
                end = line.start + goes.start()
            if self.shapes.column:
                start = max(start, line.start + len(text) - len(text.lstrip("".join(self.furniture.bullets) + BLANKS)))
            if text[:1] in self.label_signs:
                start += next((len(label) for label in self.furniture.stripped if self.shadow.startswith(label, start)), 0)
            if line is body[0] and ("时间" in text[:HEAD] or "日期" in text[:HEAD]):
                stamped = self.furniture.head_end(self.shadow[start:end], {title.text for title in draft.titles})
                if stamped:
                    start += stamped[0]
                    draft.fields += [("published" if key == "other_day" else key, value, STRENGTH.get(key, 1)) for key, value in stamped[1]]
            while start < end and self.page[start] in BLANKS:
                start += 1
            while end > start and self.page[end - 1] in BLANKS + "|｜":
                end -= 1
            if start >= end:
                continue
            if paragraphs and before is not None and (goes_on(before.text) and not SENTENCE_CLOSED.search(GOES_ON.sub("", before.text[-90:])) or joins(before, line, self.profile)) and not (
                    self.shapes.column and text.startswith(self.furniture.bullets)):
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
        if len(body) > 1 and len(body[-1].text) <= LONGEST_CODE and not HAN.search(body[-1].text) and body[-2].finished:
            body = body[:-1]  # XFTB009: the page's number in the office
        run, apart = len(body), False
        while run > 1 and self._may_be_residue(body[run - 1], apart) and not self._is_part_of(body[run - 2], body[run - 1]):
            run -= 1
            apart = apart or body[run].apart and (len(body[run].text) > LONGEST_SIGNER or not self._is_signed(body[run].text))
        if run < len(body) and SIGNING.search(body[run - 1].text) and self.grammar.closing_byline(f"。\n{body[run - 1].text}"):
            return body[:run]  # short lines below who wrote it
        if self.web and run < len(body) and body[run].apart and body[run - 1].finished and all(len(line.text) <= 20 and ("|" in line.text or not self._is_signed(line.text)) for line in body[run:]):
            return body[:run]  # short lines behind buttons
        if run < len(body) and body[run - 1].finished and (len(body) - run >= 4 or len(body) - run >= 3 and apart or draft.foot == len(body) and all(len(line.text) <= 10 for line in body[run:])):
            return body[:run]
        if run < len(body) and self.web and body[run - 1].finished and all(len(line.text) <= 8 and not self._is_signed(line.text) for line in body[run:]):
            return body[:run]
        return body

    def _may_be_residue(self, line: Line, apart: bool) -> bool:
        """A title or a word of another script; no sentence (…保存好!”), nobody who wrote it."""
        if not self.shapes.is_title(line) and not (self.web and not HAN.search(line.text)) or len(line.text) > (80 if apart or line.apart else 40):
            return False
        return not SIGNING.search(line.text) and not (line.finished and self.shapes.is_prose(line))

    def _is_signed(self, text: str) -> bool:
        """The name of a person or an office."""
        return bool(self.furniture.office.search(text) or days.DAY.search(text) or self.grammar.people(text)[0])

    def _is_part_of(self, before: Line, line: Line) -> bool:
        return not before.finished and joins(before, line, self.profile)

    def _writers(self, draft: Draft) -> list[str]:
        """Who stands as a line of nothing but names below the headline; the line is no title."""
        last = draft.titles[-1] if draft.titles else None
        if last is None or last.level or len(last.text) > 12 or len(last.text) > LONGEST_RUN and not BLANK.search(last.text) or not self.grammar.is_names(last.text):
            return []
        draft.titles.pop()
        return [name for name, _, _ in self.grammar.people(last.text)[0]]

    def _headlines(self, draft: Draft) -> tuple[str | None, str | None, str | None]:
        """(kicker, headline, subtitle) of the title lines: by form (甲在…上强调; ——…; 甲出席), then by place."""
        lines = draft.titles or draft.outside[-2:]
        again = next((line for line, times in Counter(line.text for line in lines).most_common(1) if times > 1), None) if len(lines) > 1 else None
        if again and not any(line.level for line in lines):  # printed again, for instance above each photo: what else stands there are captions
            first = next(number for number, line in enumerate(lines) if line.text == again)
            return self._text([line for line in lines[:first] if self.shapes.is_kicker(line.text)]), self._text([lines[first]]), self._text([line for line in lines[first:] if self.shapes.is_subtitle(line.text) and line.text != again])
        if len(lines) > 1:
            lines = self._distinct(lines)
        if len(lines) < 2:
            return None, self._text(lines), None
        marked = [line.level for line in lines if line.level]
        if marked:  # the largest heading is the headline
            top = lines.index(next(line for line in lines if line.level == min(marked)))
            last = top
            while last + 1 < len(lines) and lines[last + 1].level == lines[top].level and len(lines) > 1:
                last += 1
            return self._text(lines[:top][-2:]), self._text(lines[top : last + 1]), self._text(lines[last + 1 :])
        lines = lines[-MOST_TITLES:]
        first = 0
        while first < len(lines) - 1 and self.shapes.is_kicker(lines[first].text) and not self.shapes.is_subtitle(lines[first].text):
            first += 1
        if first == 0 and len(lines) > 1 and self.shapes.is_kicker(lines[0].text):
            first = 1
        last = len(lines)
        while last > first + 1 and (SUBTITLE_DASH.match(lines[last - 1].text) or self.shapes.is_subtitle(lines[last - 1].text)):
            last -= 1
        kicker, rest, subtitle = lines[:first], lines[first:last], lines[last:]
        if len(rest) > 1 and not kicker and not subtitle and self._are_apart(rest):
            kicker, rest = rest[: len(rest) - 1][-2:], rest[len(rest) - 1 :]
        return self._text(kicker), self._text(rest[-3:]), self._text(subtitle)

    def _distinct(self, lines: list[Line]) -> list[Line]:
        """Lines without those that repeat an earlier one, items of lists (• …), photos' captions and names of columns."""
        seen: set[str] = set()
        plain = [line for line in lines if not line.text.startswith(LISTED) and not (line is not lines[0] and SCENE.fullmatch(line.text))]
        return [line for line in plain or lines if not (line.text in seen or seen.add(line.text) or (line.text.strip("【】[]·—- :：") in self.furniture.columns and len(lines) > 1))]

    def _are_apart(self, lines: list[Line]) -> bool:
        """Two title lines are kicker and headline rather than one headline over two lines."""
        first, second = lines[0], lines[1]
        if OPEN_END.search(first.text):
            return False
        gaps = self.profile.gaps
        return second.gap > 0 if gaps else len(first.text) <= len(second.text) + 6

    def _printed(self, value: str | None) -> str | None:
        """A value found in the simplified shadow, in the characters of the page."""
        if value is None:
            return None
        found = self.shadow.find(value)
        if found < 0 and " " in value:
            return " ".join(self._printed(part) or "" for part in value.split(" "))
        return self.page[found : found + len(value)] if found >= 0 else value

    def _text(self, lines: list[Line]) -> str | None:
        if not lines:
            return None
        parts = [(SHARED.sub("", SUBTITLE_DASH.sub("", line.text)) if "分享" in line.text or line.text[0] in "—-─―" else line.text).strip("# \u3000\t") for line in lines]
        text = ""
        for part in parts:
            part = UNREADABLE.sub("", BOXED.sub(r"\1", part)) if part.startswith("【") or self.unreadable else part
            part = unspaced(part) if " " in part or "\u3000" in part or "\xa0" in part else part
            text += part if not text or OPEN_END.search(text) else " " + part
        return text or None
