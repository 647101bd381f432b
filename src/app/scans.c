#include "app/scans.h"

#include <string.h>

#include "app/probe.h"
#include "screen/detector.h"

enum {
    /* Address space of one scan's screening, as of a picture. */
    SCAN_ARENA_MIB = 2048,
};

str scan_path(str callsheet_path, str scan, struct arena *a)
{
    const char *slash = memrchr(callsheet_path.p, '/', callsheet_path.n);
    str folder = {callsheet_path.p, slash ? (size_t)(slash + 1 - callsheet_path.p) : 0};
    return str_format(a, "%.*s%.*s", STR(folder), STR(scan));
}

/* The lines of a whole page, in reading order, are one print. */
static str print_of(const struct screening *seen, struct arena *a, size_t *ret_unread)
{
    CLEANUP(buf_done) struct buf lines = {0};
    *ret_unread = 0;
    for (size_t i = 0; i < seen->findings.n; i++) {
        const struct finding *f = &seen->findings.at[i];
        *ret_unread += f->kind == FINDING_UNREAD_PRINT;
        for (size_t k = 0; f->kind == FINDING_TEXT && k < f->lines.n; k++) {
            buf_put(&lines, f->lines.at[k].text);
            buf_put(&lines, S("\n"));
        }
    }
    return str_copy(buf_str(&lines), a);
}

static bool scan_read(struct probe *probe, const struct item *item, str scan, str path,
                      struct arena *a, struct diags *diags, str *ret_print)
{
    struct arena scratch CLEANUP(arena_close) = arena_open((size_t)SCAN_ARENA_MIB << 20);
    struct screening seen;
    struct digest sha256;
    struct err err;
    size_t unread;
    if (!probe_run(probe, path.p, &scratch, &seen, &sha256, &err))
        return diag_add(diags, item->line, 0, (str){0}, "scan \"%.*s\" of item \"%.*s\": %s",
                        STR(scan), STR(item->id), err.msg);
    *ret_print = print_of(&seen, a, &unread);
    if (unread > 0)
        diag_add(diags, item->line, 0, (str){0},
                 "warning: scan \"%.*s\" of item \"%.*s\" has print in %zu place%s that cannot be "
                 "read, and that accounts for nothing: scan it larger, or type it",
                 STR(scan), STR(item->id), unread, unread == 1 ? "" : "s");
    return true;
}

static bool items_read(struct probe *probe, const struct callsheet *c, str callsheet_path,
                       struct arena *a, struct diags *diags, struct texts *ret_read)
{
    bool good = true;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *item = &c->items.at[i];
        ret_read[i] = (struct texts){arena_new(a, str, item->print_scans.n), item->print_scans.n};
        for (size_t k = 0; k < item->print_scans.n; k++) {
            str scan = item->print_scans.at[k];
            good = scan_read(probe, item, scan, scan_path(callsheet_path, scan, a), a, diags,
                             &ret_read[i].at[k]) &&
                   good;
        }
    }
    return good;
}

bool scans_read(struct callsheet *c, str callsheet_path, bool weak_sandbox, struct cache *opt_cache,
                struct arena *a, struct diags *diags, struct err *err)
{
    size_t scans = 0;
    for (size_t i = 0; i < c->items.n; i++)
        scans += c->items.at[i].print_scans.n;
    if (scans == 0)
        return true;
    struct probe *probe = probe_open(S(DETECTOR_TEXT), weak_sandbox, opt_cache, a, err);
    if (!probe)
        return err_wrap(err, "reading the scans of the call sheet");
    struct texts *read = arena_new(a, struct texts, c->items.n);
    bool good = items_read(probe, c, callsheet_path, a, diags, read) &&
                callsheet_add_print(c, read, a, diags);
    probe_close(probe);
    return good || err_set(err, ERR_INVALID, "scans of the call sheet could not be read");
}
