import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.templatetags.markup import formatted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Effect of <i>E. coli</i> on CO<sub>2</sub>",
            "Effect of <i>E. coli</i> on CO<sub>2</sub>",
        ),
        ("<em>大肠杆菌</em>与10<sup>5</sup>", "<i>大肠杆菌</i>与10<sup>5</sup>"),
        ("p < 0.05 & n > 3", "p &lt; 0.05 &amp; n &gt; 3"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<i onclick="x">a</i>', "&lt;i onclick=&quot;x&quot;&gt;a&lt;/i&gt;"),
        ("<i>never closed", "&lt;i&gt;never closed"),
        ("closed only</i>", "closed only&lt;/i&gt;"),
        ("<b><i>crossed</b></i>", "<b><i>crossed&lt;/b&gt;</i></b>"),
        ("<IMG SRC=x onerror=y>", "&lt;IMG SRC=x onerror=y&gt;"),
        ("&lt;i&gt;said&lt;/i&gt;", "&amp;lt;i&amp;gt;said&amp;lt;/i&amp;gt;"),
        ("", ""),
    ],
)
def test_formatted_shows(text, shown):
    assert formatted(text) == shown


@given(
    st.lists(
        st.sampled_from(
            ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<script>", "肺", "&", '"']
        ),
        max_size=12,
    )
)
def test_formatted_is_always_closed_and_holds_no_other_tag(parts):
    shown = formatted("".join(parts))
    open_tags = []
    for piece in shown.replace(">", "><").split("<"):
        if piece.endswith(">"):
            name = piece.strip("/>")
            assert name in {"i", "b", "sub"}
            assert not piece.startswith("/") or open_tags.pop() == name
            if not piece.startswith("/"):
                open_tags.append(name)
    assert open_tags == []
