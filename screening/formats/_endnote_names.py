"""What EndNote, and NoteExpress after it, call the types of publications."""

ENDNOTE_NAMES = {
    "article": "Journal Article",
    "review": "Journal Article",
    "preprint": "Preprint",
    "conference": "Conference Proceedings",
    "thesis": "Thesis",
    "book": "Book",
    "chapter": "Book Section",
    "newspaper": "Newspaper Article",
    "report": "Report",
    "patent": "Patent",
    "standard": "Standard",
    "web": "Web Page",
}
