# An assert that holds does nothing.
assert True
assert 1 < 2, 'never seen'
assert [0], nothing_of_this_name
assert (1 == 1) and 'x'
print('passed')
