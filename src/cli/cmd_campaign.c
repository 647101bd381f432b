/* gatefold campaign open, submit, assets, reopen: what is to be published, and its pictures. */
#include <stdio.h>
#include <string.h>

#include "app/walk.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/workspace_command.h"
#include "policy/policy.h"
#include "workspace/stream.h"
#include "workspace/submit.h"

static int run_open(const struct arguments *arguments)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    struct campaign_opened want = {.campaign = arguments->rest.at[0],
                                   .name = argument_text(arguments, "name"),
                                   .house = argument_text(arguments, "house")};
    if (!want.name.n || !want.house.n)
        return tell_problem("say what it is called, and whose it is: --name NAME --house ID");
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done =
        campaign_open(&w, argument_text(arguments, "by"), &want, arguments->a, &outcome, &err);
    workspace_close(&w);
    return tell_outcome(done, &outcome, &err);
}

static const struct option_row open_options[] = {
    {"name", "NAME", "what it is called", false},
    {"house", "ID", "the party whose campaign it is", false},
    BY_OPTION_ROW,
};

const struct command command_campaign_open = {
    .name = "campaign open",
    .arguments = "ID",
    .help = "Open a campaign: what the house wants to publish.",
    .options = open_options,
    .options_n = countof(open_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_open,
};

/* ---- submit ---- */

struct submit_run {
    size_t taken, before, not_taken;
};

static void on_submitted(void *self, const struct submitted *s)
{
    struct submit_run *run = self;
    struct arena a CLEANUP(arena_close) = arena_open((size_t)1 << 20);
    str path = print_safe(s->path, &a), why = print_safe(s->why.p ? s->why : S(""), &a);
    switch ((enum submitted_kind)s->kind) {
    case SUBMITTED_NEW:
        run->taken++;
        printf("%.*s  %.*s\n", STR(str_first(s->asset, 12)), STR(path));
        break;
    case SUBMITTED_BEFORE:
        run->before++;
        printf("%.*s  %.*s: %.*s\n", STR(str_first(s->asset, 12)), STR(path), STR(why));
        break;
    case SUBMITTED_NOT:
        run->not_taken++;
        tell_problem("%.*s: not submitted: %.*s", STR(path), STR(why));
    }
    if (ferror(stdout))
        interrupted = 1;
}

static int run_submit(const struct arguments *arguments)
{
    struct workspace w;
    struct walk walk;
    struct err err = {0};
    struct submit_run run = {0};
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = walk_paths(arguments->rest.at + 1, arguments->rest.n - 1, (struct walk_filter){0},
                           arguments->a, &walk, &err);
    if (done) {
        catch_signals();
        done = submit_files(&w,
                            &(struct submit_options){
                                .campaign = arguments->rest.at[0],
                                .by = argument_text(arguments, "by"),
                                .walk = &walk,
                                .stop = &interrupted,
                                .told = on_submitted,
                                .self = &run,
                            },
                            &err);
    }
    workspace_close(&w);
    bool any = run.taken || run.before || run.not_taken;
    if (!done)
        tell_error(&err);
    if (!any)
        return done ? tell_problem("no file found: nothing was submitted") : EXIT_COULD_NOT_RUN;
    printf("%zu submitted, %zu there before, %zu not submitted", run.taken, run.before,
           run.not_taken);
    if (walk.skips && done) {
        fputs("; skipped ", stdout);
        print_skipped(stdout, &walk, *arguments->a);
    }
    puts(".");
    if (!done || interrupted)
        return EXIT_COULD_NOT_RUN;
    return run.not_taken ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

static const struct option_row submit_options[] = {
    BY_OPTION_ROW,
};

const struct command command_submit = {
    .name = "submit",
    .arguments = "CAMPAIGN FOLDER|FILE...",
    .help =
        "Submit pictures to a campaign: each is kept by its digest, and screened with gatefold\n"
        "-C DIR screen CAMPAIGN.",
    .options = submit_options,
    .options_n = countof(submit_options),
    .arguments_min = 2,
    .arguments_max = SIZE_MAX,
    .place = IN_WORKSPACE,
    .run = run_submit,
};

/* ---- assets ---- */

/* What was screened before something was said that may block it is not known any more. */
static const char *state_of(const struct fold_asset *f, const struct fold_campaign *campaign)
{
    if (f->erased)
        return "erased";
    if (!f->screened.said.facts.p)
        return "not screened";
    return fold_asset_screening_holds(f, campaign)
               ? words_name(&verdict_words, f->screened.said.verdict)
               : "screen again";
}

static int run_assets(const struct arguments *arguments)
{
    struct workspace w;
    struct err err = {0};
    struct fold_campaign campaign;
    struct fold_asset *assets;
    size_t n = 0, there = 0, clear = 0;
    str name = arguments->rest.at[0];
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct streams streams = {w.store, arguments->a, scratch};
    bool ok = stream_campaign(streams, name, &campaign, &err) &&
              stream_assets(streams, name, &assets, &n, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    for (size_t i = 0; i < n; i++) {
        struct arena a = *arguments->a;
        const char *state = state_of(&assets[i], &campaign);
        there += !assets[i].erased;
        clear += strcmp(state, words_name(&verdict_words, VERDICT_CLEAR)) == 0;
        printf("%-12s  %.*s  %.*s\n", state, STR(str_first(assets[i].asset, 12)),
               STR(print_safe(assets[i].path, &a)));
    }
    if (!n)
        return tell_problem("%.*s: no such campaign here, or nothing was submitted to it",
                            STR(name));
    if (!there)
        return tell_problem("%.*s: no picture is left: all were erased", STR(name));
    return clear == there ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

const struct command command_assets = {
    .name = "assets",
    .arguments = "CAMPAIGN",
    .help = "List the pictures of a campaign, and what screening said of each last.",
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_assets,
};

/* ---- reopen ---- */

static int run_reopen(const struct arguments *arguments)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    struct finding_reopened want = {.campaign = arguments->rest.at[0],
                                    .reason = argument_text(arguments, "reason")};
    if (!str_to_i64(arguments->rest.at[1], &want.settled) || want.settled < 0)
        return tell_problem("\"%.*s\" is no number of an event: gatefold -C DIR log shows them",
                            STR(arguments->rest.at[1]));
    if (!want.reason.n)
        return tell_problem("say why: --reason WORDS (they stay for ever: name nobody)");
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done =
        finding_reopen(&w, argument_text(arguments, "by"), &want, arguments->a, &outcome, &err);
    workspace_close(&w);
    return tell_outcome(done, &outcome, &err);
}

static const struct option_row reopen_options[] = {
    {"reason", "WORDS", "why; it stays for ever, so name nobody", false},
    BY_OPTION_ROW,
};

const struct command command_reopen = {
    .name = "reopen",
    .arguments = "CAMPAIGN EVENT",
    .help = "Take a settlement back: what it settled is asked again.",
    .options = reopen_options,
    .options_n = countof(reopen_options),
    .arguments_min = 2,
    .arguments_max = 2,
    .place = IN_WORKSPACE,
    .run = run_reopen,
};
