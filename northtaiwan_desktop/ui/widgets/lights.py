"""燈號 as it is drawn: a colour and a shape of its own, always beside its word."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.ui.widgets.colours import present


def light_colour(light: Light) -> QColor:
    """The colour of a light (燈號) on the present ground; always shown beside its word."""
    colours = present()
    return QColor(
        {Light.GREEN: colours.green, Light.YELLOW: colours.yellow, Light.RED: colours.red, Light.DONE: colours.done}[
            light
        ]
    )


def dot(light: Light) -> QIcon:
    """A light as a dot; each has a shape of its own too, for eyes that see no red and green."""
    icon = QIcon()
    colour = light_colour(light)
    for scale in (1, 2, 3):
        # A list asks for it once a cell and painting; Qt's own cache ends with the application.
        key = f"light {light.name} {colour.name()} {scale}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _drawn(light, colour, scale)
            QPixmapCache.insert(key, pixmap)
        icon.addPixmap(pixmap)
    return icon


def _drawn(light: Light, colour: QColor, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(14, 14) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if light is Light.RED:
        painter.drawRoundedRect(QRectF(2.5, 2.5, 9, 9), 2, 2)
    elif light is Light.YELLOW:
        painter.drawPolygon([QPointF(7, 1.5), QPointF(12.8, 12), QPointF(1.2, 12)])
    elif light is Light.DONE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colour)
        painter.drawEllipse(QRectF(3, 3, 8, 8))
    else:
        painter.drawEllipse(QRectF(2.5, 2.5, 9, 9))
    painter.end()
    return pixmap
