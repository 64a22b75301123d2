"""Analysis: registers, timelines and networks made from the tables. Every function takes EventTables and returns pandas or networkx.

registry, slogan_timeline, coattendance, activity, diff and leadership_network (network.py), discover_slogans (discovery.py).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from .discovery import discover_slogans
from .network import LeadershipNetwork, leadership_network

if TYPE_CHECKING:
    import networkx

    from .tables import EventTables

__all__ = ["LeadershipNetwork", "activity", "coattendance", "diff", "discover_slogans", "leadership_network", "registry",
           "slogan_timeline"]

LEAST_SHARED = 2  # digits of an adcode that make a province, 4 a city


def registry(tables: EventTables) -> pd.DataFrame:
    """Who held what: one row per person and post.

    Columns: person_id, person, title_full, organization, position, level, adcode, first_seen, last_seen, appointed, removed
    (dates of the articles that report it), n_articles, article_ids (joined by 、), evidence, merged_by (why mentions in
    several articles are taken for one person), contradiction (boolean: another person holds the same single post after
    this one was first seen and before it was last seen).

    The same name is not the same person. Mentions are merged where they share a post, where the codes of their posts are
    the same or one's division lies within the other's (a county's head who moves up to the city), and within an article.
    """
    officials = tables.officials.merge(tables.articles[["article_id", "published", "region"]], on="article_id", how="left")
    if officials.empty:
        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in REGISTRY.items()})
    officials["person_id"], officials["merged_by"] = _person_ids(officials)
    held = officials[officials["title_full"].notna()].copy()
    held["appointed"] = held["published"].where(held["change"].eq("appointed"))
    held["removed"] = held["published"].where(held["change"].eq("removed"))
    rows = held.groupby(["person_id", "person", "title_full"], as_index=False, sort=False).agg(
        organization=("organization", "first"), position=("position", "first"), level=("level", "first"), adcode=("adcode", "first"),
        first_seen=("published", "min"), last_seen=("published", "max"), appointed=("appointed", "min"), removed=("removed", "max"),
        n_articles=("article_id", "nunique"), article_ids=("article_id", lambda ids: "、".join(dict.fromkeys(ids))),
        evidence=("evidence", "first"), merged_by=("merged_by", "first"))
    rows["contradiction"] = _contradictions(rows)
    return rows.sort_values(["adcode", "title_full", "first_seen"], ignore_index=True).astype(REGISTRY)[list(REGISTRY)]


REGISTRY = {
    "person_id": "string", "person": "string", "title_full": "string", "organization": "string", "position": "string",
    "level": "string", "adcode": "string", "first_seen": "datetime64[ns]", "last_seen": "datetime64[ns]",
    "appointed": "datetime64[ns]", "removed": "datetime64[ns]", "n_articles": "Int64", "article_ids": "string",
    "evidence": "string", "merged_by": "string", "contradiction": "boolean",
}


def _person_ids(officials: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """(person_id, reason of the merge) for each row of officials."""
    ids = pd.Series(index=officials.index, dtype="string")
    reasons = pd.Series("", index=officials.index, dtype="string")
    for name, rows in officials.groupby("person", sort=False):
        clusters: list[dict] = []
        for article, mentions in rows.groupby("article_id", sort=False):
            posts = set(mentions["title_full"].dropna())
            codes = {code for code in mentions["adcode"].dropna()}
            known = [(cluster, why) for cluster in clusters if (why := _same_person(cluster, posts, codes))]
            if known:
                cluster = known[0][0]
                cluster["why"] |= {why for _, why in known}
                for other, _ in known[1:]:
                    for key in ("posts", "codes", "rows", "why"):
                        cluster[key] |= other[key]
                    clusters.remove(other)
            else:
                clusters.append(cluster := {"posts": set(), "codes": set(), "rows": set(), "why": set(), "article": article})
            cluster["posts"] |= posts
            cluster["codes"] |= codes
            cluster["rows"] |= set(mentions.index)
        for number, cluster in enumerate(clusters, 1):
            where = sorted(cluster["rows"])
            ids.loc[where] = name if len(clusters) == 1 else f"{name}#{number}"
            reasons.loc[where] = "、".join(sorted(cluster["why"])) or ("name only" if len(clusters) == 1 else "")
    return ids, reasons


def _same_person(cluster: dict, posts: set, codes: set) -> str | None:
    """Why mentions with these posts and codes are the cluster's person; None where nothing says so."""
    if cluster["posts"] & posts:
        return "same post"
    for mine in cluster["codes"]:
        for code in codes:
            if mine == code:
                return "same division"
            short, long = sorted((mine.rstrip("0"), code.rstrip("0")), key=len)
            if len(short) >= LEAST_SHARED and long.startswith(short):
                return "division within the other"
    if not cluster["posts"] or not posts:
        return "no post beside"
    national = not cluster["codes"] and not codes
    return "both of the central level" if national else None


def _contradictions(rows: pd.DataFrame) -> pd.Series:
    """Single posts (no 副, 常委, 委员 …) that two persons are seen in at once."""
    single = ~rows["position"].fillna("").str.contains("副|委员|常委|成员|领导|代表|专员|调研员|秘书")
    clash = pd.Series(False, index=rows.index)
    for _, holders in rows[single].groupby("title_full"):
        for (a, first), (b, second) in combinations(holders.iterrows(), 2):
            if first["person_id"] != second["person_id"] and first["first_seen"] < second["last_seen"] and second["first_seen"] < first["last_seen"]:
                clash[[a, b]] = True
    return clash


def slogan_timeline(tables: EventTables, freq: str = "M", by: str | None = None) -> pd.DataFrame:
    """Counts per slogan and period.

    freq: "D", "W", "M", "Q" or "Y". by: "speaker" or "region" for one row per slogan, period and that.
    Columns: period (its first day), slogan, kind, [by], n (mentions), n_articles.
    """
    if by not in (None, "speaker", "region"):
        raise ValueError(f"by={by!r}: give None, 'speaker' or 'region'")
    slogans = tables.slogans.merge(tables.articles[["article_id", "published", "region"]], on="article_id", how="left")
    slogans = slogans[slogans["published"].notna()]
    slogans = slogans.assign(period=slogans["published"].dt.to_period(freq).dt.start_time)
    keys = ["period", "slogan", *([by] if by else [])]
    counts = slogans.groupby(keys, as_index=False, dropna=False, observed=True).agg(
        kind=("kind", "first"), n=("text", "size"), n_articles=("article_id", "nunique"))
    return counts.sort_values(["period", "n", "slogan"], ascending=[True, False, True], ignore_index=True)


def coattendance(tables: EventTables, min_count: int = 1) -> networkx.Graph:
    """Officials who took part in the same events: nodes are persons (n_events, title), edges have weight (events shared).

    min_count: edges of a smaller weight are left out.
    """
    import networkx

    graph = networkx.Graph()
    parts = tables.participants.dropna(subset=["event_id"]).drop_duplicates(["event_id", "person"])
    titles = tables.officials.dropna(subset=["title_full"]).groupby("person")["title_full"].first().to_dict()
    for person, n in parts["person"].value_counts().items():
        graph.add_node(person, n_events=int(n), title=titles.get(person, ""))
    for _, persons in parts.groupby("event_id")["person"]:
        for a, b in combinations(sorted(persons), 2):
            weight = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=weight + 1)
    graph.remove_edges_from([(a, b) for a, b, weight in graph.edges(data="weight") if weight < min_count])
    return graph


