"""Programs for reviewapp."""

from reviewapp_client.client import Client, JobFailed, bar
from reviewapp_client.transport import Problem

__all__ = ["Client", "JobFailed", "Problem", "bar"]
