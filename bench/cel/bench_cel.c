/* The language's speed, one thread, medians of several rounds: the house's typical rule over bound
 * facts, a pack of 1,000 rules, and compiling. */
#include <stdio.h>
#include <stdlib.h>

#include "../bench.h"
#include "cel/cel.h"

enum {
    PEOPLE = 5,
    ITEMS = 30,
    THEMES = 3,
    RULES = 1000,
    ROUNDS = 101,
    TIMES = 500, /* a round: short, so that the median is of rounds that nobody interrupted */
};

static const struct cel_type themes = {CEL_LIST, .elem = &cel_string};
static const struct cel_field person_fields[] = {{"id", &cel_string}, {"minor", &cel_bool}};
static const struct cel_field item_fields[] = {{"id", &cel_string}, {"themes", &themes}};
static const struct cel_type person = {CEL_OBJECT, .name = "Person", .fields = person_fields,
                                       .n = countof(person_fields)},
                             item = {CEL_OBJECT, .name = "Item", .fields = item_fields,
                                     .n = countof(item_fields)},
                             people = {CEL_LIST, .elem = &person},
                             items = {CEL_LIST, .elem = &item};
static const struct cel_var vars[] = {{"people", &people}, {"items", &items}};
static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};

/* The last person is a minor and no item is adult: every element is looked at. */
static void facts(struct arena *a, struct cel_value values[2])
{
    static const char *const words[THEMES] = {"alcohol", "plush", "knife"};
    struct cel_value *list = arena_new(a, struct cel_value, PEOPLE);
    for (int i = 0; i < PEOPLE; i++) {
        struct cel_object *o = cel_object_new(a, &person);
        o->field[0] = cel_of_str(str_format(a, "t%d", i));
        o->field[1] = cel_of_bool(i == PEOPLE - 1);
        list[i] = cel_of_object(o);
    }
    values[0] = cel_of_list(list, PEOPLE);
    list = arena_new(a, struct cel_value, ITEMS);
    for (int i = 0; i < ITEMS; i++) {
        struct cel_object *o = cel_object_new(a, &item);
        struct cel_value *theme = arena_new(a, struct cel_value, THEMES);
        for (int t = 0; t < THEMES; t++)
            theme[t] = cel_of_str(str_copy(str_of(words[t]), a));
        o->field[0] = cel_of_str(str_format(a, "i%d", i));
        o->field[1] = cel_of_list(theme, THEMES);
        list[i] = cel_of_object(o);
    }
    values[1] = cel_of_list(list, ITEMS);
}

static void must(bool ok, const struct err *err)
{
    if (!ok) {
        fprintf(stderr, "%s\n", err->msg);
        exit(1);
    }
}

/* The same rule by other implementations, in this run; goal: five times the fastest. */
static void compare(double ours_ns)
{
    FILE *f = popen("node '" BENCH_SOURCE "/peers.mjs'", "r");
    char name[64], version[32];
    double ns, fastest = 0;
    while (f && fscanf(f, "%63s %31s %lf", name, version, &ns) == 3) {
        printf("  %s %s: %.0f ns, %.1f times ours\n", name, version, ns, ns / ours_ns);
        fastest = fastest > 0 && fastest < ns ? fastest : ns;
    }
    if (f)
        pclose(f);
    if (fastest > 0)
        printf("  the fastest peer takes %.1f times as long (goal 5)\n", fastest / ours_ns);
    else
        printf("  no peer ran: 'make setup' installs Node and their packages\n");
}

int main(void)
{
    static const char source[] =
        "people.exists(p, p.minor) && items.exists(i, 'adult' in i.themes)";
    static const char pattern[] = "items.exists(i, i.id.matches('^(prop|item)-[0-9]{3}$'))";
    struct arena a = arena_open(1 << 30), scratch = arena_open(CEL_COMPILE_BYTES);
    struct cel_value values[2];
    facts(&a, values);

    struct err err = {0};
    static struct cel_program *rules[RULES];
    double compile[ROUNDS], regex[ROUNDS], one[ROUNDS], pack[ROUNDS];
    struct cel_program *p;
    for (int r = 0; r < ROUNDS; r++) {
        struct arena here = a;
        double start = now_s(CLOCK_MONOTONIC);
        for (int i = 0; i < 100; i++)
            must(cel_compile(&env, str_of(source), &cel_bool, &here, scratch, &p, NULL, &err),
                 &err);
        compile[r] = 1e9 * (now_s(CLOCK_MONOTONIC) - start) / 100;
        start = now_s(CLOCK_MONOTONIC);
        for (int i = 0; i < 100; i++) {
            must(cel_compile(&env, str_of(pattern), &cel_bool, &here, scratch, &p, NULL, &err),
                 &err);
            cel_program_close(p);
        }
        regex[r] = 1e9 * (now_s(CLOCK_MONOTONIC) - start) / 100;
    }
    for (int i = 0; i < RULES; i++) {
        str s = str_format(&a, "%s || people.size() > %d", source, 100 + i);
        must(cel_compile(&env, s, &cel_bool, &a, scratch, &rules[i], NULL, &err), &err);
    }
    must(cel_compile(&env, str_of(source), &cel_bool, &a, scratch, &p, NULL, &err), &err);
    unsigned held = 0;
    for (int r = 0; r < ROUNDS; r++) {
        struct cel_value v;
        double start = now_s(CLOCK_MONOTONIC);
        for (int i = 0; i < TIMES; i++) {
            struct arena here = scratch;
            must(cel_eval(p, values, CEL_BUDGET_DEFAULT, &here, &v, &err), &err);
            held += v.b;
        }
        one[r] = 1e9 * (now_s(CLOCK_MONOTONIC) - start) / TIMES;
        start = now_s(CLOCK_MONOTONIC);
        for (int i = 0; i < RULES; i++) {
            struct arena here = scratch;
            must(cel_eval(rules[i], values, CEL_BUDGET_DEFAULT, &here, &v, &err), &err);
            held += v.b;
        }
        pack[r] = 1e9 * (now_s(CLOCK_MONOTONIC) - start);
    }
    printf("cel: %s\n", source);
    printf("  evaluate, %d people, %d items, worst case: %.0f ns (goal 1000)\n", PEOPLE, ITEMS,
           median(one, ROUNDS));
    fflush(stdout);
    compare(median(one, ROUNDS));
    printf("  a pack of %d such rules: %.3f ms (goal 1)\n", RULES, median(pack, ROUNDS) / 1e6);
    printf("  compile: %.1f us a rule (goal 20), %.1f us with a regular expression\n",
           median(compile, ROUNDS) / 1e3, median(regex, ROUNDS) / 1e3);
    arena_close(&a);
    arena_close(&scratch);
    return held ? 1 : 0;
}
