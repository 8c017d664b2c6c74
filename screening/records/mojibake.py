"""Text that was saved in UTF-8, read as Western and saved again: "MÃ¼ller", "ä¸­å›½"."""

import re

_BYTE = {bytes([number]).decode("cp1252", "replace"): number for number in range(0x80, 0xA0)}
_BYTE.pop("�", None)
_BYTE |= {chr(number): number for number in range(0x80, 0x100)}
_FOLLOWING = "".join(re.escape(char) for char, number in _BYTE.items() if number < 0xC0)
_RUN = re.compile(rf"(?:[Â-ÅÎ-Ñ][{_FOLLOWING}]|â[€\x80][{_FOLLOWING}]|[ä-é][{_FOLLOWING}]{{2}})+")
#: One of these begins every run; to pass over all other texts at once.
_HINTS = ("Ã", "Â", "Ä", "Å", "Î", "Ï", "Ð", "Ñ", "â€", "ä", "å", "æ", "ç", "è", "é")


def twice_encoded(text: str) -> tuple[str, str] | None:
    """The first word that was encoded twice, as it stands and as it was meant;
    None where there is none.

    A capital alone before a closing mark ("«BLÅ»") is as it should be:
    a letter of two must touch a small one.
    """
    if text.isascii() or not any(hint in text for hint in _HINTS):
        return None
    for run in _RUN.finditer(text):
        begin, end = run.span()
        while begin and not text[begin - 1].isspace():
            begin -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if (
            _beyond_doubt(run.group())
            or text[run.start() - 1 : run.start()].islower()
            or text[run.end() : run.end() + 1].islower()
        ):
            meant = _RUN.sub(lambda found: _decoded(found.group()), text[begin:end])
            if meant != text[begin:end]:
                return text[begin:end], meant
    return None


def _beyond_doubt(run: str) -> bool:
    """Three letters that are one, as of Chinese and of quotation marks,
    or several such pairs in a row.
    """
    return len(run) > 2


def _decoded(run: str) -> str:
    try:
        return bytes(_BYTE[char] for char in run).decode("utf-8")
    except UnicodeDecodeError:
        return run
