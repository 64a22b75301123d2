"""A small HanLP model (characters, BiLSTM, BIO tags) on the same sentences.

Without HanLP's conditional random field: in hanlp 2.1.5 RNNTaggingModel hands it batches of the wrong orientation
(`CRF(n_out, crf_constraints)`, where the second argument is batch_first). HanLP's own component and loop; its character vectors start from LAC's (Apache-2.0), for HanLP's published ones can't be shipped.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import lac
import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from torch import nn

from data import load
from govnews_nlp.characters import normalise

LONGEST = 150


class Recogniser(RNNNamedEntityRecognizer):
    """HanLP's, with known character vectors, and without decoding every training batch for a running score."""

    def build_model(self, **kwargs) -> nn.Module:
        model = super().build_model(**kwargs)
        characters = self.vocabs[self.config.token_key].idx_to_token
        known = [i for i, character in enumerate(characters) if len(character) == 1]
        rows = torch.tensor(lac.character_rows("".join(normalise(characters[i]) for i in known))[1:])
        with torch.no_grad():
            model.embed.weight[known] = rows / rows.std() * 0.5
        return model

    def fit_dataloader(self, trn, criterion, optimizer, metric, logger, ratio_width=None, **kwargs):
        self.model.train()
        for number, batch in enumerate(trn):
            optimizer.zero_grad()
            out, mask = self.feed_batch(batch)
            loss = self.compute_loss(criterion, out, batch["tag_id"], mask)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
            optimizer.step()
            if number % 200 == 0:
                logger.info(f"batch {number} of {len(trn)}, loss {loss.item():.4f}")


def write(sentences, path: Path) -> None:
    """character<TAB>tag lines in BIO, a blank line between sentences."""
    with open(path, "w", encoding="utf-8") as file:
        for text, spans in sentences:
            if not text.strip() or len(text) > LONGEST:
                continue
            tags = ["O"] * len(text)
            for start, end, label in spans:
                if label in ("PER", "LOC", "ORG"):
                    tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
            file.writelines(f"{character if not character.isspace() else '_'}\t{tag}\n" for character, tag in zip(text, tags, strict=True))
            file.write("\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", nargs="+", default=["msra"])
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--sentences", type=int, help="at most so many")
    args = parser.parse_args()
    torch.set_num_threads(1)
    write([sentence for name in args.data for sentence in load(args.work / f"{name}.jsonl")][: args.sentences], args.work / "hanlp.train.tsv")
    write(load(args.work / "dev.jsonl"), args.work / "hanlp.dev.tsv")
    saved = args.work / "hanlp"
    Recogniser().fit(str(args.work / "hanlp.train.tsv"), str(args.work / "hanlp.dev.tsv"), str(saved), embed=lac.HIDDEN, epochs=args.epochs,
                     batch_size=32, rnn_hidden=args.hidden, lr=args.rate, anneal_patience=1, crf=False, tagging_scheme="BIO", devices=-1, token_key="token")
    args.out.mkdir(parents=True, exist_ok=True)
    for path in saved.iterdir():
        if path.suffix in (".json", ".pt"):
            shutil.copy(path, args.out)
    config = json.loads((args.out / "config.json").read_text("utf-8"))
    config["classpath"] = "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer"  # who loads it has HanLP, not this script
    (args.out / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    main()
