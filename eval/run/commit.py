"""Which commit the program stands at that is measured."""

import subprocess
from pathlib import Path

_HOME = Path(__file__).resolve().parent.parent.parent


def commit() -> str:
    """The commit that is checked out, and whether files differ from it; 未知 outside a repository."""
    try:
        short = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", "*.py", "*.toml", "*.jsonl", "*.txt")
    except (OSError, subprocess.CalledProcessError):
        return "未知"
    return f"{short}（另有未提交的改动）" if changed else short


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=_HOME, capture_output=True, encoding="utf-8", check=True)  # noqa: S603, S607
    return done.stdout.strip()
