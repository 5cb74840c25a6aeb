"""The house rules that can be checked, each by a test that says what to do."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
NOT_OURS = {".git", ".venv", ".hypothesis", "__pycache__"}

LINES_PER_FILE = 400
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter"}
# Written in two parts, or this file would break the rule it checks.
FOREIGN_PLACES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "/work" + "/main",
    "/work" + "/shared",
    "/work" + "/.library",
    ".." + "/shared",
    "/tmp" + "/brief",
]
FORBIDDEN_IN_TESTS = {"sleep", "skip", "skipif", "xfail", "importorskip", "mock"}


def files(*endings: str) -> Iterator[Path]:
    """Our files with one of these endings, or all of them."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = {part for part in parts if part in NOT_OURS or part.endswith("_cache")}
        if path.is_file() and not hidden and (not endings or path.suffix in endings):
            yield path


def python(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def names(path: Path) -> Iterator[tuple[int, str, str]]:
    """Each name used in a file: its line, the name, and what it is an attribute of, if it is."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            yield node.lineno, node.attr, owner
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id, ""
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg, ""
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name.rpartition(".")[2], ""


@pytest.mark.parametrize("name", PACKAGES)
def test_our_short_names_are_ours_alone(name: str) -> None:
    """A distribution of the same name would take our place in the console script."""
    assert name not in sys.stdlib_module_names
    assert set(packages_distributions().get(name, ())) <= {"guichet"}
    assert Path(str(import_module(name).__file__)).is_relative_to(ROOT)


def test_the_domain_reads_no_clock_and_commits_nothing() -> None:
    """Instants are arguments (`at=`), and whoever opens a transaction ends it."""
    found = [
        f"{path.relative_to(ROOT)}:{line} {owner}.{name}"
        for path in python("domain")
        for line, name, owner in names(path)
        if name in {"commit", "environ", "getenv"} or (name in CLOCKS and owner != "func")
    ]
    assert found == []


def test_tests_wait_for_nothing_and_pretend_nothing() -> None:
    """No sleep, no skip, no double: what is not there is started, what is not true is fixed."""
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in python("tests")
        for line, name, _ in names(path)
        if name in FORBIDDEN_IN_TESTS
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {place}" for place in FOREIGN_PLACES if place in text]
    assert found == []


def test_files_stay_short_enough_to_be_read() -> None:
    """Split by verb before 250 lines; this is the stop."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files(".py")
    }
    assert {name: length for name, length in lengths.items() if length > LINES_PER_FILE} == {}


def test_the_architecture_page_names_every_folder() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    folders = {
        path.relative_to(ROOT).parts[0] for path in files() if len(path.relative_to(ROOT).parts) > 1
    }
    assert sorted(name for name in folders if f"`{name}/`" not in page) == []
