"""Features as one file of plain arrays, so that no job has to build them twice.
Nothing in such a file can be run.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np
from scipy.sparse import csr_matrix, issparse

from screening.ranking.features import Features
from screening.ranking.terms import Vocabulary

IDS = "ids"


def write(features: Features, ids: Sequence[int], out: IO[bytes]) -> None:
    """Writes the features with the id of each record, in order.
    Raises TypeError for a part that is no array.
    """
    arrays: dict[str, Any] = {IDS: np.asarray(ids, dtype=np.int64)}
    arrays.update(_arrays(features, "features"))
    np.savez(out, allow_pickle=False, **arrays)


def read(source: IO[bytes]) -> tuple[Features, Any]:
    """The features of a file, and the ids of their records.
    Raises ValueError for a file that is not whole.
    """
    try:
        with np.load(source, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        features = _object(Features, "features", found)
        ids = found[IDS]
    except (KeyError, OSError, EOFError, ValueError, BadZipFile, zlib.error) as error:
        raise ValueError(f"the file of features cannot be read: {error!r}") from None
    if len(ids) != features.size:
        raise ValueError(f"the file of features names {len(ids)} records and holds {features.size}")
    return features, ids


def _arrays(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Vocabulary):
        text = "\n".join(value.words).encode("utf-8", "surrogatepass")
        yield f"{name}.words", np.frombuffer(text, dtype=np.uint8)
        yield f"{name}.count", np.asarray(len(value.words))
    elif is_dataclass(value):
        for part in fields(value):
            yield from _arrays(getattr(value, part.name), f"{name}.{part.name}")
    elif issparse(value):
        rows = csr_matrix(value)
        yield f"{name}.data", rows.data
        yield f"{name}.indices", rows.indices
        yield f"{name}.indptr", rows.indptr
        yield f"{name}.shape", np.asarray(rows.shape)
    else:
        array = np.asarray(value)
        if array.dtype == object:
            raise TypeError(f"{name} is no array: {type(value).__name__}")
        yield name, array


def _object(kind: Any, name: str, arrays: dict[str, Any]) -> Any:
    if kind is Vocabulary:
        words = arrays[f"{name}.words"].tobytes().decode("utf-8", "surrogatepass").split("\n")
        count = int(arrays[f"{name}.count"])
        if len(words) != count and count:
            raise ValueError(f"{name} holds {len(words)} words instead of {count}")
        return Vocabulary(words if count else ())
    if is_dataclass(kind):
        return kind(
            **{
                part.name: _object(part.type, f"{name}.{part.name}", arrays)
                for part in fields(kind)
            }
        )  # type: ignore[operator]
    if f"{name}.indptr" in arrays:
        parts = (arrays[f"{name}.data"], arrays[f"{name}.indices"], arrays[f"{name}.indptr"])
        return csr_matrix(parts, shape=tuple(arrays[f"{name}.shape"]), copy=False)
    return arrays[name]
