# Raw strings and bytes keep their backslashes.
print(r'\n\t\\', R"\x41", r'it\'s', len(r'\n'))
print(rb'\x00\n', br'\d', Rb'\\', bR"\'", len(rb'\n'))
print(b'x', B'x', r'' == '', rb'' == b'')
