# Every escape of a str, printed and as repr.
print('a\tb', "q\"q", 'q\'q', 'back\\slash')
print(repr('\a\b\f\n\r\t\v\0'), repr('\x41\x00\x1f\x7f\x80\xa0\xff'))
print(repr('\101\60\7\377'), '\u00e9', '\U0001F600', repr('\u00e9\U0001F600'))
print('one \
line')
print(len('\n'), len('\\n'), len('é'), len('\U0001F600'), len('\x00'))
