#include "workspace/places.h"

#include "base/durable.h"
#include "base/file.h"

enum {
    PLACES_MAX_BYTES = 64 << 10,
};

static const char *places_path(const struct workspace *w, struct arena *a)
{
    return workspace_path(w->folder, "published", a);
}

bool places_read(const struct workspace *w, struct arena *a, str *ret_text, struct err *err)
{
    *ret_text = S("");
    return file_read(places_path(w, a), PLACES_MAX_BYTES, a, ret_text, err) ||
           err->kind == ERR_NOT_FOUND;
}

static bool change(struct workspace *w, str folder, bool keep, bool *ret_was, struct arena *a,
                   struct err *err)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX(PLACES_MAX_BYTES);
    str rest, line;
    *ret_was = false;
    if (!places_read(w, a, &rest, err))
        return false;
    while (str_cut(&rest, '\n', &line)) {
        *ret_was |= str_eq(line, folder);
        if (line.n && !str_eq(line, folder))
            buf_format(&out, "%.*s\n", STR(line));
    }
    if (!keep && !*ret_was)
        return true;
    if (keep)
        buf_format(&out, "%.*s\n", STR(folder));
    if (!buf_ok(&out))
        return err_set(err, ERR_LIMIT, "too many places are published to");
    return durable_write(places_path(w, a), out.n ? buf_str(&out) : S(""), 0600, err);
}

bool places_add(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    bool was;
    return change(w, folder, true, &was, a, err);
}

bool places_remove(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    bool was;
    if (!change(w, folder, false, &was, a, err))
        return false;
    return was || err_set(err, ERR_NOT_FOUND,
                          "%.*s: the ledger is not published there; the places are in %s",
                          STR(folder), places_path(w, a));
}
