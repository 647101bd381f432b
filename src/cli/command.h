/* cli/command.h -- the table of commands, and what every command shares: its arguments, its exit
 * status, and how it tells errors. Prints; decides nothing. */
#pragma once

#include <stdio.h>

#include "base/diag.h"
#include "base/err.h"
#include "codec/record.h"

/* Exit statuses (gatefold(1)). */
enum {
    EXIT_ALL_CLEAR = 0,
    EXIT_NOT_CLEAR = 1,
    EXIT_COULD_NOT_RUN = 2,
};

/* One option of a command: a word with a value, or a switch. */
struct option_row {
    const char *name;  /* "callsheet": written --callsheet F or --callsheet=F */
    const char *value; /* "F" in the help; NULL for a switch */
    const char *help;
    bool repeats; /* may be given several times */
};

/* Whether a command works on a workspace (gatefold -C DIR ...). */
enum command_place {
    WITHOUT_WORKSPACE,
    WITH_OR_WITHOUT_WORKSPACE,
    IN_WORKSPACE,
};

struct arguments;

struct command {
    const char *name;      /* one or two words: "screen", "callsheet check" */
    const char *arguments; /* "FOLDER|FILE..." */
    const char *help;
    const struct option_row *options;
    size_t options_n;
    size_t arguments_min, arguments_max;
    enum command_place place;
    int (*run)(const struct arguments *arguments);
};

/* What a person gave, in order. */
struct arguments {
    const struct command *command;
    str workspace;     /* the folder behind -C; absent without one */
    struct texts rest; /* without options; each NUL-terminated */
    struct arena *a;   /* lives as long as the command */
    struct {
        const char *name;
        str value; /* absent for a switch */
    } given[256];
    size_t given_n;
};

bool argument_given(const struct arguments *arguments, const char *name);
str argument_text(const struct arguments *arguments,
                  const char *name); /* the last; absent if none */
struct texts argument_texts(const struct arguments *arguments, const char *name);

/* A whole number from min to max, or `absent`. False after telling what is wrong. */
nodiscard bool argument_number(const struct arguments *arguments, const char *name, int64_t min,
                               int64_t max, int64_t absent, int64_t *ret_value);

/* Print "gatefold: message" and give EXIT_COULD_NOT_RUN. */
int tell_error(const struct err *err);
int tell_problem(const char *fmt, ...) PRINTF(1, 2);

/* Print each as FILE:LINE:COLUMN: what, and the example below it. */
void tell_diags(const struct diags *diags, FILE *to);

/* Today's date here. */
struct date today(void);

/* The date and time here, with the zone, for people. */
str now(struct arena *a);

/* One a line. */
/* clang-format off */
extern const struct command
    command_screen,
    command_watch,
    command_settle,
    command_raise,
    command_attest,
    command_explain,
    command_text,
    command_fingerprint,
    command_callsheet_init,
    command_callsheet_check,
    command_callsheet_import,
    command_callsheet_export,
    command_callsheet_template,
    command_callsheet_todo,
    command_callsheet_diff,
    command_bank_add,
    command_policy_check,
    command_policy_test,
    command_policy_explain,
    command_policy_diff, command_policy_new, command_policy_page,
    command_schema,
    command_init,
    command_party_add,
    command_person_add,
    command_person_hold,
    command_person_release,
    command_forget,
    command_campaign_open,
    command_callsheet_revise,
    command_submit,
    command_assets,
    command_reopen,
    command_log,
    command_fsck,
    command_rebuild,
    command_backup,
    command_export,
    command_import,
    command_ledger_advance,
    command_ledger_key,
    command_ledger_prove,
    command_ledger_check,
    command_ledger_consistency,
    command_ledger_publish,
    command_ledger_unpublish,
    command_ledger_rotate,
    command_ledger_cosign;
/* clang-format on */

/* The plural's s. */
static inline const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}
