# On UNIX the name of a peer that has gone.
import socket
srv = socket.socket(socket.AF_UNIX)
srv.bind('p')
srv.listen()
c = socket.socket(socket.AF_UNIX)
c.connect('p')
conn, addr = srv.accept()
conn.close()
print(c.getpeername(), c.recv(1))
srv.close()
try: socket.socket(socket.AF_UNIX).connect('p')
except ConnectionRefusedError as e: print(e)
