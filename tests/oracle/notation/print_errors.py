# sep and end have to be texts.
print('before')
try: print('x', sep=5)
except TypeError as e: print(type(e).__name__)
try: print('x', nonsense=1)
except TypeError as e: print(type(e).__name__)
print('x', end=b'')
