# Daemons are not: the program ends though one waits for ever.
import threading
import socket
a, b = socket.socketpair()
t = threading.Thread(target=b.recv, args=(1,), daemon=True)
t.start()
print(t.is_alive(), t.daemon)
