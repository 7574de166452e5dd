# More than a byte is cut.
exit(259)
