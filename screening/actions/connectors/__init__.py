"""What people do with services from outside: switch them on, search, complete, look for notices,
follow citations.
"""
