# Triple quotes hold lines and quotes; a backslash joins lines.
a = """one
two "quoted" 'too'
"""
print(a, end='')
print(repr('''x
	y\
z'''), len("""""") + len(''''''))
print(b"""GET / HTTP/1.1\r
Host: here\r
\r
""")
print(r"""raw \n
line""")
