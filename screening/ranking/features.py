"""Feature blocks of a set of records, built once and kept: text, titles, keywords, and meanings where installed.

Source of the recipe: word 1–2-grams, sublinear TF-IDF, max_df .95, as in ASReview's ELAS u4, with blocks of their own
for the beginnings of words, for titles and for keywords. The weights are those of scikit-learn's TfidfTransformer;
only the counting is our own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from screening.ranking.documents import Document, phrases
from screening.ranking.encoder import Encode, meanings
from screening.ranking.terms import Vocabulary, terms
from screening.records.text import has_han

MAX_SHARE = 0.95
SMALL = 20
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """TF-IDF rows of length 1, one a record, in two parts.

    `rows` (sparse) holds the terms that two records or more have. `own` is the length of the rest of each row: terms
    no other record has can tell nothing about another record, but they count when a row is learned from, all together
    as one. `vocabulary`, `terms` and `idf` say what the columns are.
    """

    rows: Any
    own: Any
    vocabulary: Vocabulary
    terms: Any
    idf: Any

    def query(self, texts: Sequence[str]) -> Any:
        """The column of weights of a text in this block, of length 1; all zeros when they share no term."""
        column = np.zeros(len(self.terms), dtype=np.float32)
        _, found = terms(self.vocabulary.units(texts, learn=False))
        kinds, counts = np.unique(found, return_counts=True)
        at = np.searchsorted(self.terms, kinds)
        known = at < len(self.terms)
        known[known] = self.terms[at[known]] == kinds[known]
        column[at[known]] = (1 + np.log(counts[known])) * self.idf[at[known]]
        length = float(np.linalg.norm(column))
        return column / length if length else column


@dataclass(frozen=True, slots=True)
class Features:
    """The blocks of a set of records, and which of them are Chinese (have a title in it).

    `text` are the terms of titles and abstracts, `stem` how their words begin, `title` the terms of titles alone,
    `keyword` whole keywords. `meaning` is an array, a row a record, with no columns where no encoder is installed.
    """

    text: Block
    stem: Block
    title: Block
    keyword: Block
    chinese: Any
    meaning: Any

    @property
    def size(self) -> int:
        """The number of records."""
        return int(self.text.rows.shape[0])

    def query(self, texts: Sequence[str]) -> Any:
        """The column of weights of a text (of a protocol) in the block `text`."""
        return self.text.query(texts)


def build(documents: Sequence[Document], encode: Encode | None = None) -> Features:
    """The feature blocks of these records, in order, with meanings by `encode`. Raises ValueError for no records."""
    if not documents:
        raise ValueError("features need at least one record")
    words, starts, of_titles, whole = Vocabulary(), Vocabulary(), Vocabulary(), Vocabulary()
    return Features(
        text=_block(words, documents, lambda d: words.units((*d.titles, *d.abstracts))),
        stem=_block(starts, documents, lambda d: starts.beginnings((*d.titles, *d.abstracts))),
        title=_block(of_titles, documents, lambda d: of_titles.units(d.titles)),
        keyword=_block(whole, documents, lambda d: whole.phrases(phrases(d.keywords))),
        chinese=np.asarray([any(has_han(text) for text in d.titles or d.abstracts) for d in documents]),
        meaning=meanings(documents, encode),
    )


def _block(vocabulary: Vocabulary, documents: Sequence[Document], units: Callable[[Document], list[int]]) -> Block:
    chunks = []
    for start in range(0, len(documents), CHUNK):
        rows = [units(document) for document in documents[start : start + CHUNK]]
        chunks.append(_count(rows))
    size = len(documents)
    kinds, shared = np.unique(np.concatenate([kinds for _, kinds, _ in chunks]), return_counts=True)
    single = float(np.log((1 + size) / 2) + 1)
    most = MAX_SHARE * size if size > SMALL else size
    kept = (shared > 1) & (shared <= most)
    columns, often = kinds[kept], kinds[shared > most]
    idf = (np.log((1 + size) / (1 + shared[kept])) + 1).astype(np.float32)
    del kinds, shared
    parts, owns = [], []
    while chunks:
        part, own = _weigh(*chunks.pop(0), columns, often, idf, single)
        parts.append(part)
        owns.append(own)
    return Block(vstack(parts, format="csr"), np.concatenate(owns), vocabulary, columns, idf)


def _count(rows: list[list[int]]) -> tuple[Any, Any, Any]:
    """(bounds, terms, counts): the different terms of each row one after the other; row n is bounds[n]:bounds[n+1]."""
    bounds, kinds, counts = [0], [], []
    for row in rows:
        found, often = np.unique(terms(row)[1], return_counts=True)
        kinds.append(found)
        counts.append(often.astype(np.float32))
        bounds.append(bounds[-1] + len(found))
    return np.asarray(bounds), np.concatenate(kinds), np.concatenate(counts)


def _weigh(bounds: Any, kinds: Any, counts: Any, columns: Any, often: Any, idf: Any, single: float) -> tuple[Any, Any]:
    """The rows of a chunk and the lengths of their own parts."""
    size = len(bounds) - 1
    row = np.repeat(np.arange(size), np.diff(bounds))
    weights = 1 + np.log(counts)
    at = np.searchsorted(columns, kinds)
    known = at < len(columns)
    known[known] = columns[at[known]] == kinds[known]
    alone = ~known & ~np.isin(kinds, often)
    weights[known] *= idf[at[known]]
    weights[alone] *= single
    owns = np.bincount(row[alone], weights[alone].astype(np.float64) ** 2, minlength=size)
    lengths = np.sqrt(owns + np.bincount(row[known], weights[known].astype(np.float64) ** 2, minlength=size))
    lengths[lengths == 0] = 1
    data = (weights[known] / lengths[row[known]]).astype(np.float32)
    indptr = np.concatenate([[0], np.bincount(row[known], minlength=size).cumsum()])
    matrix = csr_matrix((data, at[known].astype(np.int32), indptr.astype(np.int32)), shape=(size, len(columns)))
    return matrix, (np.sqrt(owns) / lengths).astype(np.float32)
