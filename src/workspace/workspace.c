#include "workspace/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "workspace/act.h"
#include "workspace/erase.h"
#include "workspace/keyfile.h"
#include "workspace/people.h"
#include "workspace/rotate.h"

enum {
    ORIGIN_MAX_BYTES = 200, /* so that the names of the other keys are not too long either */
};

int64_t clock_utc_ms(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void random_fill(void *p, size_t n)
{
    /* Up to 256 bytes come whole or not at all (getrandom(2)); a guess in their place would be a
     * key that others know. */
    assert(n <= 256);
    ssize_t got;
    do
        got = getrandom(p, n, 0);
    while (got < 0 && errno == EINTR);
    if (got != (ssize_t)n)
        abort();
}

const char *workspace_path(str folder, const char *below, struct arena *a)
{
    return str_format(a, "%.*s/%s", STR(folder), below).p;
}

const char *workspace_key_path(str folder, enum key_use use, struct arena *a)
{
    return str_format(a, "%.*s/keys/%s", STR(folder), words_name(&key_use_words, use)).p;
}

const char *workspace_key_next_path(str folder, enum key_use use, struct arena *a)
{
    return str_format(a, "%s.next", workspace_key_path(folder, use, a)).p;
}

const char *workspace_personal_path(str folder, str person, struct arena *a)
{
    str campaign = person, id;
    str_cut(&campaign, '/', &id); /* the first piece */
    if (!campaign.p)
        return str_format(a, "%.*s/keys/people/%.*s", STR(folder), STR(person)).p;
    return str_format(a, "%.*s/keys/people/%.*s,%.*s", STR(folder), STR(id), STR(campaign)).p;
}

static bool open_parts(str folder, enum store_access access, struct arena *a,
                       struct workspace *ret_workspace, struct err *err)
{
    struct workspace w = {.folder = str_copy(folder, a), .a = a};
    w.store = store_open(workspace_path(folder, "events.db", a), access, err);
    if (w.store)
        w.blobs = blobs_folder(workspace_path(folder, "blobs", a), access, err);
    if (!w.blobs) {
        workspace_close(&w);
        return err_wrap(err, "%.*s", STR(folder));
    }
    *ret_workspace = w;
    return true;
}

/* ---- making one ---- */

/* There from the first file of a workspace to its first event. */
#define UNFINISHED "init-unfinished"

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag;
    /* The folder itself stays, and so does the mark until all else is gone. */
    return ftw->level == 0 || strcmp(path + ftw->base, UNFINISHED) == 0 ? 0 : remove(path);
}

static bool is_empty(const char *path, struct err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_system(err, path);
    bool empty = true;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        empty = empty && (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0);
    closedir(dir);
    return empty || err_set(err, ERR_CONFLICT,
                            "%s: is not empty: a workspace is made in a folder of its own", path);
}

/* One init at a time. */
static bool lock_folder(const char *path, int *ret_fd, struct err *err)
{
    return fd_lock_folder(path, LOCK_EX | LOCK_NB, ret_fd, err) ||
           (err->kind == ERR_CONFLICT &&
            err_set(err, ERR_CONFLICT, "%s: another gatefold init works here", path));
}

/* A folder of its own: made, or there and empty, and then for nobody else. Where an init was
 * interrupted before the first event, everything in the folder is its own, and was never told to
 * anybody. */
static bool take_folder(const char *path, const char *mark, int *ret_lock, struct err *err)
{
    struct stat st;
    if (lstat(mark, &st) == 0)
        return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 ||
               err_system(err, path);
    if (!is_empty(path, err))
        return false;
    return (fchmod(*ret_lock, 0700) == 0 || err_system(err, path)) && keyfile_folder(path, err) &&
           durable_folder_of(path, err) &&
           keyfile_write(mark, S("gatefold init works here, or was interrupted: run it again\n"),
                         err);
}

static bool make_key(str folder, enum key_use use, str name, struct arena *a, str *ret_vkey,
                     struct err *err)
{
    return key_make(workspace_key_path(folder, use, a), name, a, ret_vkey, err);
}

static bool origin_fits(str origin, struct err *err)
{
    bool ascii = origin.n > 0 && origin.n <= ORIGIN_MAX_BYTES;
    for (size_t i = 0; ascii && i < origin.n; i++)
        ascii = origin.p[i] > ' ' && origin.p[i] <= '~' && origin.p[i] != '+';
    return ascii || err_set(err, ERR_INVALID,
                            "the ledger's name is 1 to %d characters of printable ASCII without "
                            "spaces and +, such as press.example/gatefold, not \"%.*s\"",
                            ORIGIN_MAX_BYTES, STR(origin));
}

