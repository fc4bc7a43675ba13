"""The pages of a pdf as pictures: what the print preview shows and the printer gets."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class PagePicture:
    """One page. `pixels` are rows of blue, green, red and an unused byte, `stride` bytes each."""

    width: int
    height: int
    stride: int
    pixels: bytes


def pictures(pdf: bytes, *, dpi: float) -> Iterator[PagePicture]:
    """Draw one page after another."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)
            yield PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
    finally:
        document.close()
