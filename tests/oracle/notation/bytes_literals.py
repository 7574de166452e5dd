# Bytes: escapes, repr, and that \u means nothing to them.
print(b'hi', b"it's", b'say "hi"', b'both \' and "', b'')
print(b'\x00\x01\x1f\x7f\x80\xff', b'\t\n\r\\', b'\a\b\f\v', b'\0\12\177\377')
print(b'one' b' two', b"a" b'b', b'\x41\101')
print(len(b'\n\x00'), b'abc' == b"abc", b'a' < b'b', b'' < b'\x00')
