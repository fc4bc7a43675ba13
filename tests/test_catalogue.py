"""The English catalogue says everything that the program says in Chinese, and nothing that it no longer says."""

import ast
import re
import string
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from northtaiwan_desktop.i18n import LANGUAGES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "northtaiwan_desktop"
LOCALE = ROOT / "resources" / "locale"
TRANSLATED = sorted(LANGUAGES.keys() - {"zh_TW"})
REMEDY = "run `tasks.py catalogue`, then fill in the .po file"


def said() -> set[str]:
    found = extract_from_dir(PACKAGE, keywords={"_": None, "N_": None})
    return {text for _file, _line, text, _comments, _context in found if isinstance(text, str)}


def written(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "northtaiwan.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def gaps(text: str) -> set[str]:
    """The names of the gaps in a text: {"path"} for 「無法寫入 {path}」."""
    return {name for _before, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_is_translated(language: str) -> None:
    known = {message.id for message in written(language) if message.id and message.string and not message.fuzzy}
    assert sorted(said() - known) == [], REMEDY


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_kept_that_is_no_longer_said(language: str) -> None:
    assert sorted({message.id for message in written(language) if message.id} - said()) == [], REMEDY


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_the_same_gaps(language: str) -> None:
    wrong = [m.id for m in written(language) if m.id and gaps(str(m.id)) != gaps(str(m.string))]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "northtaiwan.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    stale = [m.id for m in written(language) if m.id and compiled.gettext(str(m.id)) != m.string]
    assert stale == [], REMEDY


def composed() -> Iterator[str]:
    """Where a text is put together before it is looked up, so that no catalogue can hold it."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "N_"}
                and any(isinstance(word, ast.JoinedStr | ast.BinOp) for word in node.args)
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_text_is_put_together_before_it_is_translated() -> None:
    assert list(composed()) == []


def key(text: str) -> str:
    """The letter that works with Alt; empty where there is none."""
    found = re.search(r"&([A-Za-z0-9])", text)
    return found[1].upper() if found else ""


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_key(language: str) -> None:
    pairs = [(message.id, message.string) for message in written(language) if key(str(message.id))]
    assert [(words, translated) for words, translated in pairs if key(words) != key(translated)] == []
