/* gatefold schema NAME: the published JSON Schemas, from the same tables that read and write. */
#include <stdio.h>

#include "app/result.h"
#include "cli/command.h"
#include "gate/event_type.h"
#include "policy/incident.h"
#include "shoot/callsheet.h"
#include "shoot/settlements.h"

static int run_schema(const struct arguments *arguments)
{
    /* What holds fragments of facts has a record that is made for them. */
    const struct policy *p = policy_new(&facts_record, FACTS_VERSION, arguments->a);
    const struct {
        const char *name;
        const struct record *record;
        const char *id;
    } schemas[] = {
        {"callsheet", &callsheet_record, "gatefold:callsheet/1"},
        {"events", event_payloads_record(arguments->a), "gatefold:events/1"},
        {"facts", &facts_record, "gatefold:facts/1"},
        {"incident", incident_record(p, arguments->a), "gatefold:incident/1"},
        {"pack", policy_pack_record(p), "gatefold:pack/1"},
        {"result", &result_record, "gatefold:result/1"},
        {"screening", &screening_record, "gatefold:screening/1"},
        {"settlements", &settlements_record, "gatefold:settlements/1"},
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
        "no schema \"%.*s\": there are callsheet, events, facts, incident, pack, result, screening "
        "and settlements",
        STR(arguments->rest.at[0]));
}

const struct command command_schema = {
    .name = "schema",
    .arguments = "NAME",
    .help = "Print the JSON Schema of callsheet, events, facts, incident, pack, result, screening "
            "or settlements.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_schema,
};
