# Errors of arithmetic end a file as well.
1 // 0
