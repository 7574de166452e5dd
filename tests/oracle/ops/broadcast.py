# A broadcast on the loopback, once the option is set.
import socket
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
r.bind(('', 0))
r.settimeout(5)
port = r.getsockname()[1]
try: r.sendto(b'x', ('127.255.255.255', port))
except PermissionError as e: print(e)
r.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
print(r.sendto(b'to everybody', ('127.255.255.255', port)), r.recvfrom(100)[0])
