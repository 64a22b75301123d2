"""Corpora → training sentences (JSON lines) free of evaluation sentences, raw text for the embeddings, the dictionary."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import islice
from pathlib import Path

import corpora as read
import jieba
import jieba.posseg
import manifest

from govnews_nlp.characters import LONGEST_WORD, normalise
from govnews_nlp.segmentation import sentences

jieba.setLogLevel("ERROR")
# classes of dictionary words that the model is told; 0 is "no word"
WORD_CLASSES = {"nr": 1, "nrt": 1, "nrfg": 1, "ns": 2, "nt": 3, "nz": 4, "n": 5, "v": 6, "vn": 6}
OTHER_CLASS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", nargs="+", type=Path, required=True)
    parser.add_argument("--raw", type=Path, help="folder of unlabelled news, *.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--windows", type=Path, default=manifest.FOLDER, help="folder for the hashes")
    parser.add_argument("--sentences", type=int, default=0, help="so many of each corpus, for trying the steps out; 0: all")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    most = args.sentences or None

    kept_out = read.evaluation_windows(args.corpora)
    sources = {
        "msra": read.read_columns(read.find(args.corpora, "msra/msra_train_bmes.txt.gz")),
        "pku": read.read_pku(read.find(args.corpora, "people_daily_1998/199801.txt.gz")),
        "resume": (s for name in ("train", "dev") for s in read.read_columns(read.find(args.corpora, f"resume/{name}.char.bmes"))),
    }
    raw = []
    for name, source in sources.items():
        all_of = list(source)
        kept = list(read.clean(all_of, kept_out))[:most]
        print(f"{name}: {len(kept)} of {len(all_of)} sentences, {sum(len(t) for t, _ in kept)} characters")
        with open(args.out / f"{name}.jsonl", "w", encoding="utf-8") as file:
            for text, spans in kept:
                file.write(json.dumps({"text": text, "spans": spans}, ensure_ascii=False) + "\n")
        raw += [text for text, _ in kept]
    with open(args.out / "dev.jsonl", "w", encoding="utf-8") as file:
        for text, spans in read.read_columns(read.find(args.corpora, "people_daily/example.dev")):
            file.write(json.dumps({"text": text, "spans": spans}, ensure_ascii=False) + "\n")

    if args.raw:
        news = ((text[a:b], []) for text in read.read_xwlb(args.raw) for a, b in sentences(text))
        news = [text for text, _ in islice(read.clean(news, kept_out), most)]
        print(f"raw: {len(news)} sentences, {sum(map(len, news))} characters")
        (args.out / "news.txt").write_text("\n".join(text.replace("\n", " ") for text in news), "utf-8")
        raw += news
    manifest.write("training", manifest.sampled(raw), args.windows)
    manifest.write("evaluation", manifest.sampled(text for name in read.EVALUATION for text, _ in read.read_columns(read.find(args.corpora, name))), args.windows)
    (args.out / "raw.txt").write_text("\n".join(normalise(text) for text in raw), "utf-8")

    jieba.initialize()
    classes = jieba.posseg.POSTokenizer()
    classes.initialize()
    words = {}
    for word, tag in classes.word_tag_tab.items():
        if 2 <= len(word) <= LONGEST_WORD and jieba.dt.FREQ.get(word) and all("\u4e00" <= c <= "\u9fff" for c in word):
            words[word] = WORD_CLASSES.get(tag, OTHER_CLASS)
    print(f"dictionary: {len(words)} words", Counter(words.values()))
    (args.out / "dictionary.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
