# try alone is no statement.
print('never')
try:
    pass
print('nor this')
