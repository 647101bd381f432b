/* gatefold policy test: incidents of the past, and whether today's policy would stop them. */
#include <stdio.h>

#include "app/paths.h"
#include "base/file.h"
#include "cli/packs.h"
#include "cli/print.h"
#include "cli/shoot_options.h"
#include "policy/incident.h"
#include "shoot/facts.h"

/* The sub-folder that holds the pictures of incidents, and their call sheets. */
#define PICTURES "pictures"

struct trial {
    const struct arguments *arguments;
    const struct policy *policy;
    struct incident_base base;
    str folder;
    size_t n, passed;
};

static bool read_file(str path, struct arena *a, struct diags *ret_diags, str *ret_bytes)
{
    struct err err;
    *ret_diags = (struct diags){.a = a, .file = path};
    if (file_read(path.p, INCIDENT_MAX_BYTES, a, ret_bytes, &err))
        return true;
    tell_error(&err);
    return false;
}

static void tell_verdict(const struct verdict *v)
{
    printf("%s", words_name(&verdict_words, v->kind));
    for (size_t i = 0; i < v->needs.n; i++)
        printf("%s%.*s", i ? ", " : " ", STR(v->needs.at[i].role));
}

static void tell_wanted(const struct incident *incident)
{
    printf("must be %s", words_name(&verdict_words, incident->verdict));
    for (size_t i = 0; i < incident->roles.n; i++)
        printf("%s%.*s", i ? " and " : " ", STR(incident->roles.at[i]));
    fputs(incident->verdict == VERDICT_BLOCKED ? "" : " at least", stdout);
}

/* Each rule once, the strongest effect first as they stand in the verdict. */
static void tell_rules(const struct verdict *v)
{
    size_t told = 0;
    for (size_t i = 0; i < v->reasons.n; i++) {
        const struct reason *r = &v->reasons.at[i];
        bool again = r->effect == EFFECT_ADVISE;
        for (size_t j = 0; j < i && !again; j++)
            again =
                str_eq(v->reasons.at[j].pack, r->pack) && str_eq(v->reasons.at[j].rule, r->rule);
        if (again)
            continue;
        printf("%s%.*s/%.*s", told++ ? ", " : "       by ", STR(r->pack), STR(r->rule));
    }
    if (told)
        putchar('\n');
}

static void tell_incident(const struct incident *incident, const struct incident_answer *answer,
                          struct arena scratch)
{
    const char *mark = answer->holds ? "holds " : "PASSES";
    printf("%s %.*s: ", mark, STR(incident->id));
    tell_verdict(&answer->verdict);
    fputs("; ", stdout);
    tell_wanted(incident);
    putchar('\n');
    if (answer->holds) {
        tell_rules(&answer->verdict);
    } else {
        CLEANUP(buf_done) struct buf out = {0};
        buf_put(&out, S("       "));
        print_wrapped(&out, print_safe(str_trim(incident->about), &scratch), 7);
        buf_put(&out, S("       "));
        print_wrapped(&out, print_safe(incident->source, &scratch), 7);
        printf("%.*s", STR(buf_str(&out)));
    }
    if (answer->holds && answer->base_too)
        puts(
            "       note: the picture of base.yaml is answered so too; the incident shows nothing");
}

/* ---- pictures of an incident, screened today ---- */

struct pictures_trial {
    const struct incident *incident;
    size_t seen;
    bool holds;
    bool told; /* of every picture everything could be told */
};

static void on_picture(void *self, const struct result *result)
{
    struct pictures_trial *t = self;
    struct verdict v = {.kind = result->verdict};
    v.needs.at = result->needs.at;
    v.needs.n = result->needs.n;
    str missing;
    bool holds = incident_holds(t->incident, &v, &missing);
    struct arena a = arena_open(1 << 20), scratch = a;
    printf("%s %.*s, %.*s: ", holds ? "holds " : "PASSES", STR(t->incident->id),
           STR(print_path(result, &scratch)));
    tell_verdict(&v);
    putchar('\n');
    /* What could not be told blocks, and shows nothing about the policy. */
    for (size_t i = 0; i < result->facts.failures.n; i++)
        tell_problem("%.*s: %.*s", STR(result->path), STR(result->facts.failures.at[i].words));
    t->told = t->told && result->facts.failures.n == 0;
    t->holds = t->holds && holds;
    t->seen++;
    arena_close(&a);
}

/* False where nothing was shown, after telling why. */
static bool try_pictures(struct trial *t, const struct incident *incident, bool *ret_holds)
{
    static volatile sig_atomic_t never;
    struct arena *a = t->arguments->a, before = *a;
    str *paths = arena_new(a, str, incident->pictures.n);
    for (size_t i = 0; i < incident->pictures.n; i++)
        paths[i] =
            str_format(a, "%.*s/" PICTURES "/%.*s", STR(t->folder), STR(incident->pictures.at[i]));
    struct texts packs = argument_texts(t->arguments, "policy");
    struct shoot_options options = {
        .paths = paths,
        .paths_n = incident->pictures.n,
        .packs = packs.at,
        .packs_n = packs.n,
        .signed_only = true,
        .today = today(),
    };
    if (incident->callsheet.p)
        options.callsheet =
            str_format(a, "%.*s/" PICTURES "/%.*s", STR(t->folder), STR(incident->callsheet));
    struct shoot_screen *s = shoot_screen_begin(t->arguments, &options);
    if (!s)
        return false;
    struct pictures_trial trial = {.incident = incident, .holds = true, .told = true};
    shoot_screen_run(s, (struct shoot_watcher){.picture = on_picture, .self = &trial}, &never);
    shoot_screen_close(s);
    *a = before;
    *ret_holds = trial.holds;
    if (trial.seen != incident->pictures.n)
        tell_problem("%.*s: %zu of %zu pictures were screened", STR(incident->id), trial.seen,
                     incident->pictures.n);
    return trial.told && trial.seen == incident->pictures.n;
}

