# A keyword is no name.
None = 5
