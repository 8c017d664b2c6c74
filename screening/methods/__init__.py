"""The methods section of the paper in Chinese and in English, every value from the data."""

from screening.methods._section import GAPS, Section
from screening.methods.chinese import write as write_chinese
from screening.methods.english import write as write_english

#: Language to the function from a snapshot, read in that language, to the sections of the text.
LANGUAGES = {"zh-hans": write_chinese, "en": write_english}

__all__ = ["GAPS", "LANGUAGES", "Section"]
