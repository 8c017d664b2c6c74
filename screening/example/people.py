"""The people of the example; their common password is made on first start and kept where only the
owner can read it.
"""

from pathlib import Path

from django.utils.crypto import get_random_string

from screening.models import User

#: Part to address, name, language of the pages, languages read.
PEOPLE = {
    "lead": ("lin@example.org", "林若溪", "zh-hans", ["zh", "en"]),
    "first": ("chen@example.org", "陈思远", "zh-hans", ["zh", "en"]),
    "second": ("keller@example.org", "Maria Keller", "en", ["zh", "en"]),
    "adjudicator": ("zhou@example.org", "周明", "zh-hans", ["zh", "en"]),
    "observer": ("novak@example.org", "Petra Novak", "en", []),
}
#: Part to what the person does, for the terminal.
ROLES = {
    "lead": "leads",
    "first": "reviews",
    "second": "reviews",
    "adjudicator": "adjudicates",
    "observer": "observes",
}
#: No letters that are mistaken for others when read from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def make_people(password: str) -> dict[str, User]:
    """The example's accounts with this password, made or found, by part."""
    people = {}
    for part, (email, name, language, reads) in PEOPLE.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, password, confirmed=True, name=name, language=language, reads=reads
            )
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        people[part] = user
    return people


def keep_password(folder: Path) -> str:
    """The password of the example's people: read from the data folder,
    or made there once (file mode 0600).
    """
    path = folder / "example-password"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    password = "-".join(get_random_string(5, LETTERS) for _ in range(3))
    folder.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(password, encoding="ascii")
    return password


def sign_in_lines(password: str) -> list[str]:
    """Who can sign in to the example and what they do there, as lines for the terminal."""
    people = [
        f"  {email:20} {ROLES[part]:12} {name}"
        for part, (email, name, _language, _reads) in PEOPLE.items()
    ]
    return ["To look at it, sign in as", *people, f"with the password {password}"]
