"""What is bent, room by room, and which tests are concerned."""

from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent.parent


@dataclass(frozen=True, slots=True)
class Room:
    """Files of decisions, and the test files that must notice when one of them is bent, those that notice most first."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]

    def own_tests(self, file: str) -> tuple[str, ...]:
        """The test file that is called after a file: it notices first."""
        return tuple(test for test in self.tests if test == f"tests/test_{Path(file).name}")


def _files(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names.split())


ROOMS: tuple[Room, ...] = (
    Room(
        "reading",
        _files("retrieval/reading", "reader stretch features terms candidate page"),
        _files(
            "tests",
            "test_features test_candidate test_terms test_stretch test_reading test_window test_ledger_answers test_which_answers test_answers",
        ),
    ),
    Room(
        "gates",
        _files(
            "retrieval/gates",
            "bodies checks claims comparison contrast figures manner overlap parity proof source values verdict",
        ),
        _files(
            "tests",
            "test_claims test_verdict test_proof test_gates test_support test_support_learned test_compared_plans",
        ),
    ),
    Room(
        "question",
        _files("retrieval/question", "scope places years superlatives bodies mentions"),
        _files(
            "tests",
            "test_years test_bodies test_mentions test_superlatives test_scope test_places test_question test_which_answers test_duty_answers test_conversation",
        ),
    ),
)
