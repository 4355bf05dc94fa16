"""Under more than it can answer the site answers or says when to come again, and a new snapshot fails nobody who is asking."""

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.bench import load
from eval.bench.flood import Told, flood
from eval.bench.wrk import Lap, ask_by_wrk
from portal.guard import Receive, Scope, Send
from tests.running_server import HOME, running
from tests.small_site import serving
from tests.tiny_index import write_plans

Record = Callable[[str, object], None]
PLANS = HOME / "corpus" / "plans"
ASKS = pytest.mark.skipif(shutil.which("wrk") is None, reason="没有 wrk：请安装 wrk 后再测载荷")


@pytest.mark.parametrize("asked", [150, pytest.param(400, marks=pytest.mark.prove)])
def test_whoever_asks_of_a_full_server_is_answered_or_told_when_to_come_again(asked: int, real_index: Path) -> None:
    rows = (HOME / "eval" / "gold" / "public.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(row)["question"] for row in rows]
    with running("app.py", "--port", "0", "--index", str(real_index), WENCE_WORKERS="1") as address:
        told = asyncio.run(flood(address, questions, asked, 1))
        again = asyncio.run(flood(address, questions, 5, 1))
    assert len(told) == asked and all(one.status == 200 or one.refused_well for one in told)
    assert any(one.status == 200 for one in told) and any(one.refused_well for one in told)
    assert [one.status for one in again] == [200] * 5


def test_a_server_that_breaks_off_or_does_not_say_when_is_seen() -> None:
    assert not Told(503, 0.1, 0).refused_well and not Told(500, 0.1, 3).refused_well and Told(429, 0.1, 3).refused_well
    with serving(_refusing) as served:
        address = f"http://127.0.0.1:{served.port}"
        told = asyncio.run(flood(address, ["问"], 4, 1))
    assert [(one.status, one.refused_well) for one in told] == [(503, False)] * 4
    assert [one.status for one in asyncio.run(flood(address, ["问"], 4, 1))] == [0] * 4  # nobody is there any more


@pytest.mark.prove
@ASKS
def test_no_request_fails_while_snapshots_are_replaced(tmp_path: Path, record_property: Record) -> None:
    found = load.measure_reload(write_plans(tmp_path / "plans"), 1, 8, load.change_a_figure)
    assert (found["refused"], found["broken"], found["changed"]) == (0, 0, True) and found["published"] >= 1
    assert found["requests"] > 0
    record_property("n", found["requests"])


@ASKS
def test_what_is_refused_or_broken_is_counted_by_the_client() -> None:
    with serving(_refusing) as served:
        lap: Lap = ask_by_wrk(f"http://127.0.0.1:{served.port}", 2, 1)
    assert lap.refused == lap.requests > 0


async def _refusing(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


@ASKS
@pytest.mark.prove
def test_ten_minutes_at_32_connections_end_without_an_error_and_without_growing(
    real_index: Path, record_property: Record
) -> None:
    found = load.measure_soak(real_index, 2, 600)
    record_property("claim", "32 个连接问十分钟，没有一个出错，内存不长")
    record_property("n", found["requests"])
    print(found)
    assert (found["refused"], found["broken"]) == (0, 0)
    assert found["last_mb"] < found["middle_mb"] + 50


@ASKS
@pytest.mark.prove
def test_four_times_what_can_be_answered_is_answered_or_refused_at_once_and_over_in_ten_seconds(
    real_index: Path, record_property: Record
) -> None:
    found = load.measure_overload(real_index, 2, 20)
    record_property("claim", "四倍于能力：每一问都答了，或 1 秒内得到带 Retry-After 的 429/503；10 秒后如常")
    record_property("n", found["requests"])
    print(found)
    assert (found["neither"], found["late_refusals"], found["after_not_answered"]) == (0, 0, 0)
    assert found["refused"] and found["after_p95_ms"] < 2 * found["before_p95_ms"] + 50


@ASKS
@pytest.mark.prove
def test_many_snapshots_under_load_with_keys_fail_no_request(record_property: Record) -> None:
    found = load.measure_reload(PLANS, 2, 60, load.change_a_figure)
    record_property("claim", "要密钥、留存、有载荷时一再换索引：没有一个请求失败")
    record_property("n", found["requests"])
    print(found)
    assert (found["refused"], found["broken"], found["changed"]) == (0, 0, True) and found["published"] >= 5
