# Floats print as the shortest text that reads back as the same number.
print(1.0, 0.1, .5, 5., 1e3, 1E3, 1e-3, 1.5e+2)
print(1e15, 1e16, 123456789012345678.0, 1e22, 1e-4, 1e-5, 0.00012345)
print(0.1 + 0.2, 1 / 3, 2 / 3, 100.0, 1e100, 5e-324, 1.7976931348623157e308)
print(1e308 * 10, -1e308 * 10, -0.0, 0.0, 1e308 * 10 - 1e308 * 10)
print((1.0, 2.5), [1e16, 3.0], repr(2.0), str(2.0))
