"""A diagram as a picture of points, made from its PDF."""

import io

from screening.flow.drawing import Drawing
from screening.flow.pdf import render as render_pdf


def render(drawing: Drawing, dpi: int = 300, colour: bool = True) -> bytes:
    """The diagram as PNG at so many dots per inch (noted in the file), on white,
    without transparency.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(render_pdf(drawing, colour, page=False))
    try:
        picture = (
            document[0]
            .render(scale=dpi / 72, fill_color=(255, 255, 255, 255))
            .to_pil()
            .convert("RGB")
        )
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, format="PNG", dpi=(dpi, dpi), optimize=False)
    return out.getvalue()
