/* gatefold policy check, gatefold policy page. */
#include <stdio.h>

#include "cli/packs.h"
#include "cli/print.h"
#include "policy/page.h"
#include "policy/warn.h"
#include "shoot/facts.h"

enum {
    PACKS_MAX = 64
};

static void tell_pack(const struct pack_about *about, struct arena scratch)
{
    printf("%.*s, version %lld, owner %.*s\n", STR(about->name), (long long)about->version,
           STR(print_safe(about->owner, &scratch)));
    printf("  %zu rule%s", about->rules, plural((int64_t)about->rules));
    if (about->shadows > 0)
        printf(", %zu of them shadow%s", about->shadows, plural((int64_t)about->shadows));
    puts("; every example holds");
    for (size_t i = 0; i < about->changes.n; i++) {
        const struct pack_version *v = &about->changes.at[i];
        printf("  version %lld, %.*s: %.*s\n", (long long)v->version,
               STR(date_print(v->date, &scratch)), STR(print_safe(v->change, &scratch)));
    }
    printf("  SHA-256 %.*s\n", STR(about->sha256));
}

static void warn(const struct policy *p, const struct pack_files *files, struct arena *a)
{
    str *texts = arena_new(a, str, files->n);
    struct diags **diags = arena_new(a, struct diags *, files->n);
    for (size_t i = 0; i < files->n; i++) {
        texts[i] = files->at[i].bytes;
        diags[i] = files->at[i].diags;
    }
    policy_warn(p, texts, diags, files->n);
}

static int run_check(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct pack_files files;
    if (!pack_files_read(arguments->rest.at, arguments->rest.n, a, &files))
        return EXIT_COULD_NOT_RUN;
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    bool good = pack_files_add(&files, p);
    if (good)
        warn(p, &files, a);
    size_t told = pack_files_tell(&files, stdout), packs = 0;
    for (const struct pack_about *about; (about = policy_pack(p, packs)); packs++)
        tell_pack(about, *a);
    policy_done(p);
    if (good)
        printf("%zu pack%s: no mistake, %zu warning%s\n", packs, plural((int64_t)packs), told,
               plural((int64_t)told));
    else
        printf("%zu mistake%s: with such a pack no picture is clear\n", told,
               plural((int64_t)told));
    return good ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

const struct command command_policy_check = {
    .name = "policy check",
    .arguments = "PACK...",
    .help = "Type-check packs of rules, run their examples, and warn of what looks wrong.\n"
            "PACK is a file, or a folder of them. Exit status: 0 no mistake (there may be "
            "warnings),\n1 mistakes, 2 a pack could not be read.",
    .arguments_min = 1,
    .arguments_max = PACKS_MAX,
    .run = run_check,
};

static str file_name(str path)
{
    str name = path, rest = path;
    while (str_cut(&rest, '/', &name))
        ;
    return name;
}

static int run_page(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct pack_files files;
    if (!pack_files_read(arguments->rest.at, 1, a, &files))
        return EXIT_COULD_NOT_RUN;
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    bool good = pack_files_add(&files, p);
    pack_files_tell(&files, stderr);
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; good && i < files.n; i++)
        policy_page(p, files.at[i].bytes, file_name(files.at[i].path), &out);
    policy_done(p);
    if (good && !buf_ok(&out))
        return tell_problem("the page is too long");
    if (good)
        fwrite(out.p, 1, out.n, stdout);
    return good ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

const struct command command_policy_page = {
    .name = "policy page",
    .arguments = "PACK",
    .help = "Print a page on each rule of a pack, in Markdown.\n"
            "Exit status: 0 it was printed, 1 the pack has mistakes, 2 it could not be read.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_page,
};
