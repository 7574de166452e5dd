# Brackets of different kinds do not close each other.
print('never')
x = (1, 2]
