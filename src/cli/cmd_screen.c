#include <stdlib.h>

#include "cli/campaign_shoot.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/shoot_options.h"
#include "version.h"
#include "worker/channel.h"

struct screen_run {
    struct printer printer;
    size_t delivered;
    size_t clear;
    size_t said;
    struct shooting_results *opt_results; /* in a workspace */
};

static void on_picture(void *self, const struct result *result)
{
    struct screen_run *run = self;
    run->delivered++;
    run->clear += result->verdict == VERDICT_CLEAR;
    run->said += facts_rest_on_people(&result->facts);
    run->printer.picture(run->printer.self, result);
    if (run->opt_results)
        shooting_keep(run->opt_results, result);
    if (ferror(stdout))
        interrupted = 1; /* nobody gets what is said: hours of work would be for nothing */
}

static void on_progress(void *self, size_t done, uint64_t done_bytes)
{
    struct screen_run *run = self;
    run->printer.progress(run->printer.self, done, done_bytes);
}

static void on_so_far(void *self, const struct result *result)
{
    struct screen_run *run = self;
    run->printer.so_far(run->printer.self, result);
}

static bool choose_printer(const struct arguments *arguments, str format,
                           struct printer *ret_printer)
{
    if (!format.p || str_eq(format, S("text")))
        *ret_printer = print_text_open(PICTURES_GROUPED, arguments->a);
    else if (str_eq(format, S("json")))
        *ret_printer = print_json_open();
    else if (str_eq(format, S("tsv")))
        *ret_printer = print_tsv_open();
    else {
        tell_problem("--format is text, json, tsv or html, not \"%.*s\"", STR(format));
        return false;
    }
    return true;
}

/* The report, claimed before anything is screened: a folder that is not ours is told at once. */
static bool open_report(const struct arguments *arguments, struct shoot_options *options,
                        struct report **ret_report)
{
    str audience = argument_text(arguments, "for");
    struct report_options report = {
        .folder = argument_text(arguments, "out"),
        .audience = REPORT_FOR_CLIENT,
        .gatefold = S(GATEFOLD_VERSION),
        .began = now(arguments->a),
        .screened = arguments->workspace.p ? &arguments->workspace : options->paths,
        .screened_n = arguments->workspace.p ? 1 : options->paths_n,
    };
    if (str_eq(audience, S("house")))
        report.audience = REPORT_FOR_HOUSE;
    else if (audience.p && !str_eq(audience, S("client"))) {
        tell_problem("--for is client or house, not \"%.*s\"", STR(audience));
        return false;
    }
    if (!report.folder.p) {
        tell_problem("--format html needs a folder to write to: --out DIR");
        return false;
    }
    if (options->evidence.crops.p) {
        tell_problem("--crops is not for --format html: the report has its crops in it");
        return false;
    }
    struct err err;
    *ret_report = report_open(&report, arguments->a, &err);
    if (!*ret_report) {
        tell_error(&err);
        return false;
    }
    options->evidence.crops = options->evidence.previews = report_evidence(*ret_report);
    return true;
}

static bool open_printer(const struct arguments *arguments, struct shoot_options *options,
                         struct report **ret_report, struct printer *ret_printer)
{
    str format = argument_text(arguments, "format");
    if (!str_eq(format, S("html"))) {
        if (argument_given(arguments, "out") || argument_given(arguments, "for")) {
            tell_problem("--out and --for go with --format html");
            return false;
        }
        return choose_printer(arguments, format, ret_printer);
    }
    if (!open_report(arguments, options, ret_report))
        return false;
    *ret_printer = print_html_open(*ret_report, &interrupted, arguments->a);
    return true;
}

static bool screened_in(const struct walk *walk, str folder)
{
    for (size_t i = 0; i < walk->n; i++) {
        str path = walk->files[i].path;
        if (str_starts(path, folder) && str_starts(str_from(path, folder.n), S("/")))
            return true;
    }
    return false;
}

/* Its previews and crops are pictures, and whose they are its mark does not prove: so they are
 * screened, and the person who knows is told how to leave them out. */
static void tell_reports(const struct walk *walk, const struct shoot_options *options,
                         struct arena scratch)
{
    for (size_t i = 0; i < walk->folders_n; i++) {
        str folder = walk->folders[i], below = {0};
        if (!report_is_folder(folder, scratch) || !screened_in(walk, folder))
            continue;
        for (size_t k = 0; k < options->paths_n; k++)
            if (str_starts(folder, options->paths[k]))
                below = str_from(folder, options->paths[k].n);
        while (str_starts(below, S("/")))
            below = str_from(below, 1);
        struct arena a = scratch;
        tell_problem("%.*s is a report of Gatefold, and what is in it is screened like the shoot: "
                     "move it out of the folder, or leave it out with --exclude '%.*s%s**'",
                     STR(print_safe(folder, &a)), STR(print_safe(below, &a)), below.n ? "/" : "");
    }
}

