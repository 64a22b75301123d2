"""Officials: who is named in the article, with which posts; every mention of a person.

Order of the work, as in reading by a person:
1. titles with the name behind them (区委副书记、区长姜永柱), their lists (副省长甲、乙和丙), titles behind names (习近平总书记);
2. names in appointments (任命甲为…), attendance lists and in front of verbs of speech and office (甲指出, 甲、乙出席);
3. names that only the statistical NER sees, where the context is one of office;
4. every further mention of the names found; short forms (王书记) lead to the full name;
5. who of them is an official, and each post spelt out, with level and code (posts.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc

from ..lexicon import load_toml
from ..names import HAN, Name, name_finder
from ..posts import post_resolver
from ..records import Mention, Official, article_of
from ..titles import Head, title_grammar
from .rule import RuleComponent, factory

CONNECTORS = ("、", "以及", "和", "与", "及", " ", "　")
CHAIN = ("、", "兼", "，", ",")
ACCEPT_AFTER_TITLE = 2.5
ACCEPT_IN_LIST = 2.0
# 、-lists of short Han words: 黄莉新、陈金彪、王成出席
NAME_LIST = re.compile(r"(?:(?<=[，,。；;：:！？!?\n）) 　])|^)([㐀-鿿·•]{2,12}(?:、[㐀-鿿·•]{2,12}){1,80})", re.M)
BEFORE_TITLE, SURE_BEFORE_TITLE = -1.0, 6.0  # weight of a name in front of a title, behind a boundary or anywhere
BEFORE_VERB = 4.0  # weight of a bare name behind a boundary in front of a verb of office
SHORT_FORM = 1  # a surname in front of a head: 王书记


@dataclass
class Person:
    """What the article says of one person."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    official: bool = False
    civilian: bool = False
    confidence: float = 0.0
    evidence: str = ""

    def add(self, title: Title) -> None:
        if all(title.text != other.text for other in self.titles):
            self.titles.append(title)

    def seen(self, confidence: float, evidence: str, official: bool) -> None:
        self.official |= official
        if confidence > self.confidence:
            self.confidence, self.evidence = confidence, evidence


@dataclass(frozen=True)
class Title:
    text: str
    start: int
    end: int
    kind: str
    chain: int  # titles of one chain belong to one person at one place
    change: str | None = None


