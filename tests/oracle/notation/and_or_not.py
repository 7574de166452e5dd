# and and or give one of their operands, and evaluate no more than they must.
print(1 and 2, 0 and 2, 1 or 2, 0 or 2, '' or b'' or None, 'a' and [] and 1)
print(not 0, not '', not [], not (), not None, not 'a', not [0], not not 5, not 0.0, not b'\0')
print(0 and nothing_here, 1 or nothing_here, 1 or 2 and nothing_here)
print(1 and 0 or 3, not 1 or 2, not (1 and 0), 1 == 1 and 2 == 2)
