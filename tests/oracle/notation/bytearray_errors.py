# What a bytearray refuses.
try: bytearray(-1)
except ValueError as e: print(e)
try: bytearray([256])
except ValueError as e: print(e)
try: bytearray([-1])
except ValueError as e: print(e)
try: bytearray('text')
except TypeError as e: print(type(e).__name__)
try: bytearray(b'x', 'utf-8')
except TypeError as e: print(type(e).__name__)
try: bytearray(1.5)
except TypeError as e: print(type(e).__name__)
try: bytearray(None)
except TypeError as e: print(type(e).__name__)
try: bytearray(['a'])
except TypeError as e: print(type(e).__name__)
try: bytearray(1 << 62)
except MemoryError as e: print('MemoryError')
b = bytearray(b'abc')
try: b[3]
except IndexError as e: print(e)
try: b['x']
except TypeError as e: print(type(e).__name__)
try: b[::0]
except ValueError as e: print(e)
try: 256 in b
except ValueError as e: print(e)
try: 'a' in b
except TypeError as e: print(type(e).__name__)
try: b + 'x'
except TypeError as e: print(type(e).__name__)
try: b < 'x'
except TypeError as e: print(type(e).__name__)
try: b.missing
except AttributeError as e: print(type(e).__name__)
try: int(bytearray(b'x1'))
except ValueError as e: print(e)
try: x, y = b
except ValueError as e: print(e)
try: memoryview('text')
except TypeError as e: print(type(e).__name__)
try: memoryview(3)
except TypeError as e: print(type(e).__name__)
try: memoryview()
except TypeError as e: print(type(e).__name__)
try: memoryview(b) < memoryview(b)
except TypeError as e: print(type(e).__name__)
try: memoryview(b) + b
except TypeError as e: print(type(e).__name__)
try: memoryview(b)[3]
except IndexError as e: print(e)
try: memoryview(b).decode()
except AttributeError as e: print(type(e).__name__)
bytearray(b'\xff\xfe').decode()
