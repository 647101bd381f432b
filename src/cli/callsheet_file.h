/* cli/callsheet_file.h -- reading a call sheet for a command, its mistakes told. */
#pragma once

#include "cli/command.h"
#include "shoot/callsheet.h"

/* False after telling why; then *ret_status is the command's. */
nodiscard bool callsheet_file_read(const struct arguments *arguments, str path,
                                   struct callsheet *ret, int *ret_status);
