# Nothing of a file runs when one of its lines is no Python.
print('never')
print((1, 2)
