"""Pictures that a page draws itself: a QR code as SVG, with no style of its own, so that the content policy lets it stand."""

from __future__ import annotations

import segno
from markupsafe import Markup


class TooLong(ValueError):
    """The text does not fit in one QR code."""


def qr_code(text: str) -> Markup:
    """The QR code of a text, as SVG, at the lowest level of correction, which holds the most. Raises TooLong."""
    try:
        code = segno.make_qr(text.encode(), error="l", boost_error=False)
    except segno.DataOverflowError as wrong:
        raise TooLong("this is too long for one QR code") from wrong
    # The library writes the picture from bits; nothing of the text stands in it.
    return Markup(code.svg_inline(scale=4, border=4, svgclass="hf-qr", lineclass=None, omitsize=True))  # noqa: S704
