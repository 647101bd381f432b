#include "workspace/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "base/durable.h"
#include "workspace/event_tree.h"
#include "workspace/ledger.h"

struct looking {
    struct leftovers_look look;
    str folder;
    struct arena a;
};

static void look_at(void *self, const char *below, const struct tile_id *opt_id)
{
    const struct looking *l = self;
    struct arena scratch = l->a;
    if (!opt_id && durable_temporary_of(str_of(below)).p)
        l->look.one(l->look.self, workspace_path(l->folder, below, &scratch));
}

static bool folder_find(struct looking *l, const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT || err_system(err, folder);
    l->folder = str_of(folder);
    errno = 0;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        look_at(l, e->d_name, NULL);
    bool ok = errno == 0 || err_system(err, folder);
    closedir(dir);
    return ok;
}

bool leftovers_find(const struct workspace *w, struct leftovers_look look, struct err *err)
{
    struct looking l = {.look = look, .a = *w->a};
    const char *ledger = str_c(workspace_ledger(w, &l.a).path, &l.a);
    bool ok = folder_find(&l, str_c(w->folder, &l.a), err);
    ok = folder_find(&l, workspace_path(w->folder, "keys", &l.a), err) && ok;
    if (access(ledger, F_OK) != 0 && errno == ENOENT)
        return ok;
    l.folder = str_of(ledger);
    return ledger_files(ledger, (struct ledger_files_look){&l, look_at}, err) && ok;
}
