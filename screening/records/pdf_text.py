"""The text of the first pages of a PDF, read in a process of its own:
a hostile file can only end that process.

python -m screening.records.pdf_text FILE
"""

import subprocess
import sys
from pathlib import Path

PAGES = 2
MOST_LETTERS = 20_000
SECONDS = 20


def first_pages(path: Path) -> str:
    """The text of the first pages; "" for a file without text, one that cannot be read,
    or one that takes too long.
    """
    command = [sys.executable, "-m", __name__, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")[:MOST_LETTERS]


def read(path: str) -> str:
    """The text of the first pages, by pdfium. Raises what pdfium raises."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [document[n] for n in range(min(PAGES, len(document)))]
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


if __name__ == "__main__":
    sys.stdout.buffer.write(read(sys.argv[1]).encode("utf-8", "replace"))
