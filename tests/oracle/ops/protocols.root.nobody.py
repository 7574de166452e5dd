# MPTCP, UDP-Lite, SCTP and the ping socket.
import socket
try: print((socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_MPTCP).proto,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDPLITE).proto,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP).proto,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_INET, socket.SOCK_SEQPACKET, socket.IPPROTO_SCTP).proto,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP).proto,))
except OSError as e: print(type(e).__name__, e)
try: print((socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6).proto,))
except OSError as e: print(type(e).__name__, e)
