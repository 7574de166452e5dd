# In a file nothing is imported that the file does not import.
print('before')
socket.socket()
