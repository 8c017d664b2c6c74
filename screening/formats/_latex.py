"""LaTeX in bibliographic values: to Unicode for reading,
and the escapes that BibTeX files need for writing.
"""

import re
import unicodedata

_COMBINING = dict(
    zip(
        "`'^\"~=.uvHtcdbrkGfUh",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0361\u0327\u0323\u0331"
        "\u030a\u0328\u030f\u0311\u030e\u0309",
        strict=True,
    )
)
_TABLE = """
aa=å AA=Å ae=æ AE=Æ oe=œ OE=Œ o=ø O=Ø l=ł L=Ł ss=ß SS=ẞ i=ı j=ȷ dh=ð DH=Ð dj=đ DJ=Đ th=þ TH=Þ ng=ŋ NG=Ŋ
textquotesingle=' textquotedblleft=“ textquotedblright=” textquoteleft=‘ textquoteright=’ textquotedbl="
quotesinglbase=‚ quotedblbase=„ guillemotleft=« guillemotright=» guilsinglleft=‹ guilsinglright=› textendash=–
textemdash=— textellipsis=… ldots=… dots=… cdots=⋯ textbackslash=\ue000 textbar=| textless=< textgreater=>
textasciitilde=\ue003 textasciicircum=^ textunderscore=_ textbraceleft=\ue001 textbraceright=\ue002 lbrace=\ue001
rbrace=\ue002 backslash=\ue000 textdollar=\ue004 textperiodcentered=· textbullet=• textdegree=° degree=°
textregistered=® texttrademark=™ textcopyright=© copyright=© pounds=£ textsterling=£ texteuro=€ euro=€ textyen=¥ S=§
P=¶ dag=† ddag=‡ textdagger=† textonehalf=½ textonequarter=¼ textordfeminine=ª textordmasculine=º textexclamdown=¡
textquestiondown=¿ textmu=µ textpm=± texttimes=× textdiv=÷ textminus=− pm=± mp=∓ times=× div=÷ cdot=· ast=∗ star=⋆
circ=∘ bullet=• leq=≤ le=≤ geq=≥ ge=≥ neq=≠ ne=≠ approx=≈ sim=∼ simeq=≃ equiv=≡ propto=∝ ll=≪ gg=≫ infty=∞ partial=∂
nabla=∇ sum=∑ prod=∏ int=∫ surd=√ in=∈ notin=∉ subset=⊂ cup=∪ cap=∩ wedge=∧ vee=∨ forall=∀ exists=∃ emptyset=∅ to=→
rightarrow=→ leftarrow=← uparrow=↑ downarrow=↓ leftrightarrow=↔ Rightarrow=⇒ Leftarrow=⇐ langle=⟨ rangle=⟩ prime=′
ell=ℓ hbar=ℏ Re=ℜ Im=ℑ aleph=ℵ angle=∠ perp=⊥ parallel=∥ mid=∣ alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε
zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ pi=π rho=ρ sigma=σ varsigma=ς tau=τ upsilon=υ
phi=φ varphi=φ chi=χ psi=ψ omega=ω Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω
upmu=μ upalpha=α upbeta=β upgamma=γ updelta=δ upkappa=κ textalpha=α textbeta=β textgamma=γ textdelta=δ
"""
_SYMBOLS = dict(pair.split("=", 1) for pair in _TABLE.split())
_SUP = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
# Braces, tildes and dollars that are text wait in the private use area until the markup is gone.
_KEPT = {"\\": "\ue000", "{": "\ue001", "}": "\ue002", "~": "\ue003", "$": "\ue004"}
_RESTORE = {ord(held): char for char, held in _KEPT.items()}

