import socket
s = socket.socket()
print("before")
gone = socket.create_server(("127.0.0.1", 0))
where = gone.getsockname()
gone.close()
s.connect(where)
