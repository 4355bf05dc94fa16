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


def run_openapi(address: str, cases: int, seed: int, found: Findings, seen: Seen, key: str = "") -> None:
    """Ask ``cases`` times, the operations with parameters in equal shares, half of each with data that does not fit.

    ``key`` is sent with all of them, where the server asks for keys; of each operation one that got in must not get in without it.
    ``seen`` is called with each operation and its response (None: there was none) right after it came.
    """
    session = requests.Session()
    session.trust_env = False  # a proxy of the environment has no part in this
    session.headers.update({"authorization": f"Bearer {key}"} if key else {})
    document = _unguarded(session.get(address + DOCUMENT, timeout=_PATIENCE).json())
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
    if key_of(session) and 200 <= response.status_code < 300 and label not in found.guarded:
        found.guarded.add(label)
        _try_without_key(response.request, session, label, found)
    seen(label, response)


def _unguarded(document: dict[str, Any]) -> dict[str, Any]:
    """Without its security: keys that are made up would take the place of ours."""
    document["components"].pop("securitySchemes", None)
    for methods in document["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    return document


def key_of(session: requests.Session) -> str:
    """What is sent as the key; empty where nothing is."""
    return str(session.headers.get("authorization", ""))


def _try_without_key(sent: requests.PreparedRequest, session: requests.Session, label: str, found: Findings) -> None:
    public = "/api/health/" in label
    for given in ("", f"{key_of(session)[:-1]}!", "Bearer wence_00000000_x", "Basic YTpi"):
        again = sent.copy()
        again.headers.pop("authorization", None)
        again.headers.update({"authorization": given} if given else {})
        status = session.send(again, timeout=_PATIENCE).status_code
        if (status != 401) is not public:
            found.add("open without a key", label, f"{given[:12]} 得到 {status}")
