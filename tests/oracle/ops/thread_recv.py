# A recv waits in a thread until data comes.
import socket
import threading
a, b = socket.socketpair()
t = threading.Thread(target=b.recv, args=(100,))
t.start()
t.join(0.05)
print(t.is_alive(), a.send(b'wake up'), t.join(), t.is_alive())
