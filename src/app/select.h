/* app/select.h -- which of the pictures that a walk found are screened.
 *
 * By name: patterns to include and to exclude. By mark: a CEL expression over rating (-1 to 5, 0
 * where there is none), label ("" where there is none), name and path, which stand in the XMP
 * sidecars NAME.xmp and NAME.EXT.xmp and in the picture's own packets. Where these disagree a
 * picture is taken if any of them would take it. Whatever cannot be told is taken, and told: only a
 * picture that somebody marked otherwise is left out, and counted with the reason.
 *
 * Sidecars and packets are read in workers, one a picture. */
#pragma once

#include "app/walk.h"
#include "base/diag.h"
#include "codec/record.h"
#include "worker/lane.h"

struct select_options {
    str expression;       /* absent: by name only */
    struct texts include; /* patterns (shoot/glob.h); none: all */
    struct texts exclude; /* win over include */
};

/* That patterns and expression are well formed. INVALID says what is not. */
nodiscard bool select_check(const struct select_options *options, struct arena scratch,
                            struct err *err);

/* Why a file of this name is left out, or absent: for a walk's filter. */
str select_by_name(const struct select_options *options, str name, struct arena *a);

/* Take out of the walk what the expression does not select. What could not be told goes to diags;
 * what is known of former runs is not read again. UNAVAILABLE: no worker can be started. */
nodiscard bool select_by_marks(const struct select_options *options,
                               const struct lane_orders *lanes, struct walk *walk, struct arena *a,
                               struct diags *diags, struct err *err);
