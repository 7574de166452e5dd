# Text of any language passes through sockets as its bytes.
import socket
a, b = socket.socketpair()
a.sendall('Grüße, 世界 😀'.encode())
text = b.recv(100).decode()
print(text, len(text), text == 'Grüße, 世界 😀', text[-1])
