# What is never named lives as long as the expression: its number is free at once.
import socket
first = socket.socket().fileno()
second = socket.socket().fileno()
print(first == second)
a = socket.socket()
number = a.fileno()
del a
b = socket.socket()
print(b.fileno() == number)
srv = socket.create_server(('127.0.0.1', 0))
cli = socket.create_connection(srv.getsockname())
srv.accept()
print(cli.recv(10))
