# memoryview: a window on a bytearray, or on bytes.
b = bytearray(b'0123456789')
v = memoryview(b)
print(len(v), v[0], v[-1], v.tobytes(), bytes(v[2:4]), bytes(v[4:][1:-1]), len(v[5:2]), len(v[:100]))
print(v == b, v == b'0123456789', b == v, v[1:3] == b[1:3], v != v, v == 'x', memoryview(b'ab') == memoryview(bytearray(b'ab')))
print(repr(v)[:13], type(v), bool(v), bool(v[:0]), bytearray(v[:2]), b'x' + v[:2], str(v[3:6], 'ascii'), int(v[1:3]))
print(memoryview(v[2:])[1], memoryview(object=b'xyz')[1:].tobytes(), v is v, v[:] is v)
x, y = v[4:6]
print(x, y, bytes(memoryview(b)[::1]))
w = v[3:]
del v, b
print(w.tobytes(), len(w))
