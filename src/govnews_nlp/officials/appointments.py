"""Appointments: posts that are given or taken.

任命甲为…局局长, 免去乙的…职务: names behind the verb. 甲任…, 乙当选为主席, 丙不再担任…: names in front of it.
接受其辞去…职务: the person named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from ..evidence import CONFIDENCE
from ..lexicon import load_toml, longest_first, words_of
from .names import HAN, Name
from .people import ACCEPT_IN_LIST, LONGEST_BRACKET, Page, Person, Title

DOUBTFUL_NAME, COMMON_WORD = 2.0, 2000  # 任命行为: a word so common is no name, if its characters make no likely one
# 接受其辞去, 免去其…职务, 由其担任
PRONOUN = re.compile(r"(?:(?P<removed>免去|撤销|罢免)[其他她]的?|[其他她](?=辞去|不再担任|担任|出任|兼任|当选))")
# 以190票当选, 全票当选, 再次当选
VOTES = re.compile(r"(?:等(?:\d{1,3}|[两二三四五六七八九十]{1,3})[名位](?:同志|代表|委员)?|以[^，,。；;、\n]{0,12}?(?:票数?|多数)|全票|高票|满票|正式|依法|分别|双双|再次|继续|顺利|成功){1,3}$")
LONGEST_VOTES = 20
FAR = 300  # characters in front of 甲为局长 in which 任命 stands
NAMING = re.compile("任命|选举|提名|当选|决定|聘任")
# 甲、乙等5名同志, 甲、乙两位同志
OTHERS = re.compile(r"等(?:\d{1,3}|[两二三四五六七八九十]{1,3})?[名位人]?(?:同志|代表|委员)?|(?:\d{1,3}|[两二三四五六七八九十]{1,3})[名位](?:同志)?")
# 当选为县委常委的还有, 当选的副主席是
ELECTED = re.compile(r"(?:当选为?|任命为|推选为)([\u3400-\u9fff]{2,30}?)的(?:还)?(?:有|是|分别是)[：:]?")
ALSO = re.compile("[，,]并(?:决定|推选|提名)?(?:由?其)?(?=[为任代])")
LONGEST_ADVERB, LONGEST_EARLIER, LONGEST_DIVISION, LONGEST_REASON = 4, 5, 12, 8  # characters
REASON = re.compile(rf"因[^，,。；;、\n]{{2,{LONGEST_REASON}}}[，,]?$")  # 因年龄原因，| 不再担任
CLAUSE_MARKS = ("，", ",", "。", "；", ";", "：", ":", "\n")
MORE_POSTS = ("，", ",", "、", "；", ";")  # between the appointments of one verb


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
    adverb: re.Pattern  # 已, 将: between a name and 履新
    adverb_ahead: re.Pattern
    leaving: frozenset[str]  # 不再担任: a reason may stand in front
    past: frozenset[str]  # adverbs that say that nothing changes now: 曾
    earlier: re.Pattern  # 此前，: in front of the name
    during: re.Pattern  # 期间: behind the post
    ended: re.Pattern  # 职务相应终止

    def is_no_news(self, text: str, start: int, end: int) -> bool:
        """此前，| 某某担任, 某某担任县长 | 期间: the name starts and the post ends here."""
        return self.earlier.search(text, max(0, start - LONGEST_EARLIER), start) is not None or self.during.match(text, end) is not None

    def before_reason(self, text: str, end: int, word: str) -> int:
        """Where the reason begins that ends at `end` (甲|因年龄原因，), if the word is one of leaving; else `end`."""
        reason = REASON.search(text, max(0, end - LONGEST_REASON - 2), end) if word in self.leaving else None
        return reason.start() if reason else end

    @classmethod
    def read(cls, lexicons: str | None = None) -> ChangeWords:
        words = load_toml("titles", lexicons)["change"]
        naming = {**dict.fromkeys(words_of(words["appoints"]), "appointed"), **dict.fromkeys(words_of(words["removes"]), "removed")}
        adverbs = "|".join(longest_first(f"{words['adverbs']} {words['past']}"))
        taking = tuple(word for word in (*words_of(words["into"]), *words_of(words["out_of"])) if word not in ("的", "代理", "辞去的"))
        return cls(naming, longest_first(words["into"]), longest_first(words["out_of"]), longest_first(words["after_post"]),
                   AhoCorasick(list(naming), matchkind=MatchKind.LeftmostLongest), tuple(naming),
                   re.compile(f"[，,。](?:{'|'.join(words_of(load_toml('names', lexicons)['curriculum']['posts']))})"),
                   taking, AhoCorasick(list(taking), matchkind=MatchKind.LeftmostLongest),
                   re.compile(f"(?:{adverbs})$"), re.compile(adverbs), frozenset(words_of(words["leaving"])), frozenset(words_of(words["past"])),
                   re.compile(f"(?:{'|'.join(words_of(words['earlier']))})[，,]?$"),
                   re.compile(f"(?:职务)?(?:{'|'.join(words_of(words['during']))}|(?:{'|'.join(words_of(words['during_short']))})(?=[，,的]))"),
                   re.compile(f"(?:{'|'.join(longest_first(words['after_post']))})(?:{'|'.join(words_of(words['ended']))})"))


def appointments(page: Page, words: ChangeWords) -> None:
    """任命甲、乙为副市长，丙为局长; 免去甲的…职务、乙的…职务: names behind the verb."""
    for index, _, end in words.matcher.find_matches_as_indexes(page.text):
        position = end + (page.text[end : end + 1] in ("：", ":"))
        while position >= 0:
            position = _appointment(page, position, words.verbs[index], words)


def ended_posts(page: Page, words: ChangeWords) -> None:
    """甲的省人大常委会委员、某委员会委员职务相应终止: what somebody loses with another post."""
    text = page.text
    for match in words.ended.finditer(text) if "终止" in text or "撤销" in text else ():
        start = max(text.rfind(mark, 0, match.start()) for mark in CLAUSE_MARKS) + 1
        name = _name_in_appointment(page, start, words)
        titles = titles_at(page, name.end, "removed", words) if name else []
        if titles and titles[-1].end == match.start():
            page.add_titled(name, titles, True, CONFIDENCE["post behind an appointment"], "post that ended")


def names_before_posts(page: Page, words: ChangeWords) -> None:
    """甲任…主任，乙、丙任副主任；丁同志不再担任…: names at the beginning of a clause before 任 and the like."""
    text = page.text
    for index, start, _ in words.taking_matcher.find_matches_as_indexes(text):
        word = words.taking[index]
        end = start
        adverb = words.adverb.search(text, max(0, start - LONGEST_ADVERB), start)
        if adverb:
            end = adverb.start()  # 已履新
        end = words.before_reason(text, end, word)
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
            end = words.before_reason(text, begin - 1, word)  # 甲因工作变动、乙因年龄原因请辞
        titles = titles_at(page, start, None, words) if names else []
        while titles and (more := _titles_of_next_clause(page, titles[-1].end, words)):
            titles += more
        if is_for and not NAMING.search(text, max(0, start - FAR), start):
            titles = [replace(title, change=None) for title in titles]  # 领导小组由甲为组长
        if adverb and adverb.group() in words.past or names and titles and words.is_no_news(text, names[-1].start, titles[-1].end):
            titles = [replace(title, change=None) for title in titles]
        for name in names if titles else ():
            page.add_titled(name, titles, True, CONFIDENCE["name before a post"], f"name before {word}")
        if names and not titles and word.startswith("当选") and end < start:  # 以190票当选
            for name in names:
                page.add(name, CONFIDENCE["name before 当选"], "name before 当选").acts = True


def elected_lists(page: Page, words: ChangeWords) -> None:
    """当选为县委常委的还有甲、乙（女）、丙: a post in front of the list of those who got it."""
    for match in ELECTED.finditer(page.text) if "选为" in page.text or "当选" in page.text or "任命为" in page.text else ():
        titles = chain_at(page, match.start(1), "appointed")
        if not titles or titles[-1].end != match.end(1):
            continue
        position = match.end()
        while position >= 0:
            name = page.name_at(position, certain=True)
            if name is None or name.score < ACCEPT_IN_LIST or not name.followed:
                name = page.item_at(position)
            if name is None:
                break
            page.add_titled(name, titles, True, CONFIDENCE["list of the elected"], "list of the elected")
            position = page.behind_connector(name.end)


def _titles_of_next_clause(page: Page, end: int, words: ChangeWords) -> list[Title]:
    """甲任市委书记，为市人大常委会主任人选，不再担任市长职务: what stands behind the comma."""
    end += next((len(word) for word in (*page.grammar.candidates, *words.after_post) if page.text.startswith(word, end)), 0)
    return titles_at(page, end + 1, None, words) if page.text[end : end + 1] in ("，", ",") else []


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
    titles = titles_at(page, behind + 2 * comrade, words.naming[verb], words)
    for name in names if titles or comrade else ():  # 接受甲同志辞职请求
        page.add_titled(name, titles, True, CONFIDENCE["post behind an appointment"], f"post behind {verb}")
    if not titles:
        return -1
    also = ALSO.match(text, _behind_post(text, titles[-1].end, words.after_post))  # 甲为副市长，并决定|为代理市长
    more = titles_at(page, also.end(), None, words) if also else []
    for name in names if more else ():
        page.add_titled(name, more, True, CONFIDENCE["post behind an appointment"], f"post behind {verb}")
    titles += more
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
        for title in titles_at(page, match.end(), "removed" if match.group("removed") else None, words) if person.official else ():
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
        if any(at in page.title_starts for at in range(position, end)) or not titles_at(page, behind, "removed" if introduced in ("的", "辞去") else "appointed", words):
            continue
        return Name(position, end, ACCEPT_IN_LIST, True)
    return _name_before_its_post(page, position, words) or _followed_name(page, position)


def _name_before_its_post(page: Page, position: int, words: ChangeWords) -> Name | None:
    """免去某某 | 绵阳市教育局局长职务: the post right behind the name, without 的; where a division's name begins, the name ends."""
    text, found = page.text, None
    for length in (2, 3):
        end = position + length
        division, _ = page.names.gazetteer.prefix(text[end : end + LONGEST_DIVISION])
        fits = page.names.is_name(text, position, end) if division > 2 else page.names.is_likely(text, position, end)
        if fits and page.title_begins(end) and (titles := chain_at(page, end, None)) and text.startswith(words.after_post, titles[-1].end):
            found = Name(position, end, ACCEPT_IN_LIST, True)
            if division > 2:
                break
    return found


