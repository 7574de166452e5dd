# struct: every width in both orders, padding, texts.
import struct
print(struct.pack('!BHIQ', 1, 2, 3, 4), struct.pack('<BHIQ', 1, 2, 3, 4), struct.pack('>bhiq', -1, -2, -3, -4))
print(struct.pack('ii', 1, 0), struct.pack('=lL', -1, 1), struct.pack('@lL', -1, 1), struct.pack('bi', 1, 2), struct.pack('3s5s', b'abcd', b'xy'))
print(struct.pack('?c2x', True, b'z'), struct.pack('!4H', 1, 2, 3, 4), struct.pack('0s', b''), struct.pack('5p', b'abc'), struct.pack(''))
print(struct.pack('!f', 1.5), struct.pack('<d', -2.25), struct.pack('! H H', 5, 6))
print(struct.calcsize('!BHIQ'), struct.calcsize('BHIQ'), struct.calcsize('3s'), struct.calcsize('b3i'), struct.calcsize('l'), struct.calcsize('=l'), struct.calcsize('0i'), struct.calcsize('bi0q'))
