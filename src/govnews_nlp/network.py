"""Leadership networks: persons, organisations, positions and relationships, with the source of every row."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .gazetteer import gazetteer
from .lexicon import load_toml

if TYPE_CHECKING:
    import networkx

    from .tables import EventTables


@dataclass
class LeadershipNetwork:
    """Four frames.

    persons: person_id, person, first_seen, last_seen, n_articles.
    organizations: organization_id, organization, type, level, parent, adcode.
    positions: person_id, organization_id, title_full, position, level, start, end (first and last seen, or appointed and
    removed), start_from, end_from (seen, appointed, removed), article_ids, confidence.
    relationships: source, target (person_ids), type (same body, predecessor, appeared together), n, since, article_id,
    sentence, confidence.
    """

    persons: pd.DataFrame
    organizations: pd.DataFrame
    positions: pd.DataFrame
    relationships: pd.DataFrame

    def to_sqlite(self, path: str | Path) -> Path:
        """One SQLite table a frame."""
        with sqlite3.connect(path) as connection:
            for name in ("persons", "organizations", "positions", "relationships"):
                frame = getattr(self, name).copy()
                for column in frame.select_dtypes("datetime"):
                    frame[column] = frame[column].dt.strftime("%Y-%m-%d")
                frame.to_sql(name, connection, if_exists="replace", index=False)
        return Path(path)

    def graph(self) -> networkx.MultiDiGraph:
        """Persons and organisations as nodes; positions and relationships as edges."""
        import networkx

        graph = networkx.MultiDiGraph()
        for row in self.persons.itertuples():
            graph.add_node(row.person_id, label=row.person, kind="person", n_articles=int(row.n_articles))
        for row in self.organizations.itertuples():
            graph.add_node(row.organization_id, label=row.organization, kind="organization", type=_text(row.type), adcode=_text(row.adcode))
        for row in self.positions.itertuples():
            graph.add_edge(row.person_id, row.organization_id, kind="position", label=row.title_full, start=_day(row.start), end=_day(row.end))
        for row in self.relationships.itertuples():
            graph.add_edge(row.source, row.target, kind=row.type, weight=int(row.n), label=row.type)
        return graph

    def to_gexf(self, path: str | Path) -> Path:
        """GEXF 1.2 for Gephi."""
        import networkx

        networkx.write_gexf(self.graph(), path)
        return Path(path)

    def to_graphml(self, path: str | Path) -> Path:
        """GraphML for Cytoscape and yEd."""
        import networkx

        networkx.write_graphml(self.graph(), path)
        return Path(path)

    def gaps(self) -> pd.DataFrame:
        """Posts that a county or city has and for which no holder is known: adcode, division, post."""
        words = load_toml("titles")["expected"]
        rows = []
        for code in sorted(set(self.organizations["adcode"].dropna())):
            division = gazetteer().by_code(code)
            if division is None or division.level not in ("city", "county"):
                continue
            held = set(self.positions.loc[self.positions["adcode"] == code, "title_full"])
            kind = division.name[-1]
            for post in words["posts"].split():
                full = division.name + post.replace("X", kind if kind in "市区县旗州盟" else "县")
                if full not in held:
                    rows.append({"adcode": code, "division": division.name, "post": full})
        return pd.DataFrame(rows, columns=["adcode", "division", "post"]).astype("string")


def _text(value) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value) -> str:
    return "" if pd.isna(value) else value.strftime("%Y-%m-%d")


def organization_type(name: str) -> str:
    """Party, government, congress, cppcc, discipline, judiciary, military or other, by the words of the name."""
    for kind, words in load_toml("titles")["bodies"].items():
        if any(word in name for word in words.split()):
            return kind
    return "other"


def leadership_network(tables: EventTables, region: str | None = None) -> LeadershipNetwork:
    """Persons, organisations, positions and relationships as the tables show them.

    region: only posts of this division and of those within it.
    """
    from .analysis import registry

    posts = registry(tables)
    if region is not None:
        division = gazetteer().region(region)
        if division is None:
            raise ValueError(f"region={region!r} is no division known here: give a name such as 浙江省杭州市萧山区")
        posts = posts[posts["adcode"].fillna("").str.startswith(division.code.rstrip("0") or division.code)]
    posts = posts[posts["organization"].notna()].reset_index(drop=True)
    positions = pd.DataFrame({
        "person_id": posts["person_id"], "organization_id": posts["organization"], "title_full": posts["title_full"],
        "position": posts["position"], "level": posts["level"], "adcode": posts["adcode"],
        "start": posts["appointed"].fillna(posts["first_seen"]), "end": posts["removed"].fillna(posts["last_seen"]),
        "start_from": posts["appointed"].notna().map({True: "appointed", False: "seen"}).astype("string"),
        "end_from": posts["removed"].notna().map({True: "removed", False: "seen"}).astype("string"),
        "article_ids": posts["article_ids"], "confidence": 0.9,
    })
    persons = posts.groupby(["person_id", "person"], as_index=False).agg(
        first_seen=("first_seen", "min"), last_seen=("last_seen", "max"), n_articles=("n_articles", "sum"))
    organizations = posts.groupby("organization", as_index=False).agg(adcode=("adcode", "first"), level=("level", "first"))
    organizations.insert(0, "organization_id", organizations["organization"])
    organizations["type"] = organizations["organization"].map(organization_type).astype("string")
    organizations["parent"] = organizations["adcode"].map(_parent).astype("string")
    return LeadershipNetwork(persons, organizations, positions, _relationships(tables, positions, set(persons["person"])))


def _parent(code) -> str | None:
    division = gazetteer().by_code(code) if not pd.isna(code) else None
    parent = gazetteer().parent(division) if division else None
    return parent.name if parent else None


def _relationships(tables: EventTables, positions: pd.DataFrame, names: set[str]) -> pd.DataFrame:
    columns = ["source", "target", "type", "n", "since", "article_id", "sentence", "confidence"]
    rows = []
    for organization, members in positions.groupby("organization_id"):
        for (_, a), (_, b) in combinations(members.drop_duplicates("person_id").iterrows(), 2):
            article = a["article_ids"].split("、")[0]
            rows.append((a["person_id"], b["person_id"], "same body", 1, max(a["start"], b["start"]), article, organization, 0.9))
    for title, holders in positions.groupby("title_full"):
        ordered = holders.drop_duplicates("person_id").sort_values("start")
        for (_, a), (_, b) in zip(ordered.iterrows(), ordered.iloc[1:].iterrows(), strict=False):
            if "副" not in title and a["end"] <= b["start"]:
                rows.append((a["person_id"], b["person_id"], "predecessor", 1, b["start"], b["article_ids"].split("、")[0], title, 0.7))
    parts = tables.participants[tables.participants["person"].isin(names)].drop_duplicates(["event_id", "person"])
    events = tables.events.set_index("event_id")
    together: dict[tuple[str, str], list[str]] = {}
    for event, persons in parts.groupby("event_id")["person"]:
        for pair in combinations(sorted(persons), 2):
            together.setdefault(pair, []).append(event)
    ids = dict(positions[["person_id"]].assign(person=positions["person_id"].str.split("#").str[0]).set_index("person")["person_id"])
    for (a, b), shared in together.items():
        if a in ids and b in ids:
            first = events.loc[shared[0]]
            rows.append((ids[a], ids[b], "appeared together", len(shared), first["date_start"], first["article_id"], first["sentence"], 0.9))
    frame = pd.DataFrame(rows, columns=columns)
    frame["since"] = pd.to_datetime(frame["since"])
    return frame
