# Anything else is printed on stderr and is 1.
exit((1, 'two'))
