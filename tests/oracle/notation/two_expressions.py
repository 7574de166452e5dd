# Two expressions on a line want something between them.
print('never')
1 2
