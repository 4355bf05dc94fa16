import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the repository's own plans, built by the command that users run."""
    folder = tmp_path_factory.mktemp("real") / "index"
    command = [sys.executable, "-m", "index", "build", "--index", str(folder)]
    built = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stderr
    return folder
