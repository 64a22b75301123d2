"""Titles with names behind them: 区委副书记、区长姜某 (a chain of titles and a name), 副市长甲、乙和丙 (a shared title)."""

from __future__ import annotations

import re

from ..evidence import CONFIDENCE, SURE, of_score
from .appointments import ChangeWords
from .names import FITS, FITS_SHORT, HAN, Name
from .people import ACCEPT_IN_LIST, LONGEST_BRACKET, Page, Title
from .titles import JOINTS, KINDS_OF_PLACES, LONGEST_COUNTRY, Head, TitleGrammar

CHAIN = (" 、", "、", "兼任", "兼", "，", ",", "（", "(", " ", "\u3000")
ACCEPT_AFTER_TITLE = 2.5
ACCEPT_AFTER_LONG_TITLE = 1.0  # 市水利局局长万里汇报了: a post with its body, and a verb of speech or a mark behind the name
ACCEPT_BEFORE_SHORT = 1.5  # 吉安市副市长周密到: a verb of one character behind it
ACCEPT_AFTER_FOREIGN = 1.5
LONGEST_ABROAD = 8  # characters of a foreign name that its characters do not tell
SELDOM = 20  # count of a word that stands in no name
ACCEPT_UNFOLLOWED = 1.5  # a likely name right behind a full title, whatever verb follows
ACCEPT_AFTER_CIVILIAN = 4.5  # 农民利益, 消费者青睐: what follows is seldom a name
# 副县长甲,乙,丙参加: a list divided by commas, of short names alone
COMMA_LIST = re.compile(r"[，,]([\u3400-\u9fff]{2,3})(?=[，,])")
# 集团党委书记, 校党委副书记: a body that has a Party committee
PARTY_BODY = re.compile(r"([\u3400-\u9fff]{0,20}?(?:集团|公司|大学|学院|学校|校|医院))(?:党委|纪委)(?:副?书记|常委|委员)$")
OWN_INSTITUTION = ("", "校", "院", "学校", "学院", "集团", "公司", "集团公司", "医院")  # 校长, 学校副校长 in its own news
# （按姓氏笔画为序）: between a title and its list
ORDER = re.compile(r"[ \u3000]{0,3}[（(](?:按|以|共|排名)[^（）()\n]{1,24}[）)][：: \u3000\n]{0,4}")
# 两位女市长，分别是：nobody's title; 县委书记、村（社区）“两委”换届工作领导小组组长: what a group is named by, behind a title
COUNTED = re.compile(r"[两二三四五六七八九十几\d]{1,3}[位名]女?$")
QUOTED_GROUP = re.compile(r"[\u3400-\u9fff]{0,8}(?:[（(][\u3400-\u9fff]{1,4}[）)])?“[\u3400-\u9fff\d]{1,8}”")
CLAUSE_END = re.compile(r"[，,。；;\n]")
SENTENCE_ENDS = frozenset("。；！？\n 　")
REACH = 120  # characters behind a name in which 担任 stands
NEAR = 3  # characters between a name and the next title of the same body


def titles_before_names(page: Page, is_foreign, words: ChangeWords) -> None:
    text, grammar = page.text, page.grammar
    chain: list[Title] = []
    expected = -1  # where the next title of the chain has to begin
    last_name_end = 0
    binds = False  # 兼 in front: it joins to the whole title behind it
    for head in page.heads:
        if head.start < last_name_end:
            continue  # inside a name that was read already
        floor = max(last_name_end, expected if 0 < expected <= head.start else 0)
        start = grammar.start(text, head, page.behind_date(floor, head.start))
        if start == last_name_end and text[start] in JOINTS and start + 1 < head.start:
            start += 1  # 县委书记甲 | 和 | 县财政局局长
        start = _without_deputized(page, start, head)
        if binds and 0 < expected < start and text[start - 1] in JOINTS:
            start = expected  # 副总理兼 | 贸易与工业部长
        if 0 < expected < start < head.start and QUOTED_GROUP.fullmatch(text, expected, start):
            start = expected
        goes_on = start == expected or 0 < expected < start and text[expected:start] in grammar.outside  # 、原市长
        if not goes_on:
            chain = []
        title = Title(text[start : head.end], start, head.end, head.kind, page.chains)
        foreign = head.kind == "foreign" or is_foreign(title.text)
        name = _name_behind(page, head, start, foreign)
        inside, expected = expected, -1
        if name:
            civilian = head.kind == "press" or head.kind == "civilian" and not any(grammar.is_official(other.text, other.kind) for other in chain)
            last_name_end = _take(page, [title] if civilian else [*chain, title], name, foreign)  # 副主席、全国政协委员某某
            chain, page.chains = [], page.chains + 1
            continue
        connector = next((c for c in CHAIN if text.startswith(c, head.end)), None)
        given = not chain and text.endswith(words.into, 0, start) and not text.endswith(page.grammar.held, 0, start)  # 甲为代表团团长，副县长乙: not 乙's
        if connector in ("，", ",") and (head.word in grammar.unnamed or COUNTED.search(text, start, head.start)):
            connector = None  # 市有关负责人，| 区领导甲
        binds = connector is not None and "兼" in connector
        behind_name = start == last_name_end > 0 or _holds_name(page, start, head)  # 某某亲王、商务大臣某某
        if connector and head.kind not in ("civilian", "press") and not given and not behind_name:
            chain.append(title)  # a new list each time would cost the square of an endless row of titles
            expected = head.end + len(connector)
        elif chain and start == inside and head.kind == "civilian":
            expected = inside  # 国务院副总理、国务院根治拖欠农民 | 工工资工作领导小组组长
        else:
            chain = []


