# A TypeError's class is Python's.
print('before')
'a' + 1
