# An except clause takes the classes below the one it names.
import socket
try: [][0]
except LookupError as e: print(type(e).__name__)
try: 1 / 0
except ArithmeticError as e: print(type(e).__name__)
try: b'\xff'.decode()
except ValueError as e: print(type(e).__name__)
try: zzyzx
except Exception as e: print(type(e).__name__)
try: quit()
except SystemExit as e: print(type(e).__name__, e.code)
try: socket.create_connection(('127.0.0.1', 1), timeout=5)
except ConnectionError as e: print(type(e).__name__)
try: socket.getaddrinfo('x', 1, flags=socket.AI_NUMERICHOST)
except OSError as e: print(type(e).__name__, e.errno)
try: socket.inet_aton('x')
except socket.error as e: print(type(e).__name__)
try: socket.socket(99)
except (ConnectionError, BlockingIOError, OSError) as e: print(type(e).__name__)
try: exit()
except Exception: print('never: quit and exit are no Exception')
except BaseException as e: print(type(e).__name__)
