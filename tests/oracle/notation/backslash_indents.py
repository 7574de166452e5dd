# Where the first backslash stands is how the line is indented.
print(1)
  \
print(2)
