#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "app/channel.h"
#include "cli/print.h"
#include "cli/shoot_options.h"

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

/* The first Ctrl-C ends the run with what is done; the second ends the program. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

struct screen_run {
    struct printer printer;
    size_t delivered;
    size_t clear;
};

static void on_picture(void *self, const struct result *result)
{
    struct screen_run *run = self;
    run->delivered++;
    run->clear += result->verdict == VERDICT_CLEAR;
    run->printer.picture(run->printer.self, result);
    if (ferror(stdout))
        interrupted = 1; /* nobody gets what is said: hours of work would be for nothing */
}

static void on_progress(void *self, size_t done, uint64_t done_bytes)
{
    struct screen_run *run = self;
    run->printer.progress(run->printer.self, done, done_bytes);
}

static bool choose_printer(const struct arguments *arguments, struct printer *ret_printer)
{
    str format = argument_text(arguments, "format");
    if (!format.p || str_eq(format, S("text")))
        *ret_printer = print_text_open(arguments->a);
    else if (str_eq(format, S("json")))
        *ret_printer = print_json_open();
    else if (str_eq(format, S("tsv")))
        *ret_printer = print_tsv_open();
    else {
        tell_problem("--format is text, json or tsv, not \"%.*s\"", STR(format));
        return false;
    }
    return true;
}

static int run_screen(const struct arguments *arguments)
{
    struct screen_run run = {0};
    struct shoot_options options;
    if (!choose_printer(arguments, &run.printer) || !shoot_options_read(arguments, &options))
        return EXIT_COULD_NOT_RUN;
    struct shoot_screen *s = shoot_screen_begin(arguments, &options);
    if (!s)
        return EXIT_COULD_NOT_RUN;
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
    bool whole =
        shoot_screen_run(s, (struct shoot_watcher){on_picture, on_progress, &run}, &interrupted);
    run.printer.end(run.printer.self, &(struct print_end){
                                          .walk = walk,
                                          .delivered = run.delivered,
                                          .interrupted = !whole,
                                          .elapsed_ms = clock_now_ms() - began_ms,
                                      });
    bool all_clear = whole && run.clear == walk->n;
    shoot_screen_close(s);
    if (!whole) {
        tell_problem("interrupted: %zu of %zu files were screened; the others are not clear",
                     run.delivered, walk->n);
        return EXIT_COULD_NOT_RUN;
    }
    return all_clear ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

static const struct option_row screen_options[] = {
    SHOOT_OPTION_ROWS,
    {"format", "FORMAT", "text, json (a line a picture) or tsv (a line a reason)", false},
    {"jobs", "N", "pictures at a time (one a core)", false},
    {"crops", "DIR", "write crops of print that cannot be read there, as PNG", false},
};

const struct command command_screen = {
    .name = "screen",
    .arguments = "FOLDER|FILE...",
    .help = "Say for each picture whether it is blocked, needs a person, or is clear.\n"
            "Reads every picture against the call sheet and the policy; gives the reason, the\n"
            "place in the picture, and what to do.",
    .options = screen_options,
    .options_n = countof(screen_options),
    .arguments_min = 1,
    .arguments_max = SIZE_MAX,
    .run = run_screen,
};
