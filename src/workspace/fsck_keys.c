/* The keys of the ledger on the disk, against those that the events say are in force. */
#include <sys/file.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "workspace/fsck_parts.h"
#include "workspace/keyfile.h"
#include "workspace/ledger.h"
#include "workspace/stream.h"

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static void one_key(struct fsck *f, enum key_use use, const struct fold_key *in_force)
{
    struct arena scratch = *f->a;
    struct err err;
    const char *path = workspace_key_path(f->w.folder, use, &scratch);
    const char *next = workspace_key_next_path(f->w.folder, use, &scratch);
    const char *use_word = words_name(&key_use_words, use);
    if (sign_key_is(path, in_force->key, scratch, &err)) {
        if (is_there(next))
            fsck_tell(f, FSCK_NOTE,
                      "%s: of a rotation that was interrupted: the next command that writes "
                      "destroys it",
                      next);
    } else if (sign_key_is(next, in_force->key, scratch, &err)) {
        fsck_tell(f, FSCK_NOTE,
                  "%s: the key in force; its rotation was interrupted, and the next command that "
                  "writes ends it",
                  next);
    } else if (!is_there(path)) {
        fsck_tell(f, FSCK_WRONG,
                  "%s: missing, and the other keys are here: bring it back, or make a new one "
                  "(gatefold -C DIR ledger rotate %s)",
                  path, use_word);
    } else if (!sign_key_is(path, in_force->key, scratch, &err) && err.kind != ERR_NONE) {
        fsck_tell_err(f, NULL, &err);
    } else {
        fsck_tell(
            f, FSCK_WRONG,
            "%s: is not the key in force since event %llu: bring that back, or make a new one "
            "(gatefold -C DIR ledger rotate %s)",
            path, (unsigned long long)in_force->since, use_word);
    }
}

void fsck_keys(struct fsck *f)
{
    struct arena a = *f->a;
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct fold_workspace fold;
    struct err err;
    /* No rotation is under way then; a folder that cannot be held is told with the ledger's files.
     */
    CLEANUP(fd_closep) int hold = -1;
    (void)!fd_lock_folder(str_c(workspace_ledger(&f->w, &a).path, &a), LOCK_SH, &hold, &err);
    if (!stream_workspace((struct streams){f->w.store, &a, scratch}, &fold, &err) ||
        fold.head.version == 0)
        return; /* told with the streams, and with the ledger */
    bool any = false;
    for (int use = KEY_LOG; use <= KEY_USES; use++)
        any |= is_there(workspace_key_path(f->w.folder, use, &a)) ||
               is_there(workspace_key_next_path(f->w.folder, use, &a));
    if (!any)
        fsck_tell(f, FSCK_NOTE,
                  "%s: log, issuer and status are not here (a backup has no keys): nothing can be "
                  "signed",
                  workspace_path(f->w.folder, "keys", &a));
    for (int use = KEY_LOG; any && use <= KEY_USES; use++)
        one_key(f, use, &fold.keys[use]);
}
