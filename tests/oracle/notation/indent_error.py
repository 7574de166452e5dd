# A line that begins further in than the one before.
print('never')
  print('nor this')
