"""The history of a review as events: replayed to counts, and chained so that tampering shows."""
