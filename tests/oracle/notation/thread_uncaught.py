# An error in a thread goes to stderr and does not end the program, nor change its status.
import threading
t = threading.Thread(target=int, args=('not a number',))
t.start()
t.join()
print('the program goes on')
