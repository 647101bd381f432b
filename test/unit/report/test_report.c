#include "report/report.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "base/file.h"
#include "report/folder.h"
#include "samples.h"

static struct arena arena;
static char base[64];

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    strcpy(base, "/tmp/gatefold-report-XXXXXX");
    return mkdtemp(base) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", base);
    arena_close(&arena);
    return system(command);
}

static str at(const char *name)
{
    return str_format(&arena, "%s/%s", base, name);
}

static bool there(str path)
{
    return access(path.p, F_OK) == 0;
}

static void put(str path, str bytes)
{
    struct err err;
    assert_ok(file_write(path.p, bytes, &err), err);
}

static str get(str path)
{
    str bytes;
    struct err err;
    assert_ok(file_read(path.p, 64 << 20, &arena, &bytes, &err), err);
    return bytes;
}

static struct sample_orders orders(str folder, size_t pictures)
{
    return (struct sample_orders){.folder = folder,
                                  .audience = REPORT_FOR_CLIENT,
                                  .pictures = pictures,
                                  .delivered = pictures};
}

static void make(struct sample_orders of)
{
    struct err err;
    assert_ok(sample_report(&of, &err), err);
}

/* Calls check with each file in a folder of the report whose name ends so. */
static size_t each(str folder, const char *suffix, void (*check)(str path, str bytes))
{
    DIR *d = opendir(folder.p);
    assert_non_null(d);
    size_t n = 0;
    for (const struct dirent *e; (e = readdir(d));) {
        if (!str_ends(str_of(e->d_name), str_of(suffix)))
            continue;
        str path = str_format(&arena, "%.*s/%s", STR(folder), e->d_name);
        check(path, get(path));
        n++;
    }
    closedir(d);
    return n;
}

static size_t each_page(str folder, void (*check)(str path, str bytes))
{
    return each(folder, ".html", check) +
           each(str_format(&arena, "%.*s/pictures", STR(folder)), ".html", check);
}

/* ---- what is in a page ---- */

static void is_inert(str path, str page)
{
    for (size_t i = 0; i < sample_markup_n; i++)
        if (str_contains(page, str_of(sample_markup[i])))
            fail_msg("%.*s has %s", STR(path), sample_markup[i]);
    assert_false(str_contains(page, S("<script")));
    assert_true(str_contains(page, S("default-src &#39;none&#39;")));
}

static void keeps_secrets(str path, str page)
{
    for (size_t i = 0; i < sample_secrets_n; i++)
        if (str_contains(page, str_of(sample_secrets[i])))
            fail_msg("%.*s has %s", STR(path), sample_secrets[i]);
}

static void is_for_client(str path, str page)
{
    keeps_secrets(path, page);
    static const char *const names[] = {"Verhoeven", "lindqvist", "secretuser", "Legal desk",
                                        "Speaker"};
    for (size_t i = 0; i < countof(names); i++)
        if (str_contains(page, str_of(names[i])))
            fail_msg("%.*s has %s", STR(path), names[i]);
}

static void is_whole(str path, str page)
{
    if (!str_ends(page, S("</html>")))
        fail_msg("%.*s is half a page", STR(path));
}

/* Every link and every picture of a page leads to a file that is there. */
static void links_lead_somewhere(str path, str page)
{
    size_t folder_n = path.n;
    while (path.p[folder_n - 1] != '/')
        folder_n--;
    static const char *const attributes[] = {"href=\"", "src=\""};
    for (size_t k = 0; k < countof(attributes); k++) {
        str needle = str_of(attributes[k]);
        for (str rest = page; rest.n > needle.n; rest = str_from(rest, 1)) {
            if (!str_starts(rest, needle))
                continue;
            str value = str_from(rest, needle.n), target;
            str_cut(&value, '"', &target);
            if (str_starts(target, S("#")) || str_starts(target, S("https://")))
                continue;
            if (!there(str_format(&arena, "%.*s%.*s", (int)folder_n, path.p, STR(target))))
                fail_msg("%.*s leads to %.*s", STR(path), STR(target));
        }
    }
}

static bool says_complete(str folder)
{
    bool complete = str_contains(get(str_format(&arena, "%.*s/gatefold-report.json", STR(folder))),
                                 S("\"complete\":true"));
    str front = get(str_format(&arena, "%.*s/index.html", STR(folder)));
    assert_int_equal(complete, !str_contains(front, S("This report is not complete")));
    return complete;
}

