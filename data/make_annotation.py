"""Articles of a county in Qinghai with their annotation, as an annotator would hand them back: for notebook 05 and the tests of `govnews retrain`.

usage: make_annotation.py OUT.jsonl [--articles N] [--seed N]

Invented people with Tibetan names, invented cooperatives and companies; herders, teachers and owners stand beside the officials, without a
title that a rule could hold on to. The file has the format of doccano; every span is right, since the text was made from it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from datetime import date, timedelta
from pathlib import Path

REGION, NEWSPAPER = "青海省海南藏族自治州共和县", "共和新闻"
SYLLABLES = ("才让 扎西 卓玛 多杰 尼玛 才仁 旦增 央金 桑杰 索南 格桑 贡布 达瓦 仁青 拉毛 罗藏 平措 旺堆 措毛 加央 关却 华旦 完玛 更登 拉加 南杰 普措 羊本 周加 德吉").split()
TOWNS = "恰卜恰镇 倒淌河镇 龙羊峡镇 塘格木镇 铁盖乡 廿地乡 沙珠玉乡 切吉乡 石乃亥镇 黑马河镇 江西沟镇".split()
FIRMS = ["雪域", "圣湖", "草原红", "高原金穗", "恰卜恰", "龙羊", "金藏", "青海湖", "三江", "白牦牛", "祁连", "日月山"]
TRADES = ["牦牛养殖专业合作社", "藏羊养殖专业合作社", "乳业有限公司", "农牧开发有限公司", "光伏科技有限公司", "藏毯厂", "饲草料配送中心"]
POSTS = ["县委书记", "县委副书记、县长", "县委常委、常务副县长", "副县长", "县人大常委会主任", "县政协主席"]
LEADS = [
    "[近日|昨日上午|10日下午]，{title}{leader}到{town}调研产业发展，先后走进{firm}、{firm2}，察看生产情况。",
    "[近日|昨日|12日]，{title}{leader}在{town}走访慰问群众，来到{person}家中，详细询问生产生活情况。",
    "[9日|昨日下午]，{title}{leader}一行到{firm}督导安全生产工作。",
]
BODIES = [
    "“今年草场好，牛羊膘情也好。”{person}指着圈里的牦牛说。", "在{firm}，{person}正忙着给刚到的饲料过秤。", "{person}和{person2}是一对老邻居，去年一起加入了{firm}。",
    "{person}的儿子{person2}大学毕业后回到{town}，办起了牧家乐。", "据了解，{firm}去年吸纳{town}牧民就业四十余人。", "村里的{person}老人今年七十六岁，与{person2}同住。",
    "{leader}叮嘱{firm}要用好政策，带动更多群众增收。", "从{person}家出来，{leader}又来到{firm}，与{person2}交谈。", "{firm}与{firm2}签订了收购协议，{person}等二十户牧民受益。",
    "{leader}强调，要压实责任，守牢安全底线。", "“政策好，日子有奔头。”{person}笑着说。", "驻村的{person}告诉记者，{town}的路灯上个月全部亮了。",
]
SLOT = re.compile(r"\{(\w+)\}")  # {person2}
CHOICE = re.compile(r"\[([^\]]+)\]")  # [近日|昨日]
LABEL = {"person": "PERSON", "leader": "PERSON", "title": "TITLE", "firm": "ORG", "town": "PLACE"}


def make_annotated(articles: int = 120, seed: int = 2023) -> list[dict]:
    """Rows of doccano: text, label [[start, end, label], …], and the article's data."""
    chance = random.Random(seed)
    return [_article(chance, number) for number in range(1, articles + 1)]


def _article(chance: random.Random, number: int) -> dict:
    def name() -> str:
        return "".join(chance.sample(SYLLABLES, 2))

    fixed = {"leader": name(), "title": chance.choice(POSTS), "town": chance.choice(TOWNS)}
    text, spans = "", []
    for template in [chance.choice(LEADS), *chance.sample(BODIES, 4)]:
        said = CHOICE.sub(lambda match: chance.choice(match[1].split("|")), template)
        slots = {**fixed, "person": name(), "person2": name(), "firm": chance.choice(FIRMS) + chance.choice(TRADES), "firm2": chance.choice(FIRMS) + chance.choice(TRADES)}
        at = 0
        for match in SLOT.finditer(said):
            text += said[at : match.start()]
            value, start = slots[match[1]], len(text)
            text += value
            at = match.end()
            for part in re.finditer(r"[^、]+", value):  # 县委副书记、县长: two titles
                spans.append([start + part.start(), start + part.end(), LABEL[match[1].rstrip("2")]])
        text += said[at:] + "\n"
    day = date(2023, 1, 5) + timedelta(days=3 * number)
    return {"text": text.rstrip("\n"), "label": spans, "article_id": f"{NEWSPAPER}-{number:03}", "published": day.isoformat(), "region": REGION, "newspaper": NEWSPAPER}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--articles", type=int, default=120)
    arguments.add_argument("--seed", type=int, default=2023)
    given = arguments.parse_args()
    given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in make_annotated(given.articles, given.seed)), "utf-8")


if __name__ == "__main__":
    main()
