# UDP: boundaries and truncation
#
# No connection, no listen, no accept: each datagram is on its own, and stays in one piece.
#
# Watch IN and OUT of both sockets, and what recvfrom returns in the journal.
import socket
import errno
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
addr = a.getsockname()
# b sends without bind: the kernel gives it an address with the first datagram.
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.sendto(b"one", addr)
b.sendto(b"two", addr)
# With TCP these could be one recv. Here two sends are two datagrams:
data, who = a.recvfrom(1024)
print(data)
print(a.recv(1024))
# recvfrom said who sent it, so a can answer. It never accepted anybody.
a.sendto(b"thank you", who)
print(b.recv(1024))

# Truncation. What does not fit into the buffer is gone; the next call gets the next datagram.
b.sendto(b"a long datagram", addr)
b.sendto(b"next", addr)
print(a.recv(6))
print(a.recv(6))
# recvmsg tells of it: the flag MSG_TRUNC.
b.sendto(b"a long datagram", addr)
data, anc, flags, who = a.recvmsg(6)
print(data, flags & socket.MSG_TRUNC != 0)

# A datagram may be empty. With TCP b"" is the end; here it is only a small datagram.
b.sendto(b"", addr)
print(a.recv(1024))
# And it may be too long: over IPv4 65507 bytes are the most.
try:
    b.sendto(b"x" * 65508, addr)
except OSError as e:
    print(errno.errorcode[e.errno])

# connect sends nothing here. It only notes a peer, so that b can use send and hear of errors.
b.connect(addr)
a.close()

# Question: nobody has the port of a any more. Will this send fail?
b.send(b"hello?")
try:
    b.send(b"hello?")
except OSError as e:
    print(type(e).__name__)
# Answer: not the first. Sending is all that send does. Then "port unreachable" comes back by
# ICMP, and the next call on b reports it. Without connect b would never hear of it.
