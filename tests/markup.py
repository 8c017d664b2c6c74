"""Pages as tests read them: what is asserted does not depend on where a template breaks its lines."""

import re


def on_one_line(page: str) -> str:
    """The page with white space collapsed, and none just inside an element or before the end of a tag."""
    collapsed = " ".join(page.split()).replace(" >", ">")
    return re.sub(r"(<\w[^>]*>) | (?=</)", r"\1", collapsed)
