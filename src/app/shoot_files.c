/* Which files of the given folders are pictures of the shoot. */
#include "app/shoot_screen_parts.h"

#include <string.h>

#include "app/settling.h"
#include "base/file.h"
#include "worker/intake.h"

struct set_aside {
    const struct shoot_screen *s;
    struct arena *a;
};

static const struct imported *imported_of(const struct shoot_screen *s, str name)
{
    for (size_t i = 0; s->has_callsheet && i < s->callsheet.imported_from.n; i++)
        if (str_eq(s->callsheet.imported_from.at[i].file, file_leaf(name)))
            return &s->callsheet.imported_from.at[i];
    return NULL;
}

/* By its bytes: those of that name that the call sheet does not hold are a file like any other. */
static bool was_imported(const struct shoot_screen *s, str path, str name)
{
    const struct imported *imported = imported_of(s, name);
    struct digest sha256, known;
    struct err err;
    return imported && !walk_sniff(path.p).p && digest_from_hex(imported->sha256, &known) &&
           intake_digest(path.p, &sha256, &err) && digest_eq(sha256, known);
}

/* Why the call sheet sets a file aside; absent if it does not. */
static str slate_reason(const struct shoot_screen *s, str name, struct arena *a)
{
    if (!s->has_callsheet)
        return (str){0};
    struct arena scratch = *a;
    const struct slate *slate = callsheet_setup(&s->callsheet, name, &scratch).slate;
    if (!slate)
        return (str){0};
    return str_format(a, "set aside by the call sheet (%.*s)",
                      STR(facts_mask_names(&s->callsheet, slate->reason, a)));
}

/* Why a file of the folder is no picture of the shoot. */
static str set_aside(void *self, str path, str name, uint64_t device, uint64_t inode)
{
    const struct set_aside *to = self;
    const struct shoot_screen *s = to->s;
    str what = own_files_what(&s->own, path.p, device, inode);
    if (what.p)
        return what;
    if (settling_is_file(path))
        return (str){
            0}; /* patterns choose pictures: what was raised holds for those that are left */
    if (was_imported(s, path, name))
        return S("spreadsheet of the call sheet");
    str left_out = select_by_name(&s->options.select, name, to->a);
    if (left_out.p)
        return left_out;
    return slate_reason(s, name, to->a);
}

/* The given pictures without slates, which are counted by their reason. */
static struct walk given_walk(const struct shoot_screen *s, struct arena *a)
{
    const struct walk *given = s->options.opt_given->walk;
    struct walk walk = *given;
    walk.files = arena_new(a, struct walk_file, given->n);
    if (given->n)
        memcpy(walk.files, given->files, given->n * sizeof *walk.files);
    size_t i = 0;
    while (i < walk.n) {
        str reason = slate_reason(s, walk.files[i].name, a);
        if (!reason.p) {
            i++;
            continue;
        }
        bool *kept = arena_new(a, bool, walk.n);
        for (size_t k = 0; k < walk.n; k++)
            kept[k] = !str_eq(slate_reason(s, walk.files[k].name, a), reason);
        walk_leave_out(&walk, kept, reason, a);
    }
    return walk;
}

bool shoot_walk(const struct shoot_screen *s, struct arena *a, struct walk *ret_walk,
                struct err *err)
{
    struct set_aside to = {s, a};
    if (s->options.opt_given) {
        *ret_walk = given_walk(s, a);
        return true;
    }
    return walk_paths(s->options.paths, s->options.paths_n, (struct walk_filter){set_aside, &to}, a,
                      ret_walk, err);
}

void shoot_tell_stale_sheets(const struct shoot_screen *s, struct diags *diags)
{
    for (size_t i = 0; i < s->walk.n; i++) {
        const struct walk_file *file = &s->walk.files[i];
        if (!imported_of(s, file->name))
            continue;
        diags->file = file->path;
        diag_add(diags, 0, 0, (str){0},
                 "warning: these are not the bytes of this name that the call sheet was imported "
                 "from: import it again, or take the file out of the folder");
    }
}
