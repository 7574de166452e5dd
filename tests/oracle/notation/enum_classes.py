# The enums of the module by their classes: from a number or a name to the member.
import socket
print(socket.AddressFamily.AF_INET, [socket.AddressFamily.AF_INET], socket.AddressFamily.AF_UNIX.name)
print([socket.AddressFamily(10), socket.SocketKind(2), socket.AddressFamily(value=2)])
print([socket.MsgFlag(3), socket.MsgFlag(0), socket.MsgFlag(-1), socket.AddressInfo(5)])
s = socket.socket()
print(type(s.family) is socket.AddressFamily, type(s.family)(1), type(socket.MSG_OOB).MSG_PEEK)
try: socket.AddressFamily(999)
except ValueError as e: print(e)
try: socket.SocketKind("a")
except ValueError as e: print(e)
try: socket.AddressFamily()
except TypeError as e: print(type(e).__name__)
try: socket.AddressFamily.AF_NOSUCH
except AttributeError as e: print(type(e).__name__)
