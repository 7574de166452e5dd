# Calls and operators that cannot be: each is a TypeError.
import socket
try: 1 + 'a'
except TypeError as e: print('1 +', type(e).__name__)
try: 'a' + 1
except TypeError: print("'a' +")
number = 5
try: number()
except TypeError: print('call')
try: len()
except TypeError: print('missing')
try: len(1, 2)
except TypeError: print('too many')
try: socket.socket(nonsense=1)
except TypeError: print('keyword')
try: socket.socket(socket.AF_INET, family=2)
except TypeError: print('twice')
nothing = None
try: nothing[0]
except TypeError: print('index')
text = 'abc'
try: text['a']
except TypeError: print('index kind')
try: -'a'
except TypeError: print('minus')
try: ~1.5
except TypeError: print('not')
try: (1, 2) + [3]
except TypeError: print('mixed')
try: 'a' * 'b'
except TypeError: print('times')
try: b'a' + 'b'
except TypeError: print('bytes and str')
try: 'a' in b'abc'
except TypeError: print('in')
try: 1 in 5
except TypeError: print('in int')
try: [1] < 5
except TypeError: print('order')
try: 1.5 | 1
except TypeError: print('or')
print('end')
