# -*- coding: utf-8 -*-
# A coding comment changes nothing, nor does a comment like: é 中 😀
print('é')