_NEEDED = re.compile(r"[\\{}$~]|--|``")
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])|([uvHtcdbrkGfUh])(?![A-Za-z]))\s*"
    r"(?:\{\s*(\\[ij](?![A-Za-z])|[^\W\d_])\s*\}|(\\[ij](?![A-Za-z])(?:\s*\{\})?|[^\W\d_]))"
)
_EMPTY_ACCENT = re.compile(r"\\([~^])(?:\s*\{\s*\})?")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_NAMED = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|\s+(?=[^\W_])|(?![A-Za-z]))")
_MATH = re.compile(r"(?<!\\)\$([^$\n]{0,400})\$")
_RAISED = re.compile(r"(?:(\^)|(_)|\\text(super|sub)script\s*)(?:\{+([^{}]{1,40})\}+|(\w))")
_WORDED = re.compile(
    r"\\(?:text(?:it|bf|rm|sc|sf|tt|sl|up|md|normal|greek|superscript|subscript)|emph|mathrm|mathit|mathbf|mathsf|mathcal"
    r"|mathbb|ensuremath|mbox|hbox|text|uppercase|MakeUppercase|underline|mkbibquote|url|href|operatorname|textcolor"
    r"|it|bf|em|rm|sc|sl|tt|sf|itshape|bfseries|scshape|small|noopsort|protect|left|right|displaystyle|relax)(?![A-Za-z])\s*"
)
_LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_TILDE = re.compile(r"(?<=[A-Za-zÀ-ɏ.,:;)\]}])~(?=[^\s~])|(?<=\d)~(?=[A-Za-z])")
_QUOTED = re.compile(r"``((?:(?!``|'').)*)''", re.DOTALL)
_SPACES = re.compile(r"\\[,;:! ]")


def decode(text: str) -> str:
    """The text as Unicode without LaTeX: accents, symbols, Greek, simple math, quotes and dashes; braces dropped.

    "H{\\"a}rri, {DNA}$_2$" gives "Härri, DNA₂". An unknown command stays as it is written, a "$" or "~" that is no
    markup ("$5", "3~5") too. Texts without any sign of LaTeX come back unchanged.
    """
    if not _NEEDED.search(text):
        return text
    if "\\" in text:
        text = _commands(text)
    if "$" in text:
        text = _MATH.sub(_math, text)
    if "~" in text:
        text = _TILDE.sub(" ", text)
    if "``" in text:
        text = _QUOTED.sub("“\\1”", text)
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("{", "").replace("}", "").translate(_RESTORE)


def _commands(text: str) -> str:
    text = text.replace("\\\\", " ")
    text = _ESCAPED.sub(lambda found: _KEPT.get(found.group(1), found.group(1)), text)
    text = _ACCENT.sub(_accent, text)
    text = _EMPTY_ACCENT.sub(lambda found: _KEPT.get(found.group(1), found.group(1)), text)
    if "\\text" in text:
        text = _RAISED.sub(lambda found: _raised(found) if found.group(3) else found.group(), text)
    text = _LINKED.sub("", text)
    text = _WORDED.sub("", text)
    text = _NAMED.sub(lambda found: _SYMBOLS.get(found.group(1), found.group()), text)
    return _SPACES.sub(" ", text).replace("\\-", "").replace("\\/", "")


def _accent(found: re.Match[str]) -> str:
    mark = found.group(1) or found.group(2)
    letter = (found.group(3) or found.group(4)).removesuffix("{}").strip()
    return unicodedata.normalize("NFC", letter.lstrip("\\") + _COMBINING[mark])


def _math(found: re.Match[str]) -> str:
    inner = found.group(1)
    # "$5 and $10" is money: math shows a command, a script, a group, or is one symbol long.
    if not any(mark in inner for mark in "\\^_{<>=") and len(inner.strip()) > 2 and inner.isascii():
        return found.group()
    return _RAISED.sub(_raised, inner)


def _raised(found: re.Match[str]) -> str:
    up = bool(found.group(1)) or found.group(3) == "super"
    inner = (found.group(4) or found.group(5)).strip()
    table = _SUP if up else _SUB
    return inner.translate(table) if all(ord(c) in table for c in inner) else inner


_RUN = re.compile("([-`'])(?=\\1)")
_SPECIAL = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "&": "\\&",
        "%": "\\%",
        "$": "\\$",
        "#": "\\#",
        "_": "\\_",
    }
)
_PAIRED = _SPECIAL | {ord("{"): "\\{", ord("}"): "\\}"}


def encode(text: str) -> str:
    """The text with LaTeX's special characters escaped, other Unicode kept;
    `decode(encode(text)) == text`.

    Runs of hyphens and back-quotes, which LaTeX would set as dashes and quotation marks,
    are kept apart by "{}".
    """
    if "{" in text or "}" in text:
        # Some programs know no command for a brace, and every one counts braces, escaped or not.
        return _RUN.sub(r"\1{}", text.translate(_PAIRED if _balanced(text) else _SPECIAL))
    return _RUN.sub(r"\1{}", text.translate(_SPECIAL))


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0
