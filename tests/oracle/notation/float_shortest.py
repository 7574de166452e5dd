# The shortest digits that give the same float again, also right above a power of two.
import struct
print(struct.unpack("!d", b"\x3e\x70" + b"\x00" * 6), struct.unpack("!d", b"\x3d\x30" + b"\x00" * 6))
print(5.960464477539063e-08, 5.444517870735016e+39, 7.120236347223045e-307, 8.263199609878108e+121)
print(5e-324, 2.2250738585072014e-308, 1.7976931348623157e+308, 9007199254740993.0, 0.1, 1e23)
