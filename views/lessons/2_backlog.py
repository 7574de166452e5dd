# What listen, accept and backlog do
#
# listen(n) opens a queue in the kernel. Connections wait there until accept takes them.
#
# Watch the STATE of srv: LISTEN 0/2 means that 0 wait, and that the backlog is 2.
import socket
import errno
srv = socket.socket()
srv.bind(("127.0.0.1", 0))
addr = srv.getsockname()
# bind alone is not enough: without listen, whoever comes is refused.
a = socket.socket()
print(errno.errorcode[a.connect_ex(addr)])

# With listen the same client gets through, though nobody calls accept.
srv.listen(2)
a.connect(addr)
# It can even send. The bytes wait in the kernel, at the other end of a.
a.sendall(b"from a")
# Two more clients. Linux lets in one more than the backlog: 3/2, and the queue is full.
b = socket.create_connection(addr)
c = socket.create_connection(addr)

# A fourth client is not refused. The kernel drops its SYN, and the client's kernel sends it
# again and again: watch SYN_SENT. (Without blocking, connect_ex does not wait for an answer.)
d = socket.socket()
d.setblocking(False)
print(errno.errorcode[d.connect_ex(addr)])

# accept takes the oldest connection, with what was sent long before. That frees a place.
conn, peer = srv.accept()
print(conn.recv(1024))
# Now let connect wait: the next SYN is answered. It comes after a second, later ones less often.
d.setblocking(True)
d.connect(addr)

# Question: b, c and d are ESTABLISHED, and none of them was accepted. What will they see when
# the server closes srv? And what will a see?
srv.close()
try:
    b.recv(1024)
except OSError as e:
    print(type(e).__name__)
conn.sendall(b"to a")
print(a.recv(1024))
# Answer: whoever was not accepted is reset. Accepted connections live on: conn is a socket
# of its own, and srv was only the door.
