"""The ways to bend a decision: each yields (before, after, code) for the expressions that may stand in a node's place."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from eval.proofs.bending.pattern import without_one

Others = Iterator[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a file's tree; ``parents`` by id of the child; the innermost ``function`` it is in, None at the top of the file."""

    node: ast.AST
    parents: Mapping[int, ast.AST]
    function: ast.FunctionDef | None

    @property
    def parent(self) -> ast.AST | None:
        """The node above."""
        return self.parents.get(id(self.node))

    def is_in(self, *kinds: type[ast.AST]) -> bool:
        """Whether a node of one of the kinds stands anywhere above."""
        above = self.parent
        while above is not None and not isinstance(above, kinds):
            above = self.parents.get(id(above))
        return above is not None


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.LtE,
    ast.Lt: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.GtE: ast.Gt,
    ast.LtE: ast.Lt,
}
_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def _numbers(place: Place) -> Others:
    """A constant of the module twice or half as large, one more or less; a bound in a comparison one more or less."""
    node = place.node
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        return
    constant = place.function is None and place.is_in(ast.Assign, ast.AnnAssign) and not place.is_in(ast.Subscript)
    bound = isinstance(place.parent, ast.Compare)
    if not constant and not bound:
        return
    value = node.value
    assert isinstance(value, int | float)
    others = [value * 2, value / 2] if isinstance(value, float) else [value + 1, max(0, value - 1)]
    if constant and isinstance(value, int):
        others += [value * 2, value // 2]
    for other in dict.fromkeys(others):
        if other != value:
            yield str(value), str(other), repr(other)


def _comparisons(place: Place) -> Others:
    """At least becomes more than; the others become their opposite."""
    yield from _operators(place.node, _OPPOSITE)


def _memberships(place: Place) -> Others:
    """What is in must not be, what is None must not be, and the other way round."""
    yield from _operators(place.node, _NEGATED)


def _operators(node: ast.AST, table: Mapping[type[ast.cmpop], type[ast.cmpop]]) -> Others:
    if not isinstance(node, ast.Compare):
        return
    for at, operator in enumerate(node.ops):
        if type(operator) in table:
            operators = [*node.ops[:at], table[type(operator)](), *node.ops[at + 1 :]]
            yield _shown(node, ast.Compare(node.left, operators, node.comparators))


def _junctions(place: Place) -> Others:
    """And becomes or, or becomes and."""
    node = place.node
    if isinstance(node, ast.BoolOp):
        yield _shown(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))


def _negations(place: Place) -> Others:
    """A not is dropped."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _shown(node, node.operand)


def _verdicts(place: Place) -> Others:
    """A function that says yes says no."""
    node, function = place.node, place.function
    if not isinstance(place.parent, ast.Return) or not isinstance(node, ast.expr) or function is None:
        return
    if function.returns is not None and ast.unparse(function.returns) == "bool":
        yield _shown(node, ast.UnaryOp(ast.Not(), node))


def _checks(place: Place) -> Others:
    """What hangs on an if is never done."""
    node, parent = place.node, place.parent
    if isinstance(parent, ast.If) and node is parent.test:
        yield _shown(node, ast.Constant(False))


def _alternatives(place: Place) -> Others:
    """A regular expression lacks one of its alternatives."""
    node = place.node
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or "|" not in node.value:
        return
    if isinstance(place.parent, ast.arg | ast.FunctionDef | ast.AnnAssign):
        return  # a type in quotation marks
    whole = not isinstance(place.parent, ast.JoinedStr)
    for dropped, pattern in without_one(node.value, whole=whole):
        yield dropped, "", repr(pattern)


def _shown(before: ast.expr, after: ast.expr) -> tuple[str, str, str]:
    code = ast.unparse(after)
    return ast.unparse(before), code, code


WAYS: dict[str, Callable[[Place], Others]] = {
    "number": _numbers,
    "comparison": _comparisons,
    "membership": _memberships,
    "junction": _junctions,
    "negation": _negations,
    "verdict": _verdicts,
    "check": _checks,
    "alternative": _alternatives,
}
