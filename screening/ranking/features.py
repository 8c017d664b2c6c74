"""Feature blocks of a set of records, built once and kept: texts, titles, keywords. scikit-learn is imported here only.

Source of the recipe: word 1–2-grams, sublinear TF-IDF, max_df .95, as in ASReview's ELAS u4, with blocks of their own
for title and keywords.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from screening.ranking.documents import Document, all_tokens, phrases

TITLE_WEIGHT = 0.3
KEYWORD_WEIGHT = 0.5
MAX_SHARE = 0.95
SMALL = 20


@dataclass(frozen=True, slots=True)
class Features:
    """Sparse rows, one a record: `text` (titles and abstracts), and `wide` (text, weighted title, weighted keywords).

    `counts` are term counts of the text for naive Bayes; `query(texts)` gives the row of a protocol text in `text`.
    """

    text: Any
    wide: Any
    counts: Any
    query: Callable[[Sequence[str]], Any]

    @property
    def size(self) -> int:
        """The number of records."""
        return int(self.text.shape[0])


def build(documents: Sequence[Document]) -> Features:
    """The feature blocks of these records, in order. Raises ValueError for no records."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    if not documents:
        raise ValueError("features need at least one record")
    counter = CountVectorizer(analyzer=_same, dtype="float32")
    texts = [all_tokens((*d.titles, *d.abstracts)) or [""] for d in documents]
    counts = counter.fit_transform(texts)
    kept = _common(counts)
    counts = counts[:, kept]
    weigh = TfidfTransformer(sublinear_tf=True)
    text = weigh.fit_transform(counts).astype("float32")
    title = _block([all_tokens(d.titles) for d in documents])
    keyword = _block([phrases(d.keywords) for d in documents])
    wide = hstack([text, title * TITLE_WEIGHT, keyword * KEYWORD_WEIGHT], format="csr", dtype="float32")

    def query(wanted: Sequence[str]) -> Any:
        row = counter.transform([all_tokens(wanted)])
        return weigh.transform(row[:, kept])

    return Features(text=text, wide=wide, counts=counts.tocsr(), query=query)


def _same(tokens: list[str]) -> list[str]:
    return tokens


def _common(counts: Any) -> Any:
    """The columns that not nearly all rows have; all of them in a set too small to tell."""
    import numpy as np

    rows, columns = counts.shape
    if rows <= SMALL:
        return np.arange(columns)
    return np.flatnonzero(np.bincount(counts.indices, minlength=columns) <= MAX_SHARE * rows)


def _block(rows: list[list[str]]) -> Any:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    if not any(rows):
        return csr_matrix((len(rows), 0), dtype="float32")
    counts = CountVectorizer(analyzer=_same, dtype="float32").fit_transform(rows)
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts).astype("float32")
