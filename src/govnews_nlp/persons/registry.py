"""The register of posts: who held what from when to when, what contradicts it, and who took part in which event under which person_id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .careers import above, are_shared, is_chief, is_incomplete, looks_back, same_name
from .identity import article_days, holders, people

if TYPE_CHECKING:
    from ..tables import EventTables

REGISTRY = {
    "person_id": "string", "person": "string", "title_full": "string", "organization": "string", "position": "string",
    "level": "string", "adcode": "string", "first_seen": "datetime64[ns]", "last_seen": "datetime64[ns]",
    "appointed": "datetime64[ns]", "removed": "datetime64[ns]", "n_articles": "Int64", "article_ids": "string",
    "first_article": "string", "last_article": "string", "evidence": "string", "merged_by": "string", "maybe": "string",
    "contradiction": "boolean", "contradicts": "string", "confidence": "Float64",
}
MOST_IDS = 20  # article_ids that a row lists
MOST_NOTES = 5  # contradictions that a row lists


def registry(tables: EventTables, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Who held what: one row per person and post.

    known: the registry of an earlier run; persons that it has in the same post keep their person_id.

    Columns: person_id (王强@430624: name and division where first seen), person, title_full, organization, position, level, adcode,
    first_seen, last_seen (days of the articles that show the person in the post; none where they only look back on it: 时任, 原),
    appointed, removed (days of the articles that report it), n_articles, article_ids (the first 20, joined by 、), first_article, last_article, evidence (what found the post),
    merged_by (why articles are taken to speak of one person), maybe (person_ids that could be the same person, but nothing proves
    it), contradiction and contradicts (who else holds the same single post at the same time, or what the same person cannot hold
    beside it), confidence. How persons are told apart: persons/identity.py.
    """
    officials = tables.officials[tables.officials["title_full"].notna() & tables.officials["person"].notna()]
    if officials.empty:
        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in REGISTRY.items()})
    held = officials.merge(article_days(tables), on="article_id", how="left").merge(holders(tables, known), on=["article_id", "person", "title_full"], how="left")
    held["day"] = held["day"].where(~looks_back(held["evidence"]))
    held = held.sort_values("day", kind="stable", na_position="last", ignore_index=True)
    held["appointed"] = held["day"].where(held["change"].eq("appointed").fillna(False))
    held["removed"] = held["day"].where(held["change"].eq("removed").fillna(False))
    held["level"] = held["level"].astype("string")
    groups = held.groupby(["person_id", "person", "title_full"], sort=False)
    rows = groups.agg(
        organization=("organization", "first"), position=("position", "first"), level=("level", "first"), adcode=("adcode", "first"),
        first_seen=("day", "min"), last_seen=("day", "max"), appointed=("appointed", "min"), removed=("removed", "max"),
        first_article=("article_id", "first"), last_article=("article_id", "last"), evidence=("evidence", "first"),
        merged_by=("merged_by", "first"), maybe=("maybe", "first"), confidence=("confidence", "max"), sure=("sure", "first")).reset_index()
    rows["confidence"] = (rows["confidence"] * rows.pop("sure")).round(3)
    articles = held[["person_id", "title_full", "article_id"]].drop_duplicates().groupby(["person_id", "title_full"], sort=False)["article_id"]
    listed = pd.DataFrame({"n_articles": articles.size(), "article_ids": articles.agg(lambda ids: "、".join(ids[:MOST_IDS]))}).reset_index()
    rows = rows.merge(listed, on=["person_id", "title_full"], how="left")
    rows["contradicts"] = _contradictions(rows)
    rows["contradiction"] = rows["contradicts"].notna()
    return rows.sort_values(["adcode", "title_full", "first_seen"], ignore_index=True).astype(REGISTRY)[list(REGISTRY)]


def _contradictions(rows: pd.DataFrame) -> pd.Series:
    """Who else is seen in a post that has one holder, and which head's post elsewhere the person holds, at the same time.

    On the day of a change nobody contradicts: one leaves the post, the other takes it over.
    """
    since = rows["appointed"].fillna(rows["first_seen"])
    until = rows["removed"].where(rows["removed"] >= since, rows["last_seen"])
    high = rows["level"].eq("国家级").fillna(False) & (rows["title_full"] != rows["position"]).fillna(True)
    placed = rows["adcode"].notna() | ~pd.Series([is_incomplete(title) for title in rows["title_full"]], index=rows.index, dtype=bool)
    known = since.notna() & (rows["organization"].notna() | high) & placed  # not 亲王, 总理, 县委书记 of who knows where
    single = known & ~are_shared(rows["position"], rows["title_full"])
    columns = zip(rows.index, rows["person_id"], rows["person"], rows["title_full"], since, until, rows["adcode"], rows["position"].fillna(""), strict=True)
    held = [_Held(*cells) for cells, counts in zip(columns, single, strict=True) if counts]
    notes: dict[int, list[str]] = {}
    for by_post in (True, False):
        groups: dict[str, list[_Held]] = {}
        for one in held:
            if by_post or is_chief(one.position):
                groups.setdefault(one.title if by_post else one.person_id, []).append(one)
        for group in groups.values():
            active: list[_Held] = []
            for one in sorted(group, key=lambda one: one.since):
                active = [other for other in active if other.until > one.since]
                for other in [other for other in active if other.since < one.until][-MOST_NOTES:]:
                    if by_post and one.person_id != other.person_id and not same_name(one.person, other.person) or not by_post and one.excludes(other):
                        for row, clash in ((one, other), (other, one)):
                            if len(listed := notes.setdefault(row.index, [])) < MOST_NOTES:
                                listed.append(f"{clash.person_id if by_post else clash.title} {clash.since:%Y-%m-%d}/{clash.until:%Y-%m-%d}")
                active.append(one)
    return pd.Series({index: "、".join(dict.fromkeys(texts)) for index, texts in notes.items()}, dtype="string").reindex(rows.index)


class _Held(NamedTuple):
    index: int
    person_id: str
    person: str
    title: str
    since: pd.Timestamp
    until: pd.Timestamp
    code: str | None
    position: str

    def excludes(self, other: _Held) -> bool:
        """Whether nobody heads both: bodies of two divisions, neither of which lies in the other."""
        codes = self.code, other.code
        return not (pd.isna(codes[0]) or pd.isna(codes[1]) or codes[0] == codes[1] or codes[0] in above(codes[1]) or codes[1] in above(codes[0]))


def participants_by_id(tables: EventTables) -> pd.DataFrame:
    """One row per event and person: event_id, article_id, person, person_id, day (of the event, else of the article), confidence."""
    parts = tables.participants.dropna(subset=["event_id", "person"])
    parts = parts.merge(people(tables)[["article_id", "person", "person_id"]], on=["article_id", "person"], how="left")
    parts = parts.drop_duplicates(["event_id", "person_id"]).merge(tables.events[["event_id", "date_start"]], on="event_id", how="left")
    parts = parts.merge(article_days(tables), on="article_id", how="left")
    parts["day"] = parts["date_start"].fillna(parts["day"])
    return parts[["event_id", "article_id", "person", "person_id", "day", "confidence"]]
