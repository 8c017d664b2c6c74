"""How well the order does, for the model card: the row of all labelled sets in docs/ranking.md;
a test compares.
"""

SETS = 14
SEEDS = 3
MEASURES = ("WSS@95", "RRF@10", "ATD", "all found at")
OURS = ("0.584", "0.655", "0.119", "0.554")
ASREVIEW = ("0.549", "0.624", "0.128", "0.624")