def _without_deputized(page: Page, start: int, head: Head) -> int:
    """Where the title begins behind 吕某代 | 市长李某作报告: somebody who speaks for its holder."""
    for length in (2, 3):
        if page.text.startswith("代", start + length, head.start + 1) and page.name_before(start + length, sure=True) == start and (
                page.names.gazetteer.prefix(page.text[start : head.start])[0] <= length):  # 马尔代夫 | 总统
            page.add(Name(start, start + length, 0.0, True), CONFIDENCE["name before 代"], "name before 代").acts = True
            return start + length + 1
    return start


def _name_behind(page: Page, head: Head, start: int, foreign: bool) -> Name | None:
    position = head.end + next((len(word) for word in page.grammar.candidates if page.text.startswith(word, head.end)), 0)
    if position in page.title_starts:
        return None  # 主任专员: the title goes on
    deputy = page.grammar.with_deputy(page.text, head.start)
    before = page.name_before(deputy, sure=True) if head.kind in ("post", "foreign") and not head.word.startswith(page.grammar.of_bodies) else -1
    if before >= 0 and page.text[before:deputy] in page.names.known and page.text[position : position + 1] not in "：:（( ":
        return None  # 习近平总书记 | 来闽考察, 全票当选
    if page.text.startswith("由", position) and (name := _put_in_charge(page, position + 1)):
        return name
    named = before >= 0
    if named and page.text[position : position + 1] in page.grammar.boundary_characters:
        return None  # 贾某检察长 | 向陈某检察长介绍
    if page.text[position : position + 1] in ("：", ":", " ", "　", "“"):
        position += 1  # 市领导：甲、乙
        if order := ORDER.match(page.text, position):
            position = order.end()  # 委员：（按姓名笔画为序）\n甲、乙
        while page.text[position : position + 1] in (" ", "　"):
            position += 1
        if head.kind != "collective" and page.text[position - 1] not in " 　：:）)\n":
            return None
    elif page.text[position : position + 1] in ("(", "（"):
        return _behind_brackets(page, position, foreign)
    elif page.text.startswith("的", position) and head.kind == "post":
        position += 1  # 接任市政协主席的李某
        name = page.name_at(position, foreign)
        return name if name and name.followed and page.names.is_likely(page.text, name.start, name.end) else None
    full = head.kind == "post" and (start < head.start or head.word[0] in KINDS_OF_PLACES) or head.kind == "collective"
    listed = page.text[position - 1 : position] in ("\n", "：", ":", "）", ")") and position > head.end
    name = page.name_at(position, foreign, certain=full or listed)
    least = ACCEPT_AFTER_CIVILIAN if head.kind == "civilian" else ACCEPT_AFTER_FOREIGN if foreign else ACCEPT_AFTER_TITLE
    if full and name:
        follows = page.names.follower(page.text, name.end)
        least = ACCEPT_AFTER_LONG_TITLE if follows == FITS else ACCEPT_BEFORE_SHORT if follows == FITS_SHORT else least
    if position > head.end and head.kind != "collective" and not listed:
        least += 2.0
    if name and named and not page.names.is_likely(page.text, name.start, name.end):
        return None  # 习近平总书记 | 多次强调, but 武进区长 | 恽淇丞
    if name and _is_short_form(page, head) and page.names.ordinary(page.text, name.start, name.end):
        return None  # 习主席 | 嘱托
    if name is None or name.score < least or not (name.followed or page.model.get(name.start) == name.end):
        if full and name and position == head.end and name.score >= ACCEPT_UNFOLLOWED and page.names.is_likely(page.text, name.start, name.end) and \
                page.grammar.breaks_before(page.text, start):
            return Name(name.start, name.end, name.score, True)  # 市委书记刘大成利用周末走村
        if foreign and position == head.end:
            return _of_country(page, start, position)
        return (_first_of_list(page, position) or _between_titles(page, position) or _named_again(page, position)) if full else None
    return name


