/* gatefold callsheet init, gatefold callsheet check. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "shoot/callsheet.h"

enum {
    CALLSHEET_MAX_BYTES = 16 << 20
};

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

static int run_check(const struct arguments *arguments)
{
    struct err err;
    str path = arguments->rest.at[0], bytes;
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    *diags = (struct diags){.a = arguments->a, .file = path};
    if (!file_read(path.p, CALLSHEET_MAX_BYTES, arguments->a, &bytes, &err))
        return tell_error(&err);
    struct callsheet c;
    str shown = print_safe(path, arguments->a);
    if (!callsheet_read(bytes, arguments->a, diags, &c)) {
        tell_diags(diags, stdout);
        size_t n = diags->n + diags->dropped;
        printf("%.*s: %zu mistake%s\n", STR(shown), n, plural(n));
        return EXIT_NOT_CLEAR;
    }
    struct arena scratch = arena_open((size_t)256 << 20);
    callsheet_gaps(&c, scratch, diags);
    arena_close(&scratch);
    tell_diags(diags, stdout);
    size_t gaps = diags->n + diags->dropped;
    printf("%.*s: no mistake; %zu talent, %zu item%s, %zu shot%s; ", STR(shown), c.talent.n,
           c.items.n, plural(c.items.n), shots(&c), plural(shots(&c)));
    if (gaps)
        printf("%zu thing%s still missing\n", gaps, plural(gaps));
    else
        puts("nothing missing");
    return gaps ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

const struct command command_callsheet_init = {
    .name = "callsheet init",
    .arguments = "[FILE]",
    .help = "Write a commented example of a call sheet to start from (callsheet.yaml).",
    .arguments_max = 1,
    .run = run_init,
};

const struct command command_callsheet_check = {
    .name = "callsheet check",
    .arguments = "FILE",
    .help = "Tell every mistake of a call sheet, and what is still missing.\n"
            "Exit status: 0 nothing is missing, 1 mistakes or missing papers, 2 it could not be "
            "read.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_check,
};
