# Whole numbers divide downwards, as Python does; a float among them makes a float.
print(7 + 3, 7 - 3, 7 * 3, 7 / 2, 7 // 2, 7 % 3)
print(-7 // 2, 7 // -2, -7 // -2, -7 % 3, 7 % -3, -7 % -3, 0 // 5, -1 // 5, -1 % 5)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, 1.5 + 1, 2 * 1.5, 3 - .5, 6 / 3, 1 / 4)
print(2 + 3 * 4, (2 + 3) * 4, 2 * 3 % 4, 10 - 2 - 3, 100 // 10 // 3, -2 * -3, 2 - -3, 2 + +3)
print(True + True, True * 5, False - 1, -True, 5 // True, True + 0.5)