def _holds_name(page: Page, start: int, head: Head) -> bool:
    """Whether a body and its head's name stand in front of the post: 静海区委 | 蔺某书记、区长张某."""
    end = page.grammar.with_deputy(page.text, head.start)
    name = page.name_before(end, sure=True) if head.kind == "post" else -1
    return name > start and page.text.endswith(page.grammar.bodies, start, name) and page.names.is_likely(page.text, name, end)


def _put_in_charge(page: Page, position: int) -> Name | None:
    """执行主席由 | 甲、乙担任"""
    name = page.name_at(position, certain=True)
    if name is None or not name.followed or page.text[name.end : name.end + 1] != "、" and not page.names.is_likely(page.text, name.start, name.end):
        return None  # 向东、隆文波 may be words
    clause = CLAUSE_END.split(page.text[name.end : name.end + REACH], maxsplit=1)[0]
    return name if any(word in clause for word in ("担任", "出任", "兼任")) else None


def _first_of_list(page: Page, position: int) -> Name | None:
    """散某某、崔某某: an unknown surname right behind a title, with a likely name in the same list."""
    for end in (position + 2, position + 3):
        if page.text[end : end + 1] == "、" and all(map(HAN.match, page.text[position:end])) and not page.title_begins(end + 1):
            following = page.name_at(end + 1)
            plain = not page.names.ordinary(page.text, position, end) and not any(c in page.names.never for c in page.text[position:end])
            if plain and following and following.score >= SURE[0] and following.followed:
                return Name(position, end, ACCEPT_IN_LIST, True)
    return None


def _of_country(page: Page, start: int, position: int) -> Name | None:
    """泰国国王 | 哇集拉隆功 | 会见了: behind a country's post stands a name, up to a verb or a mark, if no word does."""
    text, names = page.text, page.names
    if not any(text[start : start + length] in names.countries for length in range(2, LONGEST_COUNTRY)) or names.follower(text, position) >= FITS_SHORT:
        return None
    for end in range(position + 1, min(position + LONGEST_ABROAD, len(text)) + 1):  # of three characters or more: 访俄
        if not HAN.match(text[end - 1]) or text[end - 1] in names.never or end in page.title_starts:
            return None
        if end > position + 2 and names.follower(text, end) == FITS:
            plain = text[end - 1] not in names.follow_characters and not names.has_common_word(text, position, end, SELDOM) and not names.is_no_name(text, position)
            return Name(position, end, ACCEPT_AFTER_FOREIGN, True) if plain else None
    return None


def _between_titles(page: Page, position: int) -> Name | None:
    """县人大常委会主任掌某某，县政协主席…: between a post and the comma of the next one stands a name, be its surname rare or it a word."""
    text, names = page.text, page.names
    for end in (position + 2, position + 3):
        name = text[position:end]
        if text[end : end + 1] not in ("，", ",", "、") or not all(map(HAN.match, name)) or not names.never.isdisjoint(name):
            continue
        a_word = names.is_no_name(text, position) and not (len(name) == 2 and names.odds["surname"].get(name[0], 0.0) > 0.0)  # 主任黄金，
        if not page.title_begins(end + 1) or a_word or names.follower(text, position) >= FITS_SHORT:
            continue
        if any(at in page.title_starts for at in range(position, end)):
            continue
        if name[0] in names.surnames or len(name) == 3 and not names.ordinary(text, position, end) and names.is_given(name[1:]):
            return Name(position, end, ACCEPT_IN_LIST, True)
    return None


