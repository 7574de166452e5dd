# What no clause names goes on its way, and nothing after it runs.
print('before')
try:
    1 / 0
except (ValueError, OSError):
    print('no')
except IndexError:
    print('nor')
print('never')
