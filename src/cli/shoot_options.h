/* cli/shoot_options.h -- the options that every command over a shoot shares. */
#pragma once

#include "app/shoot_screen.h"
#include "cli/command.h"

#define SHOOT_OPTION_ROWS                                                                          \
    {"callsheet", "F", "the call sheet (see gatefold callsheet init)", false},                     \
        {"settlements", "F", "what people said (settlements.yaml of the folder)", false},          \
        {"signed-only", NULL, "of what people said, only what was raised counts", false},          \
        {"policy", "P", "a pack beside the shipped ones", true},                                   \
        {"bank", "B", "known-bad pictures (see gatefold bank add)", false},                        \
        {"suppressions", "F", "bank matches that were judged harmless", false},                    \
        {"watchlists", "DIR", "watch-lists instead of the shipped ones", false},                   \
        {"select", "EXPR", "only pictures with such a mark: 'rating >= 3'", false},                \
        {"include", "GLOB", "only files of this name or path", true},                              \
        {"exclude", "GLOB", "no files of this name or path", true},                                \
        {"cache", "DIR", "where answers are kept for the next run, or none (~/.cache/gatefold)",   \
         false},                                                                                   \
        {"detector", "COMMAND", "ask this program about every picture too", true},                 \
        {"pdf", NULL, "read the pages of PDF proofs too, at 200 dpi; none is ever clear", false},  \
        {"timeout", "S", "seconds that one picture may take (600)", false},                        \
    {                                                                                              \
        "weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false            \
    }

/* The options as given, with paths from the arguments. False after telling what is wrong. */
nodiscard bool shoot_options_read(const struct arguments *arguments,
                                  struct shoot_options *ret_options);

/* Tell what was wrong with the cache, if anything was. */
void tell_cache(struct cache_counts counts);

/* Open, telling every mistake; NULL after that. */
struct shoot_screen *shoot_screen_begin(const struct arguments *arguments,
                                        const struct shoot_options *options);
