"""How many connections to PostgreSQL this host may open, and whether the server has them."""

import os

from django.db import connection

from reviewapp.environment import number
from screening.management.parts import web_processes

#: Connections of one process of a worker: its job, and signs of life or looking after the site.
A_WORKER = 2
#: A web host takes a quarter of what the server has, at most so many: so two web hosts, workers and
#: a backup fit.
SHARE, MOST = 4, 16


def web_connections(most: int) -> int:
    """How many the web server of this host may hold open,
    of `most` that the server gives to everybody.
    """
    return number("DATABASE_CONNECTIONS", max(2, min(MOST, most // SHARE)), least=1)


def server_connections() -> tuple[int, int]:
    """How many connections the server gives to ordinary people, and how many of them are taken now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int, "
            "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        )
        most, taken = cursor.fetchone()
    return int(most), int(taken)


def shortage(*, web: bool, worker: bool, most: int, taken: int) -> str:
    """A sentence when what this host may open does not fit beside what is open already;
    else nothing.
    """
    wanted = 0
    if web:
        threads = number(
            "WEB_THREADS", min(8, max(2, web_connections(most) // web_processes())), least=1
        )
        wanted += web_processes() * threads
    if worker:
        processes = number("WORKER_PROCESSES", 1, least=1) + number("SHORT_PROCESSES", 2, least=1)
        wanted += A_WORKER * processes
    if wanted + taken <= most or os.environ.get("DATABASE_POOLER"):
        return ""
    return (
        f"This host may open {wanted} connections to the database, which gives {most} and has {taken} open: raise its "
        "max_connections, set DATABASE_CONNECTIONS or WORKER_PROCESSES lower, or put PgBouncer in between "
        "(docs/administration.md)."
    )
