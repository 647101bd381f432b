#include "app/scans.h"

#include <string.h>

#include "app/pages.h"
#include "app/probe.h"
#include "app/shoot_screen.h"
#include "screen/detector.h"

enum {
    /* Address space of one scan's screening, as of a picture. */
    SCAN_ARENA_MIB = 2048,
    SCAN_PAGES_MAX = 50, /* a page takes seconds, at each run */
};

struct scanning {
    struct probe *probe;
    str callsheet_path;
    bool weak_sandbox;
    struct arena *a;
    struct diags *diags;
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

static bool page_read(struct probe *probe, const struct item *item, str scan, str path,
                      int64_t page, struct arena *a, struct diags *diags, str *ret_print)
{
    struct arena scratch CLEANUP(arena_close) = arena_open((size_t)SCAN_ARENA_MIB << 20);
    struct screening seen;
    struct digest sha256;
    struct err err;
    size_t unread;
    str where = page ? str_format(&scratch, ", page %lld", (long long)page) : S("");
    if (!probe_run(probe, path.p, page, &scratch, &seen, &sha256, &err))
        return diag_add(diags, item->line, 0, (str){0}, "scan \"%.*s\"%.*s of item \"%.*s\": %s",
                        STR(scan), STR(where), STR(item->id), err.msg);
    *ret_print = print_of(&seen, a, &unread);
    if (unread > 0)
        diag_add(diags, item->line, 0, (str){0},
                 "warning: scan \"%.*s\"%.*s of item \"%.*s\" has print in %zu place%s that cannot "
                 "be read, and that accounts for nothing: scan it larger, or type it",
                 STR(scan), STR(where), STR(item->id), unread, unread == 1 ? "" : "s");
    return true;
}

/* A picture, or every page of a PDF: one print each. */
static bool scan_read(const struct scanning *s, const struct item *item, str scan,
                      struct texts *read)
{
    str path = scan_path(s->callsheet_path, scan, s->a);
    int64_t pages = 0;
    struct err err;
    if (str_eq(walk_sniff(path.p), S("pdf"))) {
        if (!pages_count(path.p, s->weak_sandbox, DECODE_TIMEOUT_S, &pages, &err))
            return diag_add(s->diags, item->line, 0, (str){0}, "scan \"%.*s\" of item \"%.*s\": %s",
                            STR(scan), STR(item->id), err.msg);
        if (pages > SCAN_PAGES_MAX)
            return diag_add(s->diags, item->line, 0, (str){0},
                            "scan \"%.*s\" of item \"%.*s\" has %lld pages, at most %d are read: "
                            "take out those that are on set",
                            STR(scan), STR(item->id), (long long)pages, SCAN_PAGES_MAX);
    }
    bool good = true;
    for (int64_t page = pages ? 1 : 0; page <= pages; page++) {
        str print;
        if (!page_read(s->probe, item, scan, path, page, s->a, s->diags, &print)) {
            good = false;
            continue;
        }
        read->at = arena_list_room(s->a, read->at, read->n, sizeof *read->at);
        read->at[read->n++] = print;
    }
    return good;
}

static bool items_read(const struct scanning *s, const struct callsheet *c, struct texts *ret_read)
{
    bool good = true;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *item = &c->items.at[i];
        ret_read[i] = (struct texts){0};
        for (size_t k = 0; k < item->print_scans.n; k++)
            good = scan_read(s, item, item->print_scans.at[k], &ret_read[i]) && good;
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
    struct probe *probe = probe_open((struct probe_options){.detector = S(DETECTOR_TEXT),
                                                            .weak_sandbox = weak_sandbox,
                                                            .pdf = true,
                                                            .opt_cache = opt_cache},
                                     a, err);
    if (!probe)
        return err_wrap(err, "reading the scans of the call sheet");
    struct scanning s = {probe, callsheet_path, weak_sandbox, a, diags};
    struct texts *read = arena_new(a, struct texts, c->items.n);
    bool good = items_read(&s, c, read) && callsheet_add_print(c, read, a, diags);
    probe_close(probe);
    return good || err_set(err, ERR_INVALID, "scans of the call sheet could not be read");
}
