#include "cli/packs.h"

#include <sys/stat.h>

#include "app/paths.h"
#include "base/file.h"

static bool find(str path, struct arena *a, struct texts *ret, struct err *err)
{
    struct stat st;
    if (stat(path.p, &st) == 0 && S_ISDIR(st.st_mode)) {
        if (!paths_list(path, ".yaml", ".yml", a, ret, err))
            return false;
        return ret->n > 0 ||
               err_set(err, ERR_NOT_FOUND, "%s: no pack (*.yaml, *.yml) in this folder", path.p);
    }
    ret->at = arena_new(a, str, 1);
    ret->at[0] = path;
    ret->n = 1;
    return true;
}

static bool read_all(const struct texts *lists, size_t n, struct arena *a, struct pack_files *ret,
                     struct err *err)
{
    size_t files = 0;
    for (size_t i = 0; i < n; i++)
        files += lists[i].n;
    *ret = (struct pack_files){arena_new(a, struct pack_file, files), 0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < lists[i].n; j++) {
            struct pack_file *file = &ret->at[ret->n++];
            file->path = lists[i].at[j];
            file->diags = arena_new(a, struct diags, 1);
            *file->diags = (struct diags){.a = a, .file = file->path};
            if (!file_read(file->path.p, POLICY_PACK_MAX_BYTES, a, &file->bytes, err))
                return false;
        }
    return true;
}

bool pack_files_read(const str *paths, size_t n, struct arena *a, struct pack_files *ret)
{
    struct err err;
    struct texts *lists = arena_new(a, struct texts, n);
    for (size_t i = 0; i < n; i++)
        if (!find(paths[i], a, &lists[i], &err)) {
            tell_error(&err);
            return false;
        }
    if (read_all(lists, n, a, ret, &err))
        return true;
    tell_error(&err);
    return false;
}

bool pack_files_shipped(struct texts beside, struct arena *a, struct pack_files *ret)
{
    struct err err;
    struct paths paths;
    struct texts lists[2] = {{0}, beside};
    if (paths_find(a, &paths, &err) && paths_packs(paths.data, a, &lists[0], &err) &&
        read_all(lists, countof(lists), a, ret, &err))
        return true;
    tell_error(&err);
    return false;
}

bool pack_files_add(const struct pack_files *files, struct policy *p)
{
    bool good = true;
    for (size_t i = 0; i < files->n; i++)
        good &= policy_add(p, files->at[i].bytes, files->at[i].diags);
    return good;
}

size_t pack_files_tell(const struct pack_files *files, FILE *to)
{
    size_t n = 0;
    for (size_t i = 0; i < files->n; i++) {
        tell_diags(files->at[i].diags, to);
        n += files->at[i].diags->n + files->at[i].diags->dropped;
    }
    return n;
}
