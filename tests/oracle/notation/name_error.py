# A name that nothing was bound to.
print('before')
zzyzx_unbound
print('never')
