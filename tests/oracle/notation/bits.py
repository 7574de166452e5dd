# Bits and shifts, and how tightly they bind.
print(6 | 1, 6 & 3, 6 ^ 3, ~6, ~0, 1 << 10, 1024 >> 3, -8 >> 1, -1 >> 70, 5 >> 64, 0 << 100)
print(1 | 2 & 3 ^ 4, 1 + 1 << 2, 1 << 2 + 1, 6 & 3 == 3, ~1 & 0xff, -1 & 0xffff, 1 << 62)
print(True | False, True & 1, True ^ True, True << 3)
try: 1 << -1
except ValueError as e: print(e)
1 >> -1
