"""Names without titles: lists of names, names in front of verbs of office, persons of the statistical NER; every mention.

甲、乙、丙出席会议; 甲主持会议; further mentions of the names found, short forms (王书记) among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from ..evidence import CONFIDENCE
from ..lexicon import alternatives, load_toml
from ..words import by_character
from .names import HAN, Name
from .people import ACCEPT_IN_LIST, Page, Person

# 、-lists of short Han words: 黄莉新、陈金彪、王成出席
NAME_LIST = re.compile(r"(?:(?<=[，,。；;：:！!？?\n）) 　])|(?<=的有)|(?<=还有)|^)([㐀-鿿·•]{2,12}(?:[（(][^（）()\n]{1,8}[）)])?(?:、 ?[㐀-鿿·•]{2,12}(?:[（(][^（）()\n]{1,8}[）)])?){1,80})", re.M)
# its first item and the mark behind it
FIRST_OF_LIST = re.compile(r"(?:(?<=[，,。；;：:！!？?\n）) 　])|(?<=的有)|(?<=还有)|^)[㐀-鿿·•]{2,12}(?:[（(][^（）()\n]{1,8}[）)])?、", re.M)
LONGEST_FIRST = 22  # characters of the first item
FEW = 12  # names that are looked for one by one
# a line of names in a printed list: 丁一　王五　赵六
LINE_LIST = re.compile(r"^[ 　]{0,8}([㐀-鿿·•]{2,8}(?:[ 　]{1,6}[㐀-鿿·•]{2,8}){2,40})[ 　]{0,8}$", re.M)
# the same divided by blanks behind a colon: 参加会议的有：张三 李四 王五
BLANK_LIST = re.compile(r"(?<=[：:])[ 　]?([㐀-鿿·•]{2,8}(?:[ 　]{1,3}[㐀-鿿·•]{2,8}){2,80})")
ITEM = re.compile(r"([㐀-鿿·•]+)(?:[（(][^）)\n]{1,8}[）)])?")  # 李梅（女，藏族）
MOSTLY = 0.6  # share of likely names in a longer list, the others being unusual (万里, 任重)
LIKELY_NAME = 2.5  # mean weight of the items of a list that has few known names
HEADING_REACH = 1500  # characters above a line of names in which its heading stands
LONGEST_ORDER = 16  # characters of （按姓氏笔画为序）
REACH = 24  # characters behind a list in which its verb stands
OTHERS_TOO = re.compile(r"等(?:领导)?(?:同志|人)?[，,]")  # 甲、乙、丙等同志，前往医院看望
# 上河镇甲、下河乡乙、水务局丙|3名主要负责人述职: what counts the members of a list of bodies and names
HEADS_OF_BODIES = re.compile(r"等?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[名位个][\u3400-\u9fff]{0,6}(?:负责人|负责同志|书记|干部|一把手|代表)")
LONGEST_OF_BODY = 14  # characters of a body and a name
SENTENCE = re.compile(r"[。！？\n]")
SENTENCE_REACH = 80
SENTENCE_MARKS = frozenset("。；;：:\n\t 　、.．")
CLAUSE = re.compile(r"[，,。；;\n]")


@dataclass(frozen=True)
class OfficeWords:
    """Verbs of speech and office, adverbs in front of them, formulas that hold a name."""

    verbs: tuple[str, ...]  # of speech and office
    office: frozenset[str]  # what officials do and citizens hardly do
    office_matcher: AhoCorasick
    adverbs: dict[str, tuple[str, ...]]  # by their last character
    formulas: tuple[str, ...]
    formula_names: frozenset[str]
    lists: tuple[str, ...]
    bodies: tuple[str, ...]  # whose members are officials: 主席团
    groups: tuple[str, ...]  # whose members hold no post: 专家组
    strong: tuple[str, ...]  # verbs before which only an official stands at the beginning of a clause: 主持会议, 同志任
    attends: tuple[str, ...]  # at the end of the sentence, behind other participants
    curriculum: re.Pattern
    goes_to: tuple[str, ...]  # 赴, 前往: a place follows
    places: re.Pattern  # behind a list of villages and towns: 等6个乡镇
    matcher: AhoCorasick

    @classmethod
    def read(cls, lexicons: str | None = None) -> OfficeWords:
        names = load_toml("names", lexicons)
        follow = names["follow"]
        verbs = tuple(sorted({word for word in f"{follow['speech']} {follow['office']}".split() if len(word) > 1}))
        titles = load_toml("titles", lexicons)
        formula = titles["formula"]
        by_length = {"key": len, "reverse": True}
        office = frozenset(follow["office"].split())
        return cls(verbs, office, AhoCorasick(list(office)), by_character(names["before_verb"]["adverbs"].split(), -1),
                   tuple(sorted(formula["after_name"].split(), **by_length)), frozenset(formula["names"].split()),
                   tuple(names["curriculum"]["lists"].split()), tuple(names["curriculum"]["bodies"].split()),
                   tuple(titles["not_officials"]["groups"].split()),
                   tuple(names["before_verb"]["strong"].split()), tuple(names["before_verb"]["attends"].split()),
                   re.compile(f"[，,（(](?:{'|'.join(names['curriculum']['data'].split())})(?![\u4e00-\u9fff]{{0,3}}[为使])"),
                   tuple(names["motion"]["to"].split()),
                   re.compile("等(?:[0-9两三四五六七八九十]{1,3}个?)?(?:" + alternatives(load_toml("places", lexicons)["frames"]["closes_bare"]) + ")(?![民领干负党主书长委直级有相政机])"),
                   AhoCorasick([*verbs, *_sites_of(verbs, lexicons)], matchkind=MatchKind.LeftmostLongest))


def _sites_of(verbs: tuple[str, ...], lexicons: str | None) -> list[str]:
    """Places that are called by one of the verbs: 甲乙|检查站 names nobody."""
    heads = load_toml("places", lexicons)["heads"]
    return sorted({word for levels in heads.values() for text in levels.values() for word in text.split() if word.startswith(verbs) and word not in verbs})


def lists_of_names(page: Page, words: OfficeWords) -> None:
    """Attendance lists of bare names."""
    text = page.text
    found_by_form = [_name_lists(text)]
    if " " in text or "\u3000" in text:
        found_by_form += [BLANK_LIST.finditer(text), LINE_LIST.finditer(text)]
    for match in chain.from_iterable(found_by_form):
        items = [item.span(1) for item in ITEM.finditer(text, *match.span(1))]
        items[0] = (_behind_title(page, *items[0]), items[0][1])
        found = _names_of_list(page, items)
        if not found:
            continue
        if text.endswith(words.groups, 0, found[0].start) or words.places.match(text, found[-1].end):
            continue
        announced = _office_before(page, match.start(), words) or match.re is LINE_LIST and _under_heading(page, match.start(), words)
        if not announced and not _are_names(page, found):
            continue
        office = announced or _office_behind(page, found[-1].end, words)
        if len(found) > 2 or office:
            for name in found:
                page.add(name, CONFIDENCE["list of names"], "list of names").acts |= office


def heads_of_bodies(page: Page) -> None:
    """听取上河镇甲、下河乡乙、水务局丙3名主要负责人述职: names behind the bodies that they head, no post being told."""
    text = page.text
    bodies = (*page.grammar.bodies, *page.names.place_endings, "街道", "社区")
    for match in HEADS_OF_BODIES.finditer(text):
        found: list[Name] = []
        end = match.start()
        while end > 0:
            begin = page.name_before(end, sure=True)
            if begin < 0 or not text.endswith(bodies, 0, begin):
                break
            found.append(Name(begin, end, 0.0, True))
            mark = text.rfind("、", max(0, end - LONGEST_OF_BODY), begin)
            if mark < 0 or SENTENCE.search(text, mark, begin) or CLAUSE.search(text, mark, begin):
                break
            end = mark
        for name in found if len(found) > 1 else ():
            page.add(name, CONFIDENCE["list of names"], "list of bodies and names").acts = True


def _name_lists(text: str) -> Iterator[re.Match]:
    """What NAME_LIST.finditer gives, but looked for only around the marks 、."""
    position = 0
    while (mark := text.find("、", position)) >= 0:
        first = FIRST_OF_LIST.search(text, max(position, mark - LONGEST_FIRST), mark + 1)
        match = NAME_LIST.match(text, first.start()) if first else None
        position = match.end() if match else mark + 1
        if match:
            yield match


def _are_names(page: Page, found: list[Name]) -> bool:
    """Whether half of the list is known, or its items make names on the whole, or most of a longer list do."""
    text, names = page.text, page.names
    known = sum(text[name.start : name.end] in page.people or page.model.get(name.start) == name.end for name in found)
    weights = [names.weight(text[name.start : name.end]) - names.ordinary(text, name.start, name.end) for name in found]
    likely = sum(weight >= LIKELY_NAME for weight in weights)
    return known * 2 >= len(found) or sum(weights) >= LIKELY_NAME * len(found) or len(found) > 3 and likely >= MOSTLY * len(found)


def _names_of_list(page: Page, items: list[tuple[int, int]]) -> list[Name]:
    """The items of a list, if all of them are names or may be; the last one up to what follows a person."""
    text, names = page.text, page.names
    found: list[Name] = []
    unusual = 0
    for at, (start, end) in enumerate(items[:-1]):
        if not names.is_name(text, start, end) and page.model.get(start) != end:
            if not at and (behind := page.name_before(end, sure=True)) >= 0:
                start = behind  # 会议由 | 甲、乙
            elif names.may_be_item(text, start, end):
                unusual += 1
            else:
                return []
        found.append(Name(start, end, 0.0, True))
    last = page.name_at(items[-1][0], certain=len(items) > 2)
    if unusual * 3 > len(items) or last is None or not last.followed or last.score <= ACCEPT_IN_LIST:
        return []
    return [*found, last]


def _behind_title(page: Page, start: int, end: int) -> int:
    """Where the name begins in the first item of a list: 副州长 | 甲."""
    for head in page.heads_from(start):
        if head.end >= end:
            break
        start = head.end
    return start


def _office_behind(page: Page, position: int, words: OfficeWords) -> bool:
    """A verb of speech or office follows (出席, 强调), after 等, 分别, 在…; 列席 at the sentence's end, behind other participants."""
    if page.text.startswith("等", position) and any(head.kind == "collective" and head.start <= position + 2 for head in page.heads_from(position)):
        return True  # 甲、乙等区领导
    if others := OTHERS_TOO.match(page.text, position):
        position = others.end()
    stretch = CLAUSE.split(page.text[position : position + REACH], maxsplit=1)[0]
    if words.office_matcher.find_matches_as_indexes(stretch):
        return True
    sentence = SENTENCE.split(page.text[position : position + SENTENCE_REACH], maxsplit=1)[0]
    return any(verb in sentence for verb in words.attends)


