/* app/shoot_screen_parts.h -- an open shoot from inside: for the ways to run it. Private to app. */
#pragma once

#include "app/own_files.h"
#include "app/shoot_screen.h"
#include "worker/lane.h"

enum {
    /* Address space for all that is known of one picture: an answer of CHANNEL_MESSAGE_MAX_BYTES
     * takes NODE_BYTES_PER_INPUT_BYTE times that, facts_make FACTS_ARENA_BYTES. */
    PICTURE_ARENA_MIB = 2048,
};

struct shoot_screen {
    struct shoot_options options;
    struct arena *a;
    struct cache *cache; /* NULL: without one */
    struct lane_orders orders;
    struct policy *policy;
    str policy_sha256;
    str watchlists_sha256;
    str bank_sha256; /* absent without a bank */
    bool has_callsheet;
    struct callsheet callsheet;
    struct settlements settlements;
    struct walk walk;
    size_t lanes; /* that were asked for */
    struct own_files own;
};

/* The files of the shoot as they are now. */
nodiscard bool shoot_walk(const struct shoot_screen *s, struct arena *a, struct walk *ret_walk,
                          struct err *err);

/* A spreadsheet that went on after the call sheet was made of it: somebody must know. */
void shoot_tell_stale_sheets(const struct shoot_screen *s, struct diags *diags);

/* One picture from its file to all that is said of it. The lane is the caller's, over s->orders. */
void shoot_judge(const struct shoot_screen *s, struct lane *lane, const struct walk_file *file,
                 struct arena *a, struct result *ret_result);

/* The same of what the lane has seen of it so far; never clear. */
void shoot_so_far(const struct shoot_screen *s, const struct walk_file *file,
                  const struct lane_result *so_far, struct arena *a, struct result *ret_result);
