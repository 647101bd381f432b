/* What a verdict costs: the shipped packs on a quiet and on a busy picture, and 1,000 rules that
 * each look at every person and item (goal: 1 ms). Also what loading costs, examples included. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "packs.h"

enum {
    PEOPLE = 5,
    ITEMS = 30,
    TEXTS = 8,
    RULES = 1000,
    ROUNDS = 9,
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct facts picture(bool busy, struct arena *a)
{
    static struct fact_detector detector = {S("text"), S("1"), S("done")};
    struct texts none = {arena_new(a, str, 1), 0};
    struct facts f = {
        .version = FACTS_VERSION,
        .picture = {S("00"), S("jpeg"), 6000, 4000, S("f8f8f0cee0f4a84f"), 100},
        .callsheet = {true, S("spring"), S("house")},
        .setup = {true, S("desk"), S("desk-1"), S("")},
        .faces = {0, 0, FACT_UNSETTLED},
        .inventory = {false, S(""), S("")},
        .apparent_age = {S("absent"), true, true, S(""), S("")},
        .metadata = {S(""), S("not_needed"), S(""), S(""), S(""), none, S(""), {0}},
        .parts = {S(""), S(""), S(""), S(""), S("")},
    };
    f.people.at = arena_new(a, struct fact_person, PEOPLE);
    f.items.at = arena_new(a, struct fact_item, ITEMS);
    f.texts.at = arena_new(a, struct fact_text, TEXTS);
    f.unread.at = arena_new(a, struct fact_unread, 1);
    f.hits.at = arena_new(a, struct fact_hit, 1);
    f.matches.at = arena_new(a, struct fact_match, 1);
    f.raised.at = arena_new(a, struct fact_raised, 1);
    f.metadata.contradictions.at = arena_new(a, struct fact_contradiction, 1);
    f.failures.at = arena_new(a, struct fact_failure, 1);
    f.detectors.at = &detector;
    f.detectors.n = 1;
    for (; busy && f.people.n < PEOPLE; f.people.n++)
        f.people.at[f.people.n] = (struct fact_person){
            .id = S("talent-1"), .band = BAND_25_PLUS, .release = S("unlimited"), .missing = none};
    for (; busy && f.items.n < ITEMS; f.items.n++)
        f.items.at[f.items.n] =
            (struct fact_item){S("bear"), S("plush bear"), S("prop"), 1,    S("north-props"),
                               true,      S("legal"),      none,      true, S("legal")};
    for (; busy && f.texts.n < TEXTS; f.texts.n++)
        f.texts.at[f.texts.n] = (struct fact_text){
            S("t1"), {1, 2, 3, 4}, S("plush bear"), S("item"), S("bear"), 1000, FACT_UNSETTLED};
    f.faces.counted = f.faces.cast = (int64_t)f.people.n;
    return f;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median over the rounds, in nanoseconds a verdict. */
static double verdict_ns(const struct policy *p, const struct facts *f, int times, struct arena a)
{
    double s[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double start = now_s();
        for (int i = 0; i < times; i++) {
            struct arena scratch = a;
            struct verdict v = policy_judge(p, f, &scratch);
            if (v.kind != VERDICT_CLEAR)
                abort(); /* the picture is in order: anything else measures something else */
        }
        s[r] = (now_s() - start) / times;
    }
    qsort(s, ROUNDS, sizeof *s, by_value);
    return 1e9 * s[ROUNDS / 2];
}

static str thousand_rules(struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, S("pack: many\nversion: 1\nowner: bench\nfacts: 1\nrules:\n"));
    for (int i = 0; i < RULES; i++)
        buf_format(
            &b,
            "  - {id: r%d, effect: block, because: b, fix: f,\n"
            "     when: \"people.exists(p, p.minor) && items.exists(i, 'theme%d' in i.themes)"
            " || items.exists(i, 'theme%d' in i.themes)\",\n"
            "     examples: {fires: [{items: [{themes: [theme%d]}]}], passes: [{}]}}\n",
            i, i, i, i);
    return str_copy(buf_str(&b), a);
}

static struct policy *load(const str *packs, size_t n, struct arena *a, const char *what)
{
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    double start = now_s();
    for (size_t i = 0; i < n; i++) {
        struct diags diags = {.a = a};
        if (!policy_add(p, packs[i], &diags)) {
            fprintf(stderr, "line %u: %.*s\n", diags.at[0].line, STR(diags.at[0].what));
            exit(1);
        }
    }
    printf("%s: loaded with all examples in %.1f ms\n", what, 1e3 * (now_s() - start));
    return p;
}

int main(void)
{
    struct arena a = arena_open(4 * POLICY_BYTES);
    struct facts quiet = picture(false, &a), busy = picture(true, &a);
    str packs[countof(shipped_packs)], many = thousand_rules(&a);
    for (size_t i = 0; i < countof(shipped_packs); i++)
        packs[i] = pack_bytes(shipped_packs[i], &a);
    struct policy *shipped = load(packs, countof(packs), &a, "shipped packs");
    struct policy *thousand = load(&many, 1, &a, "1,000 rules");
    printf("shipped packs, empty desk: %.0f ns a verdict\n", verdict_ns(shipped, &quiet, 2000, a));
    printf("shipped packs, %d people, %d items, %d texts: %.0f ns a verdict\n", PEOPLE, ITEMS,
           TEXTS, verdict_ns(shipped, &busy, 500, a));
    printf("1,000 rules, empty desk: %.3f ms a verdict\n",
           1e-6 * verdict_ns(thousand, &quiet, 100, a));
    printf("1,000 rules, %d people, %d items, each looked at: %.3f ms a verdict (goal 1 ms)\n",
           PEOPLE, ITEMS, 1e-6 * verdict_ns(thousand, &busy, 100, a));
    policy_done(shipped);
    policy_done(thousand);
    arena_close(&a);
    return 0;
}
