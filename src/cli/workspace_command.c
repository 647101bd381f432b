#include "cli/workspace_command.h"

#include <stdio.h>

#include "cli/print.h"

bool workspace_begin(const struct arguments *arguments, enum store_access access,
                     struct workspace *ret_workspace)
{
    struct err err;
    if (workspace_open(arguments->workspace, access, arguments->a, ret_workspace, &err))
        return true;
    tell_error(&err);
    return false;
}

int tell_outcome(bool done, const struct outcome *outcome, const struct err *err)
{
    if (!done)
        return tell_error(err);
    if (outcome->kind == DECISION_REFUSED) {
        tell_problem("refused: %.*s", STR(outcome->words));
        return EXIT_NOT_CLEAR;
    }
    struct arena a = arena_open((size_t)64 << 20);
    str words = print_safe(outcome->words, &a);
    if (outcome->kind == DECISION_NOTHING)
        printf("nothing to do: %.*s\n", STR(words));
    else
        printf("%llu  %.*s\n", (unsigned long long)outcome->seq, STR(words));
    arena_close(&a);
    return EXIT_ALL_CLEAR;
}
