/* cli/workspace_command.h -- what the commands in a workspace share. */
#pragma once

#include "cli/command.h"
#include "workspace/operations.h"

#define BY_OPTION_ROW                                                                              \
    {                                                                                              \
        "by", "PERSON", "who acts: the id of a person of the workspace (the operator)", false      \
    }

/* The workspace behind -C; false after telling what is wrong. */
nodiscard bool workspace_begin(const struct arguments *arguments, enum store_access access,
                               struct workspace *ret_workspace);

/* Tell what came of an operation, and its exit status: done or so already, refused, failed. */
int tell_outcome(bool done, const struct outcome *outcome, const struct err *err);
