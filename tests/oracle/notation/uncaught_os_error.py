# An error nobody catches ends the file with 1; what was printed before stands.
import socket
print('before')
socket.create_connection(('127.0.0.1', 1))
print('never')
