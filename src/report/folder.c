#include "report/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "report/report.h"

#define MARK_NAME "gatefold-report.json"

enum {
    MARK_MAX_BYTES = 64 << 10,
};

#define AT(member) .offset = offsetof(struct report_mark, member)
static const struct field mark_fields[] = {
    {"complete", FIELD_BOOL, AT(complete), .doc = "Every picture of the run is in it."},
    {"for", FIELD_TEXT, AT(audience), .required = true, .doc = "client or house."},
    {"gatefold", FIELD_TEXT, AT(gatefold), .required = true, .doc = "The version that wrote it."},
    {"pictures", FIELD_INT, AT(pictures), .required = true, .doc = "Pictures in it."},
    {"version", FIELD_INT, AT(version), .required = true, .min = REPORT_MARK_VERSION,
     .max = REPORT_MARK_VERSION, .doc = "Of this record: 1."},
    {"when", FIELD_TEXT, AT(when), .required = true, .doc = "When the run began."},
};
#undef AT
const struct record report_mark_record =
    RECORD("report", struct report_mark, "That a folder is a report of Gatefold.", mark_fields);

/* ---- claiming ---- */

static bool is_empty(int dir, struct err *err, const char *path)
{
    int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        if (fd >= 0)
            close(fd);
        return err_system(err, path);
    }
    const struct dirent *e;
    bool empty = true;
    while (empty && (e = readdir(d)))
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    closedir(d);
    return empty || err_set(err, ERR_CONFLICT,
                            "%s: there is something in it, and it is no report of Gatefold: give "
                            "another folder to --out",
                            path);
}

bool report_is_folder(str path, struct arena scratch)
{
    struct err err;
    str bytes;
    struct report_mark mark;
    str name = str_format(&scratch, "%.*s/" MARK_NAME, STR(path));
    return file_read(name.p, MARK_MAX_BYTES, &scratch, &bytes, &err) &&
           record_read_json(&report_mark_record, bytes, &scratch, &mark, &err);
}

static bool refuse_inside(str path, const str *screened, size_t n, struct err *err)
{
    char *real = realpath(path.p, NULL);
    if (!real)
        return err_system(err, path.p);
    bool inside = false;
    size_t at = 0;
    for (; at < n && !inside; at++) {
        char *of = realpath(screened[at].p, NULL);
        size_t len = of ? strlen(of) : 0;
        inside = of && strncmp(real, of, len) == 0 &&
                 (real[len] == '\0' || real[len] == '/' || len == 1);
        free(of);
    }
    free(real);
    return !inside ||
           err_set(err, ERR_INVALID,
                   "%s: it lies in %s, and the next run would take the report's pictures for the "
                   "shoot's: give a folder beside it to --out",
                   path.p, screened[at - 1].p);
}

static bool make(const char *path, struct err *err)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return true;
    if (errno != EEXIST)
        return err_system(err, path);
    /* A link would lead what we write and remove to somewhere else. */
    if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    return err_set(err, ERR_CONFLICT, "%s: it is no folder", path);
}

static bool lock(const char *path, int *ret_fd, struct err *err)
{
    CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_system(err, path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return err_set(err, ERR_CONFLICT, "%s: another run is writing this report", path);
    *ret_fd = fd;
    fd = -1;
    return true;
}

bool folder_claim(str path, const str *screened, size_t screened_n, struct arena *a,
                  struct folder *ret_folder, struct err *err)
{
    if (!utf8_valid(path)) /* it goes into results */
        return err_set(err, ERR_UNSUPPORTED, "%s: a path that is not UTF-8: give another folder",
                       path.p);
    CLEANUP(fd_closep) int fd = -1;
    bool made = mkdir(path.p, 0777) == 0;
    if (!made && errno != EEXIST)
        return err_system(err, path.p);
    if (!refuse_inside(path, screened, screened_n, err)) {
        if (made)
            rmdir(path.p);
        return false;
    }
    if (!lock(path.p, &fd, err))
        return false;
    bool former = !made && report_is_folder(path, *a);
    if (!former && !is_empty(fd, err, path.p))
        return false;
    struct folder f = {
        .former = former,
        .path = path,
        .pictures = str_format(a, "%.*s/pictures", STR(path)),
        .evidence = str_format(a, "%.*s/evidence", STR(path)),
    };
    if (!make(f.pictures.p, err) || !make(f.evidence.p, err))
        return false;
    *ret_folder = f;
    ret_folder->lock = fd;
    fd = -1;
    return true;
}

void folder_release(struct folder *f)
{
    fd_closep(&f->lock);
    f->lock = -1;
}

/* ---- the names that are ours ---- */

static bool digits(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* What is left after the suffix is taken off; absent if it is not there. */
static str without(str s, str suffix)
{
    return str_ends(s, suffix) ? str_first(s, s.n - suffix.n) : (str){0};
}

static bool is_page(str name)
{
    str number = without(name, S(".html"));
    return str_eq(name, S("all.html")) || str_eq(name, S("all.part")) ||
           (str_starts(number, S("p")) && digits(str_from(number, 1)));
}

static bool is_evidence(str name)
{
    struct digest digest;
    if (name.n <= DIGEST_HEX || !digest_from_hex(str_first(name, DIGEST_HEX), &digest))
        return false;
    str rest = str_from(name, DIGEST_HEX);
    if (str_starts(rest, S("-page"))) {
        str page = str_from(rest, 5);
        size_t n = 0;
        while (n < page.n && page.p[n] != '-')
            n++;
        if (!digits(str_first(page, n)))
            return false;
        rest = str_from(page, n);
    }
    str jpeg = without(rest, S(".jpg")), png = without(rest, S(".png"));
    if (str_ends(png, S("-black")))
        png = without(png, S("-black"));
    return str_eq(jpeg, S("-preview")) || str_eq(jpeg, S("-preview-black")) ||
           str_eq(jpeg, S("-thumbnail")) || (str_starts(png, S("-u")) && digits(str_from(png, 2)));
}

/* ---- clearing ---- */

static int texts_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static bool is_kept(const struct texts *kept, str name)
{
    return kept->n && bsearch(&name, kept->at, kept->n, sizeof *kept->at, texts_order);
}

static bool clear(str path, bool (*ours)(str), const struct texts *kept, struct err *err)
{
    int fd = open(path.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        err_system(err, path.p);
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool ok = true;
    const struct dirent *e;
    while (ok && (e = readdir(d))) {
        str name = str_of(e->d_name);
        str of = durable_temporary_of(name);
        if (!ours(of.p ? of : name) || is_kept(kept, name))
            continue;
        if (unlinkat(fd, e->d_name, 0) != 0 && errno != ENOENT)
            ok = err_set(err, ERR_UNAVAILABLE, "%s/%s: %s", path.p, e->d_name, strerror(errno));
    }
    closedir(d);
    return ok;
}

bool folder_clear(const struct folder *f, struct err *err)
{
    return clear(f->pictures, is_page, &(struct texts){0}, err);
}

bool folder_sweep(const struct folder *f, struct texts *kept, struct err *err)
{
    if (kept->n)
        qsort(kept->at, kept->n, sizeof *kept->at, texts_order);
    return clear(f->evidence, is_evidence, kept, err);
}

bool folder_mark(const struct folder *f, const struct report_mark *mark, struct arena scratch,
                 struct err *err)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&report_mark_record, mark, &json);
    buf_byte(&json, '\n');
    return file_write(str_format(&scratch, "%.*s/" MARK_NAME, STR(f->path)).p, buf_str(&json), err);
}
