"""One door for papers: the format follows the name, and an old file is replaced only by a whole new one."""

from collections.abc import Callable, Generator
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.documents.paper import Paper
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _

Making = Generator[float, None, bytes]


def _docx(paper: Paper) -> Making:
    from northtaiwan_desktop.documents import docx_file

    return docx_file.steps(paper)


def _odt(paper: Paper) -> Making:
    from northtaiwan_desktop.documents import odt_file

    return odt_file.steps(paper)


def _pdf(paper: Paper) -> Making:
    from northtaiwan_desktop.documents import pdf_file

    return pdf_file.steps(paper)


# Each format's library is loaded only when it is asked for: all three together cost half a second.
_MAKERS: dict[str, Callable[[Paper], Making]] = {".docx": _docx, ".odt": _odt, ".pdf": _pdf}
SUFFIXES = tuple(_MAKERS)


def write(paper: Paper, path: Path) -> None:
    """Write the paper to `path` as its suffix says: .docx, .odt or .pdf.

    Errors: RuleBroken (another suffix), FileUnwritable (then a file that was there is still whole).
    """
    finished(writing(paper, path))


def writing(paper: Paper, path: Path) -> Generator[float, None, None]:
    """Write a long paper, telling in between how far it is (0 to 1); where it is stopped, nothing is written."""
    content = yield from _maker(path)(paper)
    whole_file.write(path, content)


def require_paper(path: Path) -> None:
    """RuleBroken where the suffix is none of a paper's."""
    _maker(path)


def _maker(path: Path) -> Callable[[Paper], Making]:
    maker = _MAKERS.get(path.suffix.lower())
    if maker is None:
        raise RuleBroken(
            _("無法把文件存成「{name}」：副檔名必須是 .docx、.odt 或 .pdf。請換一個檔名再存。").format(name=path.name)
        )
    return maker
