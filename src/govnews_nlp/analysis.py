"""Analysis: registers, timelines and networks made from the tables. Every function takes EventTables and returns pandas or networkx.

registry, slogan_timeline, coattendance, activity, diff; leadership_network (network.py), discover_slogans (discovery.py), people (identity.py).
Where an article has no day of publication, the day of its first event counts, else the first full date in its text.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .careers import above, are_shared, is_chief, is_incomplete, looks_back, same_name
from .discovery import discover_slogans
from .identity import article_days, holders, people
from .network import LeadershipNetwork, leadership_network

if TYPE_CHECKING:
    import networkx

    from .tables import EventTables

__all__ = ["LeadershipNetwork", "activity", "coattendance", "diff", "discover_slogans", "leadership_network", "people", "registry",
           "slogan_timeline"]

REGISTRY = {
    "person_id": "string", "person": "string", "title_full": "string", "organization": "string", "position": "string",
    "level": "string", "adcode": "string", "first_seen": "datetime64[ns]", "last_seen": "datetime64[ns]",
    "appointed": "datetime64[ns]", "removed": "datetime64[ns]", "n_articles": "Int64", "article_ids": "string",
    "first_article": "string", "last_article": "string", "evidence": "string", "merged_by": "string", "maybe": "string",
    "contradiction": "boolean", "contradicts": "string", "confidence": "Float64",
}
MOST_IDS = 20  # article_ids that a row lists
MOST_NOTES = 5  # contradictions that a row lists
OFFSETS = {"D": "D", "W": "W", "M": "M", "ME": "M", "MS": "M", "Q": "Q", "QE": "Q", "QS": "Q", "Y": "Y", "YE": "Y", "YS": "Y", "A": "Y"}


def registry(tables: EventTables, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Who held what: one row per person and post.

    known: the registry of an earlier run; persons that it has in the same post keep their person_id.

    Columns: person_id (王强@430624: name and division where first seen), person, title_full, organization, position, level, adcode,
    first_seen, last_seen (days of the articles that show the person in the post; none where they only look back on it: 时任, 原),
    appointed, removed (days of the articles that report it), n_articles, article_ids (the first 20, joined by 、), first_article, last_article, evidence (what found the post),
    merged_by (why articles are taken to speak of one person), maybe (person_ids that could be the same person, but nothing proves
    it), contradiction and contradicts (who else holds the same single post at the same time, or what the same person cannot hold
    beside it), confidence. How persons are told apart: identity.py.
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


def slogan_timeline(tables: EventTables, freq: str = "M", by: str | None = None, fill: bool = False) -> pd.DataFrame:
    """Counts per slogan and period.

    freq: "D", "W", "M", "Q" or "Y". by: "speaker" or "region" for one row per slogan, period and that (missing where nobody is known).
    fill: also rows with n = 0 for the periods between the first and the last of the corpus in which a slogan does not occur.
    Columns: period (its first day), slogan, kind, [by], n (mentions), n_articles.
    """
    if by not in (None, "speaker", "region"):
        raise ValueError(f"by={by!r}: give None, 'speaker' or 'region'")
    if freq not in OFFSETS:
        raise ValueError(f"freq={freq!r}: give one of D, W, M, Q, Y")
    freq = OFFSETS[freq]
    days = article_days(tables)
    slogans = tables.slogans.merge(days, on="article_id").merge(tables.articles[["article_id", "region"]], on="article_id", how="left")
    slogans = slogans[slogans["day"].notna() & slogans["slogan"].notna()]
    slogans = slogans.assign(period=slogans["day"].dt.to_period(freq).dt.start_time, kind=slogans["kind"].astype("string"))
    keys = ["period", "slogan", *([by] if by else [])]
    counts = slogans.groupby(keys, as_index=False, dropna=False).agg(kind=("kind", "first"), n=("text", "size"), n_articles=("article_id", "nunique"))
    if fill and len(counts):
        periods = pd.period_range(days["day"].min(), days["day"].max(), freq=freq).start_time
        kinds = counts.drop_duplicates(keys[1:])[[*keys[1:], "kind"]]
        every = pd.DataFrame({"period": periods}).merge(kinds, how="cross")
        counts = every.merge(counts.drop(columns="kind"), on=keys, how="left").fillna({"n": 0, "n_articles": 0})
    counts = counts.astype({"period": "datetime64[ns]", "slogan": "string", "kind": "string", "n": "Int64", "n_articles": "Int64"})
    counts = counts[["period", "slogan", "kind", *([by] if by else []), "n", "n_articles"]]
    return counts.sort_values(["period", "n", "slogan"], ascending=[True, False, True], ignore_index=True)


def coattendance(tables: EventTables, min_count: int = 1, most: int = 60) -> networkx.Graph:
    """Officials who took part in the same events.

    Nodes are person_ids (homonyms stay apart) with person, n_events, title (the last one seen), adcode; edges have weight (events
    shared), first and last (days of the first and the last one).
    min_count: edges of a smaller weight are left out. most: events with more participants tell nothing of who works with whom
    (a list of a congress's presidium) and make no edges.
    """
    import networkx

    graph = networkx.Graph()
    parts = participants_by_id(tables)
    posts = registry(tables).sort_values("last_seen", na_position="first").drop_duplicates("person_id", keep="last").set_index("person_id")
    for (person_id, person), n in parts.groupby(["person_id", "person"], sort=False).size().items():
        title, code = (posts.at[person_id, column] if person_id in posts.index else None for column in ("title_full", "adcode"))
        graph.add_node(person_id, person=person, n_events=int(n), title="" if pd.isna(title) else title, adcode="" if pd.isna(code) else code)
    for _, event in parts.groupby("event_id", sort=False):
        if len(event) > most:
            continue
        day = event["day"].iloc[0]
        day = "" if pd.isna(day) else f"{day:%Y-%m-%d}"
        for a, b in combinations(sorted(event["person_id"]), 2):
            edge = graph.get_edge_data(a, b)
            if edge is None:
                graph.add_edge(a, b, weight=1, first=day, last=day)
            else:
                edge.update(weight=edge["weight"] + 1, first=min(filter(None, (edge["first"], day)), default=""), last=max(edge["last"], day))
    graph.remove_edges_from([(a, b) for a, b, weight in graph.edges(data="weight") if weight < min_count])
    return graph


def participants_by_id(tables: EventTables) -> pd.DataFrame:
    """One row per event and person: event_id, article_id, person, person_id, day (of the event, else of the article), confidence."""
    parts = tables.participants.dropna(subset=["event_id", "person"])
    parts = parts.merge(people(tables)[["article_id", "person", "person_id"]], on=["article_id", "person"], how="left")
    parts = parts.drop_duplicates(["event_id", "person_id"]).merge(tables.events[["event_id", "date_start"]], on="event_id", how="left")
    parts = parts.merge(article_days(tables), on="article_id", how="left")
    parts["day"] = parts["date_start"].fillna(parts["day"])
    return parts[["event_id", "article_id", "person", "person_id", "day", "confidence"]]


def activity(tables: EventTables, person: str) -> pd.DataFrame:
    """A person's diary: one row per event that the person took part in, oldest first.

    person: a name, or a person_id of registry() where several bear the name.
    Columns: day (of the event, else of the article), type, role (joined by 、), place, meeting (its name), summary, person_id,
    article_id, event_id.
    """
    ids = people(tables)
    who = ids[ids["person_id"].eq(person) | ids["person"].eq(person)][["article_id", "person", "person_id"]]
    parts = tables.participants.dropna(subset=["event_id"]).merge(who, on=["article_id", "person"])
    parts["role"] = parts["role"].astype("string")
    roles = parts.drop_duplicates(["event_id", "person_id", "role"]).groupby(["event_id", "person_id"], as_index=False, sort=False).agg({"role": "、".join})
    meetings = tables.meetings[["meeting_id", "name"]].dropna(subset=["meeting_id"]).drop_duplicates("meeting_id").rename(columns={"name": "meeting"})
    diary = roles.merge(tables.events, on="event_id").merge(meetings, on="meeting_id", how="left").merge(article_days(tables), on="article_id", how="left")
    diary["day"] = diary["date_start"].fillna(diary["day"])
    diary["type"] = diary["type"].astype("string")
    columns = ["day", "type", "role", "place", "meeting", "summary", "person_id", "article_id", "event_id"]
    return diary.astype({"day": "datetime64[ns]", "role": "string"}).sort_values(["day", "event_id"], ignore_index=True)[columns]


def diff(tables_a: EventTables, tables_b: EventTables, table: str = "officials", ignore: tuple[str, ...] = ("confidence", "evidence")) -> pd.DataFrame:
    """Rows of a table that only one of two runs has, with a column `only_in` ("a" or "b"); the columns `ignore` do not count.

    Add "start" and "end" to `ignore` where the text itself was changed between the runs.
    """
    a, b = tables_a[table], tables_b[table]
    keys = [column for column in a.columns if column not in ignore]
    a, b = (frame[keys].astype("string") for frame in (a, b))
    numbered = [frame.assign(_nth=frame.groupby(keys, dropna=False).cumcount() if len(frame) else 0) for frame in (a, b)]  # twice is not once
    joined = numbered[0].merge(numbered[1], how="outer", on=[*keys, "_nth"], indicator=True)
    only = joined[joined["_merge"] != "both"].copy()
    only["only_in"] = only.pop("_merge").map({"left_only": "a", "right_only": "b"}).astype("string")
    return only.drop(columns="_nth").reset_index(drop=True)
