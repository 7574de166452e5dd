# An error inside the clause is an error like any other.
try:
    1 / 0
except ZeroDivisionError as e:
    print('handling', e)
    int('y')
print('never')
