# sendfile: whole files, from an offset, so many bytes; the file's position follows.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
f = open('data.bin', 'rb')
print(c.sendfile(f, 10, 5), f.tell(), conn.recv(100))
print(c.sendfile(f, offset=250, count=10), f.tell(), conn.recv(100))
print(c.sendfile(f, 65530), f.tell(), conn.recv(100))
print(c.sendfile(f, 65536), f.tell(), c.sendfile(f, 100000), f.tell())
t = threading.Thread(target=c.sendfile, args=(f,))
t.start()
data = conn.recv(65536, socket.MSG_WAITALL)
t.join()
print(len(data), data[:4], data[-4:], f.tell())
a, b = socket.socketpair()
print(a.sendfile(f, 0, 4), b.recv(10), a.sendfile(f, 3, None) > 60000)
