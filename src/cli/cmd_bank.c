/* gatefold bank add: a picture that must not go out again. */
#include <stdio.h>
#include <stdlib.h>

#include "app/probe.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "screen/bank.h"
#include "screen/detector.h"

static bool fingerprint_of(const struct arguments *arguments, const char *path,
                           struct fingerprint *ret_hash, struct err *err)
{
    struct probe *probe = probe_open(
        (struct probe_options){.detector = S(DETECTOR_FINGERPRINT),
                               .weak_sandbox = argument_given(arguments, "weak-sandbox")},
        arguments->a, err);
    struct screening screening;
    struct digest sha256;
    bool ok = probe && probe_run(probe, path, 0, arguments->a, &screening, &sha256, err);
    if (probe)
        probe_close(probe);
    if (!ok)
        return err_wrap(err, "%s", path);
    if (!screening.fingerprint.p)
        return err_set(err, ERR_UNSUPPORTED,
                       "%s: not fingerprintable (quality %lld is under 50): a bank could not find "
                       "copies of it",
                       path, (long long)screening.quality);
    return fingerprint_parse(screening.fingerprint, ret_hash, err);
}

/* The bank as it is; absent if there is none yet. */
static bool read_bank(const char *path, struct arena *a, str *ret_text, struct err *err)
{
    if (file_read(path, BANK_MAX_BYTES, a, ret_text, err))
        return true;
    *ret_text = (str){0};
    return err->kind == ERR_NOT_FOUND;
}

static str or_else(str text, str otherwise)
{
    return text.p ? text : otherwise;
}

static int run_bank_add(const struct arguments *arguments)
{
    struct err err = {0};
    const char *picture = arguments->rest.at[0].p;
    str path = argument_text(arguments, "bank"), reason = argument_text(arguments, "reason");
    if (!path.p || !reason.n)
        return tell_problem("bank add needs --bank B and --reason \"why\"");
    const char *user = getenv("USER");
    struct bank_entry entry = {
        .label = or_else(argument_text(arguments, "label"), str_of(picture)),
        .reason = reason,
        .source = or_else(argument_text(arguments, "source"), str_of(user && *user ? user : "-")),
        .added = today(),
    };
    str text;
    CLEANUP(buf_done) struct buf out = BUF_MAX(BANK_MAX_BYTES);
    if (!fingerprint_of(arguments, picture, &entry.hash, &err) ||
        !read_bank(path.p, arguments->a, &text, &err))
        return tell_error(&err);
    if (!bank_add(text, entry, arguments->a, &out, &err) ||
        !file_write(path.p, buf_str(&out), &err)) {
        err_wrap(&err, "%s", path.p);
        return tell_error(&err);
    }
    printf("%.*s: added to %.*s\n", STR(print_safe(str_of(picture), arguments->a)),
           STR(print_safe(path, arguments->a)));
    return EXIT_ALL_CLEAR;
}

static const struct option_row bank_options[] = {
    {"bank", "B", "the bank; started if it is not there", false},
    {"reason", "TEXT", "why it must not go out again", false},
    {"label", "TEXT", "what to call it (the path)", false},
    {"source", "TEXT", "who says so ($USER)", false},
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_bank_add = {
    .name = "bank add",
    .arguments = "FILE",
    .help = "Add a picture to a bank of known-bad pictures.\n"
            "Copies of it, recompressed, resized, turned or mirrored, are then found by "
            "gatefold screen --bank.",
    .options = bank_options,
    .options_n = countof(bank_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_bank_add,
};
