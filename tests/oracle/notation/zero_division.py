# Each way to divide by zero has its words.
try: 1 / 0
except ZeroDivisionError as e: print(e)
try: 1 // 0
except ZeroDivisionError as e: print(e)
try: 1 % 0
except ZeroDivisionError as e: print(e)
try: 1.0 / 0
except ZeroDivisionError as e: print(e)
try: 1.0 // 0
except ArithmeticError as e: print(type(e).__name__)
try: 1.5 % 0.0
except ZeroDivisionError as e: print(type(e).__name__)
print('still here')
7 // (3 - 3)
