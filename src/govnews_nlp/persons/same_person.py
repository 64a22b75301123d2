"""Whether posts of people of one name are one person's, and why."""

from __future__ import annotations

from .careers import CENTRE, Post, above, is_shared, is_short_for, may_be_promoted, same_body

# reason → how sure it makes the identity
SURE = {
    "same post": 1.0, "printed together": 0.97, "same body": 0.9, "posts that go together": 0.9, "same division, one after the other": 0.85,
    "same division": 0.7, "leaders of the state": 0.95, "chief posts of ministerial rank": 0.8, "moved up or down, reported": 0.8,
    "moved up or down, succeeded": 0.8, "the only one of that name": 0.8, "the only one of that name in such a post": 0.75,
    "the only one of that name in the region": 0.85, "same region": 0.6,
    "same country": 0.9, "same post in short": 0.9, "ministerial rank at the centre": 0.75, "division unknown": 0.5,
}
UNKNOWN = "?"  # begins the code of a division that the articles leave open; the newspaper's home or name follows


def is_high(post: Post) -> bool:
    return post.level == 0 or post.level == 1 and post.is_chief


def link(mine: list[Post], theirs: list[Post]) -> tuple[float, str] | None:
    """(how sure, reason) why both are one person's posts; the reason "could be" where evidence lacks; None where they are not."""
    best: tuple[float, str] | None = None
    apart = False
    for one in mine:
        for other in theirs:
            verdict = _pair(one, other)
            if verdict == "leaders of the state":
                return SURE[verdict], verdict
            apart = apart or verdict == "two persons"
            if verdict is not None and (best is None or SURE.get(verdict, 0.0) > best[0]):
                best = (SURE.get(verdict, 0.0), verdict)
    return None if apart else best


def _pair(one: Post, other: Post) -> str | None:
    if is_high(one) and is_high(other) and 0 in (one.level, other.level):
        return "leaders of the state"
    if one.position == other.position and is_short_for(one.organization, other.organization) and (one.code == other.code or None in (one.code, other.code)):
        return "same post in short"
    if one.code is not None and one.code == other.code:
        return _within_division(one, other)
    if one.code is None or other.code is None:
        if one.code == other.code or CENTRE in (one.code, other.code):
            return "same body" if same_body(one.organization, other.organization) else None
        unplaced, placed = (one, other) if one.code is None else (other, one)
        return "same country" if is_foreign(placed) and unplaced.organization[:1] == placed.code[0] else None  # 乌外长 of 乌克兰
    if one.code in above(other.code)[:1] or other.code in above(one.code)[:1]:
        return _between_divisions(one, other)
    return _between_chiefs(one, other)


def is_foreign(post: Post) -> bool:
    """Whether the post is another country's."""
    return post.code is not None and not post.code[0].isdigit() and post.code[0] != UNKNOWN and post.code != CENTRE


def _within_division(one: Post, other: Post) -> str | None:
    if is_foreign(one):
        return "same country"
    at_centre = one.code == CENTRE and None not in (one.level, other.level) and max(one.level, other.level) < 2
    if at_centre and 0 in (one.level, other.level):
        return "leaders of the state"
    if same_body(one.organization, other.organization) or at_centre and is_short_for(one.organization, other.organization):
        return "same body"
    if one.overlaps(other):
        return "posts that go together" if one.fits_beside(other) else "two persons"
    if abs((one.level or 0) - (other.level or 0)) > 1 and None not in (one.level, other.level):
        return "could be"
    if one.code == CENTRE or one.code.endswith("0000"):
        return _between_chiefs(one, other) or ("ministerial rank at the centre" if at_centre else None)
    if one.first is None or other.first is None:
        return "same division" if not one.code.endswith("00") else "could be"
    if one.code.endswith("00") and one.level != other.level:
        return "could be"
    return "same division, one after the other"


def _between_divisions(one: Post, other: Post) -> str | None:
    """Of a division and of the one above it."""
    if one.first is None or other.first is None:
        return "could be"
    lower, higher = (one, other) if other.code in above(one.code) else (other, one)
    if one.overlaps(other):
        return "could be" if lower.is_chief and higher.kind == "party" and is_shared(higher.position) else "two persons"
    earlier, later = sorted((one, other), key=lambda post: (post.first, post.last))
    if not may_be_promoted(lower, higher):
        return None
    if later.appointed:
        return "moved up or down, reported"
    if earlier.left:
        return "moved up or down, succeeded"
    return _between_chiefs(one, other) or "could be"


def _between_chiefs(one: Post, other: Post) -> str | None:
    """Names of ministers and governors are few: what they held one after the other is one person's."""
    if not (is_high(one) and is_high(other)) or one.first is None or other.first is None:
        return None
    return "two persons" if one.overlaps(other) and one.code != other.code and CENTRE not in (one.code, other.code) else "chief posts of ministerial rank"
