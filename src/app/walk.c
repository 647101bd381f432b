#include "app/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "image/image.h"

enum {
    REASONS_MAX = 256,
};

/* Files that stand beside pictures and are none. By suffix or by whole name, case-insensitively. */
static const struct {
    const char *suffix;
    const char *name;
    const char *reason;
} companions[] = {
    {".xmp", NULL, "sidecar (metadata)"},
    {".acr", NULL, "sidecar (Camera Raw)"},
    {".pp3", NULL, "sidecar (RawTherapee)"},
    {".dop", NULL, "sidecar (DxO)"},
    {".cos", NULL, "settings (Capture One)"},
    {".cot", NULL, "settings (Capture One)"},
    {".cop", NULL, "settings (Capture One)"},
    {".cof", NULL, "settings (Capture One)"},
    {".comask", NULL, "settings (Capture One)"},
    {".cosessiondb", NULL, "settings (Capture One)"},
    {".cosessiondb-shm", NULL, "settings (Capture One)"},
    {".cosessiondb-wal", NULL, "settings (Capture One)"},
    {".cocatalogdb", NULL, "settings (Capture One)"},
    {".cocatalogdb-shm", NULL, "settings (Capture One)"},
    {".cocatalogdb-wal", NULL, "settings (Capture One)"},
    {".lrcat", NULL, "catalogue (Lightroom)"},
    {".lrcat-journal", NULL, "catalogue (Lightroom)"},
    {".lrcat-data", NULL, "catalogue (Lightroom)"},
    {".lrcat-shm", NULL, "catalogue (Lightroom)"},
    {".lrcat-wal", NULL, "catalogue (Lightroom)"},
    {".lrcat.lock", NULL, "catalogue (Lightroom)"},
    {".lrprev", NULL, "catalogue (Lightroom)"},
    {".lrtemplate", NULL, "settings (Lightroom)"},
    {".on1", NULL, "sidecar (ON1)"},
    {".md5", NULL, "checksum"},
    {".sha1", NULL, "checksum"},
    {".sha256", NULL, "checksum"},
    {".mhl", NULL, "checksum"},
    {NULL, "SHA256SUMS", "checksum"},
    {NULL, "MD5SUMS", "checksum"},
    {NULL, "previews.db", "catalogue (Lightroom)"},
    {NULL, "root-pixels.db", "catalogue (Lightroom)"},
    {NULL, ".DS_Store", "folder settings"},
    {NULL, "Thumbs.db", "folder settings"},
    {NULL, "desktop.ini", "folder settings"},
    {NULL, ".picasa.ini", "folder settings"},
};

struct folder_id {
    dev_t device;
    ino_t inode;
    str path;
};

struct walker {
    struct walk_filter filter;
    struct arena *a;
    struct walk_file *files;
    size_t n, cap;
    struct folder_id *entered;
    size_t folders, folders_cap;
    struct walk_skip skipped[REASONS_MAX];
    size_t skips;
};

static void walker_done(struct walker *w)
{
    free(w->files);
    free(w->entered);
}

static str lower(str s, struct arena *a)
{
    char *p = str_c(s, a);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] + ('a' - 'A'));
    return (str){p, s.n};
}

static str companion_reason(str name, struct arena scratch)
{
    str file = lower(file_leaf(name), &scratch);
    if (str_starts(file, S("._")))
        return S("folder settings");
    for (size_t i = 0; i < countof(companions); i++) {
        if (companions[i].suffix && str_ends(file, str_of(companions[i].suffix)))
            return str_of(companions[i].reason);
        if (companions[i].name && str_eq(file, lower(str_of(companions[i].name), &scratch)))
            return str_of(companions[i].reason);
    }
    return (str){0};
}

/* False where they cannot be read. */
static bool sniff(const char *path, str *ret_format)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return false;
    char head[IMAGE_HEAD_BYTES];
    ssize_t n = pread(fd, head, sizeof head, 0);
    close(fd);
    if (n >= 0)
        *ret_format = image_sniff((str){head, (size_t)n});
    return n >= 0;
}

str walk_sniff(const char *path)
{
    str format = {0};
    return sniff(path, &format) ? format : (str){0};
}

