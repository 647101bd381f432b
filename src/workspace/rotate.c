#include "workspace/rotate.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/durable.h"
#include "base/fd.h"
#include "workspace/keyfile.h"
#include "workspace/ledger.h"

bool key_make(const char *path, str name, struct arena *a, str *ret_vkey, struct err *err)
{
    uint8_t seed[ED25519_SEED_BYTES];
    struct sign_key key;
    random_fill(seed, sizeof seed);
    bool ok = sign_key_make(name, KEY_NOTE, seed, &key, err);
    explicit_bzero(seed, sizeof seed);
    if (!ok)
        return false;
    *ret_vkey = verify_key_print(&key.verify_key, a);
    ok = sign_key_save(path, &key, err);
    sign_key_done(&key);
    return ok;
}

/* In a transaction, so that no rotation is under way. */
static bool settle_one(struct workspace *w, enum key_use use, str in_force, struct arena *a,
                       struct err *err)
{
    const char *path = workspace_key_path(w->folder, use, a),
               *next = workspace_key_next_path(w->folder, use, a);
    struct stat st;
    if (lstat(next, &st) != 0)
        return true;
    if (sign_key_is(path, in_force, *a, err))
        return keyfile_destroy(next, err);
    if (err->kind != ERR_NONE)
        return false;
    if (!sign_key_is(next, in_force, *a, err))
        return err->kind != ERR_NONE
                   ? false
                   : err_set(err, ERR_CONFLICT,
                             "neither %s nor %s is the key in force (gatefold -C DIR ledger key "
                             "prints it): bring that back, and remove %s",
                             path, next, next);
    if (!keyfile_destroy(path, err))
        return false;
    return rename(next, path) == 0 ? durable_folder_of(path, err) : err_system(err, path);
}

static bool is_interrupted(const struct workspace *w)
{
    struct arena scratch = *w->a;
    bool interrupted = false;
    for (int use = KEY_LOG; use <= KEY_USES; use++) {
        struct stat st;
        interrupted |= lstat(workspace_key_next_path(w->folder, use, &scratch), &st) == 0;
    }
    return interrupted;
}

/* With the ledger locked: who signs must find one key or the other. */
static bool settle_all(struct workspace *w, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_workspace fold;
    if (!is_interrupted(w))
        return true;
    if (!act_begin(&act, w, (str){0}, err) || !stream_workspace(act_streams(&act), &fold, err))
        return false;
    for (int use = KEY_LOG; use <= KEY_USES; use++)
        if (!settle_one(w, use, fold.keys[use].key, &act.a, err))
            return err_wrap(err, "a rotation of keys was interrupted");
    return true;
}

bool keys_settle(struct workspace *w, struct err *err)
{
    struct arena scratch = *w->a;
    CLEANUP(fd_closep) int lock = -1;
    return !is_interrupted(w) || (ledger_lock(w, &scratch, &lock, err) && settle_all(w, err));
}

static bool rotate(struct workspace *w, str by, enum key_use use, str reason, struct arena *a,
                   struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_workspace fold;
    struct key_rotated want = {.use = use, .reason = reason};
    if (!act_begin(&act, w, by, err) || !stream_workspace(act_streams(&act), &fold, err))
        return false;
    str name, rest = fold.keys[use].key;
    if (!str_cut(&rest, '+', &name))
        return err_set(err, ERR_CORRUPT, "no event names the key in force");
    if (!key_make(workspace_key_next_path(w->folder, use, &act.a), name, &act.a, &want.new_key,
                  err))
        return false;
    struct decision d = decide_key(&act.asked, &fold, &want);
    return act_conclude(&act, &d, a, ret, err);
}

bool key_rotate(struct workspace *w, str by, enum key_use use, str reason, struct arena *a,
                struct outcome *ret, struct err *err)
{
    struct err later;
    CLEANUP(fd_closep) int lock = -1;
    if (!ledger_lock(w, a, &lock, err))
        return false;
    bool done = rotate(w, by, use, reason, a, ret, err);
    /* After a refusal or a failure it takes the new key away again. */
    if (settle_all(w, done ? err : &later))
        return done;
    return done && err_wrap(err, "the key is rotated by the events, and not yet on this disk: the "
                                 "next command tries again");
}
