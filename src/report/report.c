#include "report/report.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "report/article.h"
#include "report/folder.h"
#include "report/front.h"
#include "report/shell.h"
#include "shoot/nearest.h"
#include "worker/channel.h"

enum {
    PAGE_MAX_BYTES = 1 << 30, /* a million cards */
    FRONT_EVERY_MS = 2000,    /* while the run goes on */
    FRONT_SHARE = 20,         /* and no more than this part of the time is spent on it */
    SCRATCH_MIB = 1024,
};

static const struct word audience_words[] = {
    {"client", REPORT_FOR_CLIENT, "no names of people at all"},
    {"house", REPORT_FOR_HOUSE, "names of grown people and of parties"},
};
const struct words report_audience_words = {audience_words, countof(audience_words)};

struct report {
    struct report_options options;
    struct arena *a;
    struct folder folder;
    const struct walk *walk;
    struct view view;
    struct tally tally;
    struct asked asked;
    struct arena scratch;
    str title;
    struct texts shown;  /* names of files in the evidence folder */
    struct buf last;     /* the article of the last picture */
    str all_part;        /* pictures/all.part: becomes all.html */
    int all;             /* it, open; or -1 */
    struct buf all_page; /* what of it is not written yet */
    struct html all_html;
    int64_t front_due_ms;
};

static bool mark(struct report *r, bool complete, struct err *err)
{
    struct report_mark m = {
        .version = REPORT_MARK_VERSION,
        .complete = complete,
        .audience = str_of(words_name(&report_audience_words, r->options.audience)),
        .gatefold = r->options.gatefold,
        .when = r->options.began,
        .pictures = (int64_t)r->tally.cards.n,
    };
    return folder_mark(&r->folder, &m, *r->a, err);
}

struct report *report_open(const struct report_options *options, struct arena *a, struct err *err)
{
    struct report *r = arena_new(a, struct report, 1);
    *r = (struct report){
        .options = *options, .a = a, .all = -1, .tally = {.a = a}, .last = BUF_MAX(PAGE_MAX_BYTES)};
    asked_init(&r->asked, a);
    if (!folder_claim(options->folder, options->screened, options->screened_n, a, &r->folder, err))
        return NULL;
    r->scratch = arena_open((size_t)SCRATCH_MIB << 20);
    if (r->folder.former || mark(r, false, err))
        return r;
    report_close(r);
    return NULL;
}

void report_close(struct report *r)
{
    if (!r)
        return;
    if (r->all >= 0) { /* the end was not reached: half a page must not lie around */
        fd_closep(&r->all);
        unlink(r->all_part.p);
    }
    buf_done(&r->last);
    buf_done(&r->all_page);
    folder_release(&r->folder);
    arena_close(&r->scratch);
}

str report_evidence(const struct report *r)
{
    return r->folder.evidence;
}

str report_front(const struct report *r)
{
    return str_format(r->a, "%.*s/index.html", STR(r->folder.path));
}

/* ---- pages ---- */

static bool write_front(struct report *r, bool complete, str ended, struct err *err)
{
    struct front front = {&r->options, &r->view, r->walk, &r->tally, &r->asked, complete, ended};
    CLEANUP(buf_done) struct buf page = BUF_MAX(PAGE_MAX_BYTES);
    int64_t began_ms = clock_now_ms();
    front_put(&front, &page, r->scratch);
    if (!buf_ok(&page))
        return err_set(err, ERR_LIMIT, "the front page is too large: screen fewer pictures");
    if (!file_write(report_front(r).p, buf_str(&page), err))
        return false;
    int64_t now_ms = clock_now_ms();
    r->front_due_ms = now_ms + MAX((int64_t)FRONT_EVERY_MS, FRONT_SHARE * (now_ms - began_ms));
    return true;
}

static struct html open_page(struct report *r, struct buf *page, str title)
{
    struct html h = shell_open(page, title);
    html_open(&h, "header", "top");
    html_open(&h, "p", "kicker");
    shell_link(&h, NULL, S("../index.html"), r->title);
    html_close(&h, "p");
    html_element(&h, "h1", NULL, title);
    html_close(&h, "header");
    return h;
}

static void put_neighbour(struct html *h, size_t number, const char *rel, str words,
                          struct arena scratch)
{
    html_open(h, "li", NULL);
    html_open(h, "a", NULL);
    html_attr(h, "href", str_format(&scratch, "p%04zu.html", number));
    html_attr(h, "rel", str_of(rel));
    html_text(h, words);
    html_close(h, "a");
    html_close(h, "li");
}

static void put_neighbours(struct html *h, size_t number, bool next, struct arena scratch)
{
    html_open(h, "nav", "neighbours");
    html_attr(h, "aria-label", S("Pictures"));
    html_open(h, "ul", NULL);
    if (number > 1)
        put_neighbour(h, number - 1, "prev", S("← Picture before"), scratch);
    html_open(h, "li", NULL);
    shell_link(h, NULL, S("../index.html"), S("All pictures"));
    html_close(h, "li");
    if (next)
        put_neighbour(h, number + 1, "next", S("Next picture →"), scratch);
    html_close(h, "ul");
    html_close(h, "nav");
}

