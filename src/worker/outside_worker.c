/* The process that becomes somebody's program: orders, sandbox, then pixels and a stream, and exec.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "worker/outside.h"
#include "worker/workers.h"

enum {
    PROGRAM_MEMORY_MIB = 8192,
    PROGRAM_CPU_S = 3600,
};

static const struct sandbox_limits program_limits = {
    .memory_bytes = (uint64_t)PROGRAM_MEMORY_MIB << 20,
    .cpu_s = PROGRAM_CPU_S,
};

static const char *program;
static char *argv[OUTSIDE_ARGUMENTS_MAX + 2]; /* ends with NULL */
static int program_fd; /* opened as whoever runs Gatefold, which a worker of root's is not */

bool outside_worker_start(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                          struct err *err)
{
    (void)read; /* the parent named the program by its digest */
    if (!orders->program.p || orders->arguments.n > OUTSIDE_ARGUMENTS_MAX)
        return err_set(err, ERR_INTERNAL, "no program was named");
    program = str_c(orders->program, a);
    argv[0] = (char *)(uintptr_t)program;
    for (size_t i = 0; i < orders->arguments.n; i++)
        argv[i + 1] = str_c(orders->arguments.at[i], a);
    program_fd = open(program, O_RDONLY | O_CLOEXEC);
    if (program_fd < 0)
        return err_set(err, ERR_DENIED, "%s: %s", program, strerror(errno));
    /* The program, what stands beside it for it, and the system's programs and libraries. */
    const char *readable[] = {
        program,
        str_c(str_format(a, "%s.d", program), a),
        "/usr",
        "/bin",
        "/lib",
        "/lib64",
        "/etc/ld.so.cache",
    };
    return sandbox_enter_program(program_limits, readable, countof(readable), orders->weak_sandbox,
                                 err);
}

bool outside_worker_serve(int socket, struct arena *a, struct err *err)
{
    str empty;
    int fds[2];
    if (!channel_receive(socket, a, 2, PATIENCE_ENDLESS, &empty, fds, err))
        return false;
    /* First the stream, which may have the number that the pixels are to have. */
    if (dup2(fds[1], STDIN_FILENO) < 0 || dup2(fds[1], STDOUT_FILENO) < 0 ||
        dup2(fds[0], OUTSIDE_PIXELS_FD) < 0)
        return err_set(err, ERR_INTERNAL, "dup2: %s", strerror(errno));
    close(fds[0]);
    close(fds[1]);
    char locale[] = "LC_ALL=C.UTF-8", path[] = "PATH=/usr/bin:/bin", *env[] = {locale, path, NULL};
    execveat(program_fd, "", argv, env, AT_EMPTY_PATH);
    if (errno == ENOENT) /* a script: its interpreter wants a path */
        execve(program, argv, env);
    struct outside_answer answer = {
        .protocol = OUTSIDE_PROTOCOL,
        .version = S("none"),
        .problem = str_format(a, "it cannot be started: %s", strerror(errno)),
    };
    answer.findings.at = arena_new(a, struct outside_seen, 0);
    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&outside_answer_record, &answer, &out);
    return fd_write_all(STDOUT_FILENO, buf_str(&out));
}
