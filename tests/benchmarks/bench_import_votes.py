"""A reviewer who votes ten times a second until standard input ends;
prints how long each vote took. For bench_import.
"""

import os
import select
import sys
import time
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")


def main() -> None:
    """Votes on the records named in the first line, changing votes when all are done."""
    import django

    django.setup()
    from screening.actions.screening.voting import cast_vote
    from screening.models import Review, User

    records = [int(pk) for pk in sys.stdin.readline().split(",")]
    review, user = Review.objects.get(pk=int(sys.argv[1])), User.objects.get(pk=int(sys.argv[2]))
    print("ready", flush=True)
    took = []
    for turn in range(10**9):
        if select.select([sys.stdin], [], [], 0.1)[0]:
            break
        verdict = ("include", "exclude", "maybe")[turn // len(records) % 3]
        started = time.monotonic()
        cast_vote(
            by=user,
            review=review,
            record_id=records[turn % len(records)],
            stage="title-abstract",
            verdict=verdict,
            key=uuid4(),
        )
        took.append(time.monotonic() - started)
    print("\n".join(f"{seconds:.4f}" for seconds in took))


if __name__ == "__main__":
    main()
