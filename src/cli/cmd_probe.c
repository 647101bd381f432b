/* gatefold fingerprint, gatefold text, gatefold bank add: one detector over one file. */
#include <stdio.h>

#include "app/probe.h"
#include "cli/command.h"
#include "cli/print.h"
#include "screen/detector.h"

/* Look at each file with one detector; say what could not be told; 0 if all could. */
struct probing {
    const struct arguments *arguments;
    const char *detector;
    int (*show)(const struct probing *l, const char *path, const struct screening *screening);
};

static int probe_each(const struct probing *l)
{
    int status = EXIT_ALL_CLEAR;
    struct err err = {0};
    struct probe *probe = probe_open(
        (struct probe_options){.detector = str_of(l->detector),
                               .weak_sandbox = argument_given(l->arguments, "weak-sandbox")},
        l->arguments->a, &err);
    if (!probe)
        return tell_error(&err);
    for (size_t i = 0; i < l->arguments->rest.n; i++) {
        const char *path = l->arguments->rest.at[i].p;
        struct arena a = arena_open((size_t)256 << 20);
        struct screening screening;
        struct digest sha256;
        int one = EXIT_NOT_CLEAR;
        if (probe_run(probe, path, 0, &a, &screening, &sha256, &err))
            one = l->show(l, path, &screening);
        else
            tell_problem("%s: could not tell: %s", path, err.msg);
        status = MAX(status, one);
        arena_close(&a);
    }
    probe_close(probe);
    return status;
}

static int show_fingerprint(const struct probing *l, const char *path, const struct screening *s)
{
    if (!s->fingerprint.p) {
        tell_problem("%s: not fingerprintable: quality %lld is under 50, so copies of it could not "
                     "be found",
                     path, (long long)s->quality);
        return EXIT_NOT_CLEAR;
    }
    struct arena line = *l->arguments->a;
    printf("%.*s\t%lld\t%.*s\n", STR(s->fingerprint), (long long)s->quality,
           STR(print_safe(str_of(path), &line)));
    return EXIT_ALL_CLEAR;
}

static int run_fingerprint(const struct arguments *arguments)
{
    return probe_each(&(struct probing){arguments, DETECTOR_FINGERPRINT, show_fingerprint});
}

static int show_text(const struct probing *l, const char *path, const struct screening *s)
{
    bool json = argument_given(l->arguments, "json");
    struct arena a = arena_open(16 << 20);
    for (size_t i = 0; i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind == FINDING_UNREAD_PRINT && !json)
            tell_problem("%s: print that cannot be read (%.*s) at %lld,%lld, %lld x %lld px", path,
                         STR(f->reason), (long long)f->region.x_px, (long long)f->region.y_px,
                         (long long)f->region.w_px, (long long)f->region.h_px);
        if (json && (f->kind == FINDING_TEXT || f->kind == FINDING_UNREAD_PRINT)) {
            CLEANUP(buf_done) struct buf out = {0};
            record_write_json(&finding_record, f, &out);
            printf("%.*s\n", STR(buf_str(&out)));
        }
        for (size_t j = 0; !json && f->kind == FINDING_TEXT && j < f->lines.n; j++) {
            struct arena line = a;
            str safe = print_safe(f->lines.at[j].text, &line);
            printf("%.*s\n", STR(safe));
        }
    }
    arena_close(&a);
    return EXIT_ALL_CLEAR;
}

static int run_text(const struct arguments *arguments)
{
    return probe_each(&(struct probing){arguments, DETECTOR_TEXT, show_text});
}

static const struct option_row probe_options[] = {
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_fingerprint = {
    .name = "fingerprint",
    .arguments = "FILE...",
    .help = "Print HASH<TAB>QUALITY<TAB>PATH a line: the PDQ fingerprint of each picture.\n"
            "A picture of quality under 50 has none that means anything: that is said on standard\n"
            "error instead, and the exit status is 1.",
    .options = probe_options,
    .options_n = countof(probe_options),
    .arguments_min = 1,
    .arguments_max = SIZE_MAX,
    .run = run_fingerprint,
};

static const struct option_row text_options[] = {
    {"json", NULL, "a JSON finding a line, with polygons and confidence", false},
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_text = {
    .name = "text",
    .arguments = "FILE",
    .help = "Print the lines of print that are read in a picture, one a line.\n"
            "Print that is there and cannot be read is told on standard error.",
    .options = text_options,
    .options_n = countof(text_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_text,
};
