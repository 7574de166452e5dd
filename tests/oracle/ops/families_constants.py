# Families and types by name.
import socket
print([socket.AF_UNSPEC, socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, socket.AF_TIPC])
print([socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_RDM, socket.SOCK_SEQPACKET])
print(socket.AF_RDS, socket.AF_CAN, socket.AF_BLUETOOTH, socket.AF_ALG, socket.AF_QIPCRTR)
