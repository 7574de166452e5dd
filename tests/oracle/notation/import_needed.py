# In a file nothing is imported that the file does not import.
# python: 3.11
print('before')
socket.socket()
