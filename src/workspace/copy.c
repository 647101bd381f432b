#include "workspace/copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "workspace/fsck.h"
#include "workspace/ledger.h"

static bool is_free(const char *path, struct err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return errno == ENOENT || err_system(err, path);
    bool empty = true;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            empty = false;
    closedir(dir);
    return empty || err_set(err, ERR_CONFLICT,
                            "%s: is not empty: give a folder that is not there yet", path);
}

bool copy_begin(str folder, struct arena *a, str *ret_partial, struct err *err)
{
    while (folder.n > 1 && folder.p[folder.n - 1] == '/')
        folder.n--;
    str partial = str_format(a, "%.*s.partial", STR(folder));
    if (!is_free(str_c(folder, a), err))
        return false;
    if (mkdir(partial.p, 0700) != 0)
        return errno == EEXIST
                   ? err_set(err, ERR_CONFLICT,
                             "%s: was left by a run that was interrupted, and is not whole: remove "
                             "it",
                             partial.p)
                   : err_system(err, partial.p);
    *ret_partial = partial;
    return durable_folder_of(partial.p, err);
}

bool copy_end(str partial, str folder, struct arena *a, struct err *err)
{
    CLEANUP(fd_closep) int fd = open(partial.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0 || rename(partial.p, str_c(folder, a)) != 0)
        return err_system(err, partial.p);
    return durable_folder_of(partial.p, err);
}

void copy_drop(str partial, struct arena scratch)
{
    char *roots[] = {str_c(partial, &scratch), NULL};
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *e = fts ? fts_read(fts) : NULL; e; e = fts_read(fts))
        if (e->fts_info == FTS_DP)
            (void)!rmdir(e->fts_path);
        else if (e->fts_info != FTS_D)
            (void)!unlink(e->fts_path);
    if (fts)
        fts_close(fts);
}

bool copy_blobs(struct blobs *from, const char *to, struct named *named, struct err *err)
{
    size_t n;
    const struct named_blob *at = named_sorted(named, &n);
    if (!blobs_create(to, err))
        return false;
    struct blobs *into = blobs_folder(to, STORE_WRITE, err);
    bool ok = into != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        CLEANUP(fd_closep) int fd = -1;
        enum blobs_did did;
        if (at[i].naming <= 0)
            continue;
        ok = (blobs_open(from, at[i].name, &fd, err) &&
              blobs_put_fd(into, fd, at[i].name, &did, err)) ||
             err_wrap(err, "event %llu names a blob", (unsigned long long)at[i].seq);
    }
    blobs_close(into);
    return ok;
}

bool copy_head_read(struct workspace *w, str ledger, struct arena *a, struct copy_head *ret,
                    struct err *err)
{
    struct ledger_folder folder = {ledger};
    struct verify_key *keys;
    size_t n_keys;
    struct copy_head head = {0};
    if (!ledger_keys(w, a, &keys, &n_keys, err))
        return false;
    if (!ledger_folder_head(&folder, keys, n_keys, a, &head.note, &head.checkpoint, err)) {
        if (err->kind != ERR_NONE)
            return false;
        head.note = (str){0};
    }
    *ret = head;
    return true;
}

bool copy_ledger(str from, str to, const struct copy_head *head, struct arena *a, struct err *err)
{
    const struct ledger_folder source = {from}, into = {to};
    const char *path = str_c(to, a);
    if (mkdir(path, 0755) != 0)
        return err_system(err, path);
    return !head->note.p || (ledger_folder_copy(&source, &into, 0, head->checkpoint.size, err) &&
                             ledger_folder_set_head(&into, head->note, *a, err));
}

static void first_wrong(void *self, enum fsck_kind kind, str line)
{
    struct err *err = self;
    if (kind != FSCK_NOTE && err->kind == ERR_NONE)
        err_set(err, ERR_CORRUPT, "%.*s", STR(line));
}

bool copy_check(str partial, struct err *err)
{
    struct fsck_found found;
    struct err wrong = {0};
    if (!workspace_fsck(partial, (struct fsck_look){&wrong, first_wrong}, &found, err))
        return false;
    if (fsck_is_clean(&found))
        return true;
    *err = wrong;
    return false;
}
