"""The services from outside, against a local server that replays recorded answers and every
documented failure.
"""