static void test_client(void **state)
{
    (void)state;
    str folder = at("report");
    make(orders(folder, 6));
    assert_int_equal(each_page(folder, is_inert), 8);
    each_page(folder, is_for_client);
    each_page(folder, is_whole);
    each_page(folder, links_lead_somewhere);
    assert_true(says_complete(folder));
    str front = get(at("report/index.html"));
    static const char *const said[] = {"Objects without print are not recognised",
                                       "Nothing in this report is signed",
                                       "weak: files were decoded",
                                       "1 signature for each of 4 pictures",
                                       "2 signatures for each of 4 pictures",
                                       "bear was supplied by quay",
                                       "3 files: sidecar",
                                       "Questions, each asked once",
                                       "is everything in frame on the call sheet?",
                                       "Look at it at full size"};
    for (size_t i = 0; i < countof(said); i++)
        if (!str_contains(front, str_of(said[i])))
            fail_msg("the front page does not say: %s", said[i]);
    str page = get(at("report/pictures/p0001.html"));
    static const char *const told[] = {"agenda",
                                       "bears 40 %",
                                       "supplied by quay",
                                       "under 13",
                                       "somebody raised: Whose lamp?",
                                       "unsigned: dismissed: a shadow",
                                       "Due on 2026-10-01",
                                       "href=\"https://www.example.org/code?a=1&amp;b=2\"",
                                       "<rect class=\"line\" x=\"1200\" y=\"700\" width=\"420\""};
    for (size_t i = 0; i < countof(told); i++)
        if (!str_contains(page, str_of(told[i])))
            fail_msg("the page does not say: %s", told[i]);
}

static void test_house(void **state)
{
    (void)state;
    str folder = at("report");
    struct sample_orders of = orders(folder, 3);
    of.audience = REPORT_FOR_HOUSE;
    make(of);
    each_page(folder, is_inert);
    each_page(folder, keeps_secrets);
    str page = get(at("report/pictures/p0001.html"));
    assert_true(str_contains(page, S("Ada Verhoeven (adult-1)")));
    assert_true(str_contains(page, S("Quay Props &lt;b&gt; (quay)")));
    assert_true(str_contains(page, S("secretuser")));
    assert_true(str_contains(page, S("Carl Speaker raised: Whose lamp?")));
    assert_true(str_contains(page, S("on 2026-09-20 by Berta Speaker, unsigned")));
}

/* ---- evidence ---- */

