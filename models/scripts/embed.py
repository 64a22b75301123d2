"""Skip-gram embeddings of characters, bigrams and dictionary words over the raw text (gensim) → vectors.npz, vocabulary.npz.

LAC's character vectors, which the taggers start from (lac.py), stand beside them.
"""

from __future__ import annotations

import argparse
import json
from multiprocessing import Process
from pathlib import Path

import jieba
import lac
import numpy as np
from gensim.models import Word2Vec

from govnews_nlp.characters import LONGEST_WORD, Vocabulary, code_points, grams

jieba.setLogLevel("ERROR")


def pieces(line: str, kind: str) -> list[str]:
    if kind == "characters":
        return list(line)
    if kind == "bigrams":
        return [line[i : i + 2] for i in range(len(line) - 1)]
    return jieba.lcut(line, HMM=False)


def train(raw: Path, out: Path, kind: str, width: int, window: int, minimum: int, epochs: int, workers: int) -> None:
    lines = [pieces(line, kind) for line in raw.read_text("utf-8").split("\n") if line.strip()]
    model = Word2Vec(lines, vector_size=width, window=window, min_count=minimum, sg=1, negative=5, sample=1e-4, epochs=epochs, workers=workers)
    np.savez(out / f"{kind}.npz", keys=np.array(model.wv.index_to_key), vectors=model.wv.vectors.astype(np.float16))
    print(kind, len(lines), model.wv.vectors.shape, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--character-width", type=int, default=64)
    parser.add_argument("--bigram-width", type=int, default=48)
    parser.add_argument("--word-width", type=int, default=48)
    parser.add_argument("--epochs", type=int, default=4)
    args = parser.parse_args()
    raw = args.work / "raw.txt"

    def first():
        train(raw, args.work, "characters", args.character_width, 5, 3, args.epochs, 1)
        train(raw, args.work, "words", args.word_width, 5, 4, args.epochs, 1)

    job = Process(target=first)
    job.start()
    train(raw, args.work, "bigrams", args.bigram_width, 4, 5, args.epochs, 1)
    job.join()
    collect(args.work)


def collect(work: Path) -> None:
    """The three vocabularies and their vectors, in the order of the ids; row 0 for unknown."""
    characters, bigrams, words = (np.load(work / f"{kind}.npz") for kind in ("characters", "bigrams", "words"))
    alphabet = [key for key in characters["keys"] if len(key) == 1]
    vectors = dict(zip(characters["keys"], characters["vectors"], strict=True))
    character_rows = np.stack([np.zeros(characters["vectors"].shape[1]), *(vectors[key] for key in alphabet)])

    pairs = [(int(grams(code_points(key), 2)[0]), row) for key, row in zip(bigrams["keys"], bigrams["vectors"], strict=True) if len(key) == 2]
    pairs.sort(key=lambda pair: pair[0])
    bigram_rows = np.stack([np.zeros(bigrams["vectors"].shape[1]), *(row for _, row in pairs)])

    dictionary = json.loads((work / "dictionary.json").read_text("utf-8"))
    vectors = dict(zip(words["keys"], words["vectors"], strict=True))
    # words with a vector have an id of their own, the other ones one id for each class
    common = [word for word in dictionary if word in vectors]
    rare_classes = max(dictionary.values())
    word_id = {word: i for i, word in enumerate(common, rare_classes + 1)}
    word_class = np.array([*range(rare_classes + 1), *(dictionary[word] for word in common)], dtype=np.int32)
    word_rows = np.stack([*np.zeros((rare_classes + 1, words["vectors"].shape[1])), *(vectors[word] for word in common)])
    keys, ids = [], []
    for n in range(2, LONGEST_WORD + 1):
        of_length = [(int(grams(code_points(word), n)[0]), word_id.get(word, kind)) for word, kind in dictionary.items() if len(word) == n]
        of_length.sort()
        keys.append(np.array([key for key, _ in of_length], dtype=np.uint64))
        ids.append(np.array([i for _, i in of_length], dtype=np.int32))
    Vocabulary("".join(alphabet), np.array([key for key, _ in pairs], dtype=np.uint64), keys, ids).save(work / "vocabulary.npz")
    np.savez(work / "vectors.npz", characters=character_rows.astype(np.float32), bigrams=bigram_rows.astype(np.float32),
             words=word_rows.astype(np.float32), word_class=word_class, lac=lac.character_rows("".join(alphabet)).astype(np.float32))
    print("characters, bigrams, words:", len(character_rows), len(bigram_rows), len(word_rows))


if __name__ == "__main__":
    main()
