# Flags put together keep their names.
import socket
print(socket.MSG_PEEK, repr(socket.MSG_PEEK), (socket.MSG_PEEK | socket.MSG_DONTWAIT,))
print(socket.MSG_PEEK | socket.MSG_TRUNC | socket.MSG_WAITALL, repr(socket.MSG_PEEK | 0))
print([socket.MSG_OOB & socket.MSG_PEEK, socket.MSG_PEEK & 3, socket.MSG_PEEK ^ socket.MSG_PEEK])
print((socket.AI_PASSIVE | socket.AI_NUMERICHOST,), socket.AI_CANONNAME, repr(socket.AI_ADDRCONFIG))
print(repr(socket.MSG_PEEK | socket.MSG_OOB), socket.MSG_DONTWAIT.name, (socket.MSG_PEEK | socket.MSG_OOB).value, socket.MSG_PEEK == 2)
