#include "workspace/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "workspace/act.h"
#include "workspace/durable.h"
#include "workspace/keyfile.h"

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

const char *workspace_personal_path(str folder, str person, struct arena *a)
{
    str campaign = person, id;
    str_cut(&campaign, '/', &id); /* the first piece */
    if (!campaign.p)
        return str_format(a, "%.*s/keys/people/%.*s", STR(folder), STR(person)).p;
    return str_format(a, "%.*s/keys/people/%.*s,%.*s", STR(folder), STR(id), STR(campaign)).p;
}

/* ---- making one ---- */

/* A folder of its own: made, or there and empty, and then for nobody else. */
static bool take_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return system_failed(path, err);
    DIR *dir = opendir(path);
    if (!dir)
        return system_failed(path, err);
    bool empty = true;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        empty = empty && (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0);
    bool shut = empty && fchmod(dirfd(dir), 0700) == 0;
    closedir(dir);
    if (!empty)
        return err_set(err, ERR_CONFLICT,
                       "%s: is not empty: a workspace is made in a folder of its own", path);
    return (shut || system_failed(path, err)) && keyfile_folder(path, err) &&
           durable_folder_of(path, err);
}

static bool make_key(str folder, enum key_use use, str name, struct arena *a, str *ret_vkey,
                     struct err *err)
{
    uint8_t seed[ED25519_SEED_BYTES];
    struct sign_key key;
    random_fill(seed, sizeof seed);
    bool ok = sign_key_make(name, KEY_NOTE, seed, &key, err);
    explicit_bzero(seed, sizeof seed);
    if (!ok)
        return false;
    *ret_vkey = verify_key_print(&key.verify_key, a);
    ok = sign_key_save(workspace_key_path(folder, use, a), &key, err);
    sign_key_done(&key);
    return ok;
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

bool workspace_create(str folder, str origin, struct arena *a, struct err *err)
{
    const char *path = str_c(folder, a);
    if (!origin_fits(origin, err) || !take_folder(path, err))
        return false;
    struct workspace_created first = {.origin = origin};
    str issuer = str_format(a, "%.*s/issuer", STR(origin));
    str status = str_format(a, "%.*s/status", STR(origin));
    if (!keyfile_folder(workspace_path(folder, "keys", a), err) ||
        !keyfile_folder(workspace_path(folder, "keys/people", a), err) ||
        !make_key(folder, KEY_LOG, origin, a, &first.log, err) ||
        !make_key(folder, KEY_ISSUER, issuer, a, &first.issuer, err) ||
        !make_key(folder, KEY_STATUS, status, a, &first.status, err) ||
        !keyfile_folder(workspace_path(folder, "ledger", a), err) ||
        !blobs_create(workspace_path(folder, "blobs", a), err) ||
        !store_create(workspace_path(folder, "events.db", a), err))
        return err_wrap(err, "the workspace was not made whole: remove %s and try again", path);

    struct workspace w;
    struct act act;
    if (!workspace_open(folder, STORE_WRITE, a, &w, err))
        return false;
    bool ok = act_begin(&act, &w, (str){0}, err);
    if (ok) {
        struct fold_workspace fold = {0};
        struct decision d = decide_workspace(&act.asked, &fold, &first);
        ok = act_append(&act, &d, err) && act_commit(&act, err);
        if (ok && d.kind != DECISION_EVENT)
            ok = err_set(err, ERR_INTERNAL, "the first event was not written: %.*s", STR(d.why));
        act_end(&act);
    }
    workspace_close(&w);
    return ok;
}

/* ---- opening one ---- */

/* A key that came back with an old copy would undo what was promised. */
static bool destroy_forgotten(struct workspace *w, struct err *err)
{
    CLEANUP(rows_closep) struct rows *rows = rows_open(w->store, "persons_forgotten", NULL, 0, err);
    if (!rows)
        return false;
    for (;;) {
        struct arena scratch = *w->a;
        const struct store_value *v;
        if (!rows_next(rows, &scratch, &v, err))
            return err->kind == ERR_NONE;
        if (!keyfile_destroy(workspace_personal_path(w->folder, v[0].text, &scratch), err))
            return err_wrap(err, "the key of %.*s, who was forgotten, must go", STR(v[0].text));
    }
}

bool workspace_open(str folder, enum store_access access, struct arena *a,
                    struct workspace *ret_workspace, struct err *err)
{
    struct workspace w = {.folder = str_copy(folder, a), .a = a};
    const char *path = str_c(folder, a);
    const char *db = workspace_path(folder, "events.db", a);
    struct stat st;
    if (stat(path, &st) != 0 || lstat(db, &st) != 0)
        return err_set(err, ERR_NOT_FOUND,
                       "%s: no workspace is there (gatefold -C DIR init makes one)", path);
    if (!keyfile_folder(path, err))
        return false;
    w.store = store_open(db, access, err);
    if (w.store)
        w.blobs = blobs_folder(workspace_path(folder, "blobs", a), access, err);
    if (!w.blobs || (access == STORE_WRITE && !destroy_forgotten(&w, err))) {
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
