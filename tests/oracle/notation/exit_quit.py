# quit() ends the program with status 0, wherever it stands.
print('before')
quit()
print('never')
