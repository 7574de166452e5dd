# Nor does asking by a dot find it.
import socket
try: socket.no_such_thing
except AttributeError as e: print(type(e).__name__)
import errno
errno.ENOSUCHTHING
