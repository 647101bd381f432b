/* gatefold ledger rotate, cosign: whose signatures stand under the ledger. */
#include <stdio.h>

#include "base/file.h"
#include "cli/print.h"
#include "cli/workspace_command.h"
#include "sign/note.h"
#include "workspace/cosign.h"
#include "workspace/rotate.h"

static int run_rotate(const struct arguments *arguments)
{
    struct workspace w;
    struct outcome outcome;
    struct err err = {0};
    int use = 0;
    str reason = argument_text(arguments, "reason");
    for (size_t i = 0; i < key_use_words.n; i++)
        if (str_eq(arguments->rest.at[0], str_of(key_use_words.at[i].name)))
            use = key_use_words.at[i].value;
    if (!use)
        return tell_problem("\"%.*s\" is no key of the ledger: log, issuer or status",
                            STR(arguments->rest.at[0]));
    if (!reason.n)
        return tell_problem("say why: --reason WORDS (they stay for ever: name nobody)");
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done =
        key_rotate(&w, argument_text(arguments, "by"), use, reason, arguments->a, &outcome, &err);
    workspace_close(&w);
    int status = tell_outcome(done, &outcome, &err);
    if (status == EXIT_ALL_CLEAR)
        puts("Next: gatefold -C DIR ledger key, for every trust file that names the old one.");
    return status;
}

static const struct option_row rotate_options[] = {
    {"reason", "WORDS", "why; it stays for ever, so name nobody", false},
    BY_OPTION_ROW,
};

const struct command command_ledger_rotate = {
    .name = "ledger rotate",
    .arguments = "log|issuer|status",
    .help = "Make a new key in the place of one; the old one is destroyed. What it signed still\n"
            "verifies by the keys in the events. For a key that is old, lost or stolen.",
    .options = rotate_options,
    .options_n = countof(rotate_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_rotate,
};

/* ---- cosignatures ---- */

static void on_cosignature(void *self, str name, const char *opt_why_not)
{
    struct arena *a = self, scratch = *a;
    str safe = print_safe(name, &scratch);
    if (opt_why_not)
        tell_problem("%.*s: not taken: %s", STR(safe), opt_why_not);
    else
        printf("%.*s has cosigned\n", STR(safe));
}

static bool cosign(const struct arguments *arguments, const struct tlog_policy *policy,
                   struct cosigning *run, struct err *err)
{
    struct workspace w;
    str answer;
    if (!file_read(arguments->rest.at[0].p, NOTE_MAX_BYTES, arguments->a, &answer, err) ||
        !workspace_open(arguments->workspace, STORE_READ, arguments->a, &w, err))
        return false;
    bool ok = ledger_cosign(&w, answer, policy, arguments->a, run, err);
    workspace_close(&w);
    return ok || err_wrap(err, "%.*s", STR(arguments->rest.at[0]));
}

static int run_cosign(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct err err = {0};
    struct tlog_policy policy = {0};
    struct cosigning run = {.told = on_cosignature, .self = a};
    str trust = argument_text(arguments, "trust"), text;
    struct diags diags = {.a = a, .file = trust};
    if (!trust.p)
        return tell_problem("say whom to believe: --trust FILE (log, witness, group and quorum "
                            "lines, C2SP tlog-policy)");
    if (!file_read(trust.p, TLOG_POLICY_MAX_BYTES, a, &text, &err))
        return tell_error(&err);
    if (!tlog_policy_parse(text, &diags, &policy)) {
        tell_diags(&diags, stderr);
        return EXIT_COULD_NOT_RUN;
    }
    if (!cosign(arguments, &policy, &run, &err))
        return tell_error(&err);
    printf("%zu of %zu taken for the checkpoint of %llu events; the quorum of %.*s is %s\n",
           run.taken, run.taken + run.not_taken, (unsigned long long)run.size, STR(trust),
           run.quorum_met ? "met" : "not met");
    return run.taken && !run.not_taken ? EXIT_ALL_CLEAR : EXIT_NOT_CLEAR;
}

static const struct option_row cosign_options[] = {
    {"trust", "FILE", "whose cosignatures are taken (C2SP tlog-policy)", false},
};

const struct command command_ledger_cosign = {
    .name = "ledger cosign",
    .arguments = "FILE",
    .help = "Put cosignatures of witnesses under the newest checkpoint: a witness's answer, or a\n"
            "whole note. Taken is what a witness of the trust file signed over exactly that.",
    .options = cosign_options,
    .options_n = countof(cosign_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_cosign,
};
