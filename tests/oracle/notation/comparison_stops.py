# A chain stops at its first false link: what follows is not evaluated.
print(1 > 2 > nothing_of_this_name)
print(1 < 2 > 3 > nothing_of_this_name)
1 < 'a'
