import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.formats._latex import decode, encode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Fran{\c c}ois", "François"),
        (r"Aks{\i}n, {\"O}zge", "Aksın, Özge"),
        (r"Ji{\v{r}}{\'{\i}}", "Jiří"),
        (r"{E}rd{\H o}s", "Erdős"),
        (r"dzia{\l}ania {\.z}ycia", "działania życia"),
        (r"P\"{a}ckert \o re {\ss}", "Päckert øre ß"),
        (r"D\textquotesingle aspremont", "D'aspremont"),
        (r"DNA$_{\textrm{2}}$ and $4^{\textrm{ème}}$", "DNA₂ and 4ème"),
        (r"H\textsubscript{2}O, cm\textsuperscript{2}", "H₂O, cm²"),
        (r"$\alpha$-synuclein, $p < 0.05$", "α-synuclein, p < 0.05"),
        (r"Texas A\&M, 5\%, a\_b, \#1", "Texas A&M, 5%, a_b, #1"),
        (r"\textit{Natrix cetti} and \emph{no}", "Natrix cetti and no"),
        ("``quoted'' -- and --- more", "“quoted” – and — more"),
        ("Fig.~3", "Fig. 3"),
        ("{CORDIC} {II:} {A} New", "CORDIC II: A New"),
        ("外泌体{治疗}脑卒中", "外泌体治疗脑卒中"),
        (
            r"see \href{https://example.org/a}{the page}, \url{https://example.org/b}",
            "see the page, https://example.org/b",
        ),
        (r"见\href{https://example.org/a}{网页}", "见网页"),
    ],
)
def test_decode_gives_unicode(latex, text):
    assert decode(latex) == text


@pytest.mark.parametrize(
    "text",
    ["cost $5 and $10", "5~10 mg", "about ~50", "3％~5％的患者", r"\unknowncommand", "a - b"],
)
def test_decode_leaves_what_is_no_latex(text):
    assert decode(text) == text


def test_decode_of_deep_braces_ends_quickly():
    assert decode("{" * 20_000 + "x" + "}" * 20_000) == "x"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Co", "Cc"])))
def test_encode_is_undone_by_decode(text):
    assert decode(encode(text)) == text


@given(st.text(alphabet="\\{}$%&#_^~`'-a外 "))
@example("```''")
def test_encode_of_special_characters_is_undone(text):
    assert decode(encode(text)) == text
