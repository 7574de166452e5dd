# A thread without a target does nothing; one whose arguments do not fit fails on stderr.
import threading
t = threading.Thread()
t.start()
print(t.join(), t.is_alive())
u = threading.Thread(target=len)
u.start()
u.join()
print('end')
