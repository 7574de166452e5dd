# None is a good end.
print('fine')
exit(None)
