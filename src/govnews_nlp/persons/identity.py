"""Who is who across articles: the same name is not the same person.

people() gives every (article, name) a person_id, holders() every post. Posts are joined, the surest way first:

1. the same post of the same division;
2. posts that an article prints together (市委常委、区委书记 王强), whatever divisions they belong to, and all of a name in one article:
   within an article a name is one person, unless its places tell posts of several countries (阿联酋总统穆罕默德 … 沙特王储穆罕默德);
3. posts of one division that go together (县委常委 beside 副县长) or follow one another in time; posts of one body whose name an
   article shortens (全国人大宪法法律委, 乌外长 beside 乌克兰外长);
4. posts of a division and of the one above, one after the other, where the rank allows it and the news says that one began or
   ended (appointed, removed, or somebody else is seen in the old post) - and only one person of the name fits;
5. chief posts of ministerial rank, one after the other; leaders of the state; posts in one foreign country;
6. a post without any body (总统), of a congress's session (大会执行主席), or none at all: the only person of the name, the only one
   who holds such a post in a country, or the only one whom the article can mean.

Posts of one division that no one holds at once (副县长, 县人大常委会副主任), seen at the same time, are two persons'. What could be one person
but lacks such evidence stays apart and is named in `maybe`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from .careers import (
    CENTRE,
    Post,
    above,
    are_shared,
    body_kind,
    foreign_country,
    is_of_session,
    leaves_division_open,
    level_number,
    looks_back,
    region_code,
)
from .same_person import SURE, UNKNOWN, is_foreign, is_high, link

if TYPE_CHECKING:
    from ..tables import EventTables

COLUMNS = ("article_id", "person", "person_id", "merged_by", "maybe", "sure")


def article_days(tables: EventTables) -> pd.DataFrame:
    """article_id, day, day_from: the day of publication, else of the first event that has one, else of the first full date in the text."""
    articles = tables.articles[["article_id", "published"]].drop_duplicates("article_id").set_index("article_id")
    day = articles["published"]
    day_from = pd.Series("published", index=day.index, dtype="string").where(day.notna())
    days = tables.dates[tables.dates["granularity"].eq("day").fillna(False) & tables.dates["date_start"].notna()].sort_values("start", kind="stable")
    for name, frame in (("event", tables.events.dropna(subset=["date_start"])), ("date in the text", days)):
        if day.isna().any() and len(frame):
            found = frame.groupby("article_id")["date_start"].first().reindex(day.index)
            day_from = day_from.mask(day.isna() & found.notna(), name)
            day = day.fillna(found)
    return pd.DataFrame({"article_id": day.index.astype("string"), "day": day.to_numpy(), "day_from": day_from.array})


@dataclass(slots=True, eq=False)
class _Person:
    """Posts that belong to one person, as far as is known."""

    name: str
    posts: list[Post]
    nodes: list[int]
    reasons: set[str] = field(default_factory=set)
    maybe: list[_Person] = field(default_factory=list)
    person_id: str = ""

    def take(self, other: _Person, reason: str) -> None:
        self.posts += other.posts
        self.nodes += other.nodes
        self.reasons |= other.reasons | {reason}

    @property
    def divisions(self) -> set[str]:
        return {post.code for post in self.posts if post.code}


def people(tables: EventTables, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per article and name: person_id, merged_by (reasons), maybe (other ids), sure (confidence of the identity).

    known: the registry of an earlier run, whose ids are kept where it has the person in the same post. An article's homonyms of two
    countries are told apart by holders() alone; here the first one stands for both.
    """
    return holders(tables, known).drop_duplicates(["article_id", "person"], ignore_index=True)[list(COLUMNS)]


