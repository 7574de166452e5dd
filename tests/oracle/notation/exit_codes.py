# A status is the low byte of the number; None is 0.
import threading
try: exit(True)
except SystemExit as e: print(repr(e.code), e.args)
try: quit('words')
except SystemExit as e: print(e.code, str(e), repr(e))
try: exit(None)
except BaseException as e: print(repr(e), e.code)
exit(-1)
