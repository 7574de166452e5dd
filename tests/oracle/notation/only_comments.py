# A file without a line that does anything.

# Still nothing.
