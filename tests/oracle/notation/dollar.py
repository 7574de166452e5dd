# A character that Python does not use.
x = 5 $ 6