static bool write_page(struct report *r, str article, size_t number, bool next, struct err *err)
{
    struct arena scratch = r->scratch;
    CLEANUP(buf_done) struct buf page = BUF_MAX(PAGE_MAX_BYTES);
    str title = str_format(&scratch, "Picture %zu of %zu", number, r->walk->n);
    struct html h = open_page(r, &page, title);
    put_neighbours(&h, number, next, scratch);
    html_open(&h, "main", NULL);
    html_attr(&h, "id", S("main"));
    html_splice(&h, article);
    html_close(&h, "main");
    shell_close(&h);
    if (!buf_ok(&page))
        return err_set(err, ERR_LIMIT, "the page of picture %zu is too large", number);
    str path = str_format(&scratch, "%.*s/p%04zu.html", STR(r->folder.pictures), number);
    return file_write(path.p, buf_str(&page), err);
}

/* A page links to the next one only once that is there: so it is written a second time then. */
static bool add_page(struct report *r, str article, struct err *err)
{
    size_t number = r->tally.cards.n;
    if (!write_page(r, article, number, false, err) ||
        (number > 1 && !write_page(r, buf_str(&r->last), number - 1, true, err)))
        return false;
    r->last.n = 0;
    buf_put(&r->last, article);
    return true;
}

/* ---- all pictures on one page ---- */

static bool flush_all(struct report *r, struct err *err)
{
    bool ok = buf_ok(&r->all_page) && fd_write_all(r->all, buf_str(&r->all_page));
    if (!ok)
        err_system(err, r->all_part.p);
    r->all_page.n = 0;
    return ok;
}

static bool begin_all(struct report *r, struct err *err)
{
    r->all_part = str_format(r->a, "%.*s/all.part", STR(r->folder.pictures));
    r->all = open(r->all_part.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (r->all < 0)
        return err_system(err, r->all_part.p);
    r->all_page = BUF_MAX(PAGE_MAX_BYTES);
    r->all_html = open_page(r, &r->all_page, S("All pictures"));
    html_open(&r->all_html, "main", NULL);
    html_attr(&r->all_html, "id", S("main"));
    return flush_all(r, err);
}

static bool add_to_all(struct report *r, str article, struct err *err)
{
    html_splice(&r->all_html, article);
    return flush_all(r, err);
}

static bool finish_all(struct report *r, bool complete, struct err *err)
{
    struct html *h = &r->all_html;
    if (!complete) {
        html_open(h, "p", "warning");
        html_format(h, "Not complete: %zu of %zu pictures are here.", r->tally.cards.n, r->walk->n);
        html_close(h, "p");
    }
    front_put_unseen(h);
    html_close(h, "main");
    shell_close(h);
    if (!flush_all(r, err))
        return false;
    str path = str_format(r->a, "%.*s/all.html", STR(r->folder.pictures));
    if (fsync(r->all) != 0 || rename(r->all_part.p, path.p) != 0)
        return err_system(err, path.p);
    fd_closep(&r->all);
    r->all = -1;
    return true;
}

/* ---- the run ---- */

bool report_start(struct report *r, const struct walk *walk, const struct callsheet *opt_callsheet,
                  struct err *err)
{
    r->walk = walk;
    r->view = view_make(r->options.audience, walk, opt_callsheet, r->a);
    r->title = front_title(&r->view, r->a);
    /* In this order the front page never links to what is not there. */
    return write_front(r, false, (str){0}, err) && mark(r, false, err) &&
           folder_clear(&r->folder, err) && begin_all(r, err);
}

/* A picture whose evidence could not be written is no page to show: the disk is full, mostly. */
static bool check_evidence(const struct result *result, struct err *err)
{
    for (size_t i = 0; i < result->reasons.n; i++) {
        const struct reason *r = &result->reasons.at[i];
        if (str_eq(r->pack, S("gatefold")) && str_eq(r->rule, S("evidence")))
            return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(r->because));
    }
    return true;
}

static void show(struct report *r, str path)
{
    r->shown.at = arena_list_room(r->a, r->shown.at, r->shown.n, sizeof *r->shown.at);
    r->shown.at[r->shown.n++] = str_copy(file_leaf(path), r->a);
}

static void show_all(struct report *r, const struct result *result)
{
    for (size_t i = 0; i < result->crops.n; i++)
        show(r, result->crops.at[i].path);
    for (size_t i = 0; i < result->previews.n; i++)
        show(r, result->previews.at[i].path);
    if (result->thumbnail.present)
        show(r, result->thumbnail.path);
}

bool report_picture(struct report *r, const struct result *result, struct err *err)
{
    if (!check_evidence(result, err))
        return false;
    show_all(r, result);
    struct arena scratch = r->scratch;
    struct view view = view_of_picture(&r->view, &result->facts, &scratch);
    tally_add(&r->tally, &view, result);
    asked_add(&r->asked, &view, result);
    CLEANUP(buf_done) struct buf article = BUF_MAX(PAGE_MAX_BYTES);
    struct html h = html_fragment(&article);
    article_put(&h, &view, result, r->tally.cards.n, scratch);
    assert(html_done(&h));
    if (!buf_ok(&article))
        return err_set(err, ERR_LIMIT, "the page of picture %zu is too large", r->tally.cards.n);
    if (!add_page(r, buf_str(&article), err) || !add_to_all(r, buf_str(&article), err))
        return false;
    return clock_now_ms() < r->front_due_ms || write_front(r, false, (str){0}, err);
}

bool report_end(struct report *r, bool complete, str ended, struct err *err)
{
    return finish_all(r, complete, err) && folder_sweep(&r->folder, &r->shown, err) &&
           write_front(r, complete, ended, err) && mark(r, complete, err);
}
