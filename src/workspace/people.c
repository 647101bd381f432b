#include "workspace/people.h"

#include <string.h>

#include "gate/seal.h"
#include "worker/cache_folder.h"
#include "workspace/keyfile.h"

static bool key_of(struct workspace *w, str person, bool make, uint8_t ret_key[AEAD_KEY_BYTES],
                   struct err *err)
{
    struct arena scratch = *w->a;
    const char *path = workspace_personal_path(w->folder, person, &scratch);
    if (personal_key_load(path, ret_key, err))
        return true;
    if (!make || err->kind != ERR_NOT_FOUND)
        return false;
    random_fill(ret_key, AEAD_KEY_BYTES);
    return personal_key_save(path, ret_key, err);
}

bool people_open(struct workspace *w, const struct fold_person *f, struct arena *a,
                 str *ret_record_json, struct err *err)
{
    uint8_t key[AEAD_KEY_BYTES];
    *ret_record_json = (str){0};
    if (f->forgotten || !f->sealed.p)
        return true;
    if (!key_of(w, f->person, false, key, err))
        return err_wrap(err, "the personal record of %.*s", STR(f->person));
    bool ok = personal_open(f->person, f->sealed, key, a, ret_record_json, err);
    explicit_bzero(key, sizeof key);
    return ok || err_wrap(err, "the personal record of %.*s", STR(f->person));
}

bool people_seal(struct workspace *w, const struct fold_person *f, str person, str record_json,
                 struct arena *a, str *ret_sealed, struct err *err)
{
    uint8_t key[AEAD_KEY_BYTES], nonce[AEAD_NONCE_BYTES];
    str newest;
    *ret_sealed = (str){0};
    if (f->sealed.p && !f->forgotten) {
        if (!people_open(w, f, a, &newest, err))
            return false;
        if (str_eq(newest, record_json))
            return true;
    }
    if (!key_of(w, person, true, key, err))
        return err_wrap(err, "the key of %.*s", STR(person));
    random_fill(nonce, sizeof nonce);
    *ret_sealed = personal_seal(person, record_json, key, nonce, a);
    explicit_bzero(key, sizeof key);
    return true;
}

bool people_destroy(struct workspace *w, str person, struct err *err)
{
    struct arena scratch = *w->a;
    return keyfile_destroy(workspace_personal_path(w->folder, person, &scratch), err) &&
           cache_folder_empty(workspace_path(w->folder, "cache", &scratch), err);
}
