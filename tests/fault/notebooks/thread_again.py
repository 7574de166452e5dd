# A Thread that could not start may be started again.
from threading import Thread
t = Thread(target=print, args=("printed", 1))
try: t.start()
except (MemoryError, RuntimeError): t.start()
t.join()
