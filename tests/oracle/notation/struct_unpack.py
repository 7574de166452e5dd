# And back again.
import struct
print(struct.unpack('!BHIQ', b'\x01\x00\x02\x00\x00\x00\x03' + bytes(7) + b'\x04'), struct.unpack('<h', b'\xff\xff'))
print(struct.unpack('3s2x?c', b'abc\0\0\x01z'), struct.unpack('!2H', bytes([0, 1, 0, 2])), struct.unpack('!f', struct.pack('!f', 0.1)))
print(struct.unpack('bi', struct.pack('bi', 1, 2)), struct.unpack('5p', b'\x03abc\0'), struct.unpack('', b''), struct.unpack('q', b'\xff' * 8))
print(struct.unpack('<Q', b'\xff' * 7 + b'\x7f'), struct.unpack('!d', struct.pack('!d', 3.5)), struct.unpack('=lL', bytes(8)))
