# Too few and too many.
try: '%s %s' % ('a',)
except TypeError as e: print(type(e).__name__)
try: '%d' % None
except TypeError as e: print(type(e).__name__)
try: '%x' % 1.5
except TypeError as e: print(type(e).__name__)
print('%s' % ((1, 2),), '%s %s' % ('a', ('b',)), '%%' % (), '%s' % '%s')
'no directive' % 5
