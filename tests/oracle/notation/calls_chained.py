# Calls, items and attributes in a row.
import socket
a, b = socket.socketpair()
a.sendall('Héllo'.encode())
print(b.recv(100).decode()[1:].encode().hex())
a.sendall(b'\x01\x02')
print(b.recv(2)[1], [len][0]('xy'), (socket.socket,)[0]().type.name, socket.socket().family.value)
print(print('inner'), a.close() or 'closed', b.close() is None)
print(str(socket.AF_INET) + 'x', 'x' + repr(socket.AF_INET), type('x')('y'), type(5)('7') + 1)
