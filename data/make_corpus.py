"""A synthetic corpus in the style of local Party newspapers, for the notebooks and tests: invented people, seeded.

usage: make_corpus.py OUT.jsonl [--articles N] [--seed N]

Two years of two prefectures and five of their counties and districts. Who holds which post changes in time (appointments
are reported, one county head moves up to the city), slogans come and go, and two different persons bear the same name.
The file holds beside each article what it was made from (`truth`), so that tests can compare.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2022, 1, 4), date(2023, 12, 29)
SURNAMES = "梁顾陈罗秦邹沈杜韩白田葛邢高欧程唐孟谭卫史邬向文屈任汤左石黎盛陆柳钱甄宁鲁景苏武林许"
GIVEN = ["思远", "海生", "佩文", "启", "玉兰", "建国", "立", "从文", "衡", "启明", "露", "野", "明", "小芸", "静", "万钧", "明轩", "向阳", "松", "青", "繁星", "可鉴", "晓峰",
         "东流", "思齐", "平", "重光", "圆", "明晖", "小溪", "沉", "江", "融", "连山", "兰", "磊", "木", "理", "知远", "多宝", "若水", "一鸣", "晓棠", "伯阳", "长青", "子衿"]
PLACES = {  # division: (kind, home of the newspaper, newspaper, where people go)
    "泸州市": ("市", "四川省泸州市", "泸州日报", ["江阳区滨江社区", "龙马潭区玄滩镇", "泸州港", "泸州高新区"]),
    "江阳区": ("区", "四川省泸州市江阳区", "江阳时报", ["蓝田街道", "茜草街道滨江社区", "酒谷科创园", "分水岭镇"]),
    "合江县": ("县", "四川省泸州市合江县", "合江新闻", ["福宝镇", "尧坝镇", "临港工业园", "先市镇荔枝基地"]),
    "岳阳市": ("市", "湖南省岳阳市", "岳阳晚报", ["岳阳楼区洞庭街道", "君山区柳林洲街道", "城陵矶新港区", "湘阴县鹤龙湖镇"]),
    "湘阴县": ("县", "湖南省岳阳市湘阴县", "湘阴周刊", ["文星街道", "鹤龙湖镇", "洋沙湖", "虞公港项目"]),
    "汨罗市": ("县级市", "湖南省岳阳市汨罗市", "汨罗江报", ["屈子祠镇", "汨罗高新区", "长乐镇", "弼时镇"]),
    "君山区": ("区", "湖南省岳阳市君山区", "君山简报", ["柳林洲街道", "广兴洲镇", "濠河口", "钱粮湖镇"]),
}
POSTS = {  # post: how it is printed in front of the name, with X for 市, 区, 县
    "书记": ["X委书记"], "长": ["X委副书记", "X长"], "常务": ["X委常委", "常务副X长"], "副": ["副X长"], "人大": ["X人大常委会主任"], "政协": ["X政协主席"],
    "组织": ["X委常委", "组织部部长"],
}
SLOGANS = [  # slogan as printed, first and last month of its life (of 24), weight
    ("“汛前三查”", 3, 8, 3), ("“一图双库三单”", 0, 23, 2), ("“冬暖行动”", 10, 13, 3), ("“拿地即开工”", 0, 23, 2), ("“四乡联动”", 8, 23, 3), ("“红黑榜”", 4, 20, 2),
    ("“攻坚百日”", 20, 23, 4), ("“最多跑一次”", 0, 12, 2), ("“千万工程”", 15, 23, 3), ("“动态清零”", 0, 10, 4), ("“河长+检察长”", 6, 23, 2), ("“有事来协商”", 0, 23, 1),
]
TOPICS = ["防汛减灾", "安全生产", "乡村振兴", "营商环境", "生态环境保护", "招商引资", "教育工作", "项目建设", "森林防火", "基层治理"]
MEETINGS = ["{scope}{topic}工作会议", "{scope}{topic}工作推进会", "{topic}专题调度会", "{scope}{topic}现场会"]
DEEDS = ["压实责任链条，把各项措施落细落实", "坚持问题导向，补齐短板弱项", "强化统筹协调，形成工作合力", "守牢安全底线，确保万无一失", "优化服务保障，提升群众满意度"]
GUESTS = ["金桥集团董事长", "远望科技公司总经理", "省农科院院长", "深圳市商会会长"]


@dataclass
class Term:
    """A person in a post of a division from one day to another."""

    person: str
    division: str
    post: str
    start: date
    end: date = LAST


@dataclass
class World:
    random: random.Random
    terms: list[Term] = field(default_factory=list)

    def name(self, taken: set[str]) -> str:
        while (name := self.random.choice(SURNAMES) + self.random.choice(GIVEN)) in taken:
            pass
        taken.add(name)
        return name

    def holder(self, division: str, post: str, day: date) -> str:
        return next(term.person for term in self.terms if (term.division, term.post) == (division, post) and term.start <= day <= term.end)


def make_world(seed: int) -> World:
    world = World(random.Random(seed))
    taken: set[str] = set()
    for division in PLACES:
        for post in POSTS:
            world.terms.append(Term(world.name(taken), division, post, FIRST))
    # the same name twice: the organiser of 合江县 and a deputy of 汨罗市
    homonym = next(term for term in world.terms if (term.division, term.post) == ("合江县", "组织")).person
    next(term for term in world.terms if (term.division, term.post) == ("汨罗市", "副")).person = homonym
    # changes: a county's head moves up to the city, another post is filled anew
    _succeed(world, "泸州市", "副", "江阳区", "长", date(2022, 9, 6), taken)
    _succeed(world, "岳阳市", "长", "湘阴县", "书记", date(2023, 3, 14), taken)
    _succeed(world, "合江县", "书记", None, None, date(2023, 6, 20), taken)
    return world


def _succeed(world: World, division: str, post: str, from_division: str | None, from_post: str | None, day: date, taken: set[str]) -> None:
    """A new holder from the day on; where he comes from another post, that one is filled anew."""
    old = next(term for term in world.terms if (term.division, term.post) == (division, post) and term.end == LAST)
    old.end = day - timedelta(days=1)
    person = world.name(taken) if from_division is None else world.holder(from_division, from_post, day)
    world.terms.append(Term(person, division, post, day))
    if from_division:
        left = next(term for term in world.terms if (term.division, term.post) == (from_division, from_post) and term.end == LAST)
        left.end = day - timedelta(days=1)
        world.terms.append(Term(world.name(taken), from_division, from_post, day))


class Writer:
    def __init__(self, world: World):
        self.world, self.random = world, world.random

    def titles(self, division: str, post: str) -> list[str]:
        sign = PLACES[division][0][-1]
        return [title.replace("X", sign) for title in POSTS[post]]

    def official(self, division: str, post: str, day: date) -> tuple[str, str]:
        """(printed titles with the name, the name)"""
        person = self.world.holder(division, post, day)
        return "、".join(self.titles(division, post)) + person, person

    def slogans(self, day: date, number: int) -> list[str]:
        month = (day.year - FIRST.year) * 12 + day.month - 1
        alive = [(slogan, weight) for slogan, first, last, weight in SLOGANS if first <= month <= last]
        chosen: list[str] = []
        while len(chosen) < min(number, len(alive)):
            slogan = self.random.choices([s for s, _ in alive], [w for _, w in alive])[0]
            if slogan not in chosen:
                chosen.append(slogan)
        return chosen

    def day_name(self, day: date) -> str:
        return f"{day.month}月{day.day}日" if self.random.random() < 0.6 else f"{day.day}日{self.random.choice(['上午', '下午'])}"

    def meeting(self, division: str, day: date) -> dict:
        sign = PLACES[division][0][-1]
        topic = self.random.choice(TOPICS)
        name = self.random.choice(MEETINGS).format(scope=f"全{sign}", topic=topic)
        chair, chair_name = self.official(division, "长", day)
        speaker, speaker_name = self.official(division, "书记", day)
        others = [self.official(division, post, day) for post in self.random.sample(["常务", "副", "人大", "政协", "组织"], 3)]
        first, second = self.slogans(day, 2)
        text = (f"{self.day_name(day)}，{name}召开。{speaker}出席会议并讲话，{chair}主持会议，{'，'.join(printed for printed, _ in others)}参加会议。\n"
                f"{speaker_name}强调，要深化{first}工作机制，{self.random.choice(DEEDS)}。要扎实推进{second}行动，{self.random.choice(DEEDS)}。\n"
                f"{chair_name}要求，{self.random.choice(DEEDS)}。")
        truth = {"type": "meeting", "persons": [speaker_name, chair_name, *(person for _, person in others)], "slogans": [first, second]}
        return {"headline": f"{name}召开", "text": text, "truth": truth}

    def inspection(self, division: str, day: date) -> dict:
        leader, name = self.official(division, self.random.choice(["书记", "长", "常务"]), day)
        companion, second = self.official(division, "副", day)
        places = self.random.sample(PLACES[division][3], 2)
        topic = self.random.choice(TOPICS)
        slogan = self.slogans(day, 1)[0]
        text = (f"{self.day_name(day)}，{leader}调研{topic}情况。{companion}参加。\n{name}先后来到{'、'.join(places)}等地，实地察看有关情况。\n"
                f"{name}指出，要落实{slogan}要求，{self.random.choice(DEEDS)}。")
        return {"headline": f"{name}调研{topic}", "text": text, "truth": {"type": "inspection", "persons": [name, second], "slogans": [slogan]}}

    def talks(self, division: str, day: date) -> dict:
        leader, name = self.official(division, "书记", day)
        guest = self.random.choice(SURNAMES) + self.random.choice(GIVEN)
        title = self.random.choice(GUESTS)
        text = f"{self.day_name(day)}，{leader}会见了{title}{guest}一行。\n{name}说，希望双方深化合作，实现互利共赢。"
        return {"headline": f"{name}会见{title}", "text": text, "truth": {"type": "talks", "persons": [name, guest], "slogans": []}}

    def appointment(self, term: Term) -> dict:
        sign = PLACES[term.division][0][-1]
        title = self.titles(term.division, term.post)[-1]
        day = f"{term.start.month}月{term.start.day}日"
        if term.post in ("书记", "组织"):
            text = f"日前，省委决定：{term.person}同志任{term.division[:-1]}{title}。"
        else:
            text = f"{day}，{sign}人大常委会举行会议，决定任命{term.person}为{term.division}人民政府{title}。"
        return {"headline": f"{term.person}任职", "text": text, "truth": {"type": "appointment", "persons": [term.person], "slogans": []}}


def make_articles(number: int = 360, seed: int = 2022) -> list[dict]:
    """Articles as dictionaries: article_id, newspaper, region, published, headline, text, truth."""
    world = make_world(seed)
    writer = Writer(world)
    days = sorted(FIRST + timedelta(days=world.random.randrange((LAST - FIRST).days)) for _ in range(number))
    made = [(day, division := world.random.choice(list(PLACES)), kind(division, day)) for day in days
            for kind in world.random.choices([writer.meeting, writer.inspection, writer.talks], [5, 4, 1])]
    made += [(term.start, term.division, writer.appointment(term)) for term in world.terms if term.start > FIRST]
    made.sort(key=lambda item: item[0])
    rows = []
    for n, (day, division, article) in enumerate(made, 1):
        _, region, newspaper, _ = PLACES[division]
        reporter = world.random.choice(SURNAMES) + world.random.choice(GIVEN)
        published = day + timedelta(days=1)
        rows.append({"article_id": f"{newspaper}-{published}-{n}", "newspaper": newspaper, "region": region, "published": published.isoformat(),
                     "headline": article["headline"], "text": f"本报讯（记者 {reporter}）{article['text']}", "truth": article["truth"]})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=360)
    parser.add_argument("--seed", type=int, default=2022)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as file:
        for row in make_articles(options.articles, options.seed):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
