# The least int of 64 bits can be shifted to; one object for each small int and each empty text.
print(-1 << 63, -1 << 63 >> 63, 1 << 62, -2 << 62, 0 << 1000, 3 << 61)
x = 5
y = 5
a = ()
b = ()
s = ""
t = ""
print(x is y, a is b, s is t)
