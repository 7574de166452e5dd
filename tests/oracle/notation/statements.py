# Lines, semicolons, comments, blank lines, a backslash at the end, brackets over lines.
a = 1; b = 2; print(a, b)
print(a); pass; print(b);
# a comment alone
print('after comment')  # behind a line; print('not this')

print('# not a comment', "; nor this")
c = a + \
    b
print(c)
print(
    1,
    # inside brackets
    (2,
     3),
    [
        4
    ],
)
d = (a
     + b)
print(d); pass
