"""Names as they are borne in Panzhihua: 汉, 彝, 傈僳, 苗 and 傣, family names first, with the dot where custom has it."""

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class People:
    """An ethnic group (民族): its name and code of GB/T 3304, its family names and given names."""

    name: str
    code: str
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    dot: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HAN: Final = People(
    "汉族", "01",
    tuple("王李张刘陈杨黄周吴徐孙胡朱高林何郭罗郑梁谢宋唐许邓冯曹彭曾肖田董袁潘蒋蔡余杜叶程"),
    _words("建国 建军 志强 明华 德贵 世荣 永福 光明 国平 正伟 学文 文斌 小龙 俊杰 浩然 子轩 宇航 家乐"),
    _words("秀英 桂芳 玉兰 淑珍 春梅 丽华 小琴 晓燕 雪梅 永芬 国秀 佳怡 欣怡 雨涵 诗琪 思雨"),
)  # fmt: skip
YI: Final = People(
    "彝族", "07",
    _words("吉克 沙马 阿西 俄木 曲比 马海 勒伍 阿苦 吉木 俄的 海来 贾巴"),
    _words("木呷 拉者 尔洛 日哈 阿木 子古 伍各 拉日 古哈 尔布 什哈"),
    _words("阿依 阿呷 阿支 乌果 伍呷 日洛 史呷 阿芝 呷呷 木乃"),
    dot="·",
)  # fmt: skip
LISU: Final = People(
    "傈僳族", "20",
    tuple("余蜂熊麻谷贵蔡胡"),
    _words("阿普 阿邓 阿克 阿楚 文光 正华 开荣 建林"),
    _words("阿娜 阿妮 阿恰 阿朵 文秀 正芳 开琼 建梅"),
)  # fmt: skip
MIAO: Final = People(
    "苗族", "06", tuple("杨熊侯陶马古项"), _words("朝光 正兴 文才 国富 开明 小全"),
    _words("朝英 正美 文珍 国琴 开兰 小妹"),
)  # fmt: skip
DAI: Final = People(
    "傣族",
    "18",
    tuple("刀罕方思"),
    _words("岩温 岩罕 岩罗 文军 志明"),
    _words("玉香 玉罕 玉波 文英 丽芬"),
)

_MIX: Final[dict[str, tuple[tuple[People, int], ...]]] = {
    "510411": ((HAN, 58), (YI, 24), (DAI, 7), (MIAO, 6), (LISU, 5)),
    "510421": ((LISU, 40), (HAN, 30), (YI, 20), (MIAO, 6), (DAI, 4)),
}
"""How many of a hundred families are of which people, by county: a feel, no statistic."""


def some_people(chance: Random, county: str) -> People:
    """Return the people a family belongs to."""
    mix = _MIX[county]
    return chance.choices([people for people, _ in mix], [weight for _, weight in mix])[0]


def full_name(people: People, family: str, *, male: bool, chance: Random) -> str:
    """Return a full name, as ``张建国`` or ``吉克·木呷``."""
    return f"{family}{people.dot}{chance.choice(people.men if male else people.women)}"
