# Control messages too short for what they are.
import socket
a,b=socket.socketpair()
try: a.sendmsg([b'x'],[(0,2,b'a')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(0,8,b'abc')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(1,2,b'abc')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(1,1,b'ab')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(1,1,b'')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(41,50,b'abc')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(6,1,b'aaaa')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(1,29,b'abc')])
except OSError as e: pass
try: a.sendmsg([b'x'],[(0,1,b''), (0, 1, b"abcdefgh" * 5)])
except OSError as e: pass
