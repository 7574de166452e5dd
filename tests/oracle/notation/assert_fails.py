# The message of an assert is evaluated when it fails, and may be anything.
try: assert False
except AssertionError as e: print(repr(e), e.args, str(e) == '')
try: assert 0, 'a message'
except AssertionError as e: print(repr(e), e.args, e)
try: assert '', (1, 2)
except AssertionError as e: print(repr(e), e)
try: assert None, None
except AssertionError as e: print(repr(e))
assert [], 'nobody listens'
