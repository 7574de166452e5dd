# Lists print and compare as tuples do, in square brackets.
a = []
b = [1, 'two', b'three', [4.0, [None]], (5,),]
print(a, b, len(a), len(b), b[3][1][0])
print([1, 2] == [1, 2], [1] != [2], [1, 2] < [2], [] == (), [1] + [2, 3], [0] * 2)
print(2 in [1, 2], 3 in [1, 2], 'two' in b, [4.0, [None]] in b, 3 not in [])
