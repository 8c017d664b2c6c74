"""The interface for programs, `/api/v1/`: through the same door, forms, filters, queries and actions as the pages.

Each room is one file with its operations (see `operation.py`); `urls.py` gathers them. What an operation needs, takes,
answers and refuses is data, from which the addresses, the document and the tests of roles are made.
"""
