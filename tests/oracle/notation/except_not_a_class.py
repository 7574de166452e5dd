# What is no class of exceptions cannot be caught.
text = 'no class'
try: 1 / 0
except text: print('never')
