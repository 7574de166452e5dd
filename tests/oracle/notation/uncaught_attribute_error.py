# An AttributeError's class is Python's.
import socket
socket.socket().no_such_method()
