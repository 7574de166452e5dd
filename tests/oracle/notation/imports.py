# Each way to import; one module under two names is one module.
import socket
import socket as sk
from socket import AF_INET
from socket import AF_INET6 as six, SOCK_DGRAM as datagram
from socket import (SOCK_STREAM,
                    socket as Socket,
                    timeout as late,)
import errno
from errno import ECONNREFUSED as refused
from struct import pack
import time
from time import sleep
from threading import Thread
print(sk is socket, AF_INET == socket.AF_INET, six, datagram, SOCK_STREAM, late, refused, pack('!H', 1))
print(Socket is socket.socket, Socket().type, errno.ECONNREFUSED == refused, time.sleep is sleep)
