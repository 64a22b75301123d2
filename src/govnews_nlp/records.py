"""What the components find: plain records on the Doc, one class for each table.

The fields are the tables' columns (tables.py has their types and meanings). Dates are ISO strings, so that a Doc
with records survives to_bytes, DocBin and nlp.pipe(n_process=…). Offsets count characters of doc.text; they are
None where a thing stands only in the headline or kicker.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

import srsly
from spacy.tokens import Doc

from .article import Article


@dataclass(slots=True)
class Record:
    start: int | None
    end: int | None


@dataclass(slots=True)
class Mention(Record):
    """An entity mention: PERSON, TITLE, ORG, PLACE, DATE, MEETING. norm: full name, ISO value, canonical name."""

    label: str
    text: str
    norm: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Official(Record):
    """A person and one post (title None where the article gives the person none)."""

    person: str
    title: str | None = None
    title_full: str | None = None
    organization: str | None = None
    position: str | None = None
    level: str | None = None
    adcode: str | None = None
    concurrent: bool = False
    change: str | None = None
    n_mentions: int = 1
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Meeting(Record):
    meeting_id: str
    name: str
    status: str = "held"
    date_start: str | None = None
    date_end: str | None = None
    part_of_day: str | None = None
    place: str | None = None
    format: str | None = None
    organizer: str | None = None
    level: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class DateExpression(Record):
    """A date expression. value: ISO 8601 / TIMEX3; date_start and date_end (inclusive): ISO dates."""

    text: str
    value: str | None = None
    kind: str = "date"  # date, span, duration, set, vague
    date_start: str | None = None
    date_end: str | None = None
    granularity: str | None = None
    part_of_day: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Place(Record):
    text: str
    name: str | None = None
    kind: str = "admin"  # admin, facility, road, scenic, natural, site, venue
    adcode: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    lat: float | None = None
    lon: float | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Slogan(Record):
    text: str
    slogan: str | None = None
    kind: str = "other"
    quoted: bool = False
    known: bool = False
    speaker: str | None = None
    event_id: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Statement(Record):
    """A reporting verb with what was said; start and end are the content's."""

    statement_id: str
    speaker: str
    verb: str
    content: str
    event_id: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Event(Record):
    """A thing that happened; start and end are the sentence's."""

    event_id: str
    type: str
    trigger: str
    date_start: str | None = None
    date_end: str | None = None
    part_of_day: str | None = None
    place: str | None = None
    adcode: str | None = None
    meeting_id: str | None = None
    actors: str | None = None
    summary: str | None = None
    sentence: str | None = None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(slots=True)
class Participant(Record):
    event_id: str | None
    person: str
    role: str
    title: str | None = None
    confidence: float = 1.0
    evidence: str = ""


# Doc extension → the class of the records in its list
KINDS: dict[str, type[Record]] = {
    "mentions": Mention,
    "officials": Official,
    "meetings": Meeting,
    "dates": DateExpression,
    "places": Place,
    "slogans": Slogan,
    "statements": Statement,
    "events": Event,
    "participants": Participant,
}

for _name in KINDS:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])
if not Doc.has_extension("article"):
    Doc.set_extension("article", default=None)


def article_of(doc: Doc) -> Article:
    """The Doc's Article; a bare one where the Doc was made from a plain string."""
    article = doc._.article
    if article is None:
        article = doc._.article = Article(text=doc.text)
    return article


def text_of(doc: Doc) -> str:
    """The Doc's text, from its article where that is the same: spaCy joins doc.text anew at every access."""
    text = article_of(doc).text
    return text if len(text) == len(doc) else doc.text


# ---- serialisation: srsly's msgpack, which spaCy uses for user_data, learns our classes

_CLASSES = {cls.__name__: cls for cls in [*KINDS.values(), Article]}


@srsly.msgpack_encoders("govnews_nlp")
def _encode(obj, chain=None):
    if type(obj).__name__ in _CLASSES and isinstance(obj, (Record, Article)):
        row = asdict(obj)
        for key, value in row.items():
            if isinstance(value, date):
                row[key] = value.isoformat()
        return {"__govnews__": type(obj).__name__, "row": row}
    return obj if chain is None else chain(obj)


@srsly.msgpack_decoders("govnews_nlp")
def _decode(obj, chain=None):
    if isinstance(obj, dict) and "__govnews__" in obj:
        cls = _CLASSES[obj["__govnews__"]]
        known = {item.name for item in fields(cls)}
        return cls(**{key: value for key, value in obj["row"].items() if key in known})
    return obj if chain is None else chain(obj)
