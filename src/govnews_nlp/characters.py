"""What the statistical models see of a text: normalised characters, and the ids of characters, bigrams and words.

Shared by training (models/scripts) and run time, so that both see the same.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

LONGEST_WORD = 6
# Marks that stand for the same: 「」 for “”, the five dots inside transcribed names, dashes
SAME = {"「": "“", "」": "”", "『": "“", "』": "”", "•": "·", "‧": "·", "・": "·", "●": "·", "―": "—", "–": "—", "～": "~"}


def _normal_forms() -> np.ndarray:
    """Code point (BMP) → normalised code point: full width to half width, digits to 0, letters to A or a, blanks to a space."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    for mark, normal in SAME.items():
        table[ord(mark)] = ord(normal)
    for blank in (*range(0x00, 0x21), 0x7F, 0xA0, 0x3000, 0xFEFF, *range(0x2000, 0x2010)):
        table[blank] = 0x20
    for first, last, to in (("0", "9", "0"), ("A", "Z", "A"), ("a", "z", "a")):
        table[(table >= ord(first)) & (table <= ord(last))] = ord(to)
    return table


NORMAL = _normal_forms()
UNKNOWN = 0xFFFD  # characters outside the Basic Multilingual Plane


def code_points(text: str) -> np.ndarray:
    """Normalised code points of the text, one uint16 a character."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return NORMAL[np.where(points > 0xFFFF, UNKNOWN, points)]


def normalise(text: str) -> str:
    """The text as the models see it; as long as the text."""
    return code_points(text).tobytes().decode("utf-16-le", "replace")


def grams(points: np.ndarray, n: int) -> np.ndarray:
    """A uint64 key for each stretch of n characters; exact up to 4 characters, a hash beyond."""
    count = max(len(points) - n + 1, 0)
    wide = points.astype(np.uint64)
    keys = np.zeros(count, dtype=np.uint64)
    for i in range(n):
        keys = (keys * np.uint64(0x9E3779B97F4A7C15) if i >= 4 else keys << np.uint64(16)) ^ wide[i : i + count]
    return keys


class Vocabulary:
    """Ids of characters, bigrams and dictionary words; id 0 is "unknown" or "none" in each.

    characters: normalised characters, ids 1… in this order. bigrams: sorted uint64 keys, ids 1… in this order.
    words: for each length 2 … LONGEST_WORD, sorted keys and the words' ids.
    """

    def __init__(self, characters: str, bigrams: np.ndarray, word_keys: list[np.ndarray], word_ids: list[np.ndarray]):
        self.characters, self.bigrams, self.word_keys, self.word_ids = characters, bigrams, word_keys, word_ids
        self._character_ids = np.zeros(0x10000, dtype=np.int32)
        self._character_ids[[ord(c) for c in characters]] = np.arange(1, len(characters) + 1)

    def features(self, text: str, breaks: np.ndarray | None = None) -> np.ndarray:
        """(5, length) int32: character, bigram with the one before, bigram with the next, longest word that starts here, that ends here.

        breaks: positions where a new stretch starts; no bigram and no word crosses one.
        """
        points = code_points(text)
        length = len(points)
        out = np.zeros((5, length), dtype=np.int32)
        if not length:
            return out
        if breaks is not None:  # a stretch's first character: grams that hold it inside are not grams
            stretch = np.zeros(length, dtype=np.int32)
            stretch[breaks] = 1
            stretch = np.cumsum(stretch)
        out[0] = self._character_ids[points]
        for n in range(2, LONGEST_WORD + 1):
            if length < n:
                break
            keys = grams(points, n)
            whole = None if breaks is None else stretch[: length - n + 1] == stretch[n - 1 :]
            if n == 2:
                at, found = _look_up(self.bigrams, keys)
                found = found if whole is None else found & whole
                ids = np.where(found, at + 1, 0)
                out[1, 1:] = ids
                out[2, :-1] = ids
            at, found = _look_up(self.word_keys[n - 2], keys)
            found = found if whole is None else found & whole
            where = np.flatnonzero(found)
            ids = self.word_ids[n - 2][at[where]]
            out[3, where] = ids
            out[4, where + n - 1] = ids
        return out

    def save(self, path: Path) -> None:
        arrays = {f"keys{n}": keys for n, keys in enumerate(self.word_keys, 2)}
        arrays |= {f"ids{n}": ids for n, ids in enumerate(self.word_ids, 2)}
        np.savez_compressed(path, characters=np.array(self.characters), bigrams=self.bigrams, **arrays)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        with np.load(path, allow_pickle=False) as file:  # a model runs no code
            lengths = range(2, LONGEST_WORD + 1)
            return cls(str(file["characters"]), file["bigrams"],
                       [file[f"keys{n}"] for n in lengths], [file[f"ids{n}"] for n in lengths])


def _look_up(sorted_keys: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    at = np.searchsorted(sorted_keys, keys)
    at[at == len(sorted_keys)] = 0
    return at, sorted_keys[at] == keys
