"""``make prove``: every proof in full, and docs/PROOFS.md with what was counted. Proofs are tests marked ``prove``, and the mutations.

A test says what it proves and on how many cases with pytest's ``record_property``: ``claim`` (one sentence) and ``n``.
"""

import os
import platform
import subprocess
import sys
import xml.etree.ElementTree as ElementTree  # reads only what pytest wrote a moment ago
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from errors import GoldError
from eval.proofs.mutate import Outcome, Tally, tally
from eval.proofs.mutation.deletions import Skipped
from eval.run.commit import commit
from eval.score.thresholds import Thresholds

HOME = Path(__file__).resolve().parent.parent.parent
NEEDED = ("eval/gold/labels/targets.jsonl", "eval/gold/labels/duties.jsonl", "corpus/plans")
_NOTHING_COLLECTED = 5
_SHOWN = 12
KIND_CLAIMS = {
    "number": "改一个数字，回答与引文跟着变",
    "department": "换一个责任单位，回答与引文跟着变",
    "city": "两市全文互换名称，回答跟着原文走，不跟着名字走",
    "deletion": "删去一条，别处没有写到的，回答说没有",
    "bound": "改一个数越过所问的界限，筛选的回答跟着变",
    "role": "改一个职责（牵头、配合、等），回答跟着变",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A line of the table: what is claimed, how many cases were tried, how many held, and by what command to look again.

    ``passed``: it is not below its floor. A floor below 1 is no goal, only what must not be lost, and the table says so.
    """

    claim: str
    tried: int
    held: int | None
    passed: bool
    command: str

    @property
    def counts(self) -> str:
        """N, how many held and their share, as cells; a test that failed without counting says only N."""
        if self.held is None:
            return f"{self.tried} | — | —"
        return f"{self.tried} | {self.held} | {self.held / max(1, self.tried):.3f}"

    @property
    def verdict(self) -> str:
        """The word in the table."""
        if not self.passed:
            return "**未通过**"
        return "通过" if self.held == self.tried else "未到 1，不低于下限"


def check_data(home: Path = HOME) -> None:
    """Proofs rest on committed data; without it nothing is proved.

    Raises:
        GoldError: a needed file is missing.
    """
    missing = [name for name in NEEDED if not (home / name).exists()]
    if missing:
        raise GoldError(f"证明所需的数据不在：{'、'.join(missing)}。请从版本库恢复后再运行 make prove。")


def run_marked_tests(report: Path) -> list[Proof]:
    """Run the tests marked ``prove``; each is a proof. No such test is no failure."""
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-m", "prove", f"--junitxml={report}", "-o", "junit_family=xunit1"]
    done = subprocess.run(command, cwd=HOME, check=False)  # noqa: S603  # our own command
    if done.returncode == _NOTHING_COLLECTED:
        return []
    proofs = read_report(report) if report.is_file() else []
    if done.returncode and all(proof.passed for proof in proofs):
        proofs.append(Proof("标记为 prove 的测试能够运行", 1, 0, passed=False, command="pytest -m prove"))
    return proofs


def read_report(report: Path) -> list[Proof]:
    """The proofs in pytest's JUnit report; skipped tests prove nothing and do not pass."""
    proofs = []
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  # written by pytest here
        facts = {p.get("name"): p.get("value", "") for p in case.iter("property")}
        passed = not any(case.find(tag) is not None for tag in ("failure", "error", "skipped"))
        tried = int(facts.get("n") or 1)
        held = int(facts["held"]) if "held" in facts else (tried if passed else None)
        name = case.get("name", "")
        proofs.append(
            Proof(facts.get("claim") or name.replace("_", " "), tried, held, passed, f"pytest -m prove -k {name}")
        )
    return proofs


def mutation_proofs(counts: Sequence[Tally], thresholds: Thresholds) -> list[Proof]:
    """A proof a kind of mutation."""
    command = "python -m eval mutate --labels eval/gold/labels --out 文件夹 --kinds "
    return [
        Proof(KIND_CLAIMS[c.kind], c.mutations, c.followed, c.share >= thresholds.floor(c.kind), f"`{command}{c.kind}`")
        for c in counts
    ]


def render_proofs(
    proofs: Sequence[Proof], outcomes: Sequence[Outcome], skipped: Sequence[Skipped], thresholds: Thresholds
) -> str:
    """docs/PROOFS.md."""
    lines = [
        "# 证明",
        "",
        "由 `make prove` 写成，不要手改。每个数都带上试了多少次（N）；没有试过的不算。",
        "",
        f"- 日期：{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- 提交：{commit()}",
        f"- 机器：{platform.system()} {platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}",
        "",
        "| 证明了什么 | N | 成立 | 比例 | 结论 | 再看一遍 |",
        "|---|---:|---:|---:|---|---|",
        *(f"| {p.claim} | {p.counts} | {p.verdict} | {p.command} |" for p in proofs),
        "",
        *_mutation_notes(outcomes, skipped, thresholds),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _mutation_notes(outcomes: Sequence[Outcome], skipped: Sequence[Skipped], thresholds: Thresholds) -> list[str]:
    if not outcomes:
        return []
    wrong = {(o.probe.plan, o.probe.label): o for o in outcomes if not o.counted}
    failed = [o for o in outcomes if o.counted and not o.followed]
    lines = ["## 改动实验", "", "怎样做、怎样判，见 [mutation.md](mutation.md)。", ""]
    for count in tally(outcomes):
        floor = thresholds.floor(count.kind)
        lines.append(
            f"- {KIND_CLAIMS[count.kind]}：标注 {count.labels} 个，未改动时答对 {count.right} 个；改动 {count.mutations} 处，"
            f"跟着变 {count.followed} 处（下限 {floor:g}{'，目标 1' if floor < 1 else ''}）；"
            f"连同未改动时就答错的，{count.all_followed}/{count.all_mutations}"
        )
    lines += [f"- 删去条款时跳过 {len(skipped)} 个标注：别处另有句子提到同一件事", ""]
    lines += [f"### 未改动时就答错的标注（{len(wrong)} 个，是回答的问题，不计入上面的比例）", ""]
    lines += [f"- {o.probe.plain}：{'；'.join(o.plain_wrong)}" for o in wrong.values()]
    lines += ["", f"### 没有跟着变的（{len(failed)} 处，列出前 {min(_SHOWN, len(failed))} 处）", ""]
    lines += [f"- [{o.corpus}] {o.probe.question}：{'；'.join(o.why)}" for o in failed[:_SHOWN]]
    return [*lines, ""]
