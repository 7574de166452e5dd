# A call cannot be assigned to.
print(1) = 5
