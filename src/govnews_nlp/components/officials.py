"""Officials: who is named in the article, with which posts; every mention of a person.

Order of the work, as in reading by a person:
1. titles with the name behind them and their lists (officials/titled.py), titles behind names (officials/titles_behind.py), appointments
   (officials/appointments.py);
2. lists of names and names in front of verbs of office, names that only the statistical NER sees (officials/named.py);
3. every further mention of the names found; short forms (王书记) lead to the full name;
4. who of them is an official, and each post spelt out, with level and code (officials/posts.py).
"""

from __future__ import annotations

from spacy.tokens import Doc

from ..evidence import BEHIND_TITLE_OF_ANOTHER, TITLE_IN_FRONT
from ..officials import appointments, named, titled, titles_behind
from ..officials.names import name_finder
from ..officials.past_posts import NOTE, LookBack, is_former
from ..officials.people import Page, Person, Title
from ..officials.posts import post_resolver
from ..officials.titles import title_grammar
from ..records import Mention, Official, article_of, text_of
from .rule import RuleComponent, factory


class Officials(RuleComponent):
    def __init__(self, nlp, name, lexicons=None):
        super().__init__(nlp, name, lexicons)
        self.names = name_finder(lexicons)
        self.grammar = title_grammar(lexicons)
        self.posts = post_resolver(lexicons)
        self.change_words = appointments.ChangeWords.read(lexicons)
        self.office_words = named.OfficeWords.read(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        page = Page(doc, text, self.names, self.grammar)
        titled.titles_before_names(page, self.posts.is_foreign, self.change_words)
        titles_behind.names_before_titles(page)
        titles_behind.titles_in_brackets(page)
        appointments.appointments(page, self.change_words)
        appointments.ended_posts(page, self.change_words)
        appointments.names_before_posts(page, self.change_words)
        appointments.elected_lists(page, self.change_words)
        named.lists_of_names(page, self.office_words)
        named.heads_of_bodies(page)
        named.names_before_verbs(page, self.office_words)
        named.names_with_data(page, self.office_words)
        named.names_of_model(page)
        mentions = named.mentions_of(page, self.office_words)
        titles_behind.titles_behind_names(page, mentions, self.change_words)
        appointments.pronoun_posts(page, mentions, self.change_words)
        short = named.short_forms(page, mentions)
        _as_printed(page, text)
        self._write_mentions(doc, text, page, mentions, short)
        self._write_officials(doc, page)
        return doc

    @staticmethod
    def _write_mentions(doc: Doc, text: str, page: Page, mentions: list, short: list) -> None:
        def mention(start: int, end: int, label: str, norm: str | None, confidence: float, evidence: str) -> Mention:
            start, end = page.offset(start), page.offset(end, end=True)
            return Mention(start, end, label, text[start:end], norm, confidence, evidence)

        written = doc._.mentions
        written.extend(mention(start, end, "PERSON", person.name, person.confidence, person.evidence) for start, end, person in mentions)
        written.extend(mention(start, end, "PERSON", person.name, BEHIND_TITLE_OF_ANOTHER, "short form") for start, end, person in short)
        inside = {end for _, end, _ in short}
        written.extend(mention(start, end, "TITLE", None, 0.95, "title grammar") for start, end in sorted(page.title_spans) if end not in inside)

    def _write_officials(self, doc: Doc, page: Page) -> None:
        article = article_of(doc)
        written = doc._.officials
        look_back = LookBack(doc, page, self.lexicons)
        people = [person for person in page.people.values() if person.official and person.spans]
        for person in sorted(people, key=lambda person: person.spans[0]):
            spans = _in_full(page, person, article.text)
            titles = look_back.marked(person, _without_short_forms(person.titles))
            if not titles:
                written.append(Official(*_offsets(page, spans[0]), person.name, evidence=person.evidence,
                                                n_mentions=len(person.spans), confidence=person.confidence))
            posts = self.posts.resolve([(title.body + title.text, title.chain) for title in titles], article, person.name,
                                       [_offsets(page, (title.start, title.end)) for title in titles])
            for title, post in zip(titles, posts, strict=True):
                note = title.note or (NOTE if is_former(title.text, post.title_full, self.posts.divisions.foreign.country(title.text)) else None)
                written.append(Official(
                    *_offsets(page, _mention_at(spans, title)), person.name, title.text, post.title_full, post.organization,
                    post.position, post.level, post.adcode, len(titles) > 1, title.change,
                    evidence=f"{person.evidence}; {note}" if note else person.evidence, n_mentions=len(person.spans),
                    confidence=min(person.confidence, TITLE_IN_FRONT) if self.posts.is_doubtful(title.text) else person.confidence))


def _offsets(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    return page.offset(span[0]), page.offset(span[1], end=True)


def _without_short_forms(titles: list[Title]) -> list[Title]:
    """主席 is no post of its own beside 国家主席."""
    return [title for title in titles
            if not any(other is not title and other.text != title.text and other.text.endswith(title.text) and title.chain == -1
                       for other in titles)]


def _as_printed(page: Page, text: str) -> None:
    """A name that every mention prints with blanks (李 强) is called so: text[start:end] is the person's name in each row."""
    for person in page.people.values() if page.has_blanks else ():
        printed = [text[slice(*_offsets(page, span))] for span in person.spans if page.text[slice(*span)] == person.name]
        if printed and person.name not in printed:
            person.name = printed[0]


def _in_full(page: Page, person: Person, text: str) -> list[tuple[int, int]]:
    """The mentions that print the person's name as it is: no short form, no blank more or less."""
    return [span for span in person.spans if text[slice(*_offsets(page, span))] == person.name] or person.spans


def _mention_at(spans: list[tuple[int, int]], title: Title) -> tuple[int, int]:
    return next((span for span in spans if span[0] >= title.start), spans[0])


create = factory("govnews_officials", Officials)
