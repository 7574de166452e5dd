# One length modifier is passed over, not two; a precision has 31 bits.
print("%ld %hd %Lf %lx" % (5, 6, 1.5, 255))
try: "%lld" % 5
except ValueError as e: print(e)
try: "%.99999999999d" % 1
except ValueError as e: print(e)
try: "%.2147483648s" % "a"
except ValueError as e: print(e)
try: "%.*f" % (1 << 40, 1.5)
except (ValueError, OverflowError) as e: print(e)
print(b"abcd".hex(b":"), b"abcd".hex(b"-", 2))
