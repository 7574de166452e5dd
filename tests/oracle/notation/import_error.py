# A module does not have everything.
import socket
print('before')
from socket import no_such_thing_at_all
