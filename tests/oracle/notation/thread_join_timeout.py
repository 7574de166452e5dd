# join with a timeout comes back when it is over, or when the thread is.
import threading
import time
t = threading.Thread(target=time.sleep, args=(0.4,))
t.start()
print(t.join(0.01), t.is_alive(), t.join(timeout=20), t.is_alive())