def activity(tables: EventTables, person: str) -> pd.DataFrame:
    """A person's diary: one row per event that the person took part in, oldest first.

    Columns: date_start, type, role (joined by 、), place, meeting (its name), summary, article_id, event_id.
    """
    roles = tables.participants[tables.participants["person"] == person].groupby("event_id", as_index=False).agg(
        role=("role", lambda roles: "、".join(dict.fromkeys(map(str, roles)))))
    diary = roles.merge(tables.events, on="event_id", how="left").merge(
        tables.meetings[["meeting_id", "name"]].rename(columns={"name": "meeting"}), on="meeting_id", how="left")
    columns = ["date_start", "type", "role", "place", "meeting", "summary", "article_id", "event_id"]
    return diary.sort_values("date_start", ignore_index=True)[columns]


def diff(tables_a: EventTables, tables_b: EventTables, table: str = "officials") -> pd.DataFrame:
    """Rows that only one of two runs has, with a column `only_in` ("a" or "b"); confidence and evidence do not count."""
    a, b = getattr(tables_a, table), getattr(tables_b, table)
    keys = [column for column in a.columns if column not in ("confidence", "evidence")]
    joined = a[keys].astype("string").merge(b[keys].astype("string"), how="outer", on=keys, indicator=True)
    only = joined[joined["_merge"] != "both"].copy()
    only["only_in"] = only.pop("_merge").map({"left_only": "a", "right_only": "b"}).astype("string")
    return only.reset_index(drop=True)
