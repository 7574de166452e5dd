# from needs import and a name.
from socket import
