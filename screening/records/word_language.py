"""The language of a Word document, which decides its fonts,
its line breaks and what Word underlines as misspelt.
"""

from typing import Any

HAN, LATIN = "zh-CN", "en-US"


def name_language(document: Any) -> None:
    """Makes Han characters Chinese and Latin ones English in a python-docx document,
    whatever Word's own language is.

    Without it the template says "en-US" of East Asian text, too: Word then breaks lines before
    closing marks and underlines every Chinese word.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    told = [] if defaults is None else list(defaults.iter(qn("w:rPr")))
    settings = document.settings.element
    if settings.find(qn("w:themeFontLang")) is None:
        settings.append(OxmlElement("w:themeFontLang"))
    for node in told:
        if node.find(qn("w:lang")) is None:
            node.append(OxmlElement("w:lang"))
    for node in (*(node.find(qn("w:lang")) for node in told), settings.find(qn("w:themeFontLang"))):
        node.set(qn("w:val"), LATIN)
        node.set(qn("w:eastAsia"), HAN)
