"""Values read lately are kept, the ones asked for last, and no more of them than told."""

import pytest

from index.kept import Kept


def test_a_value_is_made_once_while_it_is_kept_and_the_one_asked_for_longest_ago_goes_first() -> None:
    made: list[str] = []
    kept: Kept[str, str] = Kept(2)

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    assert [kept.get(key, make) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_what_cannot_be_made_is_not_kept() -> None:
    kept: Kept[str, str] = Kept(2)

    def fail(key: str) -> str:
        raise KeyError(key)

    with pytest.raises(KeyError):
        kept.get("a", fail)
    assert kept.get("a", str.upper) == "A"
