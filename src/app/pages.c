#include "app/pages.h"

#include <unistd.h>

#include "base/fd.h"
#include "worker/intake.h"
#include "worker/worker.h"

enum {
    COUNT_ARENA_MIB = 64,
};

static bool count(const struct intake *file, bool weak_sandbox, int64_t timeout_s, struct arena *a,
                  int64_t *ret_pages, struct err *err)
{
    struct worker_orders orders = {.weak_sandbox = weak_sandbox, .pdf = true};
    CLEANUP(fd_closep) int pixels = memfd_new("no pixels");
    struct worker worker;
    if (pixels < 0)
        return err_set(err, ERR_UNAVAILABLE, "memfd: out of descriptors or memory");
    if (!worker_open(WORKER_DECODE, &orders, NULL, a, &worker, err))
        return false;
    int fds[] = {file->fd, pixels};
    struct decode_ask what = {PAGES_COUNT};
    struct decode_answer answer;
    struct worker_ask question = {
        .opt_record = &decode_ask_record,
        .value = &what,
        .fds = fds,
        .fds_n = countof(fds),
        .seconds = timeout_s,
        .answer = &decode_answer_record,
    };
    bool ok = worker_query(&worker, question, a, &answer, err);
    worker_stop(&worker);
    if (!ok)
        return false;
    if (answer.pages == INT_ABSENT)
        return err_set(err, ERR_INVALID, "%.*s",
                       STR(answer.problem.p ? answer.problem : S("it has no pages")));
    *ret_pages = answer.pages;
    return true;
}

bool pages_count(const char *path, bool weak_sandbox, int64_t timeout_s, int64_t *ret_pages,
                 struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)COUNT_ARENA_MIB << 20);
    struct intake file;
    if (!intake_open(path, &file, err))
        return false;
    bool ok = count(&file, weak_sandbox, timeout_s, &a, ret_pages, err);
    close(file.fd);
    return ok;
}

bool pages_expand(struct walk *walk, bool weak_sandbox, int64_t timeout_s, struct arena *a,
                  struct err *err)
{
    for (size_t i = 0; i < walk->n; i++) {
        struct walk_file *file = &walk->files[i];
        int64_t pages = 0;
        struct err why;
        if (file->problem.p || file->page || !str_eq(walk_sniff(file->path.p), S("pdf")))
            continue;
        if (!pages_count(file->path.p, weak_sandbox, timeout_s, &pages, &why))
            file->problem = str_format(a, "its pages cannot be counted: %s", why.msg);
        else if (!walk_pages(walk, i, pages, a, err))
            return false;
    }
    return true;
}
