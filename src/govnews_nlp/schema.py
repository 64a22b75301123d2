"""The columns of the tables, with types, descriptions and closed vocabularies: whence empty frames, validation, documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEVELS = ("国家级", "省部级", "厅局级", "县处级", "乡科级")  # from the highest


@dataclass(frozen=True)
class Column:
    """dtype: string, Int64, boolean, Float64, date (datetime64[ns]) or category (closed vocabulary in `values`)."""

    dtype: str
    description: str
    values: tuple[str, ...] = ()

    @property
    def pandas(self) -> Any:
        import pandas as pd  # recognition needs the names of the levels, not pandas

        if self.dtype == "category":
            return pd.CategoricalDtype(list(self.values))
        return "datetime64[ns]" if self.dtype == "date" else self.dtype


def _c(dtype: str, description: str, *values: str) -> Column:
    return Column(dtype, description, values)


ARTICLE = {"article_id": _c("string", "key of the article")}
SPAN = {
    "start": _c("Int64", "offset of the first character in the article's text; missing where the thing stands only in headline or kicker"),
    "end": _c("Int64", "offset behind the last character"),
}
SURE = {
    "confidence": _c("Float64", "between 0 and 1"),
    "evidence": _c("string", "name of the rule or model that found it"),
}
WHEN = {
    "date_start": _c("date", "first day"),
    "date_end": _c("date", "last day, inclusive"),
    "part_of_day": _c("string", "上午, 下午, 晚上 …"),
}
LEVEL = _c("category", "rank", *LEVELS)

SCHEMA: dict[str, dict[str, Column]] = {
    "articles": {
        **ARTICLE,
        "source": _c("string", "file or source the article was read from"),
        "url": _c("string", "address of the page"),
        "newspaper": _c("string", "newspaper, agency or broadcaster"),
        "published": _c("date", "day of publication"),
        "published_from": _c("category", "where that day was taken from", "given", "page", "dateline", "url", "file name"),
        "region": _c("string", "home of the newspaper"),
        "region_inferred": _c("boolean", "whether the region was inferred"),
        "kicker": _c("string", "引题"),
        "headline": _c("string", "主题"),
        "reporters": _c("string", "reporters, joined by 、"),
        "editors": _c("string", "editors, joined by 、"),
        "text": _c("string", "body of the article; all offsets count in it"),
        "n_chars": _c("Int64", "length of the text in characters"),
    },
    "mentions": {
        **ARTICLE,
        "label": _c("category", "kind of entity", "PERSON", "TITLE", "ORG", "PLACE", "DATE", "MEETING"),
        "text": _c("string", "as printed"),
        "norm": _c("string", "full name, ISO value or canonical name"),
        **SPAN, **SURE,
    },
    "officials": {
        **ARTICLE,
        "person": _c("string", "name of the official"),
        "title": _c("string", "post as printed; missing where the article gives the person none"),
        "title_full": _c("string", "post with region and organisation spelt out"),
        "organization": _c("string", "organisation of the post"),
        "position": _c("string", "position in the organisation"),
        "level": LEVEL,
        "adcode": _c("string", "GB/T 2260 code of the division that the post belongs to"),
        "concurrent": _c("boolean", "whether the article gives the person several posts"),
        "change": _c("category", "whether the article reports the appointment or removal", "appointed", "removed"),
        "n_mentions": _c("Int64", "mentions of the person in the text"),
        **SPAN, **SURE,
    },
    "meetings": {
        **ARTICLE,
        "meeting_id": _c("string", "key of the meeting"),
        "name": _c("string", "longest name in headline, kicker or text"),
        "status": _c("category", "held: reported on; upcoming, referenced: only mentioned", "held", "upcoming", "referenced"),
        **WHEN,
        "place": _c("string", "where it is held"),
        "format": _c("category", "form of the meeting", "现场", "视频", "电视电话"),
        "organizer": _c("string", "who holds it"),
        "level": LEVEL,
        **SPAN, **SURE,
    },
    "dates": {
        **ARTICLE,
        "text": _c("string", "as printed"),
        "value": _c("string", "ISO 8601 / TIMEX3 value"),
        "kind": _c("category", "kind of expression", "date", "span", "duration", "set", "vague"),
        "date_start": WHEN["date_start"],
        "date_end": WHEN["date_end"],
        "granularity": _c("string", "day, month, quarter, year …"),
        "part_of_day": WHEN["part_of_day"],
        **SPAN, **SURE,
    },
    "places": {
        **ARTICLE,
        "text": _c("string", "as printed"),
        "name": _c("string", "canonical name"),
        "kind": _c("category", "kind of place", "admin", "facility", "road", "scenic", "natural", "site", "venue"),
        "adcode": _c("string", "GB/T 2260 code of the place or of the division it lies in"),
        "province": _c("string", "province"),
        "city": _c("string", "prefecture"),
        "county": _c("string", "county or district"),
        "lat": _c("Float64", "latitude of the division, degrees; none for townships, whose own is not known"),
        "lon": _c("Float64", "longitude of the division, degrees"),
        **SPAN, **SURE,
    },
    "slogans": {
        **ARTICLE,
        "text": _c("string", "the catchphrase as printed"),
        "slogan": _c("string", "canonical form"),
        "kind": _c("category", "kind of formulation", "number form", "campaign", "mechanism", "model", "doctrine", "target", "other"),
        "quoted": _c("boolean", "whether it stands in quotation marks"),
        "known": _c("boolean", "whether it is in the lexicon"),
        "speaker": _c("string", "who says it"),
        "event_id": _c("string", "event at which it is said"),
        **SPAN, **SURE,
    },
    "statements": {
        **ARTICLE,
        "statement_id": _c("string", "key of the statement"),
        "event_id": _c("string", "event at which it is made"),
        "speaker": _c("string", "person, or the meeting that speaks"),
        "verb": _c("string", "reporting verb"),
        "content": _c("string", "what is said"),
        **SPAN, **SURE,
    },
    "events": {
        **ARTICLE,
        "event_id": _c("string", "key of the event"),
        "type": _c("category", "type of event", "meeting", "inspection", "talks", "visit", "ceremony", "study", "appointment", "document"),
        "trigger": _c("string", "word that reports it"),
        **WHEN,
        "place": _c("string", "places, joined by 、"),
        "adcode": _c("string", "GB/T 2260 code of the first place"),
        "meeting_id": _c("string", "the meeting it is"),
        "actors": _c("string", "leading persons, joined by 、"),
        "summary": _c("string", "one line of text"),
        "sentence": _c("string", "the sentence that reports it"),
        **SPAN, **SURE,
    },
    "participants": {
        **ARTICLE,
        "event_id": _c("string", "key of the event"),
        "person": _c("string", "name"),
        "role": _c("category", "what the person does there", "speaker", "chair", "attendee", "inspector", "reader", "awarder", "host",
                   "guest", "appointee"),
        "title": _c("string", "titles of the person, joined by 、"),
        **SPAN, **SURE,
    },
}
KEYS = ("meeting_id", "event_id", "statement_id")  # made unique by the article_id in front
