# time: the clocks go on, sleep sleeps.
import time
a = time.monotonic()
print(time.sleep(0.02), time.sleep(0))
b = time.monotonic()
print(b - a >= 0.02, b - a < 5, type(a), time.time() > 1600000000, type(time.time()))
try: time.sleep(-1)
except ValueError as e: print(e)
time.sleep('x')