def holders(tables: EventTables, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per article, name and title_full (missing where the article gives the person none), with the columns of people()."""
    sightings = _sightings(tables)
    posts = _posts(tables, sightings)
    persons = list(_joined(posts))
    _name_ids(persons, known)
    return _placed(sightings, posts.rows, persons)


@dataclass
class _Posts:
    frame: pd.DataFrame  # a row per name and post
    rows: pd.DataFrame  # article_id, person, title_full, node
    together: list[tuple[int, int]]  # nodes that an article prints together


def _sightings(tables: EventTables) -> pd.DataFrame:
    """article_id, person, day, region (a code): everybody that officials and participants name."""
    frames = [tables.officials[["article_id", "person"]], tables.participants[["article_id", "person"]]]
    pairs = pd.concat(frames, ignore_index=True).dropna(subset=["person"]).drop_duplicates(ignore_index=True)
    articles = tables.articles[["article_id", "region", "newspaper"]].drop_duplicates("article_id").merge(article_days(tables), on="article_id")
    codes = {region: region_code(region) for region in articles["region"].dropna().unique()}
    articles["region_code"] = articles["region"].map(codes).astype("string")
    return pairs.merge(articles, on="article_id", how="left")


def _posts(tables: EventTables, sightings: pd.DataFrame) -> _Posts:
    held = tables.officials[tables.officials["title_full"].notna() & tables.officials["person"].notna()]
    columns = ["article_id", "person", "title_full", "organization", "position", "level", "adcode", "change", "evidence", "start"]
    rows = held[columns].merge(sightings, on=["article_id", "person"], how="left")
    incomplete = rows["adcode"].isna() & pd.Series([leaves_division_open(title) for title in rows["title_full"]], index=rows.index, dtype=bool)
    context = rows["region"].fillna(rows["newspaper"]).fillna("")
    rows["adcode"] = rows["adcode"].where(~incomplete, UNKNOWN + context)
    rows["key"] = rows["title_full"].where(~incomplete, rows["title_full"] + "|" + context)
    rows["node"] = rows.groupby(["person", "key"], sort=False).ngroup()
    removed = rows["change"].eq("removed").fillna(False)
    rows["held_day"] = rows["day"].where(~removed & ~looks_back(rows["evidence"]))
    rows["appointed"] = rows["change"].eq("appointed").fillna(False)
    rows["removed"] = removed
    rows["level"] = rows["level"].astype("string")
    frame = rows.groupby("node", sort=True).agg(
        person=("person", "first"), title=("title_full", "first"), organization=("organization", "first"), position=("position", "first"),
        level=("level", "first"), code=("adcode", "first"), first=("held_day", "min"), last=("held_day", "max"),
        appointed=("appointed", "any"), removed=("removed", "any"))
    frame["succeeded"] = _succeeded(frame)
    return _Posts(frame, rows[["article_id", "person", "title_full", "node"]].drop_duplicates(), _together(rows))


def _together(rows: pd.DataFrame) -> list[tuple[int, int]]:
    """Nodes that an article prints together: at one place, or anywhere in it unless it tells posts of several countries."""
    country = {name: foreign_country(name) for name in rows["organization"].dropna().unique()}
    rows = rows.assign(country=rows["organization"].map(country).astype("string"))
    rows = rows.sort_values(["person", "article_id", "country", "start"], kind="stable", na_position="first")
    of_article = rows.groupby(["article_id", "person"])
    several = of_article["country"].transform("nunique") > 1
    pairs: set[tuple[int, int]] = set()
    for keys, wanted in ((["article_id", "person"], ~several), (["article_id", "person", "start"], several), (["article_id", "person", "country"], several)):
        shown = rows[wanted].dropna(subset=keys).sort_values(keys, kind="stable")
        before = shown.groupby(keys, sort=False)["node"].shift()
        pairs.update(zip(before.dropna().astype(int), shown["node"][before.notna()], strict=True))
    return sorted(pairs)


def _succeeded(frame: pd.DataFrame) -> pd.Series:
    """Whether somebody else is seen in the post after its holder was last seen there."""
    dated = frame[frame["first"].notna() & ~are_shared(frame["position"], frame["title"])]
    latest = dated.groupby("title")["first"].transform("max")
    newest = dated.loc[dated["first"] == latest].groupby("title")["person"].first()
    later = (latest >= dated["last"]) & (dated["title"].map(newest) != dated["person"])
    return later.reindex(frame.index, fill_value=False)


def _number(day: pd.Timestamp) -> int | None:
    return None if pd.isna(day) else day.toordinal()


def _made(row) -> Post:
    level = level_number(None if pd.isna(row.level) else row.level)
    code = None if pd.isna(row.code) else row.code
    organization = "" if pd.isna(row.organization) else row.organization
    if code is None:
        code = foreign_country(organization) or (CENTRE if organization and level is not None and level < 2 else None)
    return Post(row.title, organization, "" if pd.isna(row.position) else row.position, code, level, body_kind(organization),
                _number(row.first), _number(row.last), bool(row.appointed), bool(row.removed or row.succeeded))


def _joined(posts: _Posts) -> Iterator[_Person]:
    """The persons, name by name."""
    root = list(range(len(posts.frame)))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, other in posts.together:
        root[find(other)] = find(one)
    parts: dict[str, dict[int, list]] = {}
    for row in posts.frame.itertuples():
        parts.setdefault(row.person, {}).setdefault(find(row.Index), []).append(row)
    for name, groups in parts.items():
        persons = [_Person(name, [_made(row) for row in rows], [row.Index for row in rows], {"printed together"} if len(rows) > 1 else set())
                   for rows in groups.values()]
        yield from persons if len(persons) == 1 else _linked(persons)


def _linked(parts: list[_Person]) -> list[_Person]:
    """Parts of one name, the earliest first, each joined to the one person that it fits best; apart where several fit alike."""
    parts.sort(key=lambda part: min((post.first or 0, post.title) for post in part.posts))
    found: list[_Person] = []
    by_key: dict[str, list[_Person]] = {}
    for part in parts:
        near = list({id(person): person for key in _around(part.posts) for person in by_key.get(key, ())}.values())
        links = sorted(((*found_link, person) for person in near if (found_link := link(person.posts, part.posts))), key=lambda item: -item[0])
        sure = [link for link in links if link[1] in SURE]
        best = [link for link in sure if link[0] == sure[0][0]]
        if len(best) == 1 or best and (best[0][1] == "leaders of the state" or _are_of_centre([part, *(person for _, _, person in best)])):
            target = best[0][2]
            for _, reason, same in best[1:]:  # names of the state's leaders and of its bodies' are single: what fits one of them is one
                _moved(same, target, reason, found, by_key)
            target.take(part, best[0][1])
            target.maybe += [person for _, _, person in links if person is not target and person in found]
        else:
            target = part
            part.maybe += [person for _, _, person in links]
            found.append(part)
        for key in _filed(part.posts):
            holders = by_key.setdefault(key, [])
            if target not in holders:
                holders.append(target)
    whole = [person for person in found if not all(map(_is_bare, person.posts))]
    for person in found[:]:
        positions = {post.position for post in person.posts if _is_bare(post)}
        if not positions or any(post.code for post in person.posts):
            continue
        such = [other for other in whole if any(is_foreign(post) and post.position in positions for post in other.posts)]
        if whole != [person] and len(whole) == 1:  # 总统 普京 of an article that names no country
            whole[0].take(person, "the only one of that name")
        elif len(such) == 1:
            such[0].take(person, "the only one of that name in such a post")
        else:
            continue
        found.remove(person)
    return found


def _is_bare(post: Post) -> bool:
    """总统, 政府总理, 大会执行主席: a post that tells nothing of whose it is."""
    return post.code is None and (not post.organization or is_of_session(post.organization))


def _are_of_centre(persons: list[_Person]) -> bool:
    """Whether all posts are those of central and international bodies, which no division has."""
    return all(post.code in (None, CENTRE) for person in persons for post in person.posts)


def _moved(person: _Person, target: _Person, reason: str, found: list[_Person], by_key: dict[str, list[_Person]]) -> None:
    """All of `person` goes over to `target`."""
    target.take(person, reason)
    found.remove(person)
    for key in _filed(person.posts):
        by_key[key] = list(dict.fromkeys(target if holder is person else holder for holder in by_key[key]))


def _filed(posts: Iterable[Post]) -> set[str]:
    """Keys under which a person with these posts is filed."""
    keys: set[str] = set()
    for post in posts:
        keys.add(post.code or f"body {post.organization}")
        keys.update(f"below {code}" for code in above(post.code)[:1])
        keys.update(_unplaced(post))
        if is_high(post):
            keys.add("ministerial")
    return keys


def _unplaced(post: Post) -> Iterator[str]:
    """Keys of posts outside of the divisions: by position, and by the first character of the country (乌外长, 乌克兰外长)."""
    if post.code is None or not post.code[0].isdigit() and post.code[0] != UNKNOWN:
        yield f"position {post.position}"
        yield f"country {(post.code or post.organization)[:1]}"


def _around(posts: Iterable[Post]) -> set[str]:
    """Keys under which those are filed who may be the same: of the division, of the one above, of those below."""
    keys: set[str] = set()
    for post in posts:
        keys.update((post.code or f"body {post.organization}", f"below {post.code}", *above(post.code)[:1], *_unplaced(post)))
        if is_high(post):
            keys.add("ministerial")
    return keys


def _name_ids(persons: list[_Person], known: pd.DataFrame | None) -> None:
    """王强@430624: the name and the code of the division where the person is seen first; a second one there has the post behind it.

    So an id is the same in every run that begins with the same articles, and in later ones as long as the person stays in the division.
    """
    earlier = {} if known is None else known.dropna(subset=["title_full"]).groupby(["person", "title_full"])["person_id"].agg(list).to_dict()
    taken: set[str] = set()
    order = sorted(persons, key=lambda person: (person.name, *_first(person)))
    for person in order:
        ids = {id_ for post in person.posts for id_ in earlier.get((person.name, post.title), ())}
        if len(ids) == 1 and (kept := ids.pop()) not in taken:
            person.person_id = kept
            taken.add(kept)
    for person in order:
        if not person.person_id:
            _, title, code = _first(person)
            plain = f"{person.name}@{code or title}"
            person.person_id = plain if plain not in taken else f"{plain}/{title}"
            taken.add(person.person_id)


def _first(person: _Person) -> tuple[int, str, str]:
    post = min(person.posts, key=lambda post: (post.first is None, post.first or 0, post.code or "~", post.title))
    return post.first or 0, post.title, post.code or ""


def _placed(sightings: pd.DataFrame, rows: pd.DataFrame, persons: list[_Person]) -> pd.DataFrame:
    """Each sighting and post its person: by the post, else as the only one whom the article can mean."""
    of_node = {node: person for person in persons for node in person.nodes}
    by_name: dict[str, list[_Person]] = {}
    for person in persons:
        by_name.setdefault(person.name, []).append(person)
    with_post = rows.assign(who=lambda frame: frame["node"].map(of_node).astype(object))
    placed = sightings.merge(with_post[["article_id", "person", "title_full", "who"]], on=["article_id", "person"], how="left")
    n_articles = _counts(placed.drop_duplicates(["article_id", "who"])["who"])
    cells = []
    for article_id, name, title, code, who in zip(placed["article_id"], placed["person"], placed["title_full"], placed["region_code"], placed["who"], strict=True):
        code = None if pd.isna(code) else code
        if isinstance(who, _Person):
            reasons = who.reasons | ({"division unknown"} if UNKNOWN in who.divisions else set()) | ({"same post"} if n_articles[id(who)] > len(who.nodes) else set())
        else:
            who, reason = _by_region(by_name.get(name, []), code)
            if who is None:
                unsure = by_name.get(name)
                cells.append((article_id, name, title, f"{name}@{code or '?'}" + ("/?" if unsure else ""), "same region" if code else None,
                              "、".join(person.person_id for person in unsure or ()) or None, SURE["same region"]))
                continue
            reasons = who.reasons | {reason}
        sure = min((SURE[reason] for reason in reasons), default=1.0)
        maybe = dict.fromkeys(person.person_id for person in who.maybe)
        cells.append((article_id, name, title, who.person_id, "、".join(sorted(reasons)) or None, "、".join(maybe) or None, sure))
    columns = ["article_id", "person", "title_full", *COLUMNS[2:]]
    frame = pd.DataFrame(cells, columns=columns)
    return frame.astype({column: "string" for column in columns[:-1]} | {"sure": "float64"})


def _counts(column: pd.Series) -> dict[int, int]:
    counts: dict[int, int] = {}
    for who in column:
        if isinstance(who, _Person):
            counts[id(who)] = counts.get(id(who), 0) + 1
    return counts


def _by_region(persons: list[_Person], code: str | None) -> tuple[_Person | None, str]:
    """The only person of the name whom an article of this region can mean without saying the post."""
    if code is None:
        return (persons[0], "the only one of that name") if len(persons) == 1 else (None, "")
    for fits in (lambda at: at == code, lambda at: code in above(at) or at in above(code) or at == CENTRE):
        near = [person for person in persons if any(fits(at) for at in person.divisions)]
        if len(near) == 1:
            return near[0], "the only one of that name in the region"
        if near:
            break
    return None, ""
