import socket as s, struct, errno, time
from socket import (AF_INET, SOCK_STREAM as STREAM)
a, b = 1, (2.5, [3, "four"])
x = "text" 'joined' """long
text""" + r"\raw" + "\u00e9\x41\n"; y = b"bytes" + b'\x00\xff'
print(a, b, x, y, sep="|", end="!\n")
print("%s %r %5d %-5s %.3f %x" % (x, y, a, "ab", 2.5, 255), b[1][0:2], x[::-1], y[-1], len(x))
print(1 < 2 < 3, 1 + 2 * 3 - 4 // 3, 7 % 4, 1 << 10, ~5 & 0xff | 3 ^ 1)
print(not a, a and b or x, 10 / 4)
print("ex" in x, 3 not in b, a is None, None is not b, [1, 2] + [3], (1,) * 3, "ab" * 2, -a)
print(AF_INET, (AF_INET, STREAM), AF_INET.name, repr(s.MSG_PEEK | s.MSG_OOB))
print(type(a), type(b).__name__)
print(int("12"), int("0x1f", 16), bool(""), str(5), bytes(3))
print(bytes([65, 66]), bytes.fromhex("6162"))
print("é".encode(), b"\xc3\xa9".decode(), b"ab".hex())
print(struct.pack("!HI4s", 1, 2, b"abc"), struct.calcsize("!HI"))
print(struct.unpack("<hB", b"\x01\x02\x03"), errno.errorcode[111])
print(errno.EAGAIN, time.monotonic() > 0)
try: s.socket(99, 99)
except (ValueError, OSError) as e: print(e.errno, e.strerror, e.args, type(e).__name__)
try: assert a == 2, "not two"
except AssertionError as e: print(e, repr(e))
try: nowhere
except NameError as e: print(e)
try: 1 // 0
except ZeroDivisionError as e: print(e)
try: [1, 2][5]
except IndexError as e: print(e)
try: s.gethostbyname("no..dots")
except (OSError, UnicodeError) as e: print(type(e).__name__)
del a, b
time.sleep(0.001)
assert x