static bool first_event(struct workspace *w, const struct workspace_created *want, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_workspace fold = {0};
    if (!act_begin(&act, w, (str){0}, err))
        return false;
    struct decision d = decide_workspace(&act.asked, &fold, want);
    if (d.kind != DECISION_EVENT)
        return err_set(err, ERR_INVALID, "%.*s", STR(d.why));
    return act_append(&act, &d, err) && act_commit(&act, err);
}

static bool fill_folder(str folder, str origin, struct arena *a, struct err *err)
{
    struct workspace w = {0};
    struct workspace_created first = {.origin = origin};
    str issuer = str_format(a, "%.*s/issuer", STR(origin));
    str status = str_format(a, "%.*s/status", STR(origin));
    bool ok = keyfile_folder(workspace_path(folder, "keys", a), err) &&
              keyfile_folder(workspace_path(folder, "keys/people", a), err) &&
              make_key(folder, KEY_LOG, origin, a, &first.log, err) &&
              make_key(folder, KEY_ISSUER, issuer, a, &first.issuer, err) &&
              make_key(folder, KEY_STATUS, status, a, &first.status, err) &&
              keyfile_folder(workspace_path(folder, "ledger", a), err) &&
              blobs_create(workspace_path(folder, "blobs", a), err) &&
              store_create(workspace_path(folder, "events.db", a), err) &&
              open_parts(folder, STORE_WRITE, a, &w, err) && first_event(&w, &first, err);
    workspace_close(&w);
    return ok;
}

/* Whether the first event is there, and with it everything else: an init that was interrupted then,
 * or whose last call failed, has only its mark to remove. Of another ledger, or with more events
 * and no mark, it is no such init: CONFLICT. */
static bool made_before(str folder, str origin, bool marked, struct arena *a, bool *ret_made,
                        struct err *err)
{
    struct stat st;
    *ret_made = false;
    if (lstat(workspace_path(folder, "events.db", a), &st) != 0)
        return true;
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct workspace w CLEANUP(workspace_close) = {0};
    struct fold_workspace fold;
    uint64_t n;
    if (!open_parts(folder, STORE_WRITE, a, &w, err) || !store_count(w.store, &n, err))
        return false;
    if (n == 0)
        return true;
    if (!stream_workspace((struct streams){w.store, a, scratch}, &fold, err))
        return false;
    if (!str_eq(fold.origin, origin) || (!marked && n > 1))
        return err_set(err, ERR_CONFLICT, "%.*s: the workspace of the ledger %.*s is there already",
                       STR(folder), STR(fold.origin));
    *ret_made = true;
    return true;
}

bool workspace_create(str folder, str origin, struct arena *a, struct err *err)
{
    const char *path = str_c(folder, a), *mark = workspace_path(folder, UNFINISHED, a);
    CLEANUP(fd_closep) int lock = -1;
    struct stat st;
    bool made;
    if (!origin_fits(origin, err))
        return false;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return err_system(err, path);
    if (!lock_folder(path, &lock, err) ||
        !made_before(folder, origin, lstat(mark, &st) == 0, a, &made, err))
        return false;
    if (!made && !take_folder(path, mark, &lock, err))
        return false;
    if (!made && !fill_folder(folder, origin, a, err))
        return err_wrap(err, "the workspace was not made");
    if (unlink(mark) != 0 && errno != ENOENT)
        return err_system(err, mark);
    return durable_folder_of(mark, err);
}

/* ---- opening one ---- */

bool workspace_open(str folder, enum store_access access, struct arena *a,
                    struct workspace *ret_workspace, struct err *err)
{
    struct workspace w;
    const char *path = str_c(folder, a);
    struct stat st;
    if (lstat(workspace_path(folder, UNFINISHED, a), &st) == 0)
        return err_set(err, ERR_CONFLICT,
                       "%s: gatefold init works here, or was interrupted: run it again", path);
    if (stat(path, &st) != 0 || lstat(workspace_path(folder, "events.db", a), &st) != 0)
        return err_set(err, ERR_NOT_FOUND,
                       "%s: no workspace is there (gatefold -C DIR init makes one)", path);
    if (!keyfile_folder(path, err) || !open_parts(folder, access, a, &w, err))
        return false;
    if (access == STORE_WRITE && (!people_destroy_forgotten(&w, err) ||
                                  !pictures_remove_erased(&w, err) || !keys_settle(&w, err))) {
        workspace_close(&w);
        return err_wrap(err, "%s", path);
    }
    *ret_workspace = w;
    return true;
}

void workspace_close(struct workspace *w)
{
    blobs_close(w->blobs);
    store_close(w->store);
    *w = (struct workspace){0};
}
