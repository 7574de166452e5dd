# Positional arguments come before keyword ones.
print(sep='', 'x')
