# Timeouts, non-blocking and connect_ex
#
# A call that cannot go on may wait for ever, for a while, or not at all.
#
# Watch the lines that wait, here and in the journal. With a timeout it is poll that waits.
import socket
import errno
srv = socket.create_server(("127.0.0.1", 0))
addr = srv.getsockname()
# Nobody connects. A timeout ends the wait after so many seconds:
srv.settimeout(1.5)
try:
    srv.accept()
except TimeoutError as e:
    print(e)
# Non-blocking is a timeout of 0: now or not at all. The kernel's word for "not now" is EAGAIN.
srv.setblocking(False)
print(srv.gettimeout())
try:
    srv.accept()
except BlockingIOError as e:
    print(errno.errorcode[e.errno])

# connect_ex returns the error's number where connect would raise. Nobody listens on this port:
free = socket.socket()
free.bind(("127.0.0.1", 0))
cli = socket.socket()
print(errno.errorcode[cli.connect_ex(free.getsockname())])
# Without blocking, connect only begins. Here 0 would be too early: it says "in progress".
cli.setblocking(False)
print(errno.errorcode[cli.connect_ex(addr)])
# Asked again it says 0: done. (On the loopback that takes no time.) After that: you are.
print(cli.connect_ex(addr))
print(errno.errorcode[cli.connect_ex(addr)])

# srv is still non-blocking, but now somebody waits: accept succeeds.
conn, peer = srv.accept()
# send may be short. cli does not block, so it takes what fits into the buffers, and no more.
sent = cli.send(b"x" * 50000000)
print(0 < sent < 50000000)

# Question: srv is non-blocking, and conn came out of it. Will conn wait, in recv?
print(conn.getblocking())
# Answer: yes. Each socket has a timeout of its own, and accept gives one that blocks, whatever
# the listener does. A server that must not hang sets a timeout on each connection.
