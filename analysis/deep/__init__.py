"""A small transformer: the file it comes in, how it is run (extra `deep`) and how it is learned.

What its scores mean is told where they are read: `reading.deep` for comments, `signals.deep` for
the net.
"""
