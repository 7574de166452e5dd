# And of decoding.
b'\xe9t\xe9'.decode()
