#include "cli/shoot_options.h"

bool shoot_options_read(const struct arguments *arguments, struct shoot_options *ret_options)
{
    struct texts packs = argument_texts(arguments, "policy");
    struct shoot_options options = {
        .paths = arguments->rest.at,
        .paths_n = arguments->rest.n,
        .callsheet = argument_text(arguments, "callsheet"),
        .settlements = argument_text(arguments, "settlements"),
        .signed_only = argument_given(arguments, "signed-only"),
        .packs = packs.at,
        .packs_n = packs.n,
        .bank = argument_text(arguments, "bank"),
        .suppressions = argument_text(arguments, "suppressions"),
        .watchlists = argument_text(arguments, "watchlists"),
        .evidence.crops = argument_text(arguments, "crops"),
        .select = {.expression = argument_text(arguments, "select"),
                   .include = argument_texts(arguments, "include"),
                   .exclude = argument_texts(arguments, "exclude")},
        .cache = argument_text(arguments, "cache"),
        .detectors = argument_texts(arguments, "detector"),
        .pdf = argument_given(arguments, "pdf"),
        .weak_sandbox = argument_given(arguments, "weak-sandbox"),
        .today = today(),
    };
    if (!argument_number(arguments, "jobs", 1, LANES_MAX, 0, &options.lanes) ||
        !argument_number(arguments, "timeout", 1, 86400, 0, &options.detect_timeout_s))
        return false;
    if (options.detect_timeout_s)
        options.decode_timeout_s = MIN(options.detect_timeout_s, (int64_t)DECODE_TIMEOUT_S);
    *ret_options = options;
    return true;
}

struct shoot_screen *shoot_screen_begin(const struct arguments *arguments,
                                        const struct shoot_options *options)
{
    struct err err = {0};
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    diags->a = arguments->a;
    struct shoot_screen *s = shoot_screen_open(options, arguments->a, diags, &err);
    tell_diags(diags, stderr);
    if (!s)
        tell_error(&err);
    return s;
}

void tell_cache(struct cache_counts counts)
{
    if (counts.ignored)
        tell_problem("cache: %zu answer%s ignored, looked at again and replaced (the first: %s)",
                     counts.ignored, counts.ignored == 1 ? " was" : "s were", counts.why);
    if (counts.unkept)
        tell_problem("cache: %zu answer%s could not be kept for the next run (the first: %s)",
                     counts.unkept, plural((int64_t)counts.unkept), counts.trouble);
}
