# The last line counts without its newline, too.
print('last', end='')
