# A request to the kernel by rtnetlink, and its answer: the link of index 1.
import socket
import struct
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
s.bind((0, 0))
request = struct.pack('=IHHII', 32, 18, 1, 7, 0) + struct.pack('=BBHiII', 0, 0, 0, 1, 0, 0)
print(s.sendto(request, (0, 0)))
data, addr = s.recvfrom(65536)
length, kind, flags, seq, pid = struct.unpack('=IHHII', data[:16])
print(length == len(data), kind, seq, addr, struct.unpack('=i', data[20:24]), b'lo\0' in data)
