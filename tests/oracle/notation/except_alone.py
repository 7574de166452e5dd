# except alone is none either.
except OSError:
    pass
