# An operator at the wrong place.
x = * 5