def _named_again(page: Page, position: int) -> Name | None:
    """市委书记散某某来到…。散某某指出: a rare surname behind a post, where the same three characters begin another sentence in front of a verb."""
    text, names, end = page.text, page.names, position + 3
    name = text[position:end]
    if len(name) < 3 or not names.never.isdisjoint(name) or not all(map(HAN.match, name)) or names.follower(text, end) < FITS_SHORT:
        return None
    if names.ordinary(text, position, end) or not names.is_given(name[1:], repeated=True) or any(at in page.title_starts for at in range(position, end)):
        return None
    again = text.find(name, end)
    while again > 0:
        if text[again - 1] in SENTENCE_ENDS and names.follower(text, again + 3) == FITS:
            return Name(position, end, ACCEPT_IN_LIST, True)
        again = text.find(name, again + 3)
    return None


def _is_short_form(page: Page, head: Head) -> bool:
    """Whether a surname alone stands in front of the head: 习主席."""
    start = head.start - 1
    return start >= 0 and head.kind == "post" and page.text[start] in page.names.surnames and page.grammar.breaks_before(page.text, start)


def _behind_brackets(page: Page, position: int, foreign: bool) -> Name | None:
    """区委书记（正局长级）甲"""
    closing = page.text.find(")" if page.text[position] == "(" else "）", position, position + LONGEST_BRACKET)
    name = page.name_at(closing + 1, foreign) if closing > 0 else None
    return name if name and name.followed and page.names.is_likely(page.text, name.start, name.end) else None


def _take(page: Page, titles: list[Title], name: Name, foreign: bool) -> int:
    """Give the titles to the name and, where they are shared, to the list behind it. Returns the end of the list."""
    grammar = page.grammar
    if titles[-1].kind == "press":
        page.block(name)
        return name.end
    official = any(grammar.is_official(title.text, title.kind) for title in titles) or _goes_on(page, titles)
    official = official or page.is_of_institution and any(title.kind == "undecided" and grammar.split(title.text)[0] in OWN_INSTITUTION for title in titles)
    official = official or any(title.kind == "undecided" and title.text.removeprefix("副").startswith(tuple(page.party_bodies)) for title in titles)
    page.party_bodies.update(match.group(1) for title in titles if (match := PARTY_BODY.match(title.text)))
    if official:
        page.last_official = name.end
    page.add_titled(name, titles, official, of_score(name.score), "title before name")
    shared = is_shared(grammar, titles)
    end = name.end
    while True:
        position = page.behind_connector(end)
        shared = shared and page.text[end : end + 1] != "与"  # 副书记甲与 | 乙、丙一同来到: along with others
        if position < 0 and official and shared:
            position = _behind_comma(page, end)
        if position < 0 or page.title_begins(position):
            return end
        following = page.name_at(position, foreign, certain=official)
        if following is None or following.score < ACCEPT_IN_LIST or not following.followed:
            following = page.item_at(position) if official and page.text[position - 1] == "、" else None
        if following is None:
            return end
        page.add_titled(following, titles if shared else [], official, of_score(following.score), "list behind a title")
        end = following.end


def _behind_comma(page: Page, end: int) -> int:
    """Where the next item of a list divided by commas starts (副县长甲,乙,丙参加): a likely name in front of another comma, or behind one; or -1."""
    if page.text[end : end + 1] not in ("，", ","):
        return -1
    item = COMMA_LIST.match(page.text, end)
    listed = item and page.names.is_name(page.text, *item.span(1)) and not page.title_begins(item.end() + 1)
    if listed and (following := page.name_at(item.end() + 1)) and following.followed and following.score >= SURE[0]:
        return item.start(1)
    before = page.text.rfind(page.text[end], max(0, end - 4), end)
    name = page.name_at(end + 1) if before > 0 and page.text[before + 1 : end] in page.people else None
    return end + 1 if name and name.followed and name.score >= SURE[0] else -1


def _goes_on(page: Page, titles: list[Title]) -> bool:
    """集团党委书记甲，总经理乙: a bare post of a body behind an official of it, in one sentence."""
    first = titles[0]
    if any(title.kind != "undecided" or page.grammar.split(title.text)[0] for title in titles) or page.last_official < 0:
        return False
    between = page.text[page.last_official : first.start]
    return len(between) <= NEAR and "。" not in between and "\n" not in between


def is_shared(grammar: TitleGrammar, titles: list[Title]) -> bool:
    """Posts that several people hold: deputies, members, collective titles."""
    return all(title.kind in ("collective", "civilian") or "副" in title.text or title.text.endswith(grammar.of_each)
               or title.text.endswith(grammar.shared) and len(titles) == 1 and not _is_single(grammar, title.text) for title in titles)


def _is_single(grammar: TitleGrammar, title: str) -> bool:
    _, position = grammar.split(title)
    return "副" not in position and not position.endswith(grammar.of_many)
