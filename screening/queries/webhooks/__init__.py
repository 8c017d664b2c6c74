"""Webhooks: what other programs are told of a review."""
