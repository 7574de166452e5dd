# An ICMP echo built by hand, and the kernel's answer.
import socket
import struct
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
s.settimeout(5)
print((s.family, s.type, s.proto), s.getsockname())
s.connect(('127.0.0.1', 0))
body = struct.pack('!BBHHH', 8, 0, 0, 0x1234, 1)
summed = 0x0800 + 0x1234 + 1
checksum = ~summed & 0xffff
print(s.send(struct.pack('!BBHHH', 8, 0, checksum, 0x1234, 1)))
request = s.recv(2000)
reply = s.recv(2000)
print(len(request), request[9], request[20], len(reply), reply[20], struct.unpack('!HH', reply[24:28]))
