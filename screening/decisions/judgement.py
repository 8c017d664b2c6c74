"""From judgements on single criteria to a proposed verdict and a grade."""

from collections.abc import Iterable, Mapping

MET, UNCLEAR, NOT_MET = "met", "unclear", "not_met"
ANSWERS = (MET, UNCLEAR, NOT_MET)
_POINTS = {MET: 1.0, UNCLEAR: 0.5, NOT_MET: 0.0}


def proposal(judgements: Mapping[str, str], criteria: Iterable[tuple[str, bool]]) -> str:
    """The verdict that the judgements speak for: exclude, include, maybe,
    or "" while too little is judged.

    `criteria` are (key, whether it is an inclusion criterion). One inclusion criterion not met, or
    one exclusion criterion met, speaks for exclude. All criteria judged and nothing unclear:
    include. All judged, something unclear: maybe.
    """
    answers = [(judgements.get(key, ""), inclusion) for key, inclusion in criteria]
    if any(answer == (NOT_MET if inclusion else MET) for answer, inclusion in answers):
        return "exclude"
    if not answers or any(answer not in ANSWERS for answer, _ in answers):
        return ""
    return "maybe" if any(answer == UNCLEAR for answer, _ in answers) else "include"


def grade(judgements: Mapping[str, str], criteria: Iterable[tuple[str, bool]]) -> float | None:
    """The mean over the judged criteria, in [0, 1]; None when none is judged.

    A met inclusion criterion counts 1, an unclear one 0.5, one not met 0;
    for exclusion criteria the other way round.
    """
    points = []
    for key, inclusion in criteria:
        answer = judgements.get(key, "")
        if answer in ANSWERS:
            points.append(_POINTS[answer] if inclusion else 1 - _POINTS[answer])
    return sum(points) / len(points) if points else None
