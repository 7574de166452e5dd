# A thread starts once, and is joined after it started.
import threading
t = threading.Thread(target=len, args=('x',))
try: t.join()
except RuntimeError as e: print(e)
t.start()
t.join()
t.join()
t.start()
