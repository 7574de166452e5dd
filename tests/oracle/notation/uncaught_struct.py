# And those of struct.
import struct
struct.pack('!H', 65536)
