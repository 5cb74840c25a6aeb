"""The words are true: what can be compared with the code is."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from domain.models import Model
from server.settings_table import settings_table

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
MAKE = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
SENTENCE = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
REQUEST = re.compile(r"^\| F(\d{3}) \|.*\|$", re.MULTILINE)
RANGE = re.compile(r"F(\d{3})(?:–F(\d{3}))?")


def kept_folders() -> set[str]:
    """The folders of the checkout that git keeps: those that .gitignore does not name."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    return {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir()
        and path.name != ".git"
        and not any(fnmatch(path.name, pattern) for pattern in ignored)
    }


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def anchor(title: str) -> str:
    """A title as the sites that show Markdown address it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(title) for title in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)}


def test_architecture_names_each_folder_in_one_line_and_no_other() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    assert sorted(re.findall(r"^\| `([^`/]+)/` \|", page, re.MULTILINE)) == sorted(kept_folders())


def test_the_operators_page_shows_the_settings_as_the_code_has_them() -> None:
    page = (ROOT / "docs/exploitation.md").read_text()
    assert settings_table() in page


def test_the_glossary_names_every_table() -> None:
    page = (ROOT / "docs/glossaire.md").read_text()
    assert [table for table in sorted(Model.metadata.tables) if f"`{table}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if "://" in link:
            continue
        path, _, title = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not title or title in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_command_that_is_written_exists(page: Path) -> None:
    assert set(MAKE.findall(page.read_text())) <= make_targets()


def test_every_request_is_told_once_with_tests_that_exist_or_is_said_not_yet() -> None:
    page = (ROOT / "docs/capacites.md").read_text()
    announced = [
        number
        for line in re.findall(r"^F\d{3}.*$", page, re.MULTILINE)
        for first, last in RANGE.findall(line)
        for number in range(int(first), int(last or first) + 1)
    ]
    told = {int(row[1]): row[0] for row in REQUEST.finditer(page)}
    assert [int(number) for number in REQUEST.findall(page)] == announced
    assert len(told) == len(announced)
    silent = [row for row in told.values() if not SENTENCE.search(row) and "« not yet »" not in row]
    assert silent == []
    sentences = set(SENTENCE.findall(page))
    written = {
        (file, node.name)
        for file in {file for file, _ in sentences}
        for node in ast.parse((ROOT / file).read_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    assert sorted(sentences - written) == []


def test_the_readme_shows_the_two_commands() -> None:
    assert {"run", "test"} <= set(MAKE.findall((ROOT / "README.md").read_text()))


def test_decisions_are_numbered_and_told_in_four_parts() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for decision in decisions:
        titles = re.findall(r"^## (.+)$", decision.read_text(), re.MULTILINE)
        assert titles == ["Context", "Decision", "Consequences", "Alternatives"], decision.name
