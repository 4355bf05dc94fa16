"""A bend: one expression of a source file in another's place. Found in the parsed file, and compiled into a module that has it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

from eval.proofs.bending.ways import WAYS, Place


@dataclass(frozen=True, slots=True)
class Bend:
    """``code`` stands for the expression that is number ``node`` of the file's tree; ``before`` and ``after`` say it shortly.

    ``file`` is relative to the repository, ``where`` the function it is in, empty at the top of the file.
    """

    file: str
    where: str
    line: int
    way: str
    node: int
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """What is bent and how, wherever in its function it stands."""
        return f"{self.file} {self.where or '—'} [{self.way}] {self.before} → {self.after}"

    def __str__(self) -> str:
        return f"{self.name} (line {self.line})"


def bends_of(file: str, source: str) -> Iterator[Bend]:
    """Every bend of a source file, in the order of its tree."""
    tree = ast.parse(source)
    functions = {id(inner): function for function in _functions(tree) for inner in ast.walk(function)}
    parents = {id(child): parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for number, node in enumerate(ast.walk(tree)):
        place = Place(node, parents, functions.get(id(node)))
        for way, bend in WAYS.items():
            for before, after, code in bend(place):
                where = place.function.name if place.function else ""
                line = getattr(node, "lineno", 0)
                yield Bend(file, where, line, way, number, before, after, code)


def bent_code(source: str, bend: Bend, path: str) -> CodeType:
    """The module with the bend in it, compiled."""
    tree = ast.parse(source)
    old = list(ast.walk(tree))[bend.node]
    new = ast.copy_location(ast.parse(bend.code, mode="eval").body, old)
    _Swap(old, new).visit(tree)
    code: CodeType = compile(ast.fix_missing_locations(tree), path, "exec")
    return code


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Outer ones first, so that the innermost is kept as the one that a node is in."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