static int run_screen(const struct arguments *arguments)
{
    struct screen_run run = {0};
    struct shoot_options options;
    struct report *report = NULL;
    struct campaign_shoot campaign CLEANUP(campaign_shoot_end) = {0};
    struct shooting_results results = {.shooting = &campaign.shooting,
                                       .by = argument_text(arguments, "by"),
                                       .program = S("gatefold " GATEFOLD_VERSION)};
    if (!shoot_options_read(arguments, &options))
        return EXIT_COULD_NOT_RUN;
    if (arguments->workspace.p) {
        str name = campaign_argument(arguments);
        if (!name.p || !campaign_shoot_begin(arguments, name, &options, &campaign))
            return EXIT_COULD_NOT_RUN;
        run.opt_results = &results;
    } else if (results.by.p) {
        return tell_problem("--by is for a workspace: gatefold -C DIR screen CAMPAIGN");
    }
    if (!open_printer(arguments, &options, &report, &run.printer))
        return EXIT_COULD_NOT_RUN;
    struct shoot_screen *s = shoot_screen_begin(arguments, &options);
    if (!s) {
        report_close(report);
        return EXIT_COULD_NOT_RUN;
    }
    tell_reports(shoot_screen_walk(s), &options, *arguments->a);
    catch_signals(); /* until here there was nothing to lose */

    const struct walk *walk = shoot_screen_walk(s);
    if (walk->n == 0) {
        if (!walk->skips)
            tell_problem("no picture found: nothing was screened");
        else {
            fputs("gatefold: no picture is left of those found: nothing was screened; skipped ",
                  stderr);
            print_skipped(stderr, walk, *arguments->a);
            fputc('\n', stderr);
        }
        report_close(report);
        shoot_screen_close(s);
        return EXIT_COULD_NOT_RUN;
    }
    run.printer.start(run.printer.self, &(struct print_start){
                                            .walk = walk,
                                            .opt_callsheet = shoot_screen_callsheet(s),
                                            .lanes = shoot_screen_lanes(s),
                                            .weak_sandbox = options.weak_sandbox,
                                        });
    int64_t began_ms = clock_now_ms();
    struct shoot_watcher watcher = {
        .picture = on_picture,
        .progress = on_progress,
        .so_far = run.printer.so_far ? on_so_far : NULL,
        .self = &run,
    };
    bool whole = shoot_screen_run(s, watcher, &interrupted);
    bool written = run.printer.end(run.printer.self, &(struct print_end){
                                                         .walk = walk,
                                                         .delivered = run.delivered,
                                                         .said = run.said,
                                                         .interrupted = !whole,
                                                         .elapsed_ms = clock_now_ms() - began_ms,
                                                         .cached = shoot_screen_cached(s),
                                                     });
    tell_cache(shoot_screen_cached(s));
    bool all_clear = whole && run.clear == walk->n;
    shoot_screen_close(s);
    if (results.failed)
        return tell_problem("what was seen could not all be kept: %s", results.err.msg);
    if (run.opt_results)
        fprintf(stderr, "gatefold: kept what is new of %zu picture%s; of %zu nothing changed\n",
                results.kept, plural((int64_t)results.kept), results.same);
    if (!written)
        return EXIT_COULD_NOT_RUN;
    if (!whole) {
        tell_problem("interrupted: %zu of %zu files were screened; the others are not clear",
                     run.delivered, walk->n);
        return EXIT_COULD_NOT_RUN;
    }
    return all_clear ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

static const struct option_row screen_options[] = {
    SHOOT_OPTION_ROWS,
    {"format", "FORMAT", "text, json (a line a picture), tsv (a line a reason) or html", false},
    {"out", "DIR", "the folder that --format html writes: a report to send", false},
    {"for", "WHO", "of --format html: client (no names of people) or house", false},
    {"jobs", "N", "pictures at a time (one a core)", false},
    {"crops", "DIR", "write crops of print that cannot be read there, as PNG", false},
    {"by", "PERSON", "in a workspace: who has it screened (the operator)", false},
};

const struct command command_screen = {
    .name = "screen",
    .arguments = "FOLDER|FILE...|CAMPAIGN",
    .help = "Say for each picture whether it is blocked, needs a person, or is clear.\n"
            "Reads every picture against the call sheet and the policy; gives the reason, the\n"
            "place in the picture, and what to do.",
    .options = screen_options,
    .options_n = countof(screen_options),
    .arguments_min = 1,
    .arguments_max = SIZE_MAX,
    .place = WITH_OR_WITHOUT_WORKSPACE,
    .run = run_screen,
};
