# Ints: decimal, hexadecimal, signs, the largest and the smallest of 64 bits.
print(0, 7, 1234567890)
print(0x0, 0xff, 0XFF, 0xDeadBeef, 0x7fffffffffffffff)
print(-5, +5, --5, ~5, -~5, ~-5)
print(9223372036854775807, -9223372036854775807 - 1)
print(00, 10 - 3 - 2, -7 + 2)
