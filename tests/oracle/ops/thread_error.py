# What fails in a thread is told on stderr.
import socket
import threading
s = socket.socket()
t = threading.Thread(target=s.recv, args=(10,))
t.start()
t.join()
print('goes on')
