#!/usr/bin/env python3
"""Django's command line, in a checkout."""

from reviewapp.__main__ import main

if __name__ == "__main__":
    main()
