/* What a verdict costs: the shipped packs on a quiet and on a busy picture, and 1,000 rules that
 * each look at every person and item (goal: 1 ms). Also what loading costs, examples included. */
#include <stdio.h>
#include <stdlib.h>

#include "../bench.h"
#include "packs.h"
#include "policy/incident.h"

enum {
    PEOPLE = 5,
    ITEMS = 30,
    TEXTS = 8,
    RULES = 1000,
    ROUNDS = 9,
};

/* The picture in order that the incidents lie over, alone or with people, items and print. */
static const void *picture(const struct policy *p, bool busy, struct arena *a)
{
    static struct diags diags;
    diags.a = a;
    struct err err;
    str base_yaml;
    struct incident_base base;
    struct incident incident;
    CLEANUP(buf_done) struct buf b = {0};
    buf_put(&b, S("incident: picture\nabout: a\nsource: {name: s}\nverdict: blocked\nfacts:\n"));
    buf_put(&b, busy ? S("  people:\n") : S("  faces: {counted: 0}\n"));
    for (int i = 0; busy && i < PEOPLE; i++)
        buf_format(&b, "    - {id: talent-%d, band: '25_plus', release: unlimited}\n", i);
    buf_put(&b, busy ? S("  items:\n") : S(""));
    for (int i = 0; busy && i < ITEMS; i++)
        buf_format(
            &b,
            "    - {id: bear-%d, name: plush bear, kind: prop, count: 1, supplier: north,\n"
            "       assessed: true, assessed_by: legal, approved: true, approved_by: legal}\n",
            i);
    buf_put(&b, busy ? S("  texts:\n") : S(""));
    for (int i = 0; busy && i < TEXTS; i++)
        buf_format(&b, "    - {id: t%d, text: plush bear, account: item, item: bear-0}\n", i);
    if (busy)
        buf_format(&b, "  faces: {counted: %d, cast: %d}\n", PEOPLE, PEOPLE);
    if (!file_read(INCIDENTS "/base.yaml", INCIDENT_MAX_BYTES, a, &base_yaml, &err) ||
        !incident_base_read(p, base_yaml, a, &diags, &base) ||
        !incident_read(p, &base, str_copy(buf_str(&b), a), a, &diags, &incident)) {
        fprintf(stderr, "%.*s\n", STR(diags.n ? diags.at[0].what : str_of(err.msg)));
        exit(1);
    }
    return incident.facts;
}

/* The median over the rounds, in nanoseconds a verdict. */
static double verdict_ns(const struct policy *p, const void *f, int times, struct arena a)
{
    double s[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < times; i++) {
            struct arena scratch = a;
            struct verdict v = policy_judge(p, f, &scratch);
            if (v.kind == VERDICT_BLOCKED) {
                fprintf(stderr, "%.*s\n", STR(v.reasons.at[0].because));
                abort(); /* the picture is in order: anything else measures something else */
            }
        }
        s[r] = (now_s(CLOCK_PROCESS_CPUTIME_ID) - start) / times;
    }
    return 1e9 * median(s, ROUNDS);
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
    double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < n; i++) {
        struct diags diags = {.a = a};
        if (!policy_add(p, packs[i], &diags)) {
            fprintf(stderr, "line %u: %.*s\n", diags.at[0].line, STR(diags.at[0].what));
            exit(1);
        }
    }
    printf("%s: loaded with all examples in %.1f ms\n", what,
           1e3 * (now_s(CLOCK_PROCESS_CPUTIME_ID) - start));
    return p;
}

int main(void)
{
    struct arena a = arena_open(4 * POLICY_BYTES);
    str packs[countof(shipped_packs)], many = thousand_rules(&a);
    for (size_t i = 0; i < countof(shipped_packs); i++)
        packs[i] = pack_bytes(shipped_packs[i], &a);
    struct policy *shipped = load(packs, countof(packs), &a, "shipped packs");
    struct policy *thousand = load(&many, 1, &a, "1,000 rules");
    const void *quiet = picture(shipped, false, &a), *busy = picture(shipped, true, &a);
    printf("shipped packs, a desk and a lamp: %.0f ns a verdict\n",
           verdict_ns(shipped, quiet, 2000, a));
    printf("shipped packs, %d people, %d items, %d texts: %.0f ns a verdict\n", PEOPLE, ITEMS,
           TEXTS, verdict_ns(shipped, busy, 500, a));
    printf("1,000 rules, a desk and a lamp: %.3f ms a verdict\n",
           1e-6 * verdict_ns(thousand, quiet, 100, a));
    printf("1,000 rules, %d people, %d items, each looked at: %.3f ms a verdict (goal 1 ms)\n",
           PEOPLE, ITEMS, 1e-6 * verdict_ns(thousand, busy, 100, a));
    policy_done(shipped);
    policy_done(thousand);
    arena_close(&a);
    return 0;
}
