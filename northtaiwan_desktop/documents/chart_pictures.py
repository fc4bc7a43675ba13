"""Charts as pictures (PNG), for the formats that hold no drawing of ours: the PDF's drawing, as pdfium paints it."""

from io import BytesIO

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from northtaiwan_desktop.documents.chart_drawing import draw
from northtaiwan_desktop.documents.fonts import faces
from northtaiwan_desktop.documents.paper import Picture

DPI = 220
"""Sharp on an office's printer; a chart across the page has some 40 kB."""


def png(picture: Picture, dpi: float = DPI) -> bytes:
    """The chart as a PNG of its size."""
    page, known = BytesIO(), faces()
    canvas = Canvas(page, pagesize=(picture.width, picture.height))
    draw(canvas, picture.chart, 0, 0, picture.width, picture.height, known)
    canvas.save()
    document = pypdfium2.PdfDocument(page.getvalue())
    try:
        image = document[0].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    made = BytesIO()
    # Few colours: a palette keeps the file small.
    image.quantize(64).save(made, "PNG", dpi=(dpi, dpi), optimize=True)
    return made.getvalue()
