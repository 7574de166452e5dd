# bytearray: what is done with it besides receiving into it.
import struct
print(bytearray(), bytearray(3), bytearray(b'ab\0\xff\n'), bytearray([1, 65, 255]), bytearray((7,)))
print(bytearray('text', 'utf-8'), bytearray('\xe9', encoding='latin-1'), bytearray(source=b'x'))
print(bytearray('a\u20ac', 'ascii', 'replace'), bytearray(bytearray(b'again')), bytearray(memoryview(b'view')))
print(repr(bytearray(b"it's")), str(bytearray(b'a"b')), bytearray(b'a"b\'c'), bytearray(b'\\\t\r~\x7f'))
b = bytearray(b'0123456789')
print(len(b), b[0], b[-1], b[True], b[2:5], b[::-1], b[1:8:3], b[20:], b[:0], b[-3:])
print(bytes(b), bytes(b[3:]), str(b[:2], 'utf-8'), b.decode(), b.decode('ascii', errors='ignore'), b.hex(), b[:3].hex('-'))
print(b == b'0123456789', b'0123456789' == b, b == bytearray(b), b != b'0', b == '0123456789', b == 5, b is b)
print(b < b'1', b'1' < b, b >= b, bytearray(b'a') <= bytearray(b'ab'), bytearray(300) < bytes(301), bytearray(300) == bytes(300))
print(b + b'ab', b'ab' + b[:2], b[:1] + bytearray(b'c'), type(b + b''), type(b'' + b), b[:1] + memoryview(b)[8:])
print(b'34' in b, 53 in b, 5 in b, bytearray(b'9') in b, bytearray(b'b') in b'abc', b'x' in b, b'' in bytearray())
print(bool(b), bool(bytearray()), not bytearray(1), type(b), type(b).__name__, bytearray, int(bytearray(b'12')), int(b[1:3], 16))
x, y = bytearray(b'AB')
print(x, y, [b[:1], (b[:2],)], [bytearray(b'q')] == [b'q'], bytearray(b'q') in [b'q'], '%s|%r' % (b[:2], b[:2]))
c = b
print(c is b, bytearray(b) is b, struct.unpack('2s', b[:2]), struct.pack('3s', b), bytes([1]) + b[9:])
print(len(bytearray(100000)), bytearray(b'\xff').decode('latin-1'), bytearray.__name__)
