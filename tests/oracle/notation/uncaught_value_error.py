# The same for an error of a value.
print('before')
print(int('twelve'))
