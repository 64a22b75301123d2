"""Analysis: registers, timelines and networks made from the tables. Every function takes EventTables and returns pandas or networkx.

slogan_timeline, coattendance, activity, diff; registry (persons/registry.py), leadership_network (network.py), discover_slogans (discovery.py), people (persons/identity.py).
Where an article has no day of publication, the day of its first event counts, else the first full date in its text.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from .discovery import discover_slogans
from .network import LeadershipNetwork, leadership_network
from .persons.identity import article_days, people
from .persons.registry import participants_by_id, registry

if TYPE_CHECKING:
    import networkx

    from .tables import EventTables

__all__ = ["LeadershipNetwork", "activity", "coattendance", "diff", "discover_slogans", "leadership_network", "people", "registry",
           "slogan_timeline"]

OFFSETS = {"D": "D", "W": "W", "M": "M", "ME": "M", "MS": "M", "Q": "Q", "QE": "Q", "QS": "Q", "Y": "Y", "YE": "Y", "YS": "Y", "A": "Y"}


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
