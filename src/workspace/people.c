#include "workspace/people.h"

#include <string.h>
#include <sys/stat.h>

#include "gate/seal.h"
#include "worker/cache_folder.h"

static bool key_load(struct workspace *w, str person, uint8_t ret_key[PERSONAL_KEY_BYTES],
                     struct err *err)
{
    struct arena scratch = *w->a;
    if (personal_key_load(workspace_personal_path(w->folder, person, &scratch), ret_key, err))
        return true;
    return err->kind == ERR_NOT_FOUND
               ? err_set(
                     err, ERR_NOT_FOUND,
                     "the key of %.*s is not here: bring the folder keys/people back, or forget "
                     "the person (gatefold -C DIR forget)",
                     STR(person))
               : err_wrap(err, "the personal record of %.*s", STR(person));
}

bool people_open(struct workspace *w, const struct fold_person *f, struct arena *a,
                 str *ret_record_json, struct err *err)
{
    uint8_t key[PERSONAL_KEY_BYTES];
    *ret_record_json = (str){0};
    if (f->forgotten || !f->sealed.p)
        return true;
    if (!key_load(w, f->person, key, err))
        return false;
    bool ok = personal_open(f->person, f->sealed, key, a, ret_record_json, err);
    explicit_bzero(key, sizeof key);
    return ok || err_wrap(err, "the personal record of %.*s", STR(f->person));
}

bool people_seal(struct workspace *w, const struct fold_person *f, str person, str record_json,
                 struct arena *a, struct sealing *ret, struct err *err)
{
    struct sealing s = {.new_key = !f->sealed.p};
    uint8_t nonce[AEAD_NONCE_BYTES];
    str newest;
    *ret = s;
    if (f->forgotten) {
        ret->sealed = f->sealed;
        return true;
    }
    if (f->sealed.p) {
        if (!people_open(w, f, a, &newest, err))
            return false;
        if (str_eq(newest, record_json))
            return true;
        if (!key_load(w, person, s.key, err))
            return false;
    } else {
        random_fill(s.key, sizeof s.key);
    }
    random_fill(nonce, sizeof nonce);
    s.sealed = personal_seal(person, record_json, s.key, nonce, a);
    *ret = s;
    explicit_bzero(s.key, sizeof s.key);
    return true;
}

bool people_keep_key(struct workspace *w, str person, struct sealing *s, struct err *err)
{
    struct arena scratch = *w->a;
    const char *path = workspace_personal_path(w->folder, person, &scratch);
    /* What is there is of an act that was not committed: nothing is sealed under it. */
    bool ok = !s->new_key || (keyfile_destroy(path, err) && personal_key_save(path, s->key, err)) ||
              err_wrap(err, "the key of %.*s", STR(person));
    explicit_bzero(s->key, sizeof s->key);
    return ok;
}

bool people_destroy(struct workspace *w, str person, struct err *err)
{
    struct arena scratch = *w->a;
    return cache_folder_empty(workspace_path(w->folder, "cache", &scratch), err) &&
           keyfile_destroy(workspace_personal_path(w->folder, person, &scratch), err);
}

bool people_destroy_forgotten(struct workspace *w, struct err *err)
{
    CLEANUP(rows_closep) struct rows *rows = rows_open(w->store, "persons_forgotten", NULL, 0, err);
    if (!rows)
        return false;
    for (;;) {
        struct arena scratch = *w->a;
        const struct store_value *v;
        struct stat st;
        if (!rows_next(rows, &scratch, &v, err))
            return err->kind == ERR_NONE;
        str person = v[0].text;
        if (lstat(workspace_personal_path(w->folder, person, &scratch), &st) == 0 &&
            !people_destroy(w, person, err))
            return err_wrap(err, "the key of %.*s, who was forgotten, must go", STR(person));
    }
}
