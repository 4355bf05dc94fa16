import re

from settings import HOME, Settings

LINES = (HOME / ".env.example").read_text(encoding="utf-8").splitlines()
EXAMPLE = {match[1]: match[2] for line in LINES if (match := re.fullmatch(r"# (WENCE_[A-Z_]+)=(.*)", line))}


def test_the_example_lists_exactly_the_keys_of_the_settings_in_their_order() -> None:
    assert list(EXAMPLE) == [f"WENCE_{name.upper()}" for name in Settings.model_fields]


def test_every_value_in_the_example_is_the_default() -> None:
    for name, field in Settings.model_fields.items():
        default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        assert EXAMPLE[f"WENCE_{name.upper()}"] == default


def test_every_key_is_explained_by_the_line_above_it() -> None:
    for name, field in Settings.model_fields.items():
        at = LINES.index(f"# WENCE_{name.upper()}={EXAMPLE[f'WENCE_{name.upper()}']}")
        assert LINES[at - 1] == f"# {field.description}"
