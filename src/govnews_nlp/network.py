"""Leadership networks: persons, organisations, positions and relationships, every row with its source."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .gazetteer import gazetteer
from .graph_files import write_gexf, write_graphml
from .persons.careers import are_shared, is_chief
from .persons.organs import CITY_OR_COUNTY, expected_posts, organization_id, organizations_of, within
from .persons.registry import participants_by_id, registry

if TYPE_CHECKING:
    import networkx

    from .tables import EventTables

MOST = 60  # persons of a body or an event beyond which being in it says little of who works with whom
LONGEST_SENTENCE = 300
ENDS_OF_SENTENCE = "。！？!?\n"
PERSONS = {"person_id": "string", "person": "string", "title": "string", "first_seen": "datetime64[ns]", "last_seen": "datetime64[ns]",
           "n_articles": "Int64", "first_article": "string", "last_article": "string", "merged_by": "string", "maybe": "string"}
POSITIONS = {"person_id": "string", "person": "string", "organization_id": "string", "title_full": "string", "position": "string", "level": "string",
             "adcode": "string", "start": "datetime64[ns]", "end": "datetime64[ns]", "start_from": "string", "end_from": "string", "n_articles": "Int64",
             "first_article": "string", "last_article": "string", "sentence": "string", "contradicts": "string", "confidence": "Float64"}
RELATIONSHIPS = {"source": "string", "target": "string", "type": "string", "n": "Int64", "since": "datetime64[ns]", "until": "datetime64[ns]",
                 "organization_id": "string", "article_id": "string", "sentence": "string", "confidence": "Float64"}


@dataclass
class LeadershipNetwork:
    """Four frames.

    persons: person_id, person, title (the last one), first_seen, last_seen, n_articles, first_article, last_article, merged_by, maybe.
    organizations: organization_id, organization, type, level, adcode, parent_id, parent, seen (False: only a parent of what was seen).
    positions: person_id, person, organization_id, title_full, position, level, adcode, start, end (first and last seen, or appointed and
    removed), start_from, end_from (seen, appointed, removed), n_articles, first_article, last_article, sentence (of the first
    article), contradicts, confidence.
    relationships: source, target (person_ids), type, n, since, until, organization_id, article_id, sentence, confidence. The types:
    "same body" (both held posts in it at one time), "superior" (source heads the body of target, or the one above in the division),
    "predecessor" (source held target's post before), "appeared together" (n events).
    """

    persons: pd.DataFrame
    organizations: pd.DataFrame
    positions: pd.DataFrame
    relationships: pd.DataFrame

    def __add__(self, other: LeadershipNetwork) -> LeadershipNetwork:
        """Two runs over different articles as one, in any order; make the second with known=first, so that persons keep their ids."""
        both = {field.name: pd.concat([getattr(self, field.name), getattr(other, field.name)], ignore_index=True) for field in fields(self)}
        return LeadershipNetwork(
            persons=_united(both["persons"], ["person_id"], ("first_seen", "last_seen"), sums=("n_articles",), last=("last_article", "title")),
            organizations=_united(both["organizations"].sort_values("seen", ascending=False, kind="stable"), ["organization_id"]),
            positions=_united(both["positions"], ["person_id", "title_full"], ("start", "end"), sums=("n_articles",), last=("last_article", "end_from")),
            relationships=_united(both["relationships"], ["source", "target", "type", "organization_id"], ("since", "until"), sums=("n",)))

    def to_sqlite(self, path: str | Path) -> Path:
        """One SQLite table a frame, indexed by their keys; a table that is there is written anew."""
        with closing(sqlite3.connect(path)) as connection, connection:
            for item in fields(self):
                frame = getattr(self, item.name).copy()
                for column in frame.select_dtypes("datetime"):
                    frame[column] = frame[column].dt.strftime("%Y-%m-%d")
                frame.to_sql(item.name, connection, if_exists="replace", index=False)
            for table, column in (("persons", "person_id"), ("organizations", "organization_id"), ("positions", "person_id"),
                                  ("positions", "organization_id"), ("relationships", "source"), ("relationships", "target")):
                connection.execute(f"create index {table}_{column} on {table} ({column})")
        return Path(path)

    def graph(self) -> networkx.MultiDiGraph:
        """Persons and organisations as nodes; positions, relationships and "part of" as edges, with days, source, sentence and confidence."""
        import networkx

        graph = networkx.MultiDiGraph()
        for row in self.persons.itertuples():
            graph.add_node(row.person_id, label=row.person, kind="person", title=_text(row.title), n_articles=int(row.n_articles),
                           since=_day(row.first_seen), until=_day(row.last_seen))
        for row in self.organizations.itertuples():
            graph.add_node(row.organization_id, label=row.organization, kind="organization", type=_text(row.type), level=_text(row.level), adcode=_text(row.adcode))
        for row in self.organizations.dropna(subset=["parent_id"]).itertuples():
            graph.add_edge(row.organization_id, row.parent_id, kind="part of", label="part of", weight=1)
        for row in self.positions.itertuples():
            graph.add_edge(row.person_id, row.organization_id, kind="position", label=row.title_full, weight=1, level=_text(row.level), since=_day(row.start),
                           until=_day(row.end), article_id=_text(row.first_article), sentence=_text(row.sentence), confidence=_float(row.confidence))
        for row in self.relationships.itertuples():
            graph.add_edge(row.source, row.target, kind=row.type, label=row.type, weight=int(row.n), since=_day(row.since), until=_day(row.until),
                           article_id=_text(row.article_id), sentence=_text(row.sentence), confidence=_float(row.confidence))
        return graph

    def to_gexf(self, path: str | Path) -> Path:
        """GEXF 1.3 for Gephi: dynamic, with the days of positions and relationships as spells."""
        return write_gexf(self.graph(), path, "Leadership network: persons, organisations, positions, relationships")

    def to_graphml(self, path: str | Path) -> Path:
        """GraphML for Cytoscape and yEd."""
        return write_graphml(self.graph(), path)

    def gaps(self) -> pd.DataFrame:
        """Posts that every county and city has and for which no holder is known, or the last known one was removed.

        Columns: adcode, division, post, last_holder, last_seen (missing where nobody was ever seen).
        """
        last = self.positions.assign(key=self.positions["title_full"].map(_plain)).sort_values("end").drop_duplicates("key", keep="last").set_index("key")
        rows = []
        for code in sorted(set(self.organizations.loc[self.organizations["seen"], "adcode"].dropna())):
            division = gazetteer().by_code(code)
            if division is None or division.level not in CITY_OR_COUNTY:
                continue
            for post in expected_posts(division):
                held = last.loc[key] if (key := _plain(post)) in last.index else None
                if held is None or held["end_from"] == "removed":
                    rows.append((code, division.name, post, None if held is None else held["person"], None if held is None else held["end"]))
        frame = pd.DataFrame(rows, columns=["adcode", "division", "post", "last_holder", "last_seen"])
        return frame.astype({"adcode": "string", "division": "string", "post": "string", "last_holder": "string", "last_seen": "datetime64[ns]"})


def leadership_network(tables: EventTables, region: str | None = None, known: LeadershipNetwork | None = None) -> LeadershipNetwork:
    """Persons, organisations, positions and relationships as the tables show them.

    region: only posts of this division and of those within it (湖南省岳阳市). known: the network of an earlier run, whose person_ids are kept.
    """
    posts = registry(tables, None if known is None else known.positions)
    if region is not None:
        division = gazetteer().region(region)
        if division is None:
            raise ValueError(f"region={region!r} is no division known here: give a name such as 浙江省杭州市萧山区")
        posts = posts[pd.Series([not pd.isna(code) and within(code, division.code) for code in posts["adcode"]], index=posts.index, dtype=bool)]
    posts = posts.reset_index(drop=True)
    positions = _positions(tables, posts[posts["organization"].notna()])
    persons = posts.sort_values("first_seen", na_position="last").groupby(["person_id", "person"], as_index=False, sort=False).agg(
        first_seen=("first_seen", "min"), last_seen=("last_seen", "max"), first_article=("first_article", "first"),
        merged_by=("merged_by", "first"), maybe=("maybe", "first"))
    latest = posts.sort_values(["last_seen", "first_seen"], na_position="first").drop_duplicates("person_id", keep="last").set_index("person_id")
    for column, source in (("title", "title_full"), ("last_article", "last_article")):
        persons[column] = persons["person_id"].map(latest[source])
    persons["n_articles"] = persons["person_id"].map(posts.groupby("person_id")["n_articles"].max())
    organizations = organizations_of(posts)
    return LeadershipNetwork(persons.astype(PERSONS)[list(PERSONS)], organizations, positions,
                             _relationships(tables, positions, organizations, set(persons["person_id"])))


def _positions(tables: EventTables, posts: pd.DataFrame) -> pd.DataFrame:
    frame = posts.assign(
        organization_id=[organization_id(name, code) for name, code in zip(posts["organization"], posts["adcode"], strict=True)],
        start=posts["appointed"].fillna(posts["first_seen"]), end=posts["removed"].fillna(posts["last_seen"]),
        start_from=posts["appointed"].notna().map({True: "appointed", False: "seen"}),
        end_from=posts["removed"].notna().map({True: "removed", False: "seen"}), sentence=_sentences(tables, posts))
    return frame.astype(POSITIONS)[list(POSITIONS)].reset_index(drop=True)


def _sentences(tables: EventTables, posts: pd.DataFrame) -> list[str | None]:
    """The sentence of each post's first article that names the person."""
    texts = tables.articles.drop_duplicates("article_id").set_index("article_id")["text"].to_dict()
    found = tables.officials.dropna(subset=["start", "title_full"]).drop_duplicates(["article_id", "person", "title_full"])
    starts = {key: start for *key_, start in zip(found["article_id"], found["person"], found["title_full"], found["start"], strict=True) if (key := tuple(key_))}
    sentences = []
    for key in zip(posts["first_article"], posts["person"], posts["title_full"], strict=True):
        text, start = texts.get(key[0]), starts.get(key)
        sentences.append(None if start is None or not isinstance(text, str) else sentence_at(text, int(start)))
    return sentences


def sentence_at(text: str, position: int) -> str:
    """The sentence around a position, cut where it is very long."""
    low, high = max(0, position - LONGEST_SENTENCE), min(len(text), position + LONGEST_SENTENCE)
    start = max((text.rfind(mark, low, position) + 1 for mark in ENDS_OF_SENTENCE), default=0)
    ends = [end + 1 for mark in ENDS_OF_SENTENCE if (end := text.find(mark, position, high)) >= 0]
    return text[max(start, low) : min(ends, default=high)].strip()


# ---------------------------------------------------------------- relationships

def _relationships(tables: EventTables, positions: pd.DataFrame, organizations: pd.DataFrame, persons: set[str]) -> pd.DataFrame:
    rows = [*_in_bodies(positions, organizations), *_successions(positions), *_together(tables, persons)]
    return pd.DataFrame(rows, columns=list(RELATIONSHIPS)).astype(RELATIONSHIPS)


def _in_bodies(positions: pd.DataFrame, organizations: pd.DataFrame):
    """same body and superior: pairs whose posts overlap in time."""
    members = {body: [row for row in group.itertuples()] for body, group in positions.groupby("organization_id", sort=False) if group["person_id"].nunique() <= MOST}
    for body, rows in members.items():
        pairs: dict[tuple[str, str, str], tuple] = {}
        for a, b in combinations(rows, 2):
            if a.person_id == b.person_id or (span := _overlap(a, b)) is None:
                continue
            low, high = sorted((a, b), key=lambda row: row.person_id)
            pairs.setdefault((low.person_id, high.person_id, "same body"), _row(low, high, "same body", span, body, 0.9))
            if is_chief(_text(a.position)) != is_chief(_text(b.position)):
                head, other = (a, b) if is_chief(_text(a.position)) else (b, a)
                pairs.setdefault((head.person_id, other.person_id, "superior"), _row(head, other, "superior", span, body, 0.85))
        yield from pairs.values()
    codes = organizations.set_index("organization_id")["adcode"]
    for row in organizations.dropna(subset=["parent_id"]).itertuples():  # 县委书记 above 县委组织部部长
        if row.organization_id in members and row.parent_id in members and not pd.isna(row.adcode) and row.adcode == codes[row.parent_id]:
            for head in members[row.parent_id]:
                for other in members[row.organization_id]:
                    if is_chief(_text(head.position)) and is_chief(_text(other.position)) and head.person_id != other.person_id and (span := _overlap(head, other)):
                        yield _row(head, other, "superior", span, row.organization_id, 0.8)


def _overlap(a, b) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The days on which both are known to be in office; None where there are none."""
    if pd.isna(a.start) or pd.isna(b.start) or pd.isna(a.end) or pd.isna(b.end):
        return (pd.NaT, pd.NaT) if a.first_article == b.first_article else None
    start, end = max(a.start, b.start), min(a.end, b.end)
    return (start, end) if start <= end else None


def _row(source, target, kind: str, span: tuple, body: str | None, sure: float) -> tuple:
    later = max((source, target), key=lambda row: (not pd.isna(row.start), row.start if not pd.isna(row.start) else pd.Timestamp.min))
    confidence = round(sure * min(_float(source.confidence), _float(target.confidence)), 3)
    return source.person_id, target.person_id, kind, 1, *span, body, later.first_article, later.sentence, confidence


def _successions(positions: pd.DataFrame):
    single = positions[~are_shared(positions["position"], positions["title_full"]) & positions["start"].notna() & positions["adcode"].notna()]
    for _, holders in single[single["title_full"].duplicated(keep=False)].groupby("title_full", sort=False):
        for a, b in pairwise(holders.sort_values(["start", "end"]).itertuples()):
            if a.person_id != b.person_id and a.end <= b.start:
                reported = b.start_from == "appointed" or a.end_from == "removed"
                yield _row(a, b, "predecessor", (b.start, pd.NaT), b.organization_id, 0.9 if reported else 0.75)


def _together(tables: EventTables, persons: set[str]):
    parts = participants_by_id(tables)
    parts = parts[parts["person_id"].isin(persons)]
    sentences = tables.events.drop_duplicates("event_id").set_index("event_id")["sentence"].to_dict()
    shared: dict[tuple[str, str], list] = {}
    for event, group in parts.sort_values("day", na_position="last", kind="stable").groupby("event_id", sort=False):
        if len(group) > MOST:
            continue
        day, article = group["day"].iloc[0], group["article_id"].iloc[0]
        sure = dict(zip(group["person_id"], group["confidence"].fillna(0.5), strict=True))
        for a, b in combinations(sorted(sure), 2):
            known = shared.setdefault((a, b), [0, day, day, article, sentences.get(event), 0.0])
            known[0] += 1
            known[2] = day if pd.isna(known[2]) or not pd.isna(day) and day > known[2] else known[2]
            known[5] = max(known[5], min(sure[a], sure[b]))
    for (a, b), (n, since, until, article, sentence, confidence) in shared.items():
        yield a, b, "appeared together", n, since, until, None, article, sentence, round(float(confidence), 3)


# ---------------------------------------------------------------- cells

def _united(frame: pd.DataFrame, keys: list[str], span: tuple[str, str] | None = None, sums: tuple[str, ...] = (), last: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row per key: the earliest row's cells, those named in `last` from the latest one, whatever the order of the runs."""
    how = {column: "sum" if column in sums else "max" if column == "confidence" else "first" for column in frame.columns if column not in keys}
    if span is None:
        return _grouped(frame, keys, how)
    start, end = span
    how |= {start: "min", end: "max"}
    rows = _grouped(frame.sort_values(start, na_position="last", kind="stable"), keys, how).sort_values(keys, kind="stable", ignore_index=True)
    late = _grouped(frame.sort_values(end, na_position="first", kind="stable"), keys, dict.fromkeys(last, "last")) if last else None
    if late is not None:
        late = late.sort_values(keys, kind="stable", ignore_index=True)
        for column in last:
            rows[column] = late[column]
    return rows


def _grouped(frame: pd.DataFrame, keys: list[str], how: dict[str, str]) -> pd.DataFrame:
    made = frame.groupby(keys, as_index=False, sort=False, dropna=False).agg(how)
    columns = [column for column in frame.columns if column in made]
    return made[columns].astype({column: dtype for column, dtype in frame.dtypes.to_dict().items() if column in columns})


def _plain(title: str) -> str:
    """人民法院院长 and 法院院长 are one post, 监察委员会主任 and 监委主任 another."""
    return title.replace("人民法院", "法院").replace("人民检察院", "检察院").replace("监察委员会", "监委")


def _text(value) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value) -> str:
    return "" if pd.isna(value) else value.strftime("%Y-%m-%d")


def _float(value) -> float:
    return 0.0 if pd.isna(value) else float(value)
