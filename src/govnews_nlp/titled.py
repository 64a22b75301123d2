"""Names by their titles: titles with names behind them and their lists, titles behind names, appointments.

区委副书记、区长姜某: a chain of titles and a name. 副市长甲、乙和丙: a shared title. 习近平总书记: a title behind a name.
任命甲为…局局长, 免去乙的…职务, 甲当选为主席: posts that are given or taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from .lexicon import load_toml
from .names import FITS, FITS_SHORT, HAN, Name
from .people import Page, Person, Title
from .titles import JOINTS, Head, TitleGrammar

CHAIN = ("、", "兼任", "兼", "，", ",", "（", "(", " ", "\u3000")
ACCEPT_AFTER_TITLE = 2.5
ACCEPT_AFTER_LONG_TITLE = 1.0  # 市水利局局长万里汇报了: a post with its body, and a verb of speech or a mark behind the name
ACCEPT_BEFORE_SHORT = 1.5  # 吉安市副市长周密到: a verb of one character behind it
ACCEPT_AFTER_FOREIGN = 1.5
ACCEPT_UNFOLLOWED = 1.5  # a likely name right behind a full title, whatever verb follows
ACCEPT_AFTER_CIVILIAN = 4.5  # 农民利益, 消费者青睐: what follows is seldom a name
ACCEPT_IN_LIST = 2.0
DOUBTFUL_NAME, COMMON_WORD = 2.0, 2000  # 任命行为: a word so common is no name, if its characters make no likely one
# 接受其辞去, 免去其…职务, 由其担任
PRONOUN = re.compile(r"(?:(?P<removed>免去|撤销|罢免)[其他她]的?|[其他她](?=辞去|不再担任|担任|出任|兼任|当选))")
# 副县长甲,乙,丙参加: a list divided by commas, of short names alone
COMMA_LIST = re.compile(r"[，,]([\u3400-\u9fff]{2,3})(?=[，,])")
# （按姓氏笔画为序）: between a title and its list
# 集团党委书记, 校党委副书记: a body that has a Party committee
PARTY_BODY = re.compile(r"([\u3400-\u9fff]{0,20}?(?:集团|公司|大学|学院|学校|校|医院))(?:党委|纪委)(?:副?书记|常委|委员)$")
# 以190票当选, 全票当选, 再次当选
VOTES = re.compile(r"(?:等(?:\d{1,3}|[两二三四五六七八九十]{1,3})[名位](?:同志|代表|委员)?|以[^，,。；;、\n]{0,12}?(?:票数?|多数)|全票|高票|满票|正式|依法|分别|双双|再次|继续|顺利|成功){1,3}$")
LONGEST_VOTES = 20
FAR = 300  # characters in front of 甲为局长 in which 任命 stands
NAMING = re.compile("任命|选举|提名|当选|决定|聘任")
# 甲、乙等5名同志, 甲、乙两位同志
OTHERS = re.compile(r"等(?:\d{1,3}|[两二三四五六七八九十]{1,3})?[名位人]?(?:同志|代表|委员)?|(?:\d{1,3}|[两二三四五六七八九十]{1,3})[名位](?:同志)?")
ORDER = re.compile(r"[ \u3000]{0,3}[（(](?:按|以|共|排名)[^（）()\n]{1,24}[）)][：: \u3000\n]{0,4}")
BRACKET = re.compile(r"(?<=[\u3400-\u9fff])[（(]")
LONGEST_BRACKET = 16
CANDIDATES = ("提名人选", "候选人", "人选")  # between a post and a name: 提名副县长人选某某
MORE_POSTS = ("，", ",", "、", "；", ";")  # between the appointments of one verb
SURE, LIKELY, DOUBTFUL = (5.0, 0.97), (3.5, 0.9), 0.75  # a name's score and the confidence it gives
LONGEST_CURRICULUM = 240  # characters behind a name in which its data stand
NEAR = 3  # characters between a name and the next title of the same body
# a post that several people hold ends in one of these, or has 副
SHARED = ("常务主席", "执行主席", "委员", "常委", "成员", "调研员", "领导", "专员", "参事", "秘书长", "长", "代表", "书记", "巡视员", "检察官", "法官", "秘书", "委员会主任")
OF_MANY = ("常务主席", "执行主席", "主席团成员", "委员", "常委", "成员", "调研员", "领导", "专员", "参事", "代表", "巡视员", "检察官", "法官")

OF_BODIES = ("海关", "法院", "检察院", "人武部", "武装部", "网信办", "警备区", "居委会", "村委会")  # 东某海关关长: no person in front
KINDS_OF_PLACES = frozenset("省市区县州盟旗镇乡")  # 县长, 市长: the head names its body
GROUP_MEMBERS = ("党组成员", "党委委员", "党委成员")  # 党组成员、副主任甲、乙: both have both


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
    taking: tuple[str, ...]  # 任, 当选: between a name and a post
    taking_matcher: AhoCorasick

    @classmethod
    def read(cls, lexicons: str | None = None) -> ChangeWords:
        words = load_toml("titles", lexicons)["change"]
        naming = {**dict.fromkeys(words["appoints"].split(), "appointed"), **dict.fromkeys(words["removes"].split(), "removed")}
        taking = tuple(word for word in (*words["into"].split(), *words["out_of"].split()) if word not in ("的", "代理", "辞去的"))
        return cls(naming, _longest_first(words["into"]), _longest_first(words["out_of"]), _longest_first(words["after_post"]),
                   AhoCorasick(list(naming), matchkind=MatchKind.LeftmostLongest), tuple(naming),
                   re.compile(f"[，,。](?:{'|'.join(load_toml('names', lexicons)['curriculum']['posts'].split())})"),
                   taking, AhoCorasick(list(taking), matchkind=MatchKind.LeftmostLongest))


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
        if start == last_name_end and text[start] in JOINTS and start + 1 < head.start:
            start += 1  # 县委书记甲 | 和 | 县财政局局长
        start = _without_deputized(page, start, head)
        goes_on = start == expected or 0 < expected < start and text[expected:start] in grammar.outside  # 、原市长
        if not goes_on:
            chain = []
        title = Title(text[start : head.end], start, head.end, head.kind, page.chains)
        foreign = head.kind == "foreign" or is_foreign(title.text)
        name = _name_behind(page, head, start, foreign)
        inside, expected = expected, -1
        if name:
            last_name_end = _take(page, [title] if head.kind in ("civilian", "press") else [*chain, title], name, foreign)
            chain, page.chains = [], page.chains + 1
            continue
        connector = next((c for c in CHAIN if text.startswith(c, head.end)), None)
        given = not chain and text.endswith(words.into, 0, start) and not text.endswith(page.grammar.held, 0, start)  # 甲为代表团团长，副县长乙: not 乙's
        if connector and head.kind not in ("civilian", "press") and not given:
            chain, expected = [*chain, title], head.end + len(connector)
        elif chain and start == inside and head.kind == "civilian":
            expected = inside  # 国务院副总理、国务院根治拖欠农民 | 工工资工作领导小组组长
        else:
            chain = []


def _without_deputized(page: Page, start: int, head: Head) -> int:
    """Where the title begins behind 吕某代 | 市长李某作报告: somebody who speaks for its holder."""
    for length in (2, 3):
        if page.text.startswith("代", start + length, head.start + 1) and page.name_before(start + length, sure=True) == start:
            page.add(Name(start, start + length, 0.0, True), 0.85, "name before 代").acts = True
            return start + length + 1
    return start


def _name_behind(page: Page, head: Head, start: int, foreign: bool) -> Name | None:
    position = head.end + next((len(word) for word in CANDIDATES if page.text.startswith(word, head.end)), 0)
    if position in page.title_starts:
        return None  # 主任专员: the title goes on
    deputy = page.grammar.with_deputy(page.text, head.start)
    before = page.name_before(deputy, sure=True) if head.kind in ("post", "foreign") and not head.word.startswith(OF_BODIES) else -1
    if before >= 0 and page.text[before:deputy] in page.names.known and page.text[position : position + 1] not in "：:（( ":
        return None  # 习近平总书记 | 来闽考察, 全票当选
    named = before >= 0
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
        return _first_of_list(page, position) if full else None
    return name


def _first_of_list(page: Page, position: int) -> Name | None:
    """散某某、崔某某: an unknown surname right behind a title, with a likely name in the same list."""
    for end in (position + 2, position + 3):
        if page.text[end : end + 1] == "、" and all(map(HAN.match, page.text[position:end])) and not page.title_begins(end + 1):
            following = page.name_at(end + 1)
            plain = not page.names.ordinary(page.text, position, end) and not any(c in page.names.never for c in page.text[position:end])
            if plain and following and following.score >= SURE[0] and following.followed:
                return Name(position, end, ACCEPT_IN_LIST, True)
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
    official = official or any(title.kind == "undecided" and title.text.removeprefix("副").startswith(tuple(page.party_bodies)) for title in titles)
    page.party_bodies.update(match.group(1) for title in titles if (match := PARTY_BODY.match(title.text)))
    if official:
        page.last_official = name.end
    page.add_titled(name, titles, official, _confidence(name), "title before name")
    shared = is_shared(grammar, titles)
    end = name.end
    while True:
        position = page.behind_connector(end)
        if position < 0 and official and shared:
            position = _behind_comma(page, end)
        if position < 0 or page.title_begins(position):
            return end
        following = page.name_at(position, foreign, certain=official)
        if following is None or following.score < ACCEPT_IN_LIST or not following.followed:
            following = page.item_at(position) if official and page.text[position - 1] == "、" else None
        if following is None:
            return end
        page.add_titled(following, titles if shared else [], official, _confidence(following), "list behind a title")
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
    return all(title.kind in ("collective", "civilian") or "副" in title.text or title.text.endswith((*GROUP_MEMBERS, *OF_MANY[:3]))
               or title.text.endswith(SHARED) and len(titles) == 1 and not _is_single(grammar, title.text) for title in titles)


def _is_single(grammar: TitleGrammar, title: str) -> bool:
    _, position = grammar.split(title)
    return "副" not in position and not position.endswith(OF_MANY)


# ---- titles behind names


def names_before_titles(page: Page) -> None:
    """习近平总书记, 佐科总统: a name right in front of a head that has no name behind it."""
    taken = {title.end for title in page.title_spans.values()}
    for head in page.heads:
        if head.end in taken or head.kind not in ("post", "foreign") or head.word.startswith(OF_BODIES):
            continue
        end = page.grammar.with_deputy(page.text, head.start)
        start = page.name_before(end, sure=True, foreign=head.word in page.grammar.foreign)
        if start < 0 and len(page.text[(alone := page.alone_before(end)) : end]) > 3 and alone >= 0:
            start = alone  # 洛桑顿吉副书记
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
    for at, (start, end, person) in enumerate(mentions):
        head = by_start.get(end)
        if head and head.kind not in ("press", "collective"):
            title = Title(page.text[end : head.end], end, head.end, head.kind, -1)
            if head.kind != "civilian" and not any(other.text.endswith(title.text) for other in person.titles):
                person.add(title)
                person.seen(0.93, "title behind name")
                person.titled |= page.grammar.is_official(title.text, head.kind) or head.kind == "undecided" and not person.civilian
            page.title_spans[title.start, title.end] = title
        behind = end + 2 if page.text.startswith("同志", end) else end
        if (match := OTHERS.match(page.text, behind)) is not None:
            behind = match.end()  # 甲、乙等5名同志当选
        titles = _titles_at(page, behind, None, words)
        if titles and page.text[start - 1 : start] == "以":
            titles = [replace(title, change=None) for title in titles]  # 以甲为团长的代表团
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
        note = "拟任" if match.group().endswith("拟任") else None
        for title in _chain_at(page, match.end(), None):
            person.add(replace(title, note=note))
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


def names_before_posts(page: Page, words: ChangeWords) -> None:
    """甲任…主任，乙、丙任副主任；丁同志不再担任…: names at the beginning of a clause before 任 and the like."""
    text = page.text
    for index, start, _ in words.taking_matcher.find_matches_as_indexes(text):
        word = words.taking[index]
        end = start
        if word.startswith("当选") and (votes := VOTES.search(text, max(0, start - LONGEST_VOTES), start)):
            end = votes.start()  # 以190票当选
        end = end - 2 if text.startswith("同志", end - 2) else end
        is_for = word == "为"
        names: list[Name] = []
        while end > 0:
            begin = page.name_before(end, sure=False, certain=True)
            if begin < 0 and names:
                begin = page.item_before(end)
            if begin < 0 or page.is_blocked(begin) or is_for and not (names or page.names.is_likely(text, begin, end)):
                break
            names.append(Name(begin, end, ACCEPT_IN_LIST, True))
            if text[begin - 1 : begin] != "、":
                break
            end = begin - 1
        titles = _titles_at(page, start, None, words) if names else []
        while titles and (more := _titles_of_next_clause(page, titles[-1].end, words)):
            titles += more
        if is_for and not NAMING.search(text, max(0, start - FAR), start):
            titles = [replace(title, change=None) for title in titles]  # 领导小组由甲为组长
        for name in names if titles else ():
            page.add_titled(name, titles, True, 0.92, f"name before {word}")


def _titles_of_next_clause(page: Page, end: int, words: ChangeWords) -> list[Title]:
    """甲任市委书记，为市人大常委会主任人选，不再担任市长职务: what stands behind the comma."""
    end += next((len(word) for word in (*CANDIDATES, *words.after_post) if page.text.startswith(word, end)), 0)
    return _titles_at(page, end + 1, None, words) if page.text[end : end + 1] in ("，", ",") else []


def _appointment(page: Page, position: int, verb: str, words: ChangeWords) -> int:
    """Names and their posts that begin at position; where the next ones begin, or -1."""
    text = page.text
    names: list[Name] = []
    while position >= 0:
        name = _name_in_appointment(page, position, words) or page.item_at(position)
        if name is None:
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
    if others := OTHERS.match(text, behind):
        behind = others.end()
    titles = _titles_at(page, behind + 2 * comrade, words.naming[verb], words)
    for name in names if titles or comrade else ():  # 接受甲同志辞职请求
        page.add_titled(name, titles, True, 0.96, f"post behind {verb}")
    if not titles:
        return -1
    end = titles[-1].end
    end += next((len(word) for word in words.after_post if text.startswith(word, end)), 0)
    if text[end : end + 1] not in MORE_POSTS:
        return -1
    name = _name_in_appointment(page, end + 1, words)
    goes_on = name is not None and name.followed and text.startswith(("为", "任", "的", "同志", "(", "（", "、"), name.end)
    return end + 1 if goes_on else -1


def pronoun_posts(page: Page, mentions: list[tuple[int, int, Person]], words: ChangeWords) -> None:
    """接受其辞去…职务, 免去其…职务: posts of the person named last in the paragraph."""
    starts = [start for start, _, _ in mentions]
    for match in PRONOUN.finditer(page.text):
        index = bisect_left(starts, match.start()) - 1
        if index < 0 or "\n" in page.text[mentions[index][1] : match.start()]:
            continue
        person = mentions[index][2]
        for title in _titles_at(page, match.end(), "removed" if match.group("removed") else None, words) if person.official else ():
            person.add(title)
            page.title_spans[title.start, title.end] = title


def _name_in_appointment(page: Page, position: int, words: ChangeWords) -> Name | None:
    """The name in front of 为, 的, 同志 and a post: there any two or three characters are one (任命景行为副县长); or a likely name."""
    text = page.text
    for length in (2, 3, 4):
        end = position + length
        introduced = next((word for word in ("同志", "为", "任", "的", "辞去") if text.startswith(word, end)), None)
        if introduced is None or not all(map(HAN.match, text[position:end])):
            continue
        name = text[position:end]
        if length == 4 and name[:2] not in page.names.compound_surnames and not all(c in page.names.minority for c in name):
            continue
        if any(c in page.names.never or c in "其" for c in name) or page.grammar.breaks_before(text, position + 1) or \
                page.names.weight(name) < DOUBTFUL_NAME and page.names.words.get(name, 0) >= COMMON_WORD:
            continue
        behind = end + 2 if introduced == "同志" else end
        if any(at in page.title_starts for at in range(position, end)) or not _titles_at(page, behind, "removed" if introduced in ("的", "辞去") else "appointed", words):
            continue
        return Name(position, end, ACCEPT_IN_LIST, True)
    name = page.name_at(position, certain=True)
    return name if name is not None and name.score >= ACCEPT_IN_LIST and name.followed else None


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
