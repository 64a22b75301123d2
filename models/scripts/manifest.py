"""What was trained on, as hashes: proof without the texts that training and evaluation share nothing.

Of the 14-character windows (corpora.py) of either side every 128th, chosen by its own hash, so that a window that both
sides had would be chosen, or not, on both. Five bytes a hash, sorted.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b, sha256
from pathlib import Path

from corpora import windows

EVERY = 128
BYTES = 5
FOLDER = Path(__file__).parent.parent / "contamination"


def sampled(texts: Iterable[str]) -> set[bytes]:
    """Hashes of the chosen windows of these texts."""
    chosen = set()
    for text in texts:
        for window in windows(text):
            digest = blake2b(window.encode("utf-8", "surrogatepass"), digest_size=BYTES + 1).digest()
            if digest[0] % EVERY == 0:
                chosen.add(digest[1:])
    return chosen


def write(name: str, hashes: set[bytes], folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.windows").write_bytes(b"".join(sorted(hashes)))


def read(name: str, folder: Path = FOLDER) -> set[bytes]:
    data = (folder / f"{name}.windows").read_bytes()
    return {data[i : i + BYTES] for i in range(0, len(data), BYTES)}


def fingerprint(folder: Path = FOLDER) -> str:
    """Which training data: kept in the meta.json of the model that was trained on it."""
    return sha256((folder / "training.windows").read_bytes()).hexdigest()[:16]
