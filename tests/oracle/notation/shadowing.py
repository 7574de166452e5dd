# A name of one's own hides a builtin, and del brings it back.
len = 5
print(len)
del len
print(len('abc'))
