/* gatefold log: every act, in words or as it is stored. */
#include <stdio.h>

#include "cli/print.h"
#include "cli/workspace_command.h"
#include "workspace/event_line.h"

static void print_json(const struct event *e, struct arena a)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX((size_t)2 * EVENT_TEXT_MAX);
    event_line_print(e, a, &out);
    assert(buf_ok(&out));
    fwrite(out.p, 1, out.n, stdout);
}

static bool print_words(const struct event *e, struct arena *a, struct arena scratch,
                        struct err *err)
{
    enum event_kind kind = event_kind_find(e->type);
    union payload p;
    if (kind == EVENT_KINDS)
        return err_set(err, ERR_CORRUPT, "event %llu: no type \"%.*s\" is known",
                       (unsigned long long)e->seq, STR(e->type));
    if (!event_payload_read(kind, e->payload, a, scratch, &p, err))
        return err_wrap(err, "event %llu", (unsigned long long)e->seq);
    str words = event_words(kind, &p, a);
    printf("%llu  %.16s  %.*s  %.*s\n", (unsigned long long)e->seq, event_time_print(e->at_ms, a).p,
           STR(print_safe(e->actor, a)), STR(print_safe(words, a)));
    return true;
}

static bool print_all(struct workspace *w, const struct event_filter *filter, bool json,
                      struct arena *a, size_t *ret_n, struct err *err)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    CLEANUP(events_closep) struct events *events = events_open(w->store, filter, err);
    *ret_n = 0;
    if (!events)
        return false;
    for (;; ++*ret_n) {
        struct arena line = *a;
        struct event e;
        if (!events_next(events, &line, &e, err))
            return err->kind == ERR_NONE;
        if (json)
            print_json(&e, line);
        else if (!print_words(&e, &line, scratch, err))
            return false;
    }
}

static int run_log(const struct arguments *arguments)
{
    struct workspace w;
    struct err err = {0};
    int64_t from, until;
    size_t n;
    str about = argument_text(arguments, "about");
    struct event_filter filter = {.type = argument_text(arguments, "type")};
    if (!argument_number(arguments, "from", 0, INT64_MAX, 0, &from) ||
        !argument_number(arguments, "to", 0, INT64_MAX - 1, -1, &until))
        return EXIT_COULD_NOT_RUN;
    filter.from = (uint64_t)from;
    filter.until = (uint64_t)(until + 1);
    if (str_ends(about, S("/")))
        filter.stream_prefix = about;
    else
        filter.stream = about;
    if (filter.type.p && event_kind_find(filter.type) == EVENT_KINDS)
        return tell_problem("no event is of the type \"%.*s\": docs/format/event.md lists them",
                            STR(filter.type));
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = print_all(&w, &filter, argument_given(arguments, "json"), arguments->a, &n, &err);
    workspace_close(&w);
    return done ? EXIT_ALL_CLEAR : tell_error(&err);
}

static const struct option_row log_options[] = {
    {"about", "STREAM", "only of this: party/ID, campaign/ID, asset/CAMPAIGN/ (all below)", false},
    {"type", "TYPE", "only events of this type", false},
    {"from", "EVENT", "from this one on", false},
    {"to", "EVENT", "up to this one", false},
    {"json", NULL, "a line of JSON each, as stored, with the salt", false},
};

const struct command command_log = {
    .name = "log",
    .arguments = "",
    .help = "Show what happened, in order: event, time (UTC), who, what. Who acted is what the\n"
            "server says, unless a signature stands in the event.",
    .options = log_options,
    .options_n = countof(log_options),
    .place = IN_WORKSPACE,
    .run = run_log,
};