def _office_before(page: Page, position: int, words: OfficeWords) -> bool:
    """出席会议的还有：甲、乙; 主席团成员名单（按姓氏笔画为序）："""
    before = page.text[max(0, position - REACH - LONGEST_ORDER) : position].rstrip("：: 　\n")
    if before.endswith(("）", ")")):
        before = before[: max(before.rfind("（"), before.rfind("("), 0)].rstrip("：: 　\n")
    before = CLAUSE.split(before)[-1]
    return before.endswith(words.lists) and any(word in before for word in (*words.office, *words.bodies))


def _under_heading(page: Page, position: int, words: OfficeWords) -> bool:
    """主席团成员名单, and perhaps a line in brackets and other lines of names, above a line of names."""
    for line in reversed(page.text[max(0, position - HEADING_REACH) : position].rstrip("\n").split("\n")):
        if LINE_LIST.fullmatch(line) or not line.strip() or line.strip()[0] in "（(":
            continue
        return any(word in line for word in words.bodies) and ("名单" in line or line.rstrip().endswith(("：", ":")))
    return False


def names_before_verbs(page: Page, words: OfficeWords) -> None:
    """A bare name in front of a verb of speech or office, adverbs between: 王昌荣宣读了, 吴政隆等参加."""
    text = page.text
    for index, verb_start, verb_end in words.matcher.find_matches_as_indexes(text):
        if index >= len(words.verbs):
            continue  # a site
        end = verb_start
        while adverb := next((word for word in words.adverbs.get(text[end - 1 : end], ()) if text.endswith(word, 0, end)), None):
            end -= len(adverb)
        start = page.name_before(end, sure=False, certain=text.startswith(words.strong, end) or text.startswith(words.strong, verb_start))
        if start >= 0 and not text.endswith(words.goes_to, 0, start) and not page.is_blocked(start):
            office = text[verb_start:verb_end] in words.office
            evidence = f"name before a verb of {'office' if office else 'speech'}"
            page.add(Name(start, end, 0.0, True), CONFIDENCE[evidence], evidence).acts |= office


