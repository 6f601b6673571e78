"""QR codes as SVG and PNG. They are dark on white in every theme, since readers expect it, and bring their own quiet zone."""

import io

import segno


def qr_png(text: str) -> bytes:
    """This function will return a QR code as a PNG of about a thousand pixels, sharp enough for a poster."""
    code = segno.make_qr(text, error="m")
    file = io.BytesIO()
    code.save(file, kind="png", scale=max(1, 1000 // code.symbol_size(border=4)[0]), border=4)
    return file.getvalue()


def qr_svg(text: str, *, title: str = "") -> str:
    """This function will return a QR code as a small SVG without a fixed size; `title` says what it leads to."""
    code = segno.make_qr(text, error="m")
    return str(
        code.svg_inline(
            scale=1, border=3, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None,
            title=title or None,
        )
    )  # fmt: skip
