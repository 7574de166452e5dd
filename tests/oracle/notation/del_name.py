# del takes a name away; what it held lives on under its other names.
a = [1]
b = a
del a
print(b)
try: print(a)
except NameError as e: print(e)
try: del a
except NameError as e: print(e)
del b
b
