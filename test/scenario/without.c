/* without landlock|seccomp COMMAND...: runs a command as on a kernel that lacks one half of the
 * sandbox, by a filter that answers ENOSYS to the calls in question. */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: without landlock|seccomp COMMAND...\n");
        return 2;
    }
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int ok = filter != NULL;
    if (strcmp(argv[1], "landlock") == 0) {
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                    SCMP_SYS(landlock_create_ruleset), 0) == 0;
    } else {
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) == 0 &&
             seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                              SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP, 0)) == 0;
    }
    if (!ok || seccomp_load(filter) != 0) {
        fprintf(stderr, "without: the filter could not be set\n");
        return 2;
    }
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 127;
}
