"""A running server is fuzzed from outside: nothing may break it, open it or read with it; and faults planted in it must all be found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.proofs.web.fuzz import Load, fuzz

Record = Callable[[str, object], None]
SAMPLE = Load(cases=150, calls=300, rate=200)
PLANTED_SAMPLE = Load(cases=120, calls=200, rate=200, devices=False)


@pytest.mark.parametrize("load", [SAMPLE, pytest.param(Load(), marks=pytest.mark.prove)], ids=["sample", "full"])
def test_nothing_that_can_be_sent_breaks_the_server_or_reads_with_it(
    load: Load, real_index: Path, record_property: Record
) -> None:
    found = fuzz(["app.py", "serve", "--port", "0", "--index", str(real_index)], load)
    said = "\n".join(found.lines())
    print(said)
    record_property(
        "claim", "随便发什么：没有未声明的 5xx、截断的回应、日志里的回溯、读到的文件；live 一直在 200 毫秒内"
    )
    record_property("n", found.cases + found.calls)
    assert (found.cases, found.calls) == (load.cases, load.calls)
    assert not found.faults, said


@pytest.mark.parametrize(
    "load",
    [PLANTED_SAMPLE, pytest.param(Load(cases=600, calls=1000), marks=pytest.mark.prove)],
    ids=["sample", "full"],
)
def test_the_same_fuzz_finds_every_fault_that_is_planted(load: Load, record_property: Record) -> None:
    found = fuzz(["-m", "tests.planted_server"], load)
    said = "\n".join(found.lines())
    record_property(
        "claim", "同样的测法：埋进去的毛病（报错、截断、卡住、刷日志、占内存的路由，什么都收的事件）全部找到"
    )
    planted = {
        "a route that raises": any("/api/planted" in fault.where for fault in found.of("5xx")),
        "its traceback": any("planted" in fault.where for fault in found.of("traceback")),
        "a response cut off": any("/api/planted" in fault.where for fault in found.of("aborted")),
        "a blocked loop": any("/api/planted" in fault.where for fault in found.of("slow live")),
        "a flooded log": bool(found.of("log growth")),
        "memory that is kept": bool(found.of("memory growth")),
        "an event without a rule": any("json" in fault.where for fault in found.of("open event")),
        "an event that takes files": any(
            "json" in fault.where for fault in found.of("open event") if "files" in fault.where
        ),
        "a file that was read": bool(found.of("secret read")),
    }
    record_property("n", len(planted))
    assert all(planted.values()), f"{planted}\n{said}"
