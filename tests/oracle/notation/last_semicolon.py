# A semicolon alone is no statement.
print('never')
;
