"""From the tagger's scores to spans: the best BMES sequence that is well formed.

A character's best tags form a well-formed sequence nearly always; only where they don't, Viterbi looks for the best one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

Span = tuple[int, int, str]
FORBIDDEN = -1e9


@lru_cache(maxsize=16)
def grammar(tags: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which tag may follow which, which may be first, which may be last (booleans)."""
    prefix = [tag[0] for tag in tags]
    kind = [tag[2:] for tag in tags]
    follows = np.array([[(b in "ME" and kind[i] == kind[j]) if a in "BM" else b in "OBS" for j, b in enumerate(prefix)] for i, a in enumerate(prefix)])
    return follows, np.array([p in "OBS" for p in prefix]), np.array([p in "OES" for p in prefix])


def best_tags(scores: np.ndarray, lengths: np.ndarray, tags: tuple[str, ...]) -> np.ndarray:
    """(sentences, time, tags) → (sentences, time) of well-formed tags; 0 (O) beyond a sentence's end."""
    follows, first, last = grammar(tags)
    path = scores.argmax(-1)
    inside = np.arange(path.shape[1])[None] < lengths[:, None]
    path *= inside
    good = first[path[:, 0]] & (follows[path[:, :-1], path[:, 1:]] | ~inside[:, 1:]).all(1)
    good &= last[path[np.arange(len(path)), lengths - 1]]
    bad = np.flatnonzero(~good)
    if len(bad):
        longest = int(lengths[bad].max())
        path[bad] = 0
        path[bad, :longest] = _viterbi(scores[bad, :longest], lengths[bad], follows, first, last)
    return path


def _viterbi(scores: np.ndarray, lengths: np.ndarray, follows: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    count, time, _ = scores.shape
    barrier = np.where(follows, 0.0, FORBIDDEN).astype(np.float32)
    at_end = np.where(last, 0.0, FORBIDDEN).astype(np.float32)
    rows = np.arange(count)
    best = scores[:, 0] + np.where(first, 0.0, FORBIDDEN).astype(np.float32)
    ends = (best + at_end).argmax(1)  # of sentences that end here
    back = np.zeros(scores.shape, dtype=np.int16)
    for t in range(1, time):
        step = best[:, :, None] + barrier[None]
        back[:, t] = step.argmax(1)
        best = np.where((t < lengths)[:, None], step.max(1) + scores[:, t], best)
        ends = np.where(t == lengths - 1, (best + at_end).argmax(1), ends)
    path = np.zeros((count, time), dtype=np.int64)
    current = ends
    for t in range(time - 1, -1, -1):
        inside = t < lengths
        path[:, t] = np.where(inside, current, 0)
        if t:
            current = np.where(inside, back[rows, t, current], current)
    return path


def spans_of_tags(path: np.ndarray, tags: tuple[str, ...]) -> list[tuple[int, int, int, str]]:
    """(row, start, end, label) of every span of well-formed tags."""
    prefix = np.array([tag[0] for tag in tags])
    starts = np.flatnonzero(np.isin(prefix, ("B", "S"))[path])
    ends = np.flatnonzero(np.isin(prefix, ("E", "S"))[path])
    width = path.shape[1]
    kinds = [tags[i][2:] for i in path.ravel()[starts]]
    return [(a // width, a % width, b % width + 1, kind) for a, b, kind in zip(starts.tolist(), ends.tolist(), kinds, strict=True)]


def confidences(scores: np.ndarray, path: np.ndarray, spans: list[tuple[int, int, int, str]]) -> list[float]:
    """Of each span, the probability of its least sure tag."""
    if not spans:
        return []
    rows, starts, ends = (np.array([span[i] for span in spans]) for i in range(3))
    lengths = ends - starts
    firsts = np.cumsum(lengths) - lengths
    row, time = np.repeat(rows, lengths), np.arange(lengths.sum()) - np.repeat(firsts - starts, lengths)
    of_span = scores[row, time]
    of_span = np.exp(of_span - of_span.max(1, keepdims=True))
    chosen = of_span[np.arange(len(row)), path[row, time]] / of_span.sum(1)
    return np.minimum.reduceat(chosen.astype(np.float64), firsts).round(3).tolist()


def spans_of_scores(scores: np.ndarray, lengths: np.ndarray, tags: tuple[str, ...]) -> list[list[Span]]:
    """The spans of each sentence."""
    found: list[list[Span]] = [[] for _ in range(len(scores))]
    if len(scores):
        for row, start, end, kind in spans_of_tags(best_tags(scores, np.asarray(lengths), tags), tags):
            found[row].append((start, end, kind))
    return found
