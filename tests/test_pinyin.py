"""Chinese words under the letters by which they are read."""

import pytest

from evident.text import pinyin


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("新华社", "X"),
        ("中国日报", "Z"),
        ("国家统计局", "G"),
        ("人民日报", "R"),
        ("啊", "A"),  # the first of the order
        ("座", "Z"),  # and the last
        ("期刊", "Q"),  # the first of its letter
        ("啪", "P"),  # which comes right before
        ("Reuters", "R"),
        ("iScience", "I"),
        ("21世纪经济报道", "0–9"),
        ("鑿", "0–9"),  # no character of every day
    ],
)
def test_letter(word: str, letter: str) -> None:
    assert pinyin.letter(word) == letter


def test_latin_words_come_before_chinese_ones_of_their_letter() -> None:
    words = ["新华社", "Xinjiang", "中国日报", "山西日报", "Reuters", "山西省统计局", "新华财经"]
    assert sorted(words, key=pinyin.place) == [
        "Reuters",
        "山西日报",  # 日 ri before 省 sheng
        "山西省统计局",
        "Xinjiang",
        "新华财经",  # 财 cai before 社 she
        "新华社",
        "中国日报",
    ]
