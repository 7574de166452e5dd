# Forking against threading
#
# Two ways to serve many clients at once: a process for each, or a thread for each.
#
# Watch the crew below the server: each process (pid) or thread (tid), and the client it serves.
import socket
import socketserver
import threading

# Forking first. The server looks every 4 seconds for children that ended.
srv = socketserver.ForkingTCPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=srv.serve_forever, args=(4,)).start()
a = socket.create_connection(srv.server_address)
b = socket.create_connection(srv.server_address)
a.sendall(b"to child 1")
print(a.recv(1024))
b.sendall(b"to child 2")
print(b.recv(1024))
# Two processes, each with a memory of its own: if one crashes, the other does not notice.

# Zombies. The child of a ends with a, but stays in the table of processes until its parent
# asks for its exit status. Watch ZOMBIES, for 4 seconds at most.
a.close()
b.close(); srv.shutdown(); srv.server_close()

# max_children limits how many there are at a time. Here a third client comes to a limit of 2:
srv = socketserver.ForkingTCPServer(("127.0.0.1", 0), Echo)
srv.max_children = 2
threading.Thread(target=srv.serve_forever).start()
a = socket.create_connection(srv.server_address)
b = socket.create_connection(srv.server_address)
c = socket.create_connection(srv.server_address)
c.sendall(b"hello from c")
c.settimeout(1.5)
try:
    answer = c.recv(1024)
except TimeoutError:
    answer = "nothing yet"
print(answer)
# c is connected, but only with the kernel: it is in the queue, for nobody accepts. When a
# child ends, the server accepts again.
a.close()
c.settimeout(None)
print(c.recv(1024))
b.close(); c.close(); srv.shutdown(); srv.server_close()

# Question: now threads. How many processes will serve three clients?
srv = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=srv.serve_forever).start()
a = socket.create_connection(srv.server_address)
b = socket.create_connection(srv.server_address)
c = socket.create_connection(srv.server_address)
c.sendall(b"hello from c")
print(c.recv(1024))
a.close(); b.close(); c.close(); srv.shutdown(); srv.server_close()
# Answer: one, with a thread for each client. Threads start faster and share their memory: no
# zombies, but a crash of one ends them all, and what they share they must lock.