static bool try_incident(struct trial *t, str path, struct arena a)
{
    struct diags *diags = arena_new(&a, struct diags, 1);
    struct incident incident;
    str bytes;
    if (!read_file(path, &a, diags, &bytes))
        return false;
    if (!incident_read(t->policy, &t->base, bytes, &a, diags, &incident)) {
        tell_diags(diags, stderr);
        return false;
    }
    struct incident_answer answer = incident_ask(t->policy, &t->base, &incident, &a);
    tell_incident(&incident, &answer, a);
    bool holds = answer.holds, seen = true;
    if (incident.pictures.n)
        seen = try_pictures(t, &incident, &holds);
    t->n++;
    t->passed += !answer.holds || !holds;
    return seen;
}

/* In an arena of its own: its pictures are screened in that of the command. */
static bool try_alone(struct trial *t, str path)
{
    struct arena a CLEANUP(arena_close) = arena_open(INCIDENT_BYTES);
    return try_incident(t, path, a);
}

/* A base that is blocked would let every incident hold, whatever the packs say. */
static bool read_base(struct trial *t, str folder, struct arena *a)
{
    struct diags *diags = arena_new(a, struct diags, 1);
    str path = str_format(a, "%.*s/base.yaml", STR(folder)), bytes;
    if (!read_file(path, a, diags, &bytes))
        return false;
    if (!incident_base_read(t->policy, bytes, a, diags, &t->base)) {
        tell_diags(diags, stderr);
        return false;
    }
    struct arena scratch = *a;
    struct verdict v = incident_base_ask(t->policy, &t->base, &scratch);
    if (v.kind == VERDICT_BLOCKED) {
        tell_problem("%s: this picture must be in order, and it is blocked (%.*s/%.*s: %.*s)",
                     path.p, STR(v.reasons.at[0].pack), STR(v.reasons.at[0].rule),
                     STR(v.reasons.at[0].because));
        return false;
    }
    return true;
}

static bool find_folder(const struct arguments *arguments, str *ret_folder)
{
    struct err err;
    struct paths paths;
    if (arguments->rest.n) {
        *ret_folder = arguments->rest.at[0];
        return true;
    }
    if (!paths_find(arguments->a, &paths, &err)) {
        tell_error(&err);
        return false;
    }
    *ret_folder = str_format(arguments->a, "%.*s/incidents", STR(paths.data));
    return true;
}

static int try_all(struct trial *t, str folder, struct arena *a)
{
    struct err err;
    struct texts files;
    bool good = true;
    if (!paths_list(folder, ".yaml", PICTURES, a, &files, &err))
        return tell_error(&err);
    if (!read_base(t, folder, a))
        return EXIT_COULD_NOT_RUN;
    for (size_t i = 0; i < files.n; i++)
        if (!str_ends(files.at[i], S("/base.yaml")) && !str_ends(files.at[i], S("/" PICTURES)))
            good &= try_alone(t, files.at[i]);
    if (!good)
        return tell_problem(
            "not everything could be read and screened: nothing is shown by the others");
    if (t->n == 0)
        return tell_problem("%.*s: no incident in this folder", STR(folder));
    if (t->passed)
        printf("%zu of %zu incident%s would pass today\n", t->passed, t->n, plural((int64_t)t->n));
    else
        printf("%zu incident%s: none would pass today\n", t->n, plural((int64_t)t->n));
    return t->passed ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

static int run_test(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct pack_files files;
    str folder;
    if (!find_folder(arguments, &folder) ||
        !pack_files_shipped(argument_texts(arguments, "policy"), a, &files))
        return EXIT_COULD_NOT_RUN;
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    struct trial t = {.arguments = arguments, .policy = p, .folder = folder};
    int status = EXIT_COULD_NOT_RUN;
    if (pack_files_add(&files, p))
        status = try_all(&t, folder, a);
    else
        pack_files_tell(&files, stderr);
    policy_done(p);
    return status;
}

static const struct option_row options[] = {
    {"policy", "P", "a pack beside the shipped ones", true},
};

const struct command command_policy_test = {
    .name = "policy test",
    .arguments = "[FOLDER]",
    .help =
        "Ask today's policy about incidents of the past (the shipped ones, or those in FOLDER).\n"
        "Exit status: 0 each is still stopped, 1 one would pass, 2 it could not be told.",
    .options = options,
    .options_n = countof(options),
    .arguments_max = 1,
    .run = run_test,
};
