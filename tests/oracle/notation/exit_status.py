# exit(N) gives the status to the shell.
print('seven', end='')
exit(7)
