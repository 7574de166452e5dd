# Bytes hold ASCII literals only.
print('never')
x = b'é'
