"""The firms that a plan names."""

from pathlib import Path

from tests.own_corpus import assistant_over
from tests.two_towns import PLANS


def test_firms_are_named_and_trades_are_none(tmp_path: Path) -> None:
    towns = assistant_over(tmp_path, PLANS)[0]
    named = towns.ask("青禾点名了哪些企业")
    assert named.status == "answered"
    assert "写到名称的企业有3家：广源铝业、上海华冶铸造、宁波顺和纸业" in named.answer
    none = towns.ask("云桥被点名的企业有哪些")
    assert none.status == "not_found" and "没有写出企业的名称" in none.answer
