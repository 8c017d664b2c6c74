"""Webhooks: the page on which leads look after them."""
