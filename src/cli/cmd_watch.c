#include <stdio.h>

#include "app/shoot_watch.h"
#include "cli/interrupt.h"
#include "cli/print.h"
#include "cli/shoot_options.h"

struct watching {
    struct printer printer;
    bool text; /* the summary stands among the results; else on standard error */
    bool begun;
};

static FILE *beside(const struct watching *w)
{
    return w->text ? stdout : stderr;
}

static void on_picture(void *self, const struct result *result)
{
    struct watching *w = self;
    w->printer.picture(w->printer.self, result);
    if (ferror(stdout))
        interrupted = 1;
}

static void on_inputs(void *self, const struct diags *diags, const struct err *opt_err)
{
    struct watching *w = self;
    tell_diags(diags, stderr);
    if (opt_err)
        fprintf(stderr, "gatefold: %s; nothing is judged until that is put right\n", opt_err->msg);
    else if (w->begun)
        fputs("gatefold: the call sheet, the rules or what people said changed: judged again\n",
              stderr);
    w->begun = true;
}

static void put_counts(FILE *to, const struct watch_counts *c)
{
    size_t judged = c->blocked + c->needs + c->clear;
    fprintf(to, "%zu picture%s: %zu blocked, %zu need a person, %zu clear", judged,
            plural((int64_t)judged), c->blocked, c->needs, c->clear);
    if (c->waiting)
        fprintf(to, "; %zu not screened, and so not clear", c->waiting);
    fputs(".\n", to);
}

static void on_idle(void *self, const struct watch_counts *counts)
{
    (void)self;
    put_counts(stderr, counts);
}

static bool choose_printer(const struct arguments *arguments, struct watching *w)
{
    str format = argument_text(arguments, "format");
    w->text = !format.p || str_eq(format, S("text"));
    if (w->text)
        w->printer = print_text_open(PICTURES_AT_ONCE, arguments->a);
    else if (str_eq(format, S("json")))
        w->printer = print_json_open();
    else {
        tell_problem("--format is text or json, not \"%.*s\"", STR(format));
        return false;
    }
    return true;
}

static int run_watch(const struct arguments *arguments)
{
    struct watching w = {0};
    struct shoot_options options;
    struct watch_counts counts = {0};
    struct diags diags = {.a = arguments->a};
    struct err err = {0};
    if (!choose_printer(arguments, &w) || !shoot_options_read(arguments, &options))
        return EXIT_COULD_NOT_RUN;
    if (options.pdf || argument_given(arguments, "select"))
        return tell_problem("a mark or a page may change after a picture has come: --select and "
                            "--pdf are for gatefold screen");
    struct watch_listener listener = {on_picture, on_inputs, on_idle, &w};
    catch_signals();
    fputs("Watching; what arrives is screened once it is at rest. Ctrl-C ends with a summary.\n",
          stderr);
    if (!shoot_watch(&options, listener, &interrupted, arguments->a, &diags, &counts, &err)) {
        if (!w.begun)
            tell_diags(&diags, stderr);
        return tell_error(&err);
    }
    put_counts(beside(&w), &counts);
    print_said(beside(&w), counts.said);
    if (counts.skipped)
        fprintf(beside(&w), "Skipped %zu; gatefold screen says which and why.\n", counts.skipped);
    if (w.text)
        puts(PRINT_UNSEEN);
    if (counts.blocked + counts.needs + counts.clear == 0)
        return tell_problem("no picture was screened");
    return counts.blocked + counts.needs + counts.waiting ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

static const struct option_row watch_options[] = {
    SHOOT_OPTION_ROWS,
    {"format", "FORMAT", "text, or json (a line a picture; the last of a path holds)", false},
    {"jobs", "N", "pictures at a time (one a core)", false},
    {"crops", "DIR", "write crops of print that cannot be read there, as PNG", false},
};

const struct command command_watch = {
    .name = "watch",
    .arguments = "FOLDER...",
    .help = "Screen what arrives in a folder while the shoot goes on, until Ctrl-C.\n"
            "Each result is printed as it is done, and again when it says something else; a\n"
            "change of the call sheet or of what people said judges everything again.",
    .options = watch_options,
    .options_n = countof(watch_options),
    .arguments_min = 1,
    .arguments_max = 64,
    .run = run_watch,
};
