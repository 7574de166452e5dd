#include "core/server/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "core/server/sanitized.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#else
#define ARCH 0 /* not known here: no filter */
#endif

/* The last ones are allowed to a Proxy. */
static const uint32_t ruled_out[] = {
#ifdef SYS_open
    SYS_open,
    SYS_creat,
#endif
    SYS_openat,
    SYS_openat2,
    SYS_open_by_handle_at,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_bpf,
    SYS_io_uring_setup, /* would make all of these in another way */
    SYS_socket,
    SYS_connect,
};
#define RULED_OUT (sizeof ruled_out / sizeof *ruled_out)
#define OF_A_PROXY 2

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
	syscall(SYS_capset, &header, none);
}

/* Numbers past this are x32's on x86-64: another way to the same calls. */
#define X32 0x40000000u

static int filter_calls(size_t n)
{
	struct sock_filter code[RULED_OUT + 8];
	size_t at = 0;
	uint8_t refuse = (uint8_t)(n + 5); /* where that is; a jump counts from behind itself */
	code[at++] = (struct sock_filter)BPF_STMT(
	    BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	code[at++] =
	    (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, (uint8_t)(refuse - 2));
	code[at++] = (struct sock_filter)BPF_STMT(
	    BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	code[at++] =
	    (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, (uint8_t)(refuse - 4), 0);
	for (size_t i = 0; i < n; i++)
		code[at++] = (struct sock_filter)BPF_JUMP(
		    BPF_JMP | BPF_JEQ | BPF_K, ruled_out[i], (uint8_t)(refuse - 5 - i), 0);
	code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	struct sock_fprog program = {.len = (unsigned short)at, .filter = code};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ? -errno : 0;
}

int sandbox_enter(bool connects)
{
	tzset(); /* reads files: Daytime wants to know the zone */
	drop_capabilities();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	if (SANITIZED || ARCH == 0)
		return 0;
	return filter_calls(connects ? RULED_OUT - OF_A_PROXY : RULED_OUT);
}
