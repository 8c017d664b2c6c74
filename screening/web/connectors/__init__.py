"""Pages of the services from outside: switches, searching, strategies, completing, citations,
notices, full texts.
"""
