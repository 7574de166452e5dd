# A call whose arguments go over many lines.
import socket
a, b = socket.socketpair()
print(a.send(b"""line one
line two
""" b'and more'
), # here it ends
    b.recv(
        100
    ),
    sep='\n'
)
