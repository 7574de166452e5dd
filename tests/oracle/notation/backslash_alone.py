# A backslash alone on a line joins the lines around it.
a = 1
\

print(a)
\
print(2)
   \

print(3)
  \
# after it
print(4)
try:
    \
print(5)
    print(6)
except OSError:
\
  pass
print(a,
  \
  7)
 \
\

print(8)
