# UNIX datagrams: who has no name gets no answer.
import socket
srv = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
srv.bind('srv')
cli = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
print(cli.sendto(b'anonymous', 'srv'), srv.recvfrom(100))
cli.bind('cli')
print(cli.sendto(b'named', 'srv'), srv.recvfrom(100), srv.sendto(b'answer', 'cli'), cli.recvfrom(100))
cli.connect('srv')
print(cli.send(b'connected'), srv.recvfrom(100), cli.getpeername())
