"""The shape of the house: rules that no linter knows."""

import ast
import inspect
import pkgutil
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from textual.message_pump import MessagePump

import coreos_tui
from docs.make_keys import keys_text

HERE = Path(__file__).parent.parent
SOURCES = sorted((HERE / "coreos_tui").rglob("*.py"))
TESTS = HERE / "tests"
LONGEST = 350
FORBIDDEN = {"manager", "helper", "helpers", "util", "utils", "data", "info", "base", "common"}
SLOW = ("docker", "paramiko", "pyghostty", "vagrant", "requests", "cryptography")
# Names of Textual's own that are meant: hooks it calls, and what it lets be set.
MEANT = {
    "_exit_renderables",
    "_fatal_error",
    "check_action",
    "_refresh_layout",
    "_screen_resized",
    "_shutdown",
    "_size_updated",
    "compose",
    "get_driver_class",
    "get_default_screen",
    "get_line_filters",
    "render_lines",
    "notify_style_update",
    "render",
    "render_line",
    "theme",
    "virtual_size",
    "watch_scroll_y",
}


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(coreos_tui.__path__, "coreos_tui."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def widgets() -> list[type]:
    """Every class of ours that Textual runs."""
    found = {
        each
        for module in modules()
        for each in vars(module).values()
        if inspect.isclass(each)
        and issubclass(each, MessagePump)
        and each.__module__.startswith("coreos_tui.")
    }
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__name__}")


@cache
def used_by(kind: type) -> frozenset[str]:
    """Names that a class has or touches on itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    touched = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    return frozenset(touched | set(vars(kind)))


def made_by(kind: type) -> set[str]:
    """Names that a class of ours sets on itself or defines; constants are for Textual to read."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    stored = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    defined = {
        node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assigned = {
        target.id
        for node in body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and not target.id.isupper()
    }
    return stored | defined | assigned


def test_no_widget_takes_a_name_that_textual_uses_itself() -> None:
    found = []
    for kind in widgets():
        theirs = {
            name
            for each in kind.__mro__
            if each.__module__.startswith("textual.")
            for name in used_by(each)
        }
        taken = {n for n in made_by(kind) & theirs if not re.match(r"__|_?on_|action_", n)}
        found += [f"{kind.__qualname__}.{name}" for name in sorted(taken - MEANT)]
    assert len(widgets()) > 20
    assert found == []


def test_the_keys_are_written_down_as_they_are() -> None:
    page = (HERE / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page == keys_text(), "run `make keys`"


def test_no_file_is_long() -> None:
    sizes = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: size for path, size in sizes.items() if size > LONGEST} == {}


def test_names_are_the_words_of_the_field() -> None:
    found = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        names = [path.stem, path.parent.name]
        names += [node.name for node in ast.walk(tree) if isinstance(node, kinds)]
        for name in names:
            words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).casefold().split("_")
            found += [f"{path}: {name}"] if FORBIDDEN & set(words) else []
    assert found == []


def test_slow_libraries_are_loaded_only_when_asked_for() -> None:
    look = f"import sys, coreos_tui.app.app; print([m for m in {SLOW} if m in sys.modules])"
    command = [sys.executable, "-c", look]
    told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "[]", told.stdout + told.stderr


def test_every_folder_of_tests_has_tests_and_none_is_skipped() -> None:
    folders = {path.parent for path in TESTS.rglob("*.py")}
    assert [str(path) for path in folders if not list(path.glob("test_*.py"))] == []
    mark = re.compile(r"mark\.(skip|xfail)\b|pytest\.(skip|xfail|importorskip)\(")
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")}
    assert [str(path) for path, text in texts.items() if mark.search(text)] == []


def named_by(text: str) -> set[str]:
    """Files that a page links to, and files and folders of ours that it names."""
    links = {to for to in re.findall(r"\]\(([^)#]+)", text) if not to.startswith("http")}
    rooms = r"coreos_tui|docs|tests|lab|benchmarks|screenshots|core|transport|panes|ui|app|\.ci"
    return links | set(re.findall(rf"`((?:{rooms})/(?:[\w./-]*(?:/|\.\w{{2,4}}))?)`", text))


def test_the_pages_name_only_what_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (HERE / "Makefile").read_text(), re.MULTILINE))
    missing = []
    for page in (*HERE.glob("*.md"), *(HERE / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        roots = (page.parent, HERE, HERE / "coreos_tui")
        for name in named_by(text):
            if not any((root / name).exists() for root in roots):
                missing.append(f"{page.name}: {name}")
        called = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
        missing += [f"{page.name}: make {each}" for each in called - targets]
    assert missing == []
