# Methods on literals.
print('abc'.encode().hex(), b'ab'.hex(), bytes.fromhex('6869').decode(), b'\xc3\xa9'.decode(), ''.encode())
print('a b'.encode()[0], 'é'.encode()[::-1].hex())
