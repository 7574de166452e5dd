# Without a message the last line is the class alone.
assert 1 == 2
