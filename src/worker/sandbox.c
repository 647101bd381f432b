#include "worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"

enum {
    NOBODY = 65534
};

/* The sanitizer's shadow alone is terabytes of address space. */
#if defined(__has_feature)
#define ADDRESS_SANITIZER __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#else
#define ADDRESS_SANITIZER 0
#endif

/* Landlock grew by versions of its ABI (kernel documentation, "Landlock: unprivileged access
 * control"): every right of the running kernel is claimed, and none is granted. Debian 12's headers
 * stop at version 2, so the newer numbers stand here. */
enum {
    FS_RIGHTS_V1 = 13, /* count of file rights in each version */
    FS_RIGHTS_V2 = 14,
    FS_RIGHTS_V3 = 15,
    FS_RIGHTS_V5 = 16,
    NET_BIND_AND_CONNECT = 3,
    SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 3,
};

struct ruleset_attr {
    uint64_t handled_access_fs;
    uint64_t handled_access_net; /* from version 4 */
    uint64_t scoped;             /* from version 6 */
};

static long landlock_version(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* To read and to run what lies below. What is no folder takes the rights of files only. */
static bool landlock_allow(int ruleset, const char *path)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT;
    struct landlock_path_beneath_attr attr = {
        .allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE,
        .parent_fd = fd,
    };
    bool ok = fstat(fd, &st) == 0;
    if (ok && S_ISDIR(st.st_mode))
        attr.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    ok = ok && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attr, 0) == 0;
    close(fd);
    return ok;
}

/* The rules, while files can still be found; -1 where the kernel has no Landlock. */
static int landlock_prepare(const char *const *readable, size_t n)
{
    long version = landlock_version();
    if (version < 1)
        return -1;
    unsigned rights = version >= 5   ? FS_RIGHTS_V5
                      : version >= 3 ? FS_RIGHTS_V3
                      : version == 2 ? FS_RIGHTS_V2
                                     : FS_RIGHTS_V1;
    struct ruleset_attr attr = {.handled_access_fs = (UINT64_C(1) << rights) - 1};
    size_t size = sizeof attr.handled_access_fs;
    if (version >= 4) {
        attr.handled_access_net = NET_BIND_AND_CONNECT;
        size += sizeof attr.handled_access_net;
    }
    if (version >= 6) {
        attr.scoped = SCOPE_ABSTRACT_UNIX_AND_SIGNAL;
        size += sizeof attr.scoped;
    }
    int fd = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
    bool ok = fd >= 0;
    for (size_t i = 0; i < n && ok; i++)
        ok = landlock_allow(fd, readable[i]);
    if (!ok && fd >= 0)
        close(fd);
    return ok ? fd : -1;
}

static bool landlock_enforce(int rules)
{
    return rules >= 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

/* What decoding and inference need once everything is loaded: memory, threads, time, and the
 * descriptors that are open. All else fails with EPERM. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(ftruncate),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(membarrier),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(getrlimit),
};

/* What starting a program needs besides: finding and mapping its libraries, which Landlock bounds.
 */
static const int allowed_to_programs[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(newfstatat),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(fadvise64),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
};

static bool allow_all(scmp_filter_ctx filter, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
            return false;
    return true;
}

/* A process that becomes another program is named anew by the kernel, but keeps its number: so
 * tgkill holds for it too. */
static bool program_rules(scmp_filter_ctx filter)
{
    return allow_all(filter, allowed_to_programs, countof(allowed_to_programs)) &&
           /* Limits may be asked for, not set. */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                            SCMP_A2(SCMP_CMP_EQ, 0, 0)) == 0 &&
           /* Interpreters ask whether they talk to a terminal, and keep files to themselves. */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_EQ, TCGETS, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_EQ, FIOCLEX, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                            SCMP_A1(SCMP_CMP_EQ, F_GETFD, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                            SCMP_A1(SCMP_CMP_EQ, F_SETFD, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                            SCMP_A1(SCMP_CMP_EQ, F_DUPFD, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                            SCMP_A1(SCMP_CMP_EQ, F_DUPFD_CLOEXEC, 0)) == 0;
}

static bool worker_rules(scmp_filter_ctx filter)
{
    return
        /* Memory, but never code. */
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
        /* fstat, as this C library calls it. */
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                         SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0) == 0;
}

static bool common_rules(scmp_filter_ctx filter)
{
    return allow_all(filter, allowed, countof(allowed)) &&
           /* Threads, but no processes. clone3 hides its flags from a filter: the C library falls
            * back to clone when it is said not to exist. */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
           /* abort and raise, but a signal to nobody else: not to the parent, not to another
            * worker.
            */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                            SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                            SCMP_A0(SCMP_CMP_EQ, PR_SET_VMA, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                            SCMP_A1(SCMP_CMP_EQ, F_GETFL, 0)) == 0;
}

static bool seccomp_enter(bool (*rules)(scmp_filter_ctx filter))
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool ok = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && common_rules(filter) &&
              rules(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}

unsigned sandbox_offered(void)
{
    unsigned parts = 0;
    if (landlock_version() >= 1)
        parts |= SANDBOX_LANDLOCK;
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0)
        parts |= SANDBOX_SECCOMP;
    return parts;
}

static bool limit(int resource, uint64_t value)
{
    return setrlimit(resource, &(struct rlimit){value, value}) == 0;
}

static bool limits_enter(struct sandbox_limits limits)
{
    bool memory = ADDRESS_SANITIZER || limit(RLIMIT_AS, limits.memory_bytes);
    return memory && limit(RLIMIT_FSIZE, limits.file_bytes) && limit(RLIMIT_CORE, 0) &&
           (limits.cpu_s == 0 || limit(RLIMIT_CPU, limits.cpu_s));
}

/* Root in the worker would still be root to the kernel's other doors. */
static bool privileges_drop(void)
{
    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
           setresuid(NOBODY, NOBODY, NOBODY) == 0;
}

static bool enter(struct sandbox_limits limits, const char *const *readable, size_t n,
                  bool (*rules)(scmp_filter_ctx filter), bool weak, struct err *err)
{
    CLEANUP(fd_closep) int landlock = landlock_prepare(readable, n);
    if (!limits_enter(limits))
        return err_set(err, ERR_UNAVAILABLE, "sandbox: limits: %s", strerror(errno));
    if (!privileges_drop())
        return err_set(err, ERR_UNAVAILABLE, "sandbox: dropping privileges: %s", strerror(errno));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return err_set(err, ERR_UNAVAILABLE, "sandbox: prctl: %s", strerror(errno));
    if (!landlock_enforce(landlock) && !weak)
        return err_set(err, ERR_UNAVAILABLE,
                       "this kernel offers no Landlock, so hostile pictures cannot be shut in; use "
                       "a kernel with CONFIG_SECURITY_LANDLOCK, or accept it with --weak-sandbox");
    if (!seccomp_enter(rules) && !weak)
        return err_set(err, ERR_UNAVAILABLE,
                       "this kernel offers no seccomp filters, so hostile pictures cannot be shut "
                       "in; use a kernel with CONFIG_SECCOMP_FILTER, or accept it with "
                       "--weak-sandbox");
    return true;
}

bool sandbox_enter(struct sandbox_limits limits, bool weak, struct err *err)
{
    return enter(limits, NULL, 0, worker_rules, weak, err);
}

bool sandbox_enter_program(struct sandbox_limits limits, const char *const *readable, size_t n,
                           bool weak, struct err *err)
{
    return enter(limits, readable, n, program_rules, weak, err);
}
