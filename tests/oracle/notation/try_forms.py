# try with one clause and several, on lines of their own and on one line.
try:
    print('fine')
    1 / 0
    print('not reached')
except ZeroDivisionError:
    print('zero')
try: int('x')
except ValueError: print('value'); print('two on a line')
try:
    [][1]
except (ValueError, IndexError) as e:
    print(type(e).__name__, e)
try:
    int('x')
except ZeroDivisionError:
    print('not this')
except TypeError as e:
    print('nor this')
except ValueError as e:
    print('but this:', e)
except Exception:
    print('only the first that fits')
try:
    zzyzx
except:
    print('whatever it was')
try:
    print('nothing happens')
except OSError:
    print('never')
try: pass
except: pass
print('end')
