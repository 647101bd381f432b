#include "app/sheets.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "worker/intake.h"
#include "worker/protocol.h"
#include "worker/worker.h"

enum {
    SHEET_TIMEOUT_S = 60
};

/* What the worker wrote, once nobody can change it any more. */
static bool packed_take(int fd, struct arena *a, str *ret, struct err *err)
{
    struct stat st;
    if (!memfd_seal(fd) || fstat(fd, &st) != 0)
        return err_set(err, ERR_INTERNAL, "the cells could not be sealed");
    if (st.st_size > SHEET_PACKED_MAX_BYTES)
        return err_set(err, ERR_CORRUPT, "the worker gave more cells than it may");
    size_t n = (size_t)st.st_size;
    char *bytes = arena_new(a, char, n);
    for (size_t at = 0; at < n;) {
        ssize_t got = pread(fd, bytes + at, n - at, (off_t)at);
        if (got <= 0)
            return err_set(err, ERR_UNAVAILABLE, "reading the cells");
        at += (size_t)got;
    }
    *ret = (str){bytes, n};
    return true;
}

static bool ask(const struct intake *file, bool weak, struct arena *a, str *ret_packed,
                struct err *err)
{
    CLEANUP(fd_closep) int cells = memfd_new("cells");
    if (cells < 0)
        return err_set(err, ERR_UNAVAILABLE, "memfd: out of descriptors or memory");
    struct worker_orders orders = {.weak_sandbox = weak};
    struct worker worker;
    if (!worker_open(WORKER_SHEET, &orders, NULL, a, &worker, err))
        return false;
    int fds[] = {file->fd, cells};
    struct sheet_answer answer;
    struct worker_ask question = {
        .fds = fds,
        .fds_n = countof(fds),
        .seconds = SHEET_TIMEOUT_S,
        .answer = &sheet_answer_record,
    };
    bool ok = worker_query(&worker, question, a, &answer, err);
    worker_stop(&worker);
    if (!ok)
        return err_wrap(err, "reading the spreadsheet");
    if (!answer.ok)
        return err_set(err, ERR_INVALID, "%.*s", STR(answer.problem.p ? answer.problem : S("?")));
    return packed_take(cells, a, ret_packed, err);
}

static str stem(const char *path, struct arena *a)
{
    const char *slash = strrchr(path, '/');
    str name = str_of(slash ? slash + 1 : path);
    const char *dot = memrchr(name.p, '.', name.n);
    return str_copy(dot && dot > name.p ? str_first(name, (size_t)(dot - name.p)) : name, a);
}

bool sheets_take(const char *path, bool weak, struct arena *a, struct workbook *ret,
                 struct digest *ret_sha256, struct err *err)
{
    struct intake file;
    if (!intake_open(path, &file, err))
        return false;
    str packed;
    bool ok = ask(&file, weak, a, &packed, err);
    close(file.fd);
    if (!ok || !sheet_unpack(packed, a, ret, err))
        return false;
    for (size_t i = 0; i < ret->sheets.n; i++)
        if (ret->sheets.at[i].name.n == 0)
            ret->sheets.at[i].name = stem(path, a);
    *ret_sha256 = file.sha256;
    return true;
}
