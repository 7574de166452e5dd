# repr chooses the quotes, and escapes what cannot be seen.
print(repr("it's"), repr('say "hi"'), repr('both \' and "'), repr(''))
print(repr('tab\there'), repr('nl\nhere'), repr('back\\slash'))
print(repr('\x7f'), repr('\x85'), repr('\xad'), repr('\u200b'), repr('\u202e'), repr('\ufeff'))
print(repr('é ü 中 文 😀'), repr('\u2028'), repr('\u3000'), repr('\ue000'), repr('\U000e0001'))
print(repr('\ud800'), repr('a\ud83d'), len('\ud800'))
print(['é', "it's", 'a\nb'], ('x',))
