# in and not in: parts of texts and bytes, items of sequences.
print('b' in 'abc', 'bc' in 'abc', '' in '', 'x' in 'abc', 'x' not in 'abc')
print(b'b' in b'abc', 98 in b'abc', 0 in b'abc', b'' in b'', b'ac' not in b'abc')
print(1 in (1, 2), '1' in (1, 2), None in [None], (1,) in [(1,)], 1.0 in [1], True in [1])
print(2 in (1, 2) and 3 not in (1, 2), not 2 in (1, 2))
300 in b'abc'
