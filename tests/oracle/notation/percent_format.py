# % puts values into a text, as in C, with Python's %s and %r.
print('%s %s' % (1, 'two'), '%r' % 'x', '%d%%' % 50, '%s' % None, '%s' % (b'raw',), 'plain' % ())
print('%5d|%-5d|%05d|%+d|% d' % (42, 42, 42, 42, 42), '%x %X %#x %o %#o' % (255, 255, 255, 8, 8))
print('%.2f %8.3f|%-8.1f|%e %g %g %g' % (3.14159, 2.5, 2.5, 12345.678, 0.0001, 1e10, 1e-5))
print('%c%c%c' % ('a', 98, 'é'), '%10s|%-10s|%.2s' % ('right', 'left', 'cut'), '%5.1s|' % 'xyz')
print('%s and %r' % ([1, 'a'], (2,)), '%s' % [1], '%d' % 3.99, '%d' % -3.99, '%i' % True, '%f' % 1)
print('%r %s' % ('é', 'é'), '%s:%d' % ('127.0.0.1', 80), '%s' % OSError)
