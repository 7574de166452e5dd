# A Thread runs a call beside the lines; join waits for it.
import threading
import time
t = threading.Thread(target=print, args=('from the thread',))
print(t.is_alive(), t.daemon)
t.start()
t.join()
print(t.is_alive())
u = threading.Thread(target=time.sleep, args=(0.05,), daemon=True)
u.start()
print(u.is_alive(), u.daemon, u.join(), u.is_alive())
v = threading.Thread(target=print, args=[])
v.start()
v.join(5)
print('end')
