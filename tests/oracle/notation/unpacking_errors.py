# Too many and too few say how many; nothing is bound then.
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, c = 1, 2
except ValueError as e: print(e)
try: a, b = ()
except ValueError as e: print(e)
try: a, b = 'x'
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(type(e).__name__)
try: print(a)
except NameError as e: print(e)
a, b, c, d = [1, 2, 3]
