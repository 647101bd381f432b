#include "store/count.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/str.h"

enum {
    DIGITS = 20,
    LINE_BYTES = 2 * (DIGITS + 1), /* the number twice: a damaged one is seen */
};

static void print_line(uint64_t n, char line[LINE_BYTES + 1])
{
    snprintf(line, LINE_BYTES + 1, "%020" PRIu64 " %020" PRIu64 "\n", n, n);
}

bool count_read(const char *path, int *opt_ret_fd, uint64_t *ret_n, struct err *err)
{
    char name[PATH_MAX], line[LINE_BYTES + 1] = {0}, again[LINE_BYTES + 1];
    if (snprintf(name, sizeof name, "%s-count", path) >= (int)sizeof name)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    CLEANUP(fd_closep)
    int fd = open(name, (opt_ret_fd ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == ENOENT && !opt_ret_fd) {
        *ret_n = 0;
        return true;
    }
    if (fd < 0)
        return err_system(err, name);
    ssize_t n = pread(fd, line, LINE_BYTES, 0);
    if (n < 0)
        return err_system(err, name);
    uint64_t count = 0;
    if (n > 0) {
        int64_t value;
        bool number = n == LINE_BYTES && str_to_i64((str){line, DIGITS}, &value) && value >= 0;
        if (number)
            print_line(count = (uint64_t)value, again);
        if (!number || memcmp(line, again, LINE_BYTES) != 0)
            return err_set(err, ERR_CORRUPT,
                           "%s: damaged; it holds how many events were acknowledged, so that "
                           "lost ones are noticed: look whether all are there, then remove it",
                           name);
    }
    *ret_n = count;
    if (opt_ret_fd) {
        *opt_ret_fd = fd;
        fd = -1;
    }
    return true;
}

void count_write(int fd, uint64_t n)
{
    char line[LINE_BYTES + 1];
    print_line(n, line);
    /* Failing leaves a lower number, which is as true. */
    ssize_t put = pwrite(fd, line, LINE_BYTES, 0);
    (void)put;
}
