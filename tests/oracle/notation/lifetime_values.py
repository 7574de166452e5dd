# A tuple or list holds what is in it; the last one to go closes it.
import socket
pair = socket.socketpair()
held = [pair[0]]
other = pair[1]
del pair
other.setblocking(False)
try: other.recv(1)
except BlockingIOError: print('the list holds it')
held = []
print(other.recv(1))
