/* gatefold policy explain: what a pack's rules make of the facts of a picture, as a tree. */
#include <stdio.h>

#include "app/screened.h"
#include "base/file.h"
#include "cli/packs.h"
#include "cli/print.h"
#include "policy/explain.h"

static void tell_verdict(const struct verdict *v)
{
    printf("\nWith this pack alone: %s", words_name(&verdict_words, v->kind));
    for (size_t i = 0; i < v->needs.n; i++)
        printf("%s%lld x %.*s", i ? ", " : " ", (long long)v->needs.at[i].count,
               STR(v->needs.at[i].role));
    putchar('\n');
    for (size_t i = 0; i < v->reasons.n; i++) {
        const struct reason *r = &v->reasons.at[i];
        if (str_eq(r->pack, S("gatefold")))
            printf("  gatefold/%.*s blocks: %.*s\n", STR(r->rule), STR(r->because));
    }
}

static bool explain(const struct policy *p, const struct screened *picture, struct arena a,
                    struct err *err)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX((size_t)2 * EXPLAIN_TEXT_MAX_BYTES);
    if (picture->path.p)
        printf("%.*s\n", STR(print_safe(picture->path, &a)));
    bool good = policy_explain(p, &picture->facts, a, &out, err);
    if (buf_ok(&out))
        fwrite(out.p, 1, out.n, stdout);
    if (good) {
        struct verdict v = policy_judge(p, &picture->facts, &a);
        tell_verdict(&v);
    }
    return good;
}

static int explain_all(const struct policy *p, str path, str bytes)
{
    struct screened_text text = screened_open(bytes);
    struct err err = {0};
    size_t n = 0;
    for (bool more = true; more; n += more) {
        struct arena a CLEANUP(arena_close) = arena_open(SCREENED_BYTES);
        struct screened picture;
        more = screened_next(&text, &a, &picture, &err);
        if (more && n > 0)
            puts("\n----------------------------------------\n");
        if ((!more && err.kind != ERR_NONE) || (more && !explain(p, &picture, a, &err))) {
            err_wrap(&err, "%.*s", STR(path));
            return tell_error(&err);
        }
    }
    return n > 0 ? EXIT_ALL_CLEAR : tell_problem("%.*s: no facts in this file", STR(path));
}

static int run_explain(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct err err;
    struct pack_files files;
    str path = arguments->rest.at[1], bytes;
    struct arena facts CLEANUP(arena_close) = arena_open((size_t)SCREENED_TEXT_MAX_BYTES + 4096);
    if (!pack_files_read(arguments->rest.at, 1, a, &files))
        return EXIT_COULD_NOT_RUN;
    if (!file_read(path.p, SCREENED_TEXT_MAX_BYTES, &facts, &bytes, &err))
        return tell_error(&err);
    struct policy *p = policy_new(&facts_record, FACTS_VERSION, a);
    int status = EXIT_COULD_NOT_RUN;
    if (pack_files_add(&files, p))
        status = explain_all(p, path, bytes);
    else
        pack_files_tell(&files, stderr);
    policy_done(p);
    return status;
}

const struct command command_policy_explain = {
    .name = "policy explain",
    .arguments = "PACK FACTS.json",
    .help = "Tell what each rule of a pack makes of a picture: the value of every part, and why.\n"
            "FACTS.json holds facts, or lines of gatefold screen --format json. PACK may be a "
            "folder.\nExit status: 0 it was told, 2 it could not be.",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_explain,
};
