"""Fonts with Chinese characters: which the pictures ask for, whether one is installed, how to get one."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from shutil import which

FONTS = "Noto Sans CJK SC, Source Han Sans SC, Noto Sans SC, WenQuanYi Micro Hei, WenQuanYi Zen Hei, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
HOW_TO_GET_ONE = ('install one (Debian, Ubuntu: "apt install fonts-noto-cjk" or fonts-wqy-microhei; Fedora: "dnf install google-noto-sans-cjk-fonts"), '
                  "or give save(…, font_dir=) a folder with a font file such as NotoSansSC-Regular.otf")
# NotoSansCJK-Regular.ttc, wqy-microhei.ttc, SourceHanSansSC-Normal.otf, msyh.ttc, simsun.ttc, PingFang.ttc, Hiragino Sans GB.ttc
CHINESE_FONT_FILE = re.compile(r"cjk|wqy|sourcehan|noto(?:sans|serif)[sth]c|simsun|simhei|msyh|simkai|deng|pingfang|stheiti|songti|hiragino sans gb|uming|ukai|droidsansfallback", re.I)
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "~/Library/Fonts",
           os.path.join(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"))


@cache
def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed: fontconfig says so, or a font file has the name of one."""
    if which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return bool(listed.stdout.strip())
    return any(CHINESE_FONT_FILE.search(path.name) for folder in FOLDERS if (root := Path(folder).expanduser()).is_dir() for path in root.rglob("*.[to]t[cf]"))


def register(folder: str | Path) -> None:
    """Make the fonts of a folder known to the converter that draws PNG files."""
    import vl_convert

    if not any(Path(folder).glob("*.[to]t[cf]")):
        raise FileNotFoundError(f"{folder}: no font file (.ttf, .otf, .ttc) in it; {HOW_TO_GET_ONE}")
    vl_convert.register_font_directory(str(folder))
