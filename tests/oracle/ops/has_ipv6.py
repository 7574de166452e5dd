# What this Python and machine have.
import socket
print(socket.has_ipv6, socket.has_dualstack_ipv6(), socket.SOMAXCONN)
