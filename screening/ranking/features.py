"""Feature blocks of a set of records, built once and kept: text, how words begin,
titles and keywords.

Source of the recipe: word 1–2-grams, sublinear TF-IDF, max_df .95, as in ASReview's ELAS u4, with
blocks of their own for the beginnings of words, for titles and for keywords. The weights are those
of scikit-learn's TfidfTransformer; only the counting is our own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from screening.ranking.counting import Counted, count
from screening.ranking.documents import Document, phrases
from screening.ranking.terms import Vocabulary, alone, terms
from screening.records.text import has_han

MAX_SHARE = 0.95
SMALL = 20
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """TF-IDF rows of length 1, one a record, in two parts.

    `rows` (sparse) holds the terms that two records or more have. `own` is the length of the rest
    of each row: terms no other record has can tell nothing about another record, but they count
    when a row is learned from, all together as one. `vocabulary`, `terms` and `idf` say what the
    columns are.
    """

    rows: Any
    own: Any
    vocabulary: Vocabulary
    terms: Any
    idf: Any

    def query(self, found: Any) -> Any:
        """The column of weights of a text with these terms, of length 1;
        all zeros when they share no term.
        """
        column = np.zeros(len(self.terms), dtype=np.float32)
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

    `text` are the terms of titles and abstracts, `stem` how their words begin, `title` the terms of
    titles alone, `keyword` whole keywords.
    """

    text: Block
    stem: Block
    title: Block
    keyword: Block
    chinese: Any

    @property
    def size(self) -> int:
        """The number of records."""
        return int(self.text.rows.shape[0])

    def query(self, texts: Sequence[str]) -> Any:
        """The column of weights of a text (of a protocol) in the block `text`."""
        return self.text.query(terms(self.text.vocabulary.units(texts, learn=False))[1])

    def query_beginnings(self, texts: Sequence[str]) -> Any:
        """The column of weights of a text in the block `stem`."""
        return self.stem.query(alone(self.stem.vocabulary.starts(texts))[1])


def build(documents: Sequence[Document]) -> Features:
    """The feature blocks of these records, in order. Raises ValueError for no records."""
    if not documents:
        raise ValueError("features need at least one record")
    # Titles and abstracts share one vocabulary, so that a title weighs the same word in both blocks.
    words, starts, whole = Vocabulary(), Vocabulary(), Vocabulary()
    counted: tuple[list[_Chunk], ...] = ([], [], [], [])
    known = np.zeros(1, dtype=np.int64)
    for start in range(0, len(documents), CHUNK):
        some = documents[start : start + CHUNK]
        titles = _rows([words.units(document.titles) for document in some])
        both = titles.beside(_rows([words.units(document.abstracts) for document in some]))
        # The beginning of a word is looked up once, when the word is first met, not for each time it
        # occurs.
        known = np.concatenate(
            [known, starts.beginnings(islice(words.words, len(known) - 1, None))]
        )
        stems = _Rows(
            np.where(both.units > 0, known[np.maximum(both.units, 0)], both.units),
            both.of,
            both.size,
        )
        keywords = _rows([whole.phrases(phrases(document.keywords)) for document in some])
        parts = ((both, terms), (stems, alone), (titles, terms), (keywords, alone))
        for chunks, (rows, read) in zip(counted, parts, strict=True):
            chunks.append(_count(rows, read))
    text, stem, title, keyword = (
        _block(*each) for each in zip((words, starts, words, whole), counted, strict=True)
    )
    chinese = np.asarray(
        [any(has_han(text) for text in d.titles or d.abstracts) for d in documents]
    )
    return Features(text, stem, title, keyword, chinese)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Units of `size` records one after the other, and of which record each is."""

    units: Any
    of: Any
    size: int

    def beside(self, other: "_Rows") -> "_Rows":
        """These units and the others of the same records;
        each record's own still end with a border.
        """
        return _Rows(
            np.concatenate([self.units, other.units]),
            np.concatenate([self.of, other.of]),
            self.size,
        )


def _rows(rows: list[list[int]]) -> _Rows:
    lengths = [len(row) for row in rows]
    units = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=sum(lengths))
    return _Rows(units, np.repeat(np.arange(len(rows)), lengths), len(rows))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is counted in some of the records, and how many these are."""

    counted: Counted
    size: int

    def shares(self) -> Any:
        """In how many records each term occurs."""
        return np.bincount(self.counted.term, minlength=len(self.counted.kinds))


def _count(rows: _Rows, read: Callable[[Any], tuple[Any, Any]]) -> _Chunk:
    """Sorts over the whole chunk: a sort for each record would cost more in calls than in sorting."""
    places, found = read(rows.units)
    return _Chunk(count(found, rows.of[places], rows.size), rows.size)


def _block(vocabulary: Vocabulary, chunks: list[_Chunk]) -> Block:
    """The rows of a block. Empties the list of chunks on the way,
    as both together would need twice the memory.
    """
    size = sum(chunk.size for chunk in chunks)
    kinds, at = _together([chunk.counted.kinds for chunk in chunks])
    shared = np.bincount(
        at, np.concatenate([chunk.shares() for chunk in chunks]), minlength=len(kinds)
    )
    # What most records say tells none apart; in a small set there is too little to judge that by.
    most = MAX_SHARE * size if size > SMALL else size
    kept = (shared > 1) & (shared <= most)
    idf = (np.log((1 + size) / (1 + shared)) + 1).astype(np.float32)
    # Kept out of the columns, and of the lengths as well: a frequent word must not shorten the rest.
    idf[shared > most] = 0
    columns = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    parts, owns, start = [], [], 0
    while chunks:
        chunk = chunks.pop(0)
        here = at[start : start + len(chunk.counted.kinds)]
        start += len(chunk.counted.kinds)
        part, own = _weigh(chunk, columns[here], idf[here], int(kept.sum()))
        parts.append(part)
        owns.append(own)
    return Block(
        vstack(parts, format="csr"), np.concatenate(owns), vocabulary, kinds[kept], idf[kept]
    )


def _together(kinds: list[Any]) -> tuple[Any, Any]:
    """The kinds of all chunks, each once, and for those of one chunk after the other which it is."""
    of = np.repeat(np.arange(len(kinds)), [len(some) for some in kinds])
    found = count(np.concatenate(kinds), of, len(kinds))
    return found.kinds, found.term


def _weigh(chunk: _Chunk, columns: Any, idf: Any, width: int) -> tuple[Any, Any]:
    """The rows of a chunk and the lengths of their own parts;
    `columns` is -1 for a term that has none.
    """
    counted, size = chunk.counted, chunk.size
    row = counted.group
    weights = (1 + np.log(counted.count, dtype=np.float32)) * idf[counted.term]
    at = columns[counted.term]
    known = at >= 0
    squares = weights.astype(np.float64) ** 2
    lengths = np.sqrt(np.bincount(row, squares, minlength=size))
    owns = np.sqrt(np.bincount(row[~known], squares[~known], minlength=size))
    # A record without any term: its row stays empty, and nothing is divided by zero.
    lengths[lengths == 0] = 1
    row = row[known]
    data = (weights[known] / lengths[row]).astype(np.float32)
    indptr = np.concatenate([[0], np.bincount(row, minlength=size).cumsum()])
    matrix = csr_matrix((data, at[known], indptr.astype(np.int32)), shape=(size, width))
    return matrix, (owns / lengths).astype(np.float32)
