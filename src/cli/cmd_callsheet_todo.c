/* gatefold callsheet todo: what is still missing, most urgent first. gatefold callsheet diff: what
 * changed. */
#include <stdio.h>

#include "cli/callsheet_file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "shoot/diff.h"
#include "shoot/gaps.h"

static const struct option_row options[] = {
    {"today", "DATE", "The day from which days are counted (today)", false},
};

static bool day_given(const struct arguments *arguments, struct date *ret)
{
    str text = argument_text(arguments, "today");
    *ret = today();
    if (!text.p || date_parse(text, ret))
        return true;
    tell_problem("--today takes a date such as 2022-09-14, not \"%.*s\"", STR(text));
    return false;
}

static void print_gap(const struct gap *gap, struct date from, struct arena *a)
{
    bool shoot;
    struct date due = gap_due(gap, from, &shoot);
    int64_t days = date_present(due) ? date_days(due) - date_days(from) : 0;
    char left[40];
    if (!date_present(due))
        snprintf(left, sizeof left, "no day is said");
    else if (days < 0)
        snprintf(left, sizeof left, "%lld day%s late", (long long)-days, plural(-days));
    else if (days == 0)
        snprintf(left, sizeof left, "today");
    else
        snprintf(left, sizeof left, "%lld day%s", (long long)days, plural(days));
    str day = date_present(due) ? date_print(due, a) : S("-");
    printf("%-14s  %-10.*s  %-5s  %-20.*s  %.*s\n", left, STR(day),
           date_present(due) ? (shoot ? "shoot" : "usage") : "-", STR(print_safe(gap->who, a)),
           STR(print_safe(gap->words, a)));
}

static int run_todo(const struct arguments *arguments)
{
    struct callsheet c;
    struct date from;
    int status;
    if (!day_given(arguments, &from))
        return EXIT_COULD_NOT_RUN;
    if (!callsheet_file_read(arguments, arguments->rest.at[0], &c, &status))
        return status;
    struct gaps gaps = gaps_find(&c, arguments->a);
    gaps_sort(gaps, from);
    for (size_t i = 0; i < gaps.n; i++)
        print_gap(&gaps.at[i], from, arguments->a);
    if (gaps.n == 0)
        puts("nothing is missing");
    return gaps.n ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

static int run_diff(const struct arguments *arguments)
{
    struct callsheet old, now;
    int status;
    /* What cannot be compared is not "different": another status. */
    if (!callsheet_file_read(arguments, arguments->rest.at[0], &old, &status) ||
        !callsheet_file_read(arguments, arguments->rest.at[1], &now, &status))
        return EXIT_COULD_NOT_RUN;
    struct texts changes = callsheet_diff(&old, &now, arguments->a);
    for (size_t i = 0; i < changes.n; i++)
        printf("%.*s\n", STR(print_safe(changes.at[i], arguments->a)));
    return changes.n ? EXIT_NOT_CLEAR : EXIT_ALL_CLEAR;
}

const struct command command_callsheet_todo = {
    .name = "callsheet todo",
    .arguments = "FILE",
    .help =
        "Tell what is still missing, most urgent first: days left, by which day, for the shoot\n"
        "or for usage, who brings it, and what it is.\n"
        "Exit status: 0 nothing is missing, 1 something is, 2 it could not run.",
    .options = options,
    .options_n = countof(options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_todo,
};

const struct command command_callsheet_diff = {
    .name = "callsheet diff",
    .arguments = "OLD NEW",
    .help =
        "Tell in words what changed from one call sheet to another. People are told by id, and\n"
        "of names, birth dates and numbers of papers only that they changed.\n"
        "Exit status: 0 both say the same, 1 something changed, 2 one could not be read.",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_diff,
};
