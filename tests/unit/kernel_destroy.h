/* kernel_destroy: what the kernel says to SOCK_DESTROY, here and to this user, asked by hand: tests
 * expect the same of sockpit. */
#ifndef TESTS_UNIT_KERNEL_DESTROY_H
#define TESTS_UNIT_KERNEL_DESTROY_H

/* Its answer, 0 or -errno, for one end of a TCP connection that is made for it. */
int kernel_destroy_says(void);

#endif
