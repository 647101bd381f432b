#include "app/watch_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

enum {
    REST_MS = 1000,
    /* Where the system does not say whether somebody still writes. */
    REST_UNKNOWN_MS = 5000,
};

static int by_path(const void *a, const void *b)
{
    const struct watched *const *x = a, *const *y = b;
    int order = str_cmp((*x)->file.path, (*y)->file.path);
    if (order)
        return order;
    return (*x)->file.page < (*y)->file.page ? -1 : (*x)->file.page > (*y)->file.page;
}

static struct watched *find(const struct watch_table *t, size_t n, const struct walk_file *file)
{
    struct watched key = {.file = *file};
    const struct watched *wanted = &key;
    struct watched **found = n ? bsearch(&wanted, t->files, n, sizeof *t->files, by_path) : NULL;
    return found ? *found : NULL;
}

static struct watched *add(struct watch_table *t, const struct walk_file *file)
{
    if (t->n == t->cap) {
        t->cap = MAX(t->cap * 2, (size_t)256);
        t->files = reallocarray(t->files, t->cap, sizeof *t->files);
        if (!t->files)
            abort();
    }
    struct watched *w = arena_new(t->a, struct watched, 1);
    w->file.path = (str){str_c(file->path, t->a), file->path.n};
    w->file.name = str_from(w->file.path, file->path.n - file->name.n);
    w->file.page = file->page;
    t->files[t->n++] = w;
    return w;
}

void watch_table_update(struct watch_table *t, const struct walk *walk, int64_t now_ms)
{
    size_t known = t->n;
    for (size_t i = 0; i < t->n; i++)
        t->files[i]->present = false;
    for (size_t i = 0; i < walk->n; i++) {
        const struct walk_file *file = &walk->files[i];
        struct watched *w = find(t, known, file);
        struct file_identity now = file_identity(file->path.p);
        bool same =
            w && file_identity_eq(&w->identity, &now) && !w->file.problem.p == !file->problem.p;
        if (!w)
            w = add(t, file);
        if (!same) {
            w->identity = now;
            w->since_ms = now_ms;
            w->state = WATCHED_MOVING;
            w->file.size_bytes = file->size_bytes;
            w->file.problem = str_copy(file->problem, t->a);
        }
        w->present = true;
    }
    if (t->n > known)
        qsort(t->files, t->n, sizeof *t->files, by_path);
}

enum writer {
    WRITER_NONE,
    WRITER_SOME,
    WRITER_UNKNOWN,
};

/* A read lease is refused while anybody has the file open for writing (fcntl(2)). It is given back
 * at once: whoever opens the file meanwhile waits no longer than that. */
static enum writer writer_of(const char *path)
{
    CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return WRITER_UNKNOWN;
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(fd, F_SETLEASE, F_UNLCK);
        return WRITER_NONE;
    }
    return errno == EAGAIN ? WRITER_SOME : WRITER_UNKNOWN;
}

static bool at_rest(const struct watched *w, int64_t now_ms)
{
    int64_t still_ms = now_ms - w->since_ms;
    if (w->file.problem.p)
        return true;
    if (still_ms < REST_MS)
        return false;
    enum writer writer = writer_of(w->file.path.p);
    return writer == WRITER_NONE || (writer == WRITER_UNKNOWN && still_ms >= REST_UNKNOWN_MS);
}

bool watch_table_settle(struct watch_table *t, int64_t now_ms)
{
    bool moving = false;
    for (size_t i = 0; i < t->n; i++) {
        struct watched *w = t->files[i];
        if (!w->present || w->state != WATCHED_MOVING)
            continue;
        if (at_rest(w, now_ms))
            w->state = WATCHED_WAITING;
        else
            moving = true;
    }
    return moving;
}

struct watched *watch_table_take(struct watch_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->files[i]->present && t->files[i]->state == WATCHED_WAITING) {
            t->files[i]->state = WATCHED_TAKEN;
            return t->files[i];
        }
    }
    return NULL;
}

void watch_table_again(struct watch_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->files[i]->state != WATCHED_MOVING)
            t->files[i]->state = WATCHED_WAITING;
}

void watch_table_done(struct watch_table *t)
{
    free(t->files);
}