static uint32_t big_endian(str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* PNG: nothing but the header, the pixels and the end, and at most their size on paper. */
static void png_is_bare(str path, str png)
{
    for (str rest = str_from(png, 8); rest.n; rest = str_from(rest, 12 + big_endian(rest))) {
        str type = str_first(str_from(rest, 4), 4);
        if (!str_eq(type, S("IHDR")) && !str_eq(type, S("IDAT")) && !str_eq(type, S("IEND")) &&
            !str_eq(type, S("pHYs")))
            fail_msg("%.*s has a chunk %.*s", STR(path), STR(type));
    }
}

static void jpeg_is_bare(str path, str jpeg)
{
    static const char *const marks[] = {"Exif", "http://", "Photoshop", "ICC_PROFILE", "JFXX"};
    for (size_t i = 0; i < countof(marks); i++)
        if (str_contains(jpeg, str_of(marks[i])))
            fail_msg("%.*s has %s", STR(path), marks[i]);
}

static void test_evidence_is_bare(void **state)
{
    (void)state;
    make(orders(at("report"), 2));
    assert_int_equal(each(at("report/evidence"), ".jpg", jpeg_is_bare), 4);
    assert_int_equal(each(at("report/evidence"), ".png", png_is_bare), 4);
}

static void test_evidence_that_cannot_be_written(void **state)
{
    (void)state;
    struct sample_orders of = orders(at("report"), 2);
    make(of);
    str name = str_format(&arena, "report/evidence/%.*s-preview.jpg",
                          STR(digest_hex(sha256(S("sample 1")), &arena)));
    assert_int_equal(unlink(at(name.p).p), 0);
    assert_int_equal(mkdir(at(name.p).p, 0777), 0);
    struct err err;
    assert_err(sample_report(&of, &err), err, ERR_UNAVAILABLE);
    assert_true(str_contains(str_of(err.msg), S("-preview.jpg")));
    assert_false(says_complete(of.folder));
    assert_int_equal(rmdir(at(name.p).p), 0);
}

/* ---- at any moment ---- */

static void test_not_complete(void **state)
{
    (void)state;
    static const struct {
        size_t delivered;
        bool killed;
    } rows[] = {{0, false}, {0, true}, {1, false}, {1, true}, {3, false}, {3, true}};
    for (size_t i = 0; i < countof(rows); i++) {
        struct sample_orders of = orders(at("report"), 4);
        of.delivered = rows[i].delivered;
        of.leave_open = rows[i].killed;
        make(of);
        each_page(of.folder, is_whole);
        each_page(of.folder, links_lead_somewhere);
        assert_false(says_complete(of.folder));
    }
    make(orders(at("report"), 4));
    assert_true(says_complete(at("report")));
}

/* A disk that is full at any point: an error, and nothing that looks more than it is. */
static void test_disk_full(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    size_t failed = 0, done = 0;
    for (rlim_t kib = 1; kib < 96; kib += kib < 40 ? 3 : 12) {
        struct rlimit was, full = {kib << 10, RLIM_INFINITY};
        getrlimit(RLIMIT_FSIZE, &was);
        struct sample_orders of = orders(at("report"), 3);
        of.no_evidence = true;
        struct err err;
        setrlimit(RLIMIT_FSIZE, &full);
        bool ok = sample_report(&of, &err);
        setrlimit(RLIMIT_FSIZE, &was);
        if (!ok)
            assert_int_equal(err.kind, ERR_LIMIT);
        *(ok ? &done : &failed) += 1;
        each_page(of.folder, is_whole);
        if (there(at("report/index.html")) && there(at("report/gatefold-report.json")))
            assert_int_equal(says_complete(of.folder), ok);
    }
    assert_true(failed > 4 && done > 1);
}

/* ---- the folder ---- */

static void test_former_report(void **state)
{
    (void)state;
    static const char *const theirs[] = {"report/notes.txt", "report/pictures/notes.html",
                                         "report/evidence/holiday.jpg",
                                         "report/evidence/x-page2.jpg", "report/pictures/px.html"};
    make(orders(at("report"), 6));
    for (size_t i = 0; i < countof(theirs); i++)
        put(at(theirs[i]), S("theirs"));
    put(at("report/pictures/p0003.html.new-0123456789abcdef"), S("left by a run that was killed"));
    make(orders(at("report"), 2));
    for (size_t i = 0; i < countof(theirs); i++)
        assert_str(get(at(theirs[i])), S("theirs"));
    assert_true(there(at("report/pictures/p0002.html")));
    assert_false(there(at("report/pictures/p0003.html")));
    assert_false(there(at("report/pictures/p0003.html.new-0123456789abcdef")));
    size_t jpegs = each(at("report/evidence"), "-preview.jpg", jpeg_is_bare);
    assert_int_equal(jpegs, 2);
}

static void refused(str folder, enum err_kind kind)
{
    struct sample_orders of = orders(folder, 1);
    struct err err;
    assert_err(sample_report(&of, &err), err, kind);
}

static void test_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at("full").p, 0777), 0);
    put(at("full/holiday.jpg"), S("theirs"));
    refused(at("full"), ERR_CONFLICT);
    assert_false(there(at("full/index.html")));
    put(at("full/gatefold-report.json"), S("{\"version\":1}")); /* not what we write */
    refused(at("full"), ERR_CONFLICT);
    refused(at("full/holiday.jpg"), ERR_NOT_FOUND);
    refused(at("nowhere/report"), ERR_NOT_FOUND);
    refused(at("bad\xff"), ERR_UNSUPPORTED);

    /* A link in place of a folder would lead what is removed to somewhere else. */
    make(orders(at("report"), 1));
    assert_int_equal(system(str_format(&arena,
                                       "cd %s && mv report/pictures elsewhere && ln -s "
                                       "../elsewhere report/pictures",
                                       base)
                                .p),
                     0);
    refused(at("report"), ERR_CONFLICT);
    assert_true(there(at("elsewhere/p0001.html")));

    /* Inside what is screened. */
    str screened[] = {str_of(base)};
    struct sample_orders of = orders(at("inside"), 1);
    of.screened = screened;
    of.screened_n = 1;
    struct err err;
    assert_err(sample_report(&of, &err), err, ERR_INVALID);
    assert_false(there(at("inside")));
    screened[0] = at("insid"); /* a name that only begins so */
    assert_int_equal(mkdir(screened[0].p, 0777), 0);
    make(of);
}

static void test_two_runs(void **state)
{
    (void)state;
    struct folder first;
    struct err err;
    assert_ok(folder_claim(at("report"), NULL, 0, &arena, &first, &err), err);
    refused(at("report"), ERR_CONFLICT);
    folder_release(&first);
}

int main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ROW(test_client),           ROW(test_house),
        ROW(test_evidence_is_bare), ROW(test_evidence_that_cannot_be_written),
        ROW(test_not_complete),     ROW(test_disk_full),
        ROW(test_former_report),    ROW(test_refused),
        ROW(test_two_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
