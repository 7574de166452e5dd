# len counts characters of a text, bytes of bytes, items of sequences.
print(len(''), len('abc'), len('é中😀'), len(b'\xc3\xa9'), len(()), len((1, 2)), len([[], []]))
print(len('x' * 1000), len(b'\0' * 70000), len('中' * 3))
try: len(5)
except TypeError as e: print(type(e).__name__)
len(None)
