# Comparisons by value, between kinds too, and in chains.
print(1 < 2, 2 <= 2, 3 > 4, 4 >= 5, 1 == 1.0, 1 != 2, True == 1, 0 == False, 1 == '1', 'a' == b'a')
print('a' < 'b', 'a' < 'B', 'ab' < 'abc', 'é' > 'z', b'\xff' > b'\x00', None == None, None == 0)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 == 1 == 1, 1 < 2 > 1, 1 < 2 == 2, 5 > 4 > 4)
print((1, 'a') == (1, 'a'), (1, 2) > (1, 1, 9), [1, [2]] == [1, [2]], (1,) != [1], 1 < 1.5 <= 1.5)
print(not 1 == 2, (1 < 2) == True, 1 < 2 in [True, 2])