/* What a name says is no way past the gate: only a regular file that can be read and whose first
 * bytes are no picture's is a companion. Anything else is listed, and screened or told. */
static bool bears_out_its_name(const char *path, const struct stat *st)
{
    str format = {0};
    return S_ISREG(st->st_mode) && sniff(path, &format) && !format.p;
}

static void skip(struct walker *w, str reason)
{
    for (size_t i = 0; i < w->skips; i++) {
        if (str_eq(w->skipped[i].reason, reason)) {
            w->skipped[i].n++;
            return;
        }
    }
    if (w->skips == REASONS_MAX) {
        /* Too many different reasons to tell apart; the count still holds. */
        w->skipped[REASONS_MAX - 1].reason = S("other reasons");
        w->skipped[REASONS_MAX - 1].n++;
        return;
    }
    w->skipped[w->skips++] = (struct walk_skip){str_copy(reason, w->a), 1};
}

static bool list(struct walker *w, str path, str name, uint64_t size, str problem, struct err *err)
{
    if (w->n == WALK_FILES_MAX)
        return err_set(err, ERR_LIMIT, "over %d files: screen folder by folder", WALK_FILES_MAX);
    if (w->n == w->cap) {
        size_t cap = MAX(w->cap * 2, (size_t)256);
        struct walk_file *files = reallocarray(w->files, cap, sizeof *files);
        if (!files)
            return err_set(err, ERR_UNAVAILABLE, "out of memory");
        w->files = files;
        w->cap = cap;
    }
    path = (str){str_c(path, w->a), path.n};
    w->files[w->n++] = (struct walk_file){
        .path = path,
        /* A name is always the end of its path: no second copy. */
        .name = str_from(path, path.n - name.n),
        .size_bytes = size,
        .problem = str_copy(problem, w->a),
    };
    return true;
}

/* True the first time only. Sorted insertion would be faster; folders are few. */
static bool enter_once(struct walker *w, str path, const struct stat *st, struct err *err,
                       bool *ret_first)
{
    for (size_t i = 0; i < w->folders; i++) {
        if (w->entered[i].device == st->st_dev && w->entered[i].inode == st->st_ino) {
            *ret_first = false;
            return true;
        }
    }
    if (w->folders == w->folders_cap) {
        size_t cap = MAX(w->folders_cap * 2, (size_t)64);
        struct folder_id *entered = reallocarray(w->entered, cap, sizeof *entered);
        if (!entered)
            return err_set(err, ERR_UNAVAILABLE, "out of memory");
        w->entered = entered;
        w->folders_cap = cap;
    }
    w->entered[w->folders++] = (struct folder_id){st->st_dev, st->st_ino, path};
    *ret_first = true;
    return true;
}

static str problem_of(const struct stat *st)
{
    if (S_ISREG(st->st_mode))
        return (str){0};
    return S_ISFIFO(st->st_mode)   ? S("a named pipe, not a regular file")
           : S_ISSOCK(st->st_mode) ? S("a socket, not a regular file")
                                   : S("a device, not a regular file");
}

static bool visit_folder(struct walker *w, str path, size_t root, unsigned depth,
                         const struct stat *st, struct err *err);

static bool visit(struct walker *w, str path, size_t root, unsigned depth, struct err *err)
{
    struct stat st;
    str name = str_from(path, root);
    if (stat(path.p, &st) != 0) {
        if (errno == ELOOP)
            return list(w, path, name, 0, S("a loop of symbolic links"), err);
        return list(w, path, name, 0, str_of(strerror(errno)), err);
    }
    if (S_ISDIR(st.st_mode))
        return visit_folder(w, path, root, depth, &st, err);
    str reason = companion_reason(name, *w->a);
    if (reason.p && !bears_out_its_name(path.p, &st))
        reason = (str){0};
    if (!reason.p && w->filter.reason)
        reason = w->filter.reason(w->filter.self, path, name, st.st_dev, st.st_ino);
    if (reason.p) {
        skip(w, reason);
        return true;
    }
    return list(w, path, name, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0, problem_of(&st),
                err);
}

