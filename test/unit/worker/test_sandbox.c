/* Each test shuts a child in and lets it try; the child's exit status is what it could do. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"
#include "worker/sandbox.h"

static const struct sandbox_limits limits = {
    .memory_bytes = UINT64_C(1) << 40, .file_bytes = 4096, .cpu_s = 10};

enum {
    REFUSED = 0,
    ALLOWED = 1,
    NOT_SHUT_IN = 77
};

static int try_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0 || open("/proc/self/exe", O_RDONLY) >= 0 ||
           open("/tmp/escaped", O_CREAT | O_WRONLY, 0600) >= 0;
}

static int try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static int try_exec(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return 0; /* had it worked, /bin/true would have exited with 0 too: see the fork test */
}

static int try_fork(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static int try_code(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED)
        return 1;
    p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED || mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static int try_stat(void)
{
    return access("/etc/passwd", F_OK) == 0;
}

static int try_root(void)
{
    return geteuid() == 0 || setuid(0) == 0;
}

/* A process of the user whom a worker runs as, such as another worker. */
static pid_t bystander;

static int try_signal(void)
{
    return kill(getppid(), 0) == 0 || syscall(SYS_tgkill, getppid(), getppid(), 0) == 0 ||
           syscall(SYS_tgkill, bystander, bystander, 0) == 0;
}

static pid_t start_bystander(void)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
            _exit(1);
        for (;;)
            pause();
    }
    return pid;
}

static void end_bystander(void)
{
    kill(bystander, SIGKILL);
    waitpid(bystander, NULL, 0);
}

static int try_large_file(void)
{
    int fd = memfd_create("grow", 0);
    return fd >= 0; /* a new memfd is not allowed at all */
}

static void *one(void *self)
{
    *(int *)self = 1;
    return NULL;
}

/* What decoding needs must work. */
static int try_thread_and_memory(void)
{
    int ran = 0;
    pthread_t thread;
    if (pthread_create(&thread, NULL, one, &ran) != 0 || pthread_join(thread, NULL) != 0)
        return 0;
    char *p = malloc(64 << 20);
    if (!p)
        return 0;
    p[(64 << 20) - 1] = 1;
    free(p);
    return ran;
}

static int in_sandbox(int (*attempt)(void))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct err err = {0};
        if (!sandbox_enter(limits, false, &err))
            _exit(NOT_SHUT_IN);
        _exit(attempt() ? ALLOWED : REFUSED);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_worker_can_do_nothing_but_its_work(void **state)
{
    (void)state;
    if (sandbox_offered() != SANDBOX_WHOLE) {
        print_message("# this kernel lacks Landlock or seccomp\n");
        skip();
    }
    static const struct {
        const char *what;
        int (*attempt)(void);
        int want;
    } rows[] = {
        {"open a file", try_open, REFUSED},
        {"open a socket", try_socket, REFUSED},
        {"start a program", try_exec, REFUSED},
        {"start a process", try_fork, REFUSED},
        {"map code", try_code, REFUSED},
        {"see whether a file exists", try_stat, REFUSED},
        {"be root", try_root, REFUSED},
        {"signal another process", try_signal, REFUSED},
        {"make a memfd", try_large_file, REFUSED},
        {"use a thread and memory", try_thread_and_memory, ALLOWED},
    };
    bystander = start_bystander();
    for (size_t i = 0; i < countof(rows); i++) {
        int got = in_sandbox(rows[i].attempt);
        if (got != rows[i].want)
            fail_msg("%s: %d, want %d", rows[i].what, got, rows[i].want);
    }
    end_bystander();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_worker_can_do_nothing_but_its_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
