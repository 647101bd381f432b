#include "app/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(str path)
{
    struct stat st;
    return stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder that holds bin/gatefold (installed) or build/gatefold (a source tree). */
static bool program_root(struct arena *a, str *ret_root, struct err *err)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n == sizeof path)
        return err_set(err, ERR_UNAVAILABLE, "/proc/self/exe: %s", strerror(errno));
    for (int up = 0; up < 2; up++)
        while (n > 0 && path[--n] != '/')
            ;
    *ret_root = str_copy((str){path, (size_t)n}, a);
    return true;
}

/* Data of the source tree carry policy packs; an installed tree has share/gatefold. */
static str choose(const char *variable, str root, const char *in_tree, const char *installed,
                  struct arena *a)
{
    const char *set = getenv(variable);
    if (set && *set)
        return (str){set, strlen(set)};
    str tree = str_format(a, "%.*s/%s", STR(root), in_tree);
    if (is_folder(tree))
        return tree;
    return str_format(a, "%.*s/share/gatefold/%s", STR(root), installed);
}

bool paths_find(struct arena *a, struct paths *ret_paths, struct err *err)
{
    str root;
    if (!program_root(a, &root, err))
        return false;
    struct paths paths = {
        .data = choose("GATEFOLD_DATA", root, "data", "data", a),
        .models = choose("GATEFOLD_MODELS", root, "models", "models", a),
    };
    const char *set = getenv("GATEFOLD_ORT");
    str found[] = {
        str_format(a, "%.*s/libonnxruntime.so", STR(paths.models)),
        S("libonnxruntime.so.1"),
        S("libonnxruntime.so.1.21"),
    };
    if (set && *set) {
        paths.runtimes = (struct texts){arena_new(a, str, 1), 1};
        paths.runtimes.at[0] = str_of(set);
    } else {
        paths.runtimes = (struct texts){arena_new(a, str, countof(found)), countof(found)};
        memcpy(paths.runtimes.at, found, sizeof found);
    }
    *ret_paths = paths;
    return true;
}

static bool name_fits(str file, const char *suffix, const char *opt_other)
{
    return str_ends(file, str_of(suffix)) || (opt_other && str_ends(file, str_of(opt_other)));
}

static void free_entries(struct dirent **entries, int n)
{
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
}

bool paths_list(str folder, const char *suffix, const char *opt_other, struct arena *a,
                struct texts *ret_paths, struct err *err)
{
    struct dirent **entries;
    char *name = str_c(folder, a);
    int n = scandir(name, &entries, NULL, alphasort);
    if (n < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_UNAVAILABLE, "%s: %s", name,
                       strerror(errno));
    struct texts paths = {arena_new(a, str, (size_t)n), 0};
    bool ok = true;
    for (int i = 0; ok && i < n; i++) {
        str file = str_of(entries[i]->d_name);
        if (file.p[0] == '.')
            continue;
        if (name_fits(file, suffix, opt_other))
            paths.at[paths.n++] = str_format(a, "%s/%.*s", name, STR(file));
        else
            ok = err_set(
                err, ERR_INVALID,
                "%s/%.*s: its name does not end in %s%s%s, so it would not be read; rename "
                "it or take it out of the folder",
                name, STR(file), suffix, opt_other ? " or " : "", opt_other ? opt_other : "");
    }
    free_entries(entries, n);
    if (ok)
        *ret_paths = paths;
    return ok;
}

static bool need(str data, const char *const names[], size_t n, struct arena scratch,
                 struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        str path = str_format(&scratch, "%.*s/%s", STR(data), names[i]);
        if (access(path.p, F_OK) != 0)
            return err_set(
                err, ERR_NOT_FOUND,
                "%s: %s; it is shipped with Gatefold, and without it nothing is screened", path.p,
                strerror(errno));
    }
    return true;
}

bool paths_packs(str data, struct arena *a, struct texts *ret_paths, struct err *err)
{
    static const char *const names[] = {"policy/base.yaml",     "policy/items.yaml",
                                        "policy/metadata.yaml", "policy/people.yaml",
                                        "policy/scope.yaml",    "policy/uk-cap.yaml"};
    str folder = str_format(a, "%.*s/policy", STR(data));
    return (need(data, names, countof(names), *a, err) &&
            paths_list(folder, ".yaml", ".yml", a, ret_paths, err)) ||
           err_wrap(err, "shipped packs");
}

bool paths_need_watchlists(str data, struct arena scratch, struct err *err)
{
    static const char *const names[] = {"watchlists/brands.txt", "watchlists/child-abuse.txt",
                                        "watchlists/court-papers.txt", "watchlists/hate.txt",
                                        "watchlists/personal-data.txt"};
    return need(data, names, countof(names), scratch, err);
}
