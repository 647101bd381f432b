/* gatefold callsheet init, gatefold callsheet check. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/callsheet_file.h"
#include "cli/command.h"
#include "cli/packs.h"
#include "cli/plan.h"
#include "cli/print.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

static int run_init(const struct arguments *arguments)
{
    struct err err;
    const char *path = arguments->rest.n ? arguments->rest.at[0].p : "callsheet.yaml";
    if (access(path, F_OK) == 0)
        return tell_problem("%s is there already: name another file", path);
    if (!file_write(path, callsheet_example(), &err))
        return tell_error(&err);
    printf("%s: a commented example; fill it in, then run: gatefold callsheet check %s\n", path,
           path);
    return EXIT_ALL_CLEAR;
}

static size_t shots(const struct callsheet *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->setups.n; i++)
        n += c->setups.at[i].shots.n;
    return n;
}

/* False after telling what is wrong with the packs. */
static bool check_plan(const struct arguments *arguments, const struct callsheet *c,
                       size_t *ret_in_the_way)
{
    struct pack_files files;
    if (!pack_files_shipped(argument_texts(arguments, "policy"), arguments->a, &files))
        return false;
    struct arena a CLEANUP(arena_close) = arena_open(POLICY_BYTES);
    struct policy *policy = policy_new(&facts_record, FACTS_VERSION, &a);
    bool good = pack_files_add(&files, policy);
    if (good)
        *ret_in_the_way = plan_tell(c, policy, arguments->a);
    else
        pack_files_tell(&files, stderr);
    policy_done(policy);
    return good;
}

static int run_check(const struct arguments *arguments)
{
    str path = arguments->rest.at[0];
    struct callsheet c;
    int status;
    if (!callsheet_file_read(arguments, path, &c, &status))
        return status;
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    *diags = (struct diags){.a = arguments->a, .file = path};
    str shown = print_safe(path, arguments->a);
    struct arena scratch = arena_open((size_t)256 << 20);
    callsheet_gaps(&c, scratch, diags);
    arena_close(&scratch);
    tell_diags(diags, stdout);
    size_t gaps = diags->n + diags->dropped, in_the_way = 0;
    if (!check_plan(arguments, &c, &in_the_way))
        return EXIT_COULD_NOT_RUN;
    printf("%.*s: no mistake; %zu talent, %zu item%s, %zu shot%s; ", STR(shown), c.talent.n,
           c.items.n, plural(c.items.n), shots(&c), plural(shots(&c)));
    if (gaps)
        printf("%zu thing%s still missing\n", gaps, plural(gaps));
    else
        puts("nothing missing");
    return gaps || in_the_way ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

const struct command command_callsheet_init = {
    .name = "callsheet init",
    .arguments = "[FILE]",
    .help = "Write a commented example of a call sheet to start from (callsheet.yaml).",
    .arguments_max = 1,
    .run = run_init,
};

static const struct option_row check_options[] = {
    {"policy", "P", "A policy pack beside the shipped ones; may be given several times.", true},
};

const struct command command_callsheet_check = {
    .name = "callsheet check",
    .arguments = "FILE",
    .help = "Tell every mistake of a call sheet, what is still missing, and what the rules say of\n"
            "every set-up before any picture is made.\n"
            "Exit status: 0 nothing stands in the way yet, 1 something does, 2 it could not be "
            "read.",
    .options = check_options,
    .options_n = countof(check_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_check,
};