def _followed_name(page: Page, position: int) -> Name | None:
    name = page.name_at(position, certain=True)
    return name if name is not None and name.score >= ACCEPT_IN_LIST and name.followed else None


def titles_at(page: Page, position: int, change: str | None, words: ChangeWords) -> list[Title]:
    """Titles that begin at position behind 为, 任, 的 …: a chain joined by 、 (国务委员、国防部部长职务)."""
    text = page.text
    introduces = words.into if change != "removed" else words.out_of
    for word in (*introduces, *(words.out_of if change is None else ())):
        if text.startswith(word, position) and not (word == "任" and text.startswith(words.verbs, position)):  # 任 | 命
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
    return chain_at(page, position, change, words.after_post)


def _behind_post(text: str, end: int, after_post: tuple[str, ...]) -> int:
    """Where （专职）职务 ends behind a post."""
    if after_post and text[end : end + 1] in ("(", "（"):
        closing = text.find(")" if text[end] == "(" else "）", end, end + LONGEST_BRACKET)
        end = closing + 1 if closing >= 0 else end
    return end + next((len(word) for word in after_post if text.startswith(word, end)), 0)


def chain_at(page: Page, position: int, change: str | None, after_post: tuple[str, ...] = ()) -> list[Title]:
    """The titles that begin at position, joined by 、; each may have 职务 and the like behind it."""
    text, grammar = page.text, page.grammar
    titles: list[Title] = []
    position = grammar.behind_number(text, position)
    for head in page.heads_from(position):
        if grammar.start(text, head, position) != position or head.kind in ("civilian", "press"):
            break
        if titles and text[position - 1] in "，," and (name := page.name_at(head.end)) and page.names.is_likely(text, name.start, name.end):
            break  # the next person's title
        titles.append(Title(text[position : head.end], position, head.end, head.kind, page.chains, change))
        end = _behind_post(text, head.end, after_post)
        connector = next((c for c in (("、", "和", "及") if end > head.end else ("、", "兼", "和", "，", ",")) if text.startswith(c, end)), None)
        if not connector:
            break
        position = end + len(connector)
        if end > head.end and (name := page.name_at(position)) and page.names.is_likely(text, name.start, name.end):
            break  # 免去甲市财政局局长职务和 | 乙市水利局局长职务
    page.chains += 1
    return titles
