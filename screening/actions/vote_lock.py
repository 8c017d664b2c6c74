"""The gate between votes and the rules they are cast under: votes pass together,
a change of the rules passes alone.

Whether a stage is open and who is a member is read before the vote is written. Without the gate, a
stage could be closed, or a member removed, between the two, and the vote would come after the
closing in the history. SQLite lets one transaction write at a time, so there it is closed anyhow.
"""

from django.db import connection

from screening.models import Review

#: First half of the key of the advisory locks; the second is the review.
GATE = 7361002
MOST = 2**31


def pass_gate(review: Review) -> None:
    """Called first in the transaction of a vote; waits while the rules are being changed."""
    # Shared, so that votes do not wait for each other; freed by the end of the transaction,
    # however it ends.
    _lock("pg_advisory_xact_lock_shared", review)


def close_gate(review: Review) -> None:
    """Called first in a transaction that changes the rules; waits for votes on their way,
    and holds up later ones.
    """
    _lock("pg_advisory_xact_lock", review)


def _lock(function: str, review: Review) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Two reviews may share a lock by the modulus: then one waits for the other, which is
            # harmless.
            cursor.execute(f"SELECT {function}(%s, %s)", [GATE, review.pk % MOST])
