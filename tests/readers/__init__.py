"""What we write, read by programs that other people wrote:
each of their readers must give back what went out.
"""
