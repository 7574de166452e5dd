# Like joins like.
print('a' + 'b' + '', b'a' + b'\x00', (1,) + (), [1] + ['x'], 'é' + '中')
data = b''
data = data + b'one'
data = data + b'two'
print(data, len(data))
print('port ' + str(9000) + '!', b'n=' + str(5).encode())
