# What is out of range says so for each kind of sequence.
t = (1, 2)
try: t[2]
except IndexError as e: print(e)
try: [1][-2]
except IndexError as e: print(e)
try: 'abc'[3]
except IndexError as e: print(e)
try: b'abc'[-4]
except IndexError as e: print(e)
try: ()[0]
except LookupError as e: print(type(e).__name__, e)
''[0]