class Officials(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.names = name_finder(lexicons)
        self.grammar = title_grammar(lexicons)
        self.posts = post_resolver(lexicons)
        words = load_toml("titles", lexicons)
        change = words["change"]
        self.naming = {**dict.fromkeys(change["appoints"].split(), "appointed"), **dict.fromkeys(change["removes"].split(), "removed")}
        self.naming_matcher = AhoCorasick(list(self.naming), matchkind=MatchKind.LeftmostLongest)
        self.naming_words = list(self.naming)
        self.into = sorted(change["into"].split(), key=len, reverse=True)
        self.out_of = sorted(change["out_of"].split(), key=len, reverse=True)
        self.formula = tuple(sorted(words["formula"]["after_name"].split(), key=len, reverse=True))
        names = load_toml("names", lexicons)
        follow = names["follow"]
        self.adverbs = sorted(names["before_verb"]["adverbs"].split(), key=len, reverse=True)
        self.office_verbs = tuple(word for word in (follow["speech"] + " " + follow["office"]).split() if len(word) > 1)
        self.office_matcher = AhoCorasick(sorted(set(self.office_verbs)), matchkind=MatchKind.LeftmostLongest)

    def __call__(self, doc: Doc) -> Doc:
        reading = Reading(self, doc)
        reading.run()
        return doc


class Reading:
    """One pass over one article."""

    def __init__(self, component: Officials, doc: Doc):
        self.doc, self.text = doc, doc.text
        self.component, self.names, self.grammar = component, component.names, component.grammar
        self.people: dict[str, Person] = {}
        self.title_spans: dict[tuple[int, int], Title] = {}
        blocked = [(span.start, span.end) for key in ("reporters", "byline") for span in doc.spans.get(key, ())]
        self.blocked = sorted(blocked)
        self.model = {span.start: span.end for span in doc.spans.get("ner", ()) if span.label_ == "PERSON" and len(span) > 1}
        self.model_ends = {end: start for start, end in self.model.items()}
        self.date_ends = sorted(mention.end for mention in doc._.mentions if mention.label == "DATE" and mention.end)
        self.name_ends: dict[int, str] = {}
        self.chains = 0

    def run(self) -> None:
        self.heads = [head for head in self.grammar.heads(self.text) if not self._is_blocked(head.start)]
        self.head_starts = {head.start for head in self.heads}
        self.title_starts = self.head_starts | {start - len(word) for start in self.head_starts for word in ("副", "常务副")
                                                if self.text.endswith(word, 0, start)}
        self.titled()
        self.named_before_title()
        self.appointed()
        self.listed()
        self.speaking()
        self.seen_by_model()
        mentions = self.mentions()
        self.behind_names(mentions)
        self.write(mentions)

    # ---- 1. titles with names behind them

    def titled(self) -> None:
        chain: list[Title] = []
        expected = -1  # where the next title of the chain has to begin
        last_name_end = 0
        for head in self.heads:
            if head.start < last_name_end:
                continue  # inside a name that was read already
            floor = max(last_name_end, expected if expected > 0 and expected <= head.start else 0)
            start = self._title_start(head, floor)
            if start != expected or head.kind in ("civilian", "press") and chain:
                chain = []
            title = Title(self.text[start : head.end], start, head.end, head.kind, self.chains)
            name = self._name_behind(head, title)
            expected = -1
            if name:
                titles = [*chain, title]
                last_name_end = self._take(titles, name)
                chain, self.chains = [], self.chains + 1
                continue
            connector = next((c for c in CHAIN if self.text.startswith(c, head.end)), None)
            if connector and head.kind not in ("civilian", "press"):
                chain, expected = [*chain, title], head.end + len(connector)
            else:
                chain = []

    def named_before_title(self) -> None:
        """习近平总书记, 佐科总统: a name right in front of a head that has no name behind it."""
        taken = {(title.end) for title in self.title_spans.values()}
        for head in self.heads:
            if head.end in taken or head.kind not in ("post", "foreign") or self._is_blocked(head.start):
                continue
            start = self._name_before(head.start, sure=True, foreign=head.kind == "foreign")
            if start >= 0:
                self._add(Name(start, head.start, 0.0, True), [], True, 0.9, "name before title")

    def _name_before(self, end: int, sure: bool, foreign: bool = False) -> int:
        """Start of the name that ends at `end`, or -1. sure: a title follows, so that a very likely name needs no boundary."""
        text = self.text
        if end in self.model_ends:
            return self.model_ends[end]
        best, best_weight = -1, BEFORE_TITLE if sure else BEFORE_VERB
        for length in (2, 3):
            start = end - length
            if start < 0 or not all(map(HAN.match, text[start:end])) or text[start] not in self.names.surnames or text.startswith(self.names.not_names, start):
                continue
            if any(position in self.head_starts for position in range(start, end)):
                continue  # 国王和太后: no name but a title
            weight = self.names.weight(text[start:end])
            if weight > best_weight and (sure and weight > SURE_BEFORE_TITLE or self.grammar.breaks_before(text, start)):
                best, best_weight = start, weight
        if best < 0 and foreign:
            start = end
            while start > 0 and end - start < 8 and text[start - 1] in self.names.transcription_or_dot:
                start -= 1
            if end - start >= 2 and self.grammar.breaks_before(text, start):
                return start
        return best

    def _title_start(self, head: Head, floor: int) -> int:
        for end in self.date_ends:
            if floor < end <= head.start:
                floor = end
        return self.grammar.start(self.text, head, floor)

    def _name_behind(self, head: Head, title: Title) -> Name | None:
        position = head.end
        if position in self.head_starts:
            return None  # 主任专员: the title goes on
        if self.text[position : position + 1] in ("：", ":", " ", "　", "“"):
            position += 1  # 主持人:王浩
            if head.kind not in ("collective",):
                return None
        foreign = head.kind == "foreign" or self._is_foreign(title.text)
        name = self.names.at(self.text, position, self.model, foreign, self.title_starts)
        if name is None or name.score < ACCEPT_AFTER_TITLE or not (name.followed or self.model.get(name.start) == name.end):
            return None
        return name

    def _is_foreign(self, title: str) -> bool:
        return self.component.posts.is_foreign(title)

    def _take(self, titles: list[Title], name: Name) -> int:
        """Give the titles to the name and, where they are shared, to the list behind it. Returns the end of the list."""
        kind = titles[-1].kind
        if kind == "press":
            self._not_official(name)
            return name.end
        official = any(self.grammar.is_official(title.text, title.kind) for title in titles)
        self._add(name, titles, official, 0.97 if name.followed else 0.9, "title before name")
        shared = self._is_shared(titles)
        end = name.end
        while True:
            position = self._behind_connector(end)
            if position < 0 or self._title_begins(position):
                return end
            following = self.names.at(self.text, position, self.model, self._is_foreign(titles[-1].text), self.title_starts)
            if following is None or following.score < ACCEPT_IN_LIST or not following.followed:
                return end
            self._add(following, titles if shared else [], official, 0.95, "list behind a title")
            end = following.end

    def _is_shared(self, titles: list[Title]) -> bool:
        """Posts that several people hold: deputies, members, collective titles."""
        return all(title.kind in ("collective", "civilian") or "副" in title.text or title.text.endswith(("委员", "常委", "成员", "调研员", "领导", "专员", "参事", "秘书长", "长", "代表", "书记"))
                   and len(titles) == 1 and not self._is_single(title.text) for title in titles)

    def _is_single(self, title: str) -> bool:
        organization, position = self.grammar.split(title)
        return "副" not in position and not position.endswith(("委员", "常委", "成员", "调研员", "领导", "专员", "参事", "代表"))

    def _behind_connector(self, end: int) -> int:
        for word in self.names.apposition:
            if word != "等" and self.text.startswith(word, end):
                end += len(word)
                break
        for connector in CONNECTORS:
            if self.text.startswith(connector, end):
                return end + len(connector)
        return -1

    def _title_begins(self, position: int) -> bool:
        """Whether a title with a name behind it stands at this position, up to the next delimiter."""
        for head in self._heads_from(position):
            if head.start - position > 40 or any(c in "，,。；;\n" for c in self.text[position : head.start]):
                return False
            connector = self.text.find("、", position, head.start)
            return connector < 0 or connector > head.start
        return False

    def _heads_from(self, position: int):
        from bisect import bisect_left

        index = bisect_left(self.heads, position, key=lambda head: head.start)
        return self.heads[index : index + 1]

    # ---- 2. appointments, lists, speakers

    def appointed(self) -> None:
        """任命甲、乙为副市长; 免去甲的…职务: names behind the verb."""
        component = self.component
        for index, _, end in component.naming_matcher.find_matches_as_indexes(self.text):
            change = component.naming[component.naming_words[index]]
            names: list[Name] = []
            position = end
            while 0 <= position:
                name = self.names.at(self.text, position, self.model)
                if name is None or name.score < ACCEPT_IN_LIST or not name.followed:
                    break
                names.append(name)
                position = self._behind_connector(name.end)
            if not names:
                continue
            behind = names[-1].end
            if self.text.startswith("同志", behind):
                behind += 2
            titles = self._titles_behind(behind, change)
            for name in names:
                if titles:
                    self._add(name, titles, True, 0.96, f"post behind {component.naming_words[index]}")

    def _titles_behind(self, position: int, change: str | None) -> list[Title]:
        """Titles that begin at position behind 为, 任, 的 …: a chain joined by 、 (国务委员、国防部部长职务)."""
        words = self.component.into if change != "removed" else self.component.out_of
        for word in [*words, *(self.component.out_of if change is None else ())]:
            if self.text.startswith(word, position):
                position += len(word)
                if word in self.component.out_of:
                    change = change or ("removed" if word != "的" else None)
                    if change is None:
                        return []
                else:
                    change = change or "appointed"
                break
        else:
            return []
        titles: list[Title] = []
        for head in self.heads:
            if head.start < position:
                continue
            if self.grammar.start(self.text, head, position) != position or head.kind in ("civilian", "press"):
                break
            titles.append(Title(self.text[position : head.end], position, head.end, head.kind, self.chains, change))
            connector = next((c for c in ("、", "兼", "和") if self.text.startswith(c, head.end)), None)
            if not connector:
                break
            position = head.end + len(connector)
        self.chains += 1
        return titles

    def listed(self) -> None:
        """Attendance lists of bare names."""
        for match in NAME_LIST.finditer(self.text):
            items, position = [], match.start()
            for item in match.group(1).split("、"):
                items.append((position, position + len(item)))
                position += len(item) + 1
            names: list[Name] = []
            for start, end in items[:-1]:
                if not self.names.is_name(self.text, start, end) and self.model.get(start) != end:
                    names = []
                    break
                names.append(Name(start, end, 0.0, True))
            if not names:
                continue
            last = self.names.at(self.text, items[-1][0], self.model)
            if last and last.followed and last.score > ACCEPT_IN_LIST:
                names.append(last)
                known = sum(self.text[name.start : name.end] in self.people or self.model.get(name.start) == name.end for name in names)
                if known * 2 < len(names) and sum(self.names.weight(self.text[n.start : n.end]) for n in names) < 2.5 * len(names):
                    continue
                office = self._office_behind(last.end)
                if len(names) > 2 or office:
                    for name in names:
                        self._add(name, [], office, 0.93, "list of names")

    def _office_behind(self, position: int) -> bool:
        """A verb of speech or office follows (出席, 强调), after 等, 分别, 在…"""
        stretch = self.text[position : position + 24]
        stretch = re.split(r"[，,。；;\n]", stretch, maxsplit=1)[0]
        return any(verb in stretch for verb in self.component.office_verbs)

    def speaking(self) -> None:
        """A bare name in front of a verb of speech or office, adverbs between: 王昌荣宣读了, 吴政隆等参加."""
        component = self.component
        for _, verb_start, _ in component.office_matcher.find_matches_as_indexes(self.text):
            end = verb_start
            while adverb := next((word for word in component.adverbs if self.text.endswith(word, 0, end)), None):
                end -= len(adverb)
            start = self._name_before(end, sure=False)
            if start >= 0 and not self._is_blocked(start) and (start, end) != (verb_start, verb_start):
                self._add(Name(start, end, 0.0, True), [], True, 0.88, "name before a verb of office")

    # ---- 3. the statistical NER

    def seen_by_model(self) -> None:
        for start, end in self.model.items():
            name = self.text[start:end]
            if name in self.people or self._is_blocked(start) or not HAN.match(name):
                continue
            official = self._office_behind(end) and not self._is_blocked(start)
            self._add(Name(start, end, 0.0, True), [], official, 0.8, "NER")

    # ---- 4. mentions

    def mentions(self) -> list[tuple[int, int, Person]]:
        """Every place where one of the names stands, formulas (…思想, …同志为核心) and reporters left out."""
        if not self.people:
            return []
        names = sorted(self.people, key=len, reverse=True)
        matcher = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
        found = []
        for index, start, end in matcher.find_matches_as_indexes(self.text):
            if self._is_blocked(start) or self.text.startswith(self.component.formula, end):
                continue
            person = self.people[names[index]]
            person.spans.append((start, end))
            found.append((start, end, person))
        return found

    def behind_names(self, mentions: list[tuple[int, int, Person]]) -> None:
        """Titles behind names (赵乐际委员长), posts behind 任 / 当选, and short forms (王书记)."""
        by_start = {head.start: head for head in self.heads}
        for _, end, person in mentions:
            head = by_start.get(end)
            if head and head.kind != "press":
                title = Title(head.word, head.start, head.end, head.kind, -1)
                if head.kind == "civilian":
                    person.civilian = True
                elif not any(other.text.endswith(head.word) for other in person.titles):
                    person.add(title)
                    person.seen(0.93, "title behind name", self.grammar.is_official(head.word, head.kind) or head.kind == "undecided")
                self.title_spans[head.start, head.end] = title
            for title in self._titles_behind(end + 2 if self.text.startswith("同志", end) else end, None):
                person.add(title)
                person.seen(0.9, "post behind name", True)
                self.title_spans[title.start, title.end] = title

    # ---- 5. records

    def write(self, mentions: list[tuple[int, int, Person]]) -> None:
        doc, text = self.doc, self.text
        for start, end, person in mentions:
            doc._.mentions.append(Mention(start, end, "PERSON", text[start:end], person.name, person.confidence, person.evidence))
        for (start, end), title in sorted(self.title_spans.items()):
            doc._.mentions.append(Mention(start, end, "TITLE", text[start:end], None, 0.95, "title grammar"))
        article = article_of(doc)
        for person in sorted(self.people.values(), key=lambda person: person.spans[0] if person.spans else (0, 0)):
            if not person.official or not person.spans:
                continue
            titles = self._without_short_forms(person.titles)
            posts = self.component.posts.resolve([(title.text, title.chain) for title in titles], article)
            for title, post in zip(titles, posts, strict=True):
                start, end = self._mention_at(person, title)
                doc._.officials.append(Official(
                    start, end, person.name, title.text, post.title_full, post.organization, post.position, post.level, post.adcode,
                    len(titles) > 1, title.change, len(person.spans), person.confidence, person.evidence))
            if not titles:
                start, end = person.spans[0]
                doc._.officials.append(Official(start, end, person.name, n_mentions=len(person.spans), confidence=person.confidence,
                                                evidence=person.evidence))

    @staticmethod
    def _without_short_forms(titles: list[Title]) -> list[Title]:
        """主席 is no post of its own beside 国家主席."""
        return [title for title in titles
                if not any(other is not title and other.text != title.text and other.text.endswith(title.text)
                           and title.chain == -1 for other in titles)]

    @staticmethod
    def _mention_at(person: Person, title: Title) -> tuple[int, int]:
        return next(((start, end) for start, end in person.spans if start >= title.start), person.spans[0])

    # ---- small things

    def _add(self, name: Name, titles: list[Title], official: bool, confidence: float, evidence: str) -> None:
        surface = self.text[name.start : name.end]
        person = self.people.setdefault(surface, Person(surface))
        for title in titles:
            self.title_spans[title.start, title.end] = title
            if title.kind == "civilian":
                person.civilian = True
            else:
                person.add(title)
        person.seen(confidence, evidence, official)

    def _not_official(self, name: Name) -> None:
        self.blocked.append((name.start, name.end))

    def _is_blocked(self, position: int) -> bool:
        return any(start <= position < end for start, end in self.blocked)


create = factory("govnews_officials", Officials)
