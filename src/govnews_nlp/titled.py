"""Names by their titles: titles with names behind them and their lists, titles behind names, appointments.

区委副书记、区长姜某: a chain of titles and a name. 副市长甲、乙和丙: a shared title. 习近平总书记: a title behind a name.
任命甲为…局局长, 免去乙的…职务, 甲当选为主席: posts that are given or taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from .lexicon import load_toml
from .names import FITS, FITS_SHORT, Name
from .people import Page, Person, Title
from .titles import Head, TitleGrammar

CHAIN = ("、", "兼任", "兼", "，", ",", "（", "(", " ", "\u3000")
ACCEPT_AFTER_TITLE = 2.5
ACCEPT_AFTER_LONG_TITLE = 1.0  # 市水利局局长万里汇报了: a post with its body, and a verb of speech or a mark behind the name
ACCEPT_BEFORE_SHORT = 1.5  # 吉安市副市长周密到: a verb of one character behind it
ACCEPT_AFTER_FOREIGN = 1.5
ACCEPT_AFTER_CIVILIAN = 4.5  # 农民利益, 消费者青睐: what follows is seldom a name
ACCEPT_IN_LIST = 2.0
BRACKET = re.compile(r"(?<=[\u3400-\u9fff])[（(]")
LONGEST_BRACKET = 16
CANDIDATES = ("候选人", "人选")  # between a post and a name: 提名副县长人选某某
MORE_POSTS = ("，", ",", "、", "；", ";")  # between the appointments of one verb
SURE, LIKELY, DOUBTFUL = (5.0, 0.97), (3.5, 0.9), 0.75  # a name's score and the confidence it gives
LONGEST_CURRICULUM = 240  # characters behind a name in which its data stand
NEAR = 3  # characters between a name and the next title of the same body
# a post that several people hold ends in one of these, or has 副
SHARED = ("常务主席", "执行主席", "委员", "常委", "成员", "调研员", "领导", "专员", "参事", "秘书长", "长", "代表", "书记", "巡视员", "检察官", "法官", "秘书", "委员会主任")
OF_MANY = ("常务主席", "执行主席", "主席团成员", "委员", "常委", "成员", "调研员", "领导", "专员", "参事", "代表", "巡视员", "检察官", "法官")


@dataclass(frozen=True)
class ChangeWords:
    """任命, 免去, 为, 的 …: the words of appointments (titles.toml, [change])."""

    naming: dict[str, str]  # verb in front of the name → appointed, removed
    into: tuple[str, ...]
    out_of: tuple[str, ...]
    after_post: tuple[str, ...]
    matcher: AhoCorasick
    verbs: tuple[str, ...]
    curriculum: re.Pattern  # ，现任

    @classmethod
    def read(cls, lexicons: str | None = None) -> ChangeWords:
        words = load_toml("titles", lexicons)["change"]
        naming = {**dict.fromkeys(words["appoints"].split(), "appointed"), **dict.fromkeys(words["removes"].split(), "removed")}
        return cls(naming, _longest_first(words["into"]), _longest_first(words["out_of"]), _longest_first(words["after_post"]),
                   AhoCorasick(list(naming), matchkind=MatchKind.LeftmostLongest), tuple(naming),
                   re.compile(f"[，,。](?:{'|'.join(load_toml('names', lexicons)['curriculum']['posts'].split())})"))


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))


# ---- titles with names behind them


def titles_before_names(page: Page, is_foreign, words: ChangeWords) -> None:
    text, grammar = page.text, page.grammar
    chain: list[Title] = []
    expected = -1  # where the next title of the chain has to begin
    last_name_end = 0
    for head in page.heads:
        if head.start < last_name_end:
            continue  # inside a name that was read already
        floor = max(last_name_end, expected if 0 < expected <= head.start else 0)
        start = grammar.start(text, head, page.behind_date(floor, head.start))
        goes_on = start == expected or 0 < expected < start and text[expected:start] in grammar.outside  # 、原市长
        if not goes_on or head.kind in ("civilian", "press"):
            chain = []
        title = Title(text[start : head.end], start, head.end, head.kind, page.chains)
        foreign = head.kind == "foreign" or is_foreign(title.text)
        name = _name_behind(page, head, start, foreign)
        expected = -1
        if name:
            last_name_end = _take(page, [*chain, title], name, foreign)
            chain, page.chains = [], page.chains + 1
            continue
        connector = next((c for c in CHAIN if text.startswith(c, head.end)), None)
        given = not chain and text.endswith(words.into, 0, start)  # 甲为代表团团长，副县长乙: not 乙's
        if connector and head.kind not in ("civilian", "press") and not given:
            chain, expected = [*chain, title], head.end + len(connector)
        else:
            chain = []


def _name_behind(page: Page, head: Head, start: int, foreign: bool) -> Name | None:
    position = head.end + next((len(word) for word in CANDIDATES if page.text.startswith(word, head.end)), 0)
    if position in page.title_starts:
        return None  # 主任专员: the title goes on
    named = head.kind in ("post", "foreign") and page.name_before(page.grammar.with_deputy(page.text, head.start), sure=True) >= 0
    if page.text[position : position + 1] in ("：", ":", " ", "　", "“"):
        position += 1  # 市领导：甲、乙
        while page.text[position : position + 1] in (" ", "　"):
            position += 1
        if head.kind != "collective" and page.text[position - 1] not in " 　：:":
            return None
    elif page.text[position : position + 1] in ("(", "（"):
        return _behind_brackets(page, position, foreign)
    elif page.text.startswith("的", position) and head.kind == "post":
        position += 1  # 接任市政协主席的李某
        name = page.name_at(position, foreign)
        return name if name and name.followed and page.names.is_likely(page.text, name.start, name.end) else None
    name = page.name_at(position, foreign)
    least = ACCEPT_AFTER_CIVILIAN if head.kind == "civilian" else ACCEPT_AFTER_FOREIGN if foreign else ACCEPT_AFTER_TITLE
    full = head.kind == "post" and start < head.start or head.kind == "collective"
    if full and name:
        follows = page.names.follower(page.text, name.end)
        least = ACCEPT_AFTER_LONG_TITLE if follows == FITS else ACCEPT_BEFORE_SHORT if follows == FITS_SHORT else least
    if position > head.end and head.kind != "collective":
        least += 2.0
    if name and named and not page.names.is_likely(page.text, name.start, name.end):
        return None  # 习近平总书记 | 多次强调, but 武进区长 | 恽淇丞
    if name and _is_short_form(page, head) and page.names.ordinary(page.text, name.start, name.end):
        return None  # 习主席 | 嘱托
    if name is None or name.score < least or not (name.followed or page.model.get(name.start) == name.end):
        return None
    return name


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
    if official:
        page.last_official = name.end
    page.add_titled(name, titles, official, _confidence(name), "title before name")
    shared = is_shared(grammar, titles)
    end = name.end
    while True:
        position = page.behind_connector(end)
        if position < 0 or page.title_begins(position):
            return end
        following = page.name_at(position, foreign)
        if following is None or following.score < ACCEPT_IN_LIST or not following.followed:
            return end
        page.add_titled(following, titles if shared else [], official, _confidence(following), "list behind a title")
        end = following.end


def _confidence(name: Name) -> float:
    return next((confidence for score, confidence in (SURE, LIKELY) if name.score >= score), DOUBTFUL)


def _goes_on(page: Page, titles: list[Title]) -> bool:
    """集团党委书记甲，总经理乙: a bare post of a body behind an official of it, in one sentence."""
    first = titles[0]
    if any(title.kind != "undecided" or page.grammar.split(title.text)[0] for title in titles) or page.last_official < 0:
        return False
    between = page.text[page.last_official : first.start]
    return len(between) <= NEAR and "。" not in between and "\n" not in between


def is_shared(grammar: TitleGrammar, titles: list[Title]) -> bool:
    """Posts that several people hold: deputies, members, collective titles."""
    return all(title.kind in ("collective", "civilian") or "副" in title.text
               or title.text.endswith(SHARED) and len(titles) == 1 and not _is_single(grammar, title.text) for title in titles)


def _is_single(grammar: TitleGrammar, title: str) -> bool:
    _, position = grammar.split(title)
    return "副" not in position and not position.endswith(OF_MANY)


# ---- titles behind names


def names_before_titles(page: Page) -> None:
    """习近平总书记, 佐科总统: a name right in front of a head that has no name behind it."""
    taken = {title.end for title in page.title_spans.values()}
    for head in page.heads:
        if head.end in taken or head.kind not in ("post", "foreign"):
            continue
        end = page.grammar.with_deputy(page.text, head.start)
        start = page.name_before(end, sure=True, foreign=head.word in page.grammar.foreign)
        if start >= 0:
            page.add(Name(start, end, 0.0, True), 0.9, "name before title").titled = True


def titles_in_brackets(page: Page) -> None:
    """程某（县委副书记、县长）: titles in brackets behind a name."""
    for match in BRACKET.finditer(page.text):
        titles = _chain_at(page, match.end(), None)
        if not titles or page.text[titles[-1].end : titles[-1].end + 1] not in ("）", ")"):
            continue
        start = page.name_before(match.start(), sure=True)
        if start >= 0 and page.names.is_likely(page.text, start, match.start()):
            official = any(page.grammar.is_official(title.text, title.kind) for title in titles)
            page.add_titled(Name(start, match.start(), 0.0, True), titles, official, 0.9, "title in brackets")


def titles_behind_names(page: Page, mentions: list[tuple[int, int, Person]], words: ChangeWords) -> None:
    """Titles behind names (赵乐际委员长) and posts behind 任, 当选, 不再担任."""
    by_start = {page.grammar.with_deputy(page.text, head.start): head for head in page.heads}
    for at, (_, end, person) in enumerate(mentions):
        head = by_start.get(end)
        if head and head.kind not in ("press", "collective"):
            title = Title(page.text[end : head.end], end, head.end, head.kind, -1)
            if head.kind != "civilian" and not any(other.text.endswith(title.text) for other in person.titles):
                person.add(title)
                person.seen(0.93, "title behind name")
                person.titled |= page.grammar.is_official(title.text, head.kind) or head.kind == "undecided" and not person.civilian
            page.title_spans[title.start, title.end] = title
        titles = _titles_at(page, end + 2 if page.text.startswith("同志", end) else end, None, words)
        for title in titles:
            page.title_spans[title.start, title.end] = title
        if page.text[end : end + 1] in ("，", ",") and (data := words.curriculum.search(page.text, end, end + LONGEST_CURRICULUM)):
            _curriculum(page, person, end, data, words)
        for holder in _joined(page, mentions, at) if titles else ():
            for title in titles:
                holder.add(title)
            holder.seen(0.9, "post behind name")
            holder.titled = True


def _curriculum(page: Page, person: Person, end: int, data: re.Match, words: ChangeWords) -> None:
    """水某，男，…，现任县审计局局长，拟任县财政局党组书记: the posts behind 现任, 拟任."""
    stop = min((at for mark in "；\n" if (at := page.text.find(mark, end, end + LONGEST_CURRICULUM)) >= 0), default=end + LONGEST_CURRICULUM)
    for match in words.curriculum.finditer(page.text, end, stop):
        for title in _chain_at(page, match.end(), None):
            person.add(title)
            person.seen(0.88, "post in personal data")
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


# ---- appointments


def appointments(page: Page, words: ChangeWords) -> None:
    """任命甲、乙为副市长，丙为局长; 免去甲的…职务、乙的…职务: names behind the verb."""
    for index, _, end in words.matcher.find_matches_as_indexes(page.text):
        position = end + (page.text[end : end + 1] in ("：", ":"))
        while position >= 0:
            position = _appointment(page, position, words.verbs[index], words)


def _appointment(page: Page, position: int, verb: str, words: ChangeWords) -> int:
    """Names and their posts that begin at position; where the next ones begin, or -1."""
    text = page.text
    names: list[Name] = []
    while position >= 0:
        name = page.name_at(position)
        if name is None or name.score < ACCEPT_IN_LIST or not name.followed:
            break
        names.append(name)
        position = page.behind_connector(name.end)
    if not names:
        return -1
    behind = names[-1].end
    if text[behind : behind + 1] in ("(", "（"):  # 陈某（女）为
        closing = text.find(")" if text[behind] == "(" else "）", behind, behind + LONGEST_BRACKET)
        behind = closing + 1 if closing >= 0 else behind
    comrade = text.startswith("同志", behind)
    titles = _titles_at(page, behind + 2 * comrade, words.naming[verb], words)
    for name in names if titles or comrade else ():  # 接受甲同志辞职请求
        page.add_titled(name, titles, True, 0.96, f"post behind {verb}")
    if not titles:
        return -1
    end = titles[-1].end
    end += next((len(word) for word in words.after_post if text.startswith(word, end)), 0)
    if text[end : end + 1] not in MORE_POSTS:
        return -1
    name = page.name_at(end + 1)
    goes_on = name is not None and name.followed and text.startswith(("为", "任", "的", "同志", "(", "（", "、"), name.end)
    return end + 1 if goes_on else -1


def _titles_at(page: Page, position: int, change: str | None, words: ChangeWords) -> list[Title]:
    """Titles that begin at position behind 为, 任, 的 …: a chain joined by 、 (国务委员、国防部部长职务)."""
    text = page.text
    introduces = words.into if change != "removed" else words.out_of
    for word in (*introduces, *(words.out_of if change is None else ())):
        if text.startswith(word, position):
            position += len(word)
            if word not in words.out_of:
                change = change or "appointed"
            elif word == "的" and change is None:
                return []
            else:
                change = change or "removed"
            break
    else:
        if change is None or not page.title_begins(position):
            return []
    return _chain_at(page, position, change)


def _chain_at(page: Page, position: int, change: str | None) -> list[Title]:
    """The titles that begin at position, joined by 、."""
    text, grammar = page.text, page.grammar
    titles: list[Title] = []
    for head in page.heads_from(position):
        if grammar.start(text, head, position) != position or head.kind in ("civilian", "press"):
            break
        if titles and text[position - 1] in "，," and (name := page.name_at(head.end)) and page.names.is_likely(text, name.start, name.end):
            break  # the next person's title
        titles.append(Title(text[position : head.end], position, head.end, head.kind, page.chains, change))
        connector = next((c for c in ("、", "兼", "和", "，") if text.startswith(c, head.end)), None)
        if not connector:
            break
        position = head.end + len(connector)
    page.chains += 1
    return titles
