# First TCP client and server
#
# One program plays both ends of a connection. The server makes four calls, socket, bind,
# listen, accept; the client two, socket and connect.
#
# Watch the STATE of each socket, and the system calls in the journal.
import socket

# The server. A new socket has neither an address nor a peer.
srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
# bind gives it an address. Port 0 means: any free port, the kernel chooses.
srv.bind(("127.0.0.1", 0))
addr = srv.getsockname()
# listen makes it a server. From now on the kernel answers clients on that port by itself.
srv.listen()

# The client. Its connect shakes hands with the kernel that holds the port.
cli = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
cli.connect(addr)
# cli is ESTABLISHED, though the server's program has done nothing yet: the connection waits
# in the queue of srv. accept takes it out, as a new socket. srv itself never carries data.
conn, peer = srv.accept()
print(peer == cli.getsockname())

# Now bytes go both ways. Watch IN and OUT.
cli.sendall(b"hello")
print(conn.recv(1024))
conn.sendall(b"HELLO")
print(cli.recv(1024))
# TCP carries bytes, not messages. Where one send ended, recv does not see; with MSG_WAITALL it
# waits until all 6 bytes are there.
cli.sendall(b"one")
cli.sendall(b"two")
print(conn.recv(6, socket.MSG_WAITALL))

# The end. close tells the peer that no more bytes will come, and recv there gives b"".
cli.close()
print(conn.recv(1024))

# Question: conn is in CLOSE_WAIT, for it is not closed yet. Nobody is left to read what it
# sends. Will this line fail? And the same line once more?
conn.sendall(b"anybody there?")
try:
    conn.sendall(b"anybody there?")
except OSError as e:
    print(type(e).__name__)
# Answer: the first one succeeds. send only hands bytes to the kernel; then the other end,
# where no socket is left, answers RST, and the next send says BrokenPipeError.
