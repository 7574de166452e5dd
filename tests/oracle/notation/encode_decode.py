# str.encode and bytes.decode in UTF-8, ASCII and Latin-1.
print('é中😀'.encode(), 'abc'.encode('ascii'), 'é'.encode('latin-1'), 'é'.encode('utf-8'), ''.encode())
print(b'\xc3\xa9'.decode(), b'abc'.decode('ascii'), b'\xe9'.decode('latin-1'), b''.decode(), b'x'.decode('UTF-8'))
print('é'.encode(encoding='utf8'), b'\xc3\xa9'.decode(encoding='utf-8'), 'x\x00y'.encode())
print(b'a\xffb'.decode('utf-8', 'replace'), b'a\xffb'.decode(errors='ignore'), 'é?'.encode('ascii', 'replace'))
