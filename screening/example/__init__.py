"""The worked example: a made-up bilingual review that runs through the same actions as a real one.

Nothing here is a real publication. Titles, people, journals, numbers and abstracts are composed
from our own word lists; DOIs stand under 10.5555, the prefix kept for examples, and PubMed numbers
lie far above those in use.
"""
