# Strings: escapes that are none stay as they are, octal and hex have their lengths.
print(r'\ ' '\\ ', len('\0011'), '\x41b', '\1012', repr('\08'), b'\0011', repr('\u00412'))
print('a\
b', """a\
b""", '''it's "fine"''', """say \"""hi\"""""", '\'', "\"")
