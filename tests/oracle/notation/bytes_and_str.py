# Texts and bytes do not mix.
print('a' == b'a', b'' == '', 'a' in ('a', b'a'), b'a' in ['a'], '' is None)
'a' + b'b'
