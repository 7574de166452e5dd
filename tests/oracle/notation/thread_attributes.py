# daemon can be set before the start, and not after.
import threading
t = threading.Thread(target=len, args=('x',))
print(t.daemon, t.is_alive())
t.daemon = True
print(t.daemon)
t.start()
t.join()
t.daemon = False
print(t.daemon)
