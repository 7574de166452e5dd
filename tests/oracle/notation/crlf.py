# Lines may end as on Windows.
print('one')
x = (1,
     2)
print(x, """a
b""" == "a\nb")
