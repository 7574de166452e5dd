# A connected UDP socket hears of a closed port at a later call.
import socket
gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
gone.bind(('127.0.0.1', 0))
where = gone.getsockname()
gone.close()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(where)
s.settimeout(5)
print(s.send(b'anybody?'))
try: s.recv(10)
except ConnectionRefusedError as e: print(e)
print(s.send(b'again'), s.connect_ex(where))
s.send(b'and now')
