"""Titles behind names: 习近平总书记, 程某（县委书记）, 水某，男，…，现任县审计局局长; posts behind 任 and 当选 of names that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..evidence import CONFIDENCE
from .appointments import OTHERS, ChangeWords, chain_at, titles_at
from .names import Name
from .people import Page, Person, Title
from .titles import KINDS_OF_PLACES, Head

BRACKET = re.compile(r"(?<=[\u3400-\u9fff])[（(]")
WITH_HEAD = re.compile("以[^，,。；;、票任选聘定\n]{0,22}$")  # 以副主席|甲为团长; 以举手表决方式任命|甲为局长 is news
LONGEST_BODY = 24  # characters of a body's name in front of a person's
LONGEST_CANDIDATE = 4  # 提名人选
LONGEST_CURRICULUM = 240  # characters behind a name in which its data stand


def names_before_titles(page: Page) -> None:
    """习近平总书记, 佐科总统: a name right in front of a head that has no name behind it."""
    taken = {title.end for title in page.title_spans.values()}
    for head in page.heads:
        if head.end in taken or head.kind not in ("post", "foreign") or head.word.startswith(page.grammar.of_bodies):
            continue
        end = page.grammar.with_deputy(page.text, head.start)
        start = page.name_before(end, sure=True, foreign=head.word in page.grammar.foreign)
        if start < 0 and len(page.text[(alone := page.alone_before(end)) : end]) > 3 and alone >= 0:
            start = alone  # 洛桑顿吉副书记
        if start >= 0 and not _is_place_abroad(page, start, head):
            page.add(Name(start, end, 0.0, True), CONFIDENCE["title behind name"], "name before title").titled = True


def _is_place_abroad(page: Page, start: int, head: Head) -> bool:
    """秘鲁 | 阿雷基帕 | 副市长: between a country and a mayor stands a city, and no name."""
    return head.word[0] in KINDS_OF_PLACES and start > 0 and page.names.ends_as_country(page.text, start)


def titles_in_brackets(page: Page) -> None:
    """程某（县委副书记、县长）: titles in brackets behind a name."""
    for match in BRACKET.finditer(page.text):
        titles = chain_at(page, match.end(), None)
        if not titles or page.text[titles[-1].end : titles[-1].end + 1] not in ("）", ")"):
            continue
        start = page.name_before(match.start(), sure=True)
        if start >= 0 and page.names.is_likely(page.text, start, match.start()):
            official = any(page.grammar.is_official(title.text, title.kind) for title in titles)
            page.add_titled(Name(start, match.start(), 0.0, True), titles, official, CONFIDENCE["title in brackets"], "title in brackets")


def titles_behind_names(page: Page, mentions: list[tuple[int, int, Person]], words: ChangeWords) -> None:
    """Titles behind names (赵乐际委员长) and posts behind 任, 当选, 不再担任."""
    by_start = {page.grammar.with_deputy(page.text, head.start): head for head in page.heads}
    for at, (start, end, person) in enumerate(mentions):
        head = by_start.get(end)
        if head and _is_place_abroad(page, start, head):
            head = None
        if head and head.kind not in ("press", "collective"):
            title = Title(page.text[end : head.end], end, head.end, head.kind, -1, body=_body_in_front(page, start))
            if head.kind != "civilian" and not any(other.text.endswith(title.text) for other in person.titles):
                person.add(title)
                known = "title behind a known name" if person.name in page.names.known else "title behind name"
                person.seen(CONFIDENCE[known], "title behind name")
                person.titled |= page.grammar.is_official(title.text, head.kind) or head.kind == "undecided" and not person.civilian
            page.title_spans[title.start, title.end] = title
        behind = end + 2 if page.text.startswith("同志", end) else head.end if head and page.text.startswith(words.into, head.end) else end  # 甲副区长 | 代理区长职务
        if (match := OTHERS.match(page.text, behind)) is not None:
            behind = match.end()  # 甲、乙等5名同志当选
        adverb = words.adverb_ahead.match(page.text, behind)
        titles = titles_at(page, adverb.end() if adverb else behind, None, words)
        if titles and (WITH_HEAD.search(page.text, max(0, start - LONGEST_BODY), start) or adverb and adverb.group() in words.past or words.is_no_news(page.text, start, titles[-1].end)):
            titles = [replace(title, change=None) for title in titles]  # 以副主席甲为团长的代表团
        for title in titles:
            page.title_spans[title.start, title.end] = title
        if page.text[end : end + 1] in ("，", ",") and words.curriculum.search(page.text, end, end + LONGEST_CURRICULUM):
            _curriculum(page, person, end, mentions[at + 1][0] if at + 1 < len(mentions) else len(page.text), words)
        for holder in _joined(page, mentions, at) if titles else ():
            for title in titles:
                holder.add(title)
            holder.seen(CONFIDENCE["name before a post"], "post behind name")
            holder.titled = True


def _body_in_front(page: Page, start: int) -> str:
    """省检察院 | 陈某常务副检察长, 市委王某书记: the body of a title that stands behind the name; "" where none is printed."""
    if page.text[start - 1 : start] not in page.grammar.ends_of_bodies:
        return ""
    body = page.text[page.grammar.start(page.text, Head(start, start, "", "post"), max(0, start - LONGEST_BODY)) : start]
    division, _ = page.names.gazetteer.prefix(body)  # 重庆市长寿区: no 市长
    return body if len(body) > 1 and body.endswith(page.grammar.bodies) and not page.grammar.heads(body[division:]) else ""


def _curriculum(page: Page, person: Person, end: int, following: int, words: ChangeWords) -> None:
    """水某，男，…，现任县审计局局长，拟任县财政局党组书记: the posts behind 现任, 拟任. following: where the next person is named."""
    stop = min((at for mark in "；\n" if (at := page.text.find(mark, end, end + LONGEST_CURRICULUM)) >= 0), default=end + LONGEST_CURRICULUM)
    stop = min(stop, following)
    for match in words.curriculum.finditer(page.text, end, stop):
        note = "拟任" if match.group().endswith("拟任") else None
        titles = chain_at(page, match.end(), None)
        if titles and following - titles[-1].end <= LONGEST_CANDIDATE and page.text[titles[-1].end : following] in ("", *page.grammar.candidates):
            return  # 局长甲，拟任副区长人选 | 乙: of the one behind it
        for title in titles:
            person.add(replace(title, note=note))
            person.seen(CONFIDENCE["post in personal data"], "post in personal data")
            person.titled = True
            page.title_spans[title.start, title.end] = title


def _joined(page: Page, mentions: list[tuple[int, int, Person]], at: int) -> Iterator[Person]:
    """The person of the mention and those in front of it in one list: 甲、乙、丙当选为副主席."""
    yield mentions[at][2]
    ends = {end: start for start, end in page.title_spans}
    while at:
        start = mentions[at][0]
        while start in ends or start - 1 in ends and page.text[start - 1] in "、，,":
            start = ends[start] if start in ends else start - 1
        before = mentions[at - 1][1]
        joined = page.behind_connector(before) == start or start < mentions[at][0] and page.text[before:start] in ("，", ",")
        if not joined:
            return
        at -= 1
        yield mentions[at][2]
