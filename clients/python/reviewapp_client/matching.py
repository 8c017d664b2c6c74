"""Which reference elsewhere is a record here: the same DOI, else the very same title."""


def names_of(doi: str, *titles: str) -> list[str]:
    """The names under which a reference is found, the surest first. An empty one never matches."""
    bare = ["".join(char for char in title.casefold() if char.isalnum()) for title in titles]
    known = doi.strip().casefold().removeprefix("https://doi.org/")
    return [*([f"doi {known}"] if known else []), *(f"title {title}" for title in bare if title)]
