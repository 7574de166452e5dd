# Flags of messages by name.
import socket
print([socket.MSG_OOB, socket.MSG_PEEK, socket.MSG_DONTROUTE, socket.MSG_CTRUNC, socket.MSG_TRUNC, socket.MSG_DONTWAIT])
print([socket.MSG_EOR, socket.MSG_WAITALL, socket.MSG_CONFIRM, socket.MSG_NOSIGNAL, socket.MSG_MORE, socket.MSG_CMSG_CLOEXEC, socket.MSG_ERRQUEUE, socket.MSG_FASTOPEN])
print([socket.AI_PASSIVE, socket.AI_CANONNAME, socket.AI_NUMERICHOST, socket.AI_NUMERICSERV, socket.AI_V4MAPPED, socket.AI_ALL, socket.AI_ADDRCONFIG])
