# The name of the exception is gone after its clause.
e = 5
try: 1 / 0
except ZeroDivisionError as e: print(e)
try: print(e)
except NameError as err: print(err)
try:
    a = 1
    zzyzx
    a = 2
except NameError:
    b = a
print(a, b)
e
