# The name after except is looked up when it is needed, and only then.
try: print('fine')
except NoSuchName: print('never')
try: 1 / 0
except ZeroDivisionError: print('first fits')
except NoSuchName: print('never')
try: 1 / 0
except NoSuchName: print('never')
