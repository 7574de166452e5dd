# errno: numbers by name, names by number.
import errno
print(errno.EPERM, errno.ENOENT, errno.EINTR, errno.EAGAIN, errno.EWOULDBLOCK, errno.EPIPE, errno.EADDRINUSE)
print(errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EINPROGRESS, errno.ENOTCONN, errno.EISCONN, errno.EALREADY)
print(errno.errorcode[111], errno.errorcode[98], errno.errorcode[11], errno.errorcode[errno.EINPROGRESS])
print(111 in errno.errorcode, 99999 in errno.errorcode)
errno.errorcode[99999]
