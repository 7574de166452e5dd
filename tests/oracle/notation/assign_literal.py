# Only names, attributes and tuples of names take a value.
5 = x
