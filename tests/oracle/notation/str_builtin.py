# str() of each kind of value; bytes with an encoding are decoded.
print(str(), str(5), str('x'), str(b'x'), str(None), str(True), str(1.0), str((1,)), str([b'a', 'b']))
print(str(b'caf\xc3\xa9', 'utf-8'), str(b'abc', 'ascii'), str(b'x', encoding='utf-8'), repr(str(5)))
str(b'\xff', 'utf-8')
