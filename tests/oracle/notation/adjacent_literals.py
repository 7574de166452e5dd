# Literals side by side are one, over lines too when in brackets.
print('a' 'b' "c", r'\n' '\t' 'x', len('a' '''b'''))
request = (b'GET / HTTP/1.0\r\n'
           b'Host: localhost\r\n'  # a comment between
           b'\r\n')
print(request, len(request))
