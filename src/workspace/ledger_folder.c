#include "workspace/ledger_folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/durable.h"
#include "base/file.h"

enum {
    PATH_ROOM = 4096,
    FILE_ARENA_BYTES = 64 << 20, /* a bundle */
};

static bool whole_path(const struct ledger_folder *f, const char *path, char room[PATH_ROOM],
                       struct err *err)
{
    int n = snprintf(room, PATH_ROOM, "%.*s/%s", STR(f->path), path);
    return (n >= 0 && n < PATH_ROOM) ||
           err_set(err, ERR_LIMIT, "%.*s/%s: path too long", STR(f->path), path);
}

static bool get(void *self, const char *path, struct arena *a, str *ret, struct err *err)
{
    char whole[PATH_ROOM];
    return whole_path(self, path, whole, err) && file_read(whole, BUNDLE_MAX_BYTES, a, ret, err);
}

struct tile_source ledger_folder_source(const struct ledger_folder *f)
{
    return (struct tile_source){(void *)f, get};
}

/* Every folder on the way to a file, from the ledger's own on. */
static bool make_folders(char *path, size_t from, struct err *err)
{
    for (char *slash = strchr(path + from, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool made = mkdir(path, 0755) == 0;
        bool ok = (made && durable_folder_of(path, err)) || (!made && errno == EEXIST) ||
                  (!made && err_system(err, path));
        *slash = '/';
        if (!ok)
            return false;
    }
    return true;
}

static bool put(void *self, const char *path, str bytes, struct err *err)
{
    const struct ledger_folder *f = self;
    char whole[PATH_ROOM];
    if (!whole_path(f, path, whole, err))
        return false;
    return make_folders(whole, f->path.n + 1, err) && durable_write(whole, bytes, 0644, err);
}

struct tile_sink ledger_folder_sink(const struct ledger_folder *f)
{
    return (struct tile_sink){(void *)f, put};
}

bool ledger_head_read(const char *path, const struct verify_key *keys, size_t n_keys,
                      struct arena *a, str *ret_note, struct checkpoint *ret_head, struct err *err)
{
    struct note note;
    str bytes;
    struct checkpoint head;
    if (!file_read(path, NOTE_MAX_BYTES, a, &bytes, err)) {
        if (err->kind == ERR_NOT_FOUND)
            err->kind = ERR_NONE;
        return false;
    }
    if (!checkpoint_open(bytes, keys, n_keys, a, &note, &head, err))
        return err_wrap(err, "%s", path);
    *ret_note = bytes;
    *ret_head = head;
    return true;
}

static const char *head_path(const struct ledger_folder *f, struct arena *a)
{
    return str_format(a, "%.*s/" LEDGER_CHECKPOINT, STR(f->path)).p;
}

bool ledger_folder_head(const struct ledger_folder *f, const struct verify_key *keys, size_t n_keys,
                        struct arena *a, str *ret_note, struct checkpoint *ret_head,
                        struct err *err)
{
    return ledger_head_read(head_path(f, a), keys, n_keys, a, ret_note, ret_head, err);
}

bool ledger_folder_set_head(const struct ledger_folder *f, str note, struct arena scratch,
                            struct err *err)
{
    return durable_write(head_path(f, &scratch), note, 0644, err);
}

bool ledger_folder_copy(const struct ledger_folder *from, const struct ledger_folder *to,
                        uint64_t old_size, uint64_t size, struct err *err)
{
    struct tile_walk walk = tile_walk_from(old_size, size);
    struct tile_source source = ledger_folder_source(from);
    struct tile_sink sink = ledger_folder_sink(to);
    struct arena a CLEANUP(arena_close) = arena_open(FILE_ARENA_BYTES);
    for (struct tile_id id; tile_walk_next(&walk, &id);) {
        struct arena one = a;
        char path[TILE_PATH_MAX];
        str bytes;
        tile_path(id, path);
        if (!source.get(source.self, path, &one, &bytes, err) ||
            !sink.put(sink.self, path, bytes, err))
            return false;
    }
    return true;
}
