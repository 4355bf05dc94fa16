"""Schemathesis over the server's own OpenAPI document: what it declares is what it answers, for data that fits and data that does not."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import requests
import schemathesis
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from eval.proofs.web.fault import Findings

DOCUMENT = "/api/openapi.json"
_BARE = 10
"""Cases of an operation without parameters: there is little to vary."""
_PATIENCE = 10.0
_CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Seen = Callable[[str, requests.Response | None], None]


def run_openapi(address: str, cases: int, seed: int, found: Findings, seen: Seen) -> None:
    """Ask ``cases`` times, the operations with parameters in equal shares, half of each with data that does not fit.

    ``seen`` is called with each operation and its response (None: there was none) right after it came.
    """
    session = requests.Session()
    session.trust_env = False  # a proxy of the environment has no part in this
    document = session.get(address + DOCUMENT, timeout=_PATIENCE).json()
    schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config(seed=seed))
    operations: list[Any] = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    rich = [o for o in operations if o.body or o.query or o.path_parameters]
    bare = [o for o in operations if o not in rich]
    with session:
        for operation in bare:
            for _ in range(_BARE if cases > _BARE * len(operations) * 2 else 1):
                _try(operation.Case(), address, session, found, seen)
        rest = max(0, cases - found.cases)
        for number, (operation, mode) in enumerate((o, m) for o in rich for m in schemathesis.GenerationMode):
            upto = cases - rest + rest * (number + 1) // (2 * len(rich))
            for attempt in _attempts(upto, found):
                try:
                    _generate(operation, mode, upto - found.cases, seed + attempt, address, session, found, seen)
                except hypothesis.errors.Unsatisfiable:  # of a plan's id there is no text that does not fit
                    break


def _attempts(upto: int, found: Findings) -> Iterator[int]:
    """Hypothesis may end before its number of examples: again with another seed, until there are enough."""
    attempt = 0
    while found.cases < upto and attempt < 50:
        yield attempt
        attempt += 1


def _generate(
    operation: Any,
    mode: Any,
    cases: int,
    seed: int,
    address: str,
    session: requests.Session,
    found: Findings,
    seen: Seen,
) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        _try(case, address, session, found, seen)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        once()


def _try(case: Any, address: str, session: requests.Session, found: Findings, seen: Seen) -> None:
    found.cases += 1
    label = case.operation.label
    try:
        response = case.call(base_url=address, session=session, timeout=_PATIENCE)
    except requests.Timeout:
        found.add("no answer", label, f"{_PATIENCE:.0f} 秒内没有回应")
        seen(label, None)
        return
    except requests.RequestException as error:
        found.add("aborted", label, str(error))
        seen(label, None)
        return
    found.statuses[response.status_code] = found.statuses.get(response.status_code, 0) + 1
    try:
        case.validate_response(response, checks=_CHECKS)
    except FailureGroup as group:
        for failure in group.exceptions:
            kind = "5xx" if response.status_code >= 500 else "schema"
            found.add(kind, f"{label}：{response.status_code} {failure.title}", " ".join(str(failure).split()))
    seen(label, response)
