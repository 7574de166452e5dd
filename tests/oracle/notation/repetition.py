# Texts and sequences times a number.
print('ab' * 3, 3 * 'ab', b'\x00' * 4, 'x' * 0, 'x' * -5, [1, 2] * 2, (0,) * 5, True * 'x', '中' * 2)
print(len(b'x' * 100000), len('é' * 100000), ('-' * 10) + '+' + '-' * 3)
'x' * 1.5
