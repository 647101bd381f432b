/* app/walk.h -- from the paths a person named to the list of files to screen.
 *
 * Nothing is lost on the way: every entry met is either listed or counted as skipped with its
 * reason. Companions (sidecars, settings, checksums: a short list by name) are skipped unless their
 * first bytes are a picture's; any other file is listed and will be "could not tell" if it is not a
 * picture. Links are followed, each
 * folder is entered once. A folder that cannot be read is listed with its error. The order is by
 * bytes of the path, so two runs agree. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    WALK_FILES_MAX = 1000000,
    WALK_DEPTH_MAX = 64
};

struct walk_file {
    str path;  /* as the person would write it; any bytes but NUL; NUL-terminated */
    str shown; /* what results call it; absent: its path */
    str name;  /* relative to the named folder (or the file's own name): what set-ups match */
    uint64_t size_bytes; /* 0 when unknown */
    str problem;         /* absent, or why it cannot be taken in */
    str sha256;          /* what its bytes must be; absent: whatever they are */
    int64_t page;        /* of a PDF, from 1; 0: the file is a picture (or none) */
};

static inline str walk_shown(const struct walk_file *file)
{
    return file->shown.p ? file->shown : file->path;
}

/* Asked for each file: a reason to set it aside (a slate by the call sheet, the call sheet itself),
 * or absent to screen it. */
struct walk_filter {
    str (*reason)(void *self, str path, str name, uint64_t device, uint64_t inode);
    void *self; /* NULL with reason NULL: no filter */
};

struct walk_skip {
    str reason;
    size_t n;
};

struct walk {
    struct walk_file *files;
    size_t n;
    struct walk_skip *skipped; /* by reason, most first */
    size_t skips;
    str *folders; /* that were entered; NUL-terminated */
    size_t folders_n;
};

/* What the first bytes of a file are, as image_sniff has it; absent where they cannot be read. */
str walk_sniff(const char *path);

/* Put n pages in the place of a PDF. */
nodiscard bool walk_pages(struct walk *walk, size_t file, int64_t n, struct arena *a,
                          struct err *err);

/* Take the files out that are not kept (one bool a file), and count them with their reason. */
void walk_leave_out(struct walk *walk, const bool *kept, str reason, struct arena *a);

/* LIMIT: more than WALK_FILES_MAX. NOT_FOUND: a named path does not exist. */
nodiscard bool walk_paths(const str *paths, size_t n, struct walk_filter filter, struct arena *a,
                          struct walk *ret_walk, struct err *err);
