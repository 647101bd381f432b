#include "events.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct arena arena;

int arena_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 30);
    return 0;
}

int arena_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static char folders[64][512];
static size_t n_folders;
static pid_t owner;

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    remove(path);
    return 0;
}

void folder_remove(void)
{
    assert_true(n_folders > 0);
    nftw(folders[--n_folders], remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_folders(void)
{
    if (getpid() != owner)
        return;
    for (size_t i = 0; i < n_folders; i++)
        nftw(folders[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_new(void)
{
    if (!owner) {
        owner = getpid();
        atexit(remove_folders);
    }
    const char *base = getenv("TMPDIR");
    assert_true(n_folders < countof(folders));
    char *name = folders[n_folders];
    snprintf(name, sizeof folders[0], "%s/gatefold-store-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(name));
    n_folders++;
    return name;
}

const char *path_in(const char *folder, const char *name)
{
    return str_c(str_format(&arena, "%s/%s", folder, name), &arena);
}

/* ---- history ---- */

enum {
    FIRST = 4, /* events before the pictures */
    ROUND = 6, /* events a picture */
};

static str picture(uint64_t i, struct arena *a)
{
    return digest_hex(sha256(str_format(a, "picture %llu", (unsigned long long)i)), a);
}

static struct event first(uint64_t n, struct arena *a)
{
    static const struct {
        const char *stream, *type, *payload;
    } events[FIRST] = {
        {"workspace", "workspace_created",
         "{\"issuer\":\"i\",\"log\":\"l\",\"origin\":\"gatefold.example/log\",\"status\":\"s\"}"},
        {"party/verne", "party_added",
         "{\"kind\":\"house\",\"name\":\"Maison Verne\",\"party\":\"verne\"}"},
        {"campaign/spring", "campaign_opened",
         "{\"campaign\":\"spring\",\"house\":\"verne\",\"name\":\"Spring\"}"},
        {"campaign/spring", "callsheet_revised",
         "{\"callsheet\":\"c1\",\"campaign\":\"spring\",\"changes\":[],\"people\":[],\"revision\":"
         "1}"},
    };
    return (struct event){
        .stream = str_of(events[n].stream),
        .version = n == 3 ? 2 : 1,
        .type = str_of(events[n].type),
        .payload = str_copy(str_of(events[n].payload), a),
    };
}

static struct event about_picture(uint64_t i, uint64_t which, struct arena *a)
{
    str asset = picture(i, a);
    str assets = str_format(a, "asset/spring/%.*s", STR(asset));
    uint64_t campaign = 3 + 4 * i; /* the next version of its stream */
    unsigned long long n = i;
    switch (which) {
    case 0:
        return (struct event){
            .stream = assets,
            .version = 1,
            .type = S("asset_submitted"),
            .payload = str_format(a,
                                  "{\"asset\":\"%.*s\",\"bytes\":%llu,\"campaign\":\"spring\","
                                  "\"path\":\"office/desk-%llu.jpg\"}",
                                  STR(asset), 1000 + n, n)};
    case 1:
        return (struct event){
            .stream = assets,
            .version = 2,
            .type = S("asset_screened"),
            .payload = str_format(a,
                                  "{\"asset\":\"%.*s\",\"campaign\":\"spring\",\"facts\":\"%.*s\","
                                  "\"packs\":\"p\",\"program\":\"gatefold 0.1.0\",\"revision\":1,"
                                  "\"verdict\":\"needs\"}",
                                  STR(asset), STR(asset))};
    case 2:
        return (struct event){
            .stream = S("campaign/spring"),
            .version = campaign,
            .type = S("finding_settled"),
            .payload = str_format(a,
                                  "{\"campaign\":\"spring\",\"item\":\"desk-papers\","
                                  "\"kind\":\"text\",\"pictures\":[{\"h_px\":90,\"path\":\"a.jpg\","
                                  "\"sha256\":\"%.*s\",\"w_px\":300,\"x_px\":40,\"y_px\":60},"
                                  "{\"sha256\":\"%.*s\"}],\"says\":\"Quarterly report %llu\"}",
                                  STR(asset), STR(asset), n)};
    case 3:
        return (struct event){
            .stream = S("campaign/spring"),
            .version = campaign + 1,
            .type = S("finding_raised"),
            .payload = str_format(a,
                                  "{\"campaign\":\"spring\",\"change_requested\":true,"
                                  "\"id\":\"vase-%llu\",\"region\":{\"h_px\":9,\"w_px\":8,"
                                  "\"x_px\":7,\"y_px\":6},\"sha256\":\"%.*s\","
                                  "\"words\":\"a vase\"}",
                                  n, STR(asset))};
    case 4:
        return (struct event){.stream = S("campaign/spring"),
                              .version = campaign + 2,
                              .type = S("finding_commented"),
                              .payload = str_format(a,
                                                    "{\"campaign\":\"spring\",\"id\":\"vase-%llu\","
                                                    "\"words\":\"the florist brings another\"}",
                                                    n)};
    default:
        return (struct event){.stream = S("campaign/spring"),
                              .version = campaign + 3,
                              .type = S("finding_reopened"),
                              .payload =
                                  str_format(a,
                                             "{\"campaign\":\"spring\",\"reason\":\"another page\","
                                             "\"settled\":%llu}",
                                             (unsigned long long)(FIRST + ROUND * i + 2))};
    }
}

struct event history(uint64_t n, struct arena *a)
{
    struct event e =
        n < FIRST ? first(n, a) : about_picture((n - FIRST) / ROUND, (n - FIRST) % ROUND, a);
    e.seq = n;
    e.at_ms = INT64_C(1664874764310) + (int64_t)(1000 * n);
    e.actor = S("person/p1");
    struct digest salt = sha256(str_format(a, "salt %llu", (unsigned long long)n));
    memcpy(e.salt, salt.b, sizeof e.salt);
    return e;
}

void append_until(struct store *s, uint64_t until)
{
    struct err err;
    uint64_t n;
    assert_ok(store_begin(s, &err), err);
    assert_ok(store_count(s, &n, &err), err);
    for (; n < until; n++) {
        struct arena scratch = arena;
        struct event e = history(n, &scratch);
        assert_ok(store_append(s, &e, &err), err);
    }
    assert_ok(store_commit(s, &err), err);
}

/* ---- what is there ---- */

static void print_wrong(void *self, str line)
{
    (*(unsigned *)self)++;
    print_message("# %.*s\n", STR(line));
}

void assert_clean(struct store *s)
{
    struct err err;
    unsigned lines = 0;
    uint64_t bad;
    assert_ok(store_check(s, (struct store_wrong){&lines, print_wrong}, &bad, &err), err);
    assert_int_equal(lines, 0);
    assert_true(bad == UINT64_MAX);
}

static void add_text(struct sha256 *h, str s)
{
    sha256_add(h, &s.n, sizeof s.n);
    if (s.n)
        sha256_add(h, s.p, s.n);
}

bool events_digest(struct store *s, struct digest *ret, struct err *err)
{
    struct event_filter all = {0};
    CLEANUP(events_closep) struct events *events = events_open(s, &all, err);
    if (!events)
        return false;
    CLEANUP(sha256_closep) struct sha256 *h = sha256_open();
    struct event e;
    for (;;) {
        struct arena scratch = arena;
        if (!events_next(events, &scratch, &e, err))
            break;
        add_text(h, event_text(&e, &scratch));
        add_text(h, (str){(const char *)e.salt, sizeof e.salt});
    }
    *ret = sha256_close(h);
    h = NULL;
    return err->kind == ERR_NONE;
}