static void free_entries(struct dirent **entries, int n)
{
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool visit_folder(struct walker *w, str path, size_t root, unsigned depth,
                         const struct stat *st, struct err *err)
{
    bool first;
    if (!enter_once(w, path, st, err, &first))
        return false;
    if (!first) {
        skip(w, S("folder reached twice (a link)"));
        return true;
    }
    if (depth == WALK_DEPTH_MAX)
        return list(w, path, str_from(path, MIN(root, path.n)), 0, S("folders nested too deep"),
                    err);
    struct dirent **entries;
    int n = scandir(path.p, &entries, NULL, by_bytes);
    if (n < 0)
        return list(w, path, str_from(path, MIN(root, path.n)), 0,
                    str_format(w->a, "folder cannot be read: %s", strerror(errno)), err);
    bool ok = true;
    for (int i = 0; ok && i < n; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        bool slash = path.n && path.p[path.n - 1] == '/';
        str child = str_format(w->a, "%s%s%s", path.p, slash ? "" : "/", name);
        ok = visit(w, child, root, depth + 1, err);
    }
    free_entries(entries, n);
    return ok;
}

static bool visit_named(struct walker *w, str path, struct err *err)
{
    path = (str){str_c(path, w->a), path.n};
    struct stat st;
    if (stat(path.p, &st) != 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED, "%s: %s", path.p,
                       strerror(errno));
    if (S_ISDIR(st.st_mode)) {
        size_t root = path.n + (path.p[path.n - 1] != '/');
        return visit_folder(w, path, root, 0, &st, err);
    }
    return visit(w, path, path.n - file_leaf(path).n, 0, err);
}

static int most_first(const void *a, const void *b)
{
    const struct walk_skip *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return str_cmp(x->reason, y->reason);
}

bool walk_paths(const str *paths, size_t n, struct walk_filter filter, struct arena *a,
                struct walk *ret_walk, struct err *err)
{
    CLEANUP(walker_done) struct walker w = {.filter = filter, .a = a};
    for (size_t i = 0; i < n; i++)
        if (!visit_named(&w, paths[i], err))
            return false;
    qsort(w.skipped, w.skips, sizeof *w.skipped, most_first);
    struct walk walk = {
        .files = arena_new(a, struct walk_file, w.n),
        .n = w.n,
        .skipped = arena_new(a, struct walk_skip, w.skips),
        .skips = w.skips,
        .folders = arena_new(a, str, w.folders),
        .folders_n = w.folders,
    };
    for (size_t i = 0; i < w.folders; i++)
        walk.folders[i] = w.entered[i].path;
    if (w.n)
        memcpy(walk.files, w.files, w.n * sizeof *w.files);
    memcpy(walk.skipped, w.skipped, w.skips * sizeof *w.skipped);
    *ret_walk = walk;
    return true;
}

void walk_leave_out(struct walk *walk, const bool *kept, str reason, struct arena *a)
{
    size_t n = 0;
    for (size_t i = 0; i < walk->n; i++)
        if (kept[i])
            walk->files[n++] = walk->files[i];
    if (n == walk->n)
        return;
    struct walk_skip *skipped = arena_new(a, struct walk_skip, walk->skips + 1);
    memcpy(skipped, walk->skipped, walk->skips * sizeof *skipped);
    skipped[walk->skips++] = (struct walk_skip){reason, walk->n - n};
    qsort(skipped, walk->skips, sizeof *skipped, most_first);
    walk->skipped = skipped;
    walk->n = n;
}

bool walk_pages(struct walk *walk, size_t file, int64_t n, struct arena *a, struct err *err)
{
    size_t more = (size_t)n - 1;
    if (walk->n + more > WALK_FILES_MAX)
        return err_set(err, ERR_LIMIT, "over %d files and pages: screen folder by folder",
                       WALK_FILES_MAX);
    struct walk_file *files = arena_new(a, struct walk_file, walk->n + more);
    memcpy(files, walk->files, file * sizeof *files);
    for (size_t i = 0; i < (size_t)n; i++) {
        files[file + i] = walk->files[file];
        files[file + i].page = (int64_t)i + 1;
        files[file + i].size_bytes /= (uint64_t)n;
    }
    memcpy(files + file + n, walk->files + file + 1, (walk->n - file - 1) * sizeof *files);
    walk->files = files;
    walk->n += more;
    return true;
}
