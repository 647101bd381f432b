/* The report: written beside what the text format says of progress and of the whole. */

#include "cli/command.h"
#include "cli/print.h"

struct print_html {
    struct printer text;
    struct report *report;
    volatile sig_atomic_t *stop;
    struct arena *a;
    bool failed;
    struct err err;
};

/* The first failure ends the run; nothing is written after it. */
static void keep(struct print_html *p, bool ok)
{
    if (ok)
        return;
    p->failed = true;
    *p->stop = 1;
}

static void html_start(void *self, const struct print_start *start)
{
    struct print_html *p = self;
    p->text.start(p->text.self, start);
    keep(p, report_start(p->report, start->walk, start->opt_callsheet, &p->err));
}

static void html_picture(void *self, const struct result *result)
{
    struct print_html *p = self;
    p->text.picture(p->text.self, result);
    if (!p->failed)
        keep(p, report_picture(p->report, result, &p->err));
}

static void html_progress(void *self, size_t done, uint64_t done_bytes)
{
    struct print_html *p = self;
    p->text.progress(p->text.self, done, done_bytes);
}

static void html_so_far(void *self, const struct result *result)
{
    struct print_html *p = self;
    p->text.so_far(p->text.self, result);
}

static bool html_end(void *self, const struct print_end *end)
{
    struct print_html *p = self;
    if (!p->failed)
        keep(p, report_end(p->report, !end->interrupted, now(p->a), &p->err));
    report_close(p->report);
    if (p->failed) {
        tell_problem("the report could not be written, and is not complete: %s", p->err.msg);
        return false;
    }
    p->text.end(p->text.self, end);
    str front = print_safe(report_front(p->report), p->a);
    printf("The report: %.*s\n", STR(front));
    return true;
}

struct printer print_html_open(struct report *report, volatile sig_atomic_t *stop, struct arena *a)
{
    struct print_html *p = arena_new(a, struct print_html, 1);
    *p = (struct print_html){
        .text = print_text_open(PICTURES_NONE, a), .report = report, .stop = stop, .a = a};
    return (struct printer){
        html_start, html_picture, html_progress, p->text.so_far ? html_so_far : NULL, html_end, p};
}