def names_with_data(page: Page, words: OfficeWords) -> None:
    """水某，男，汉族，1970年3月生，现任…: a name at the beginning of a sentence with the person's data behind it."""
    for match in words.curriculum.finditer(page.text):
        start = page.name_before(match.start(), sure=False)
        if start >= 0 and not page.is_blocked(start) and (start == 0 or page.text[start - 1] in SENTENCE_MARKS):
            page.add(Name(start, match.start(), 0.0, True), CONFIDENCE["name before personal data"], "name before personal data")


def names_of_model(page: Page) -> None:
    """Persons that only the statistical NER sees."""
    for start, end in page.model.items():
        name = page.text[start:end]
        if name in page.people or page.is_blocked(start) or not HAN.match(name):
            continue
        page.add(Name(start, end, 0.0, True), CONFIDENCE["NER"], "NER")  # an official only by what the rules see of the person


def mentions_of(page: Page, words: OfficeWords) -> list[tuple[int, int, Person]]:
    """Every place where one of the names stands, formulas (…思想, …同志为核心) and reporters left out."""
    if not page.people:
        return []
    page.join_parts()
    page.join_longer()
    found = []
    for start, end, name in _find_names((*page.people, *page.parts), page.text):
        if page.is_blocked(start) or name in words.formula_names and page.text.startswith(words.formulas, end):
            continue
        person = page.people[page.parts.get(name, name)]
        person.spans.append((start, end))
        found.append((start, end, person))
    return found


