/* gatefold schema NAME: the published JSON Schemas, from the same tables that read and write. */
#include <stdio.h>

#include "app/result.h"
#include "cli/command.h"
#include "shoot/callsheet.h"

/* A pack's examples are fragments of facts, so its record is made for them. */
static const struct record *pack_record(struct arena *a)
{
    return policy_pack_record(policy_new(&facts_record, FACTS_VERSION, a));
}

static int run_schema(const struct arguments *arguments)
{
    const struct {
        const char *name;
        const struct record *record;
        const char *id;
    } schemas[] = {
        {"callsheet", &callsheet_record, "gatefold:callsheet/1"},
        {"facts", &facts_record, "gatefold:facts/1"},
        {"pack", pack_record(arguments->a), "gatefold:pack/1"},
        {"result", &result_record, "gatefold:result/1"},
        {"screening", &screening_record, "gatefold:screening/1"},
    };
    for (size_t i = 0; i < countof(schemas); i++) {
        if (!str_eq(arguments->rest.at[0], str_of(schemas[i].name)))
            continue;
        CLEANUP(buf_done) struct buf out = {0};
        record_schema(schemas[i].record, schemas[i].id, &out);
        str text = buf_str(&out);
        fwrite(text.p, 1, text.n, stdout);
        return EXIT_ALL_CLEAR;
    }
    return tell_problem(
        "no schema \"%.*s\": there are callsheet, facts, pack, result and screening",
        STR(arguments->rest.at[0]));
}

const struct command command_schema = {
    .name = "schema",
    .arguments = "NAME",
    .help = "Print the JSON Schema of callsheet, facts, pack, result or screening.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_schema,
};
