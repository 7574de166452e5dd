# exit() in a thread ends that thread alone.
import threading
t = threading.Thread(target=exit, args=(5,))
t.start()
t.join()
print('goes on')
