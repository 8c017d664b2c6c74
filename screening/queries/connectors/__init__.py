"""Services from outside: which are on, what was asked of them, what they found."""