def _find_names(names: tuple[str, ...], text: str) -> Iterator[tuple[int, int, str]]:
    """Where the names stand, the longest of those that begin at one place, none inside another; few are found faster one by one."""
    if len(names) > FEW:
        for index, start, end in AhoCorasick(names, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
            yield start, end, names[index]
        return
    hits: list[tuple[int, int, str]] = []
    for name in names:
        start = text.find(name)
        while start >= 0:
            hits.append((start, -len(name), name))
            start = text.find(name, start + 1)
    last = 0
    for start, length, name in sorted(hits):
        if start >= last:
            last = start - length
            yield start, last, name


def short_forms(page: Page, mentions: list[tuple[int, int, Person]]) -> list[tuple[int, int, Person]]:
    """王书记 = 王敏, where one person of that surname holds a post that ends in 书记."""
    covered = {start for start, _, _ in mentions}
    found = []
    for head in page.heads:
        start = head.start - 1
        if start < 0 or head.kind not in ("post", "undecided") or start in covered or page.text[start] not in page.names.surnames:
            continue
        if not page.grammar.breaks_before(page.text, start):
            continue
        holders = [person for person in page.people.values()
                   if person.name[0] == page.text[start] and any(title.text.endswith(head.word) for title in person.titles)]
        if not holders:  # a person of the lists whose post the article does not name
            holders = [person for person in page.people.values() if person.name[0] == page.text[start] and person.official and not person.titles]
        if len(holders) == 1:
            holders[0].spans.append((start, head.end))
            found.append((start, head.end, holders[0]))
    return found
