"""Recorded natural answers: what the gates keep of them and catch of the faults planted in them, and the chain that they are replayed through."""

import json
from pathlib import Path

import pytest

from errors import GoldError
from eval.support.measure import count, read_rows, render
from eval.support.replay import load_recorded, replay
from retrieval.assistant import Assistant

RECORDED = Path(__file__).resolve().parent.parent / "eval" / "support" / "data" / "plans.jsonl"


def test_of_natural_answers_half_is_kept_and_of_planted_faults_hardly_any_passes() -> None:
    rows = read_rows(RECORDED)
    counted = count([row for row in rows if row.supported][::3] + [row for row in rows if not row.supported][::2])
    honest, faults = counted.pop("honest"), counted.values()
    assert honest.all > 60 and honest.fell <= 0.5 * honest.all, honest.wrong
    assert sum(c.fell for c in faults) >= 0.9 * sum(c.all for c in faults)
    for kind in ("year", "body"):
        assert not counted[kind].wrong, counted[kind].wrong


def test_pairs_are_counted_by_kind(tmp_path: Path) -> None:
    quote = "到2025年，漏损率控制在8%以内。"
    rows = [
        {"id": "1", "plan": "云泽市", "quotes": [quote], "sentence": "漏损率要压到8%以内。", "label": "supported"},
        {
            "id": "2",
            "plan": "云泽市",
            "quotes": [quote],
            "sentence": "漏损率要压到6%以内。",
            "label": "unsupported",
            "kind": "number",
        },
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    counted = count(read_rows(path))
    assert (counted["honest"].fell, counted["number"].fell) == (0, 1)
    assert "number：1/1" in render(counted, 5)
    path.write_text('{"id": 1}', encoding="utf-8")
    with pytest.raises(GoldError, match="第 1 行"):
        read_rows(path)


def test_recorded_answers_are_replayed_without_a_model(assistant: Assistant) -> None:
    done = replay(assistant.index, load_recorded(RECORDED)[:6])
    assert done.answers == 6 and not done.not_called and done.by_model >= 4
    assert done.lines["model"] > done.lines["text"] and "6 个回答" in done.summary()
