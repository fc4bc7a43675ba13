"""What a finished file says, read back by other programs than those that wrote it."""

import re
import subprocess
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

_SPACE = re.compile(r"\s+")
_FOOT = re.compile(r"第\d+頁，共\d+頁")
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def squeezed(text: str) -> str:
    """Text without any space, line break or page foot."""
    return _FOOT.sub("", _SPACE.sub("", text))


def docx_text(path: Path) -> str:
    body = Document(str(path)).element.body
    return squeezed("".join(element.text or "" for element in body.iter(qn("w:t"))))


def odt_text(path: Path) -> str:
    root = etree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    return squeezed("".join("".join(p.itertext()) for p in root.iter(f"{_ODF_TEXT}p", f"{_ODF_TEXT}h")))


def pdf_text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return squeezed(done.stdout.decode())


def pdf_lines(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return [line.strip() for line in done.stdout.decode().splitlines() if line.strip()]


def pdf_pages(path: Path) -> int:
    done = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True)
    return int(re.search(rb"Pages:\s+(\d+)", done.stdout)[1])  # type: ignore[index]


READERS = {".docx": docx_text, ".odt": odt_text, ".pdf": pdf_text}


def rendered(path: Path) -> Path:
    """The file as LibreOffice prints it."""
    profile = path.parent / "office"
    order = [
        "soffice",
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--convert-to",
        "pdf:writer_pdf_Export",
    ]
    out = path.parent / f"printed-{path.suffix[1:]}"
    subprocess.run([*order, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=120)
    return out / path.with_suffix(".pdf").name
