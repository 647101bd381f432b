/* gatefold callsheet revise: the call sheet of a campaign in a workspace. */
#include <stdio.h>

#include "app/scans.h"
#include "cli/callsheet_file.h"
#include "cli/workspace_command.h"
#include "worker/cache.h"
#include "workspace/callsheets.h"

static bool revise(const struct arguments *arguments, struct workspace *w, struct callsheet *c,
                   struct diags *diags, struct outcome *ret, size_t *ret_people, struct err *err)
{
    struct arena *a = arguments->a;
    str campaign = arguments->rest.at[0], path = arguments->rest.at[1];
    struct cache *cache;
    diags->file = path;
    if (!cache_open(str_of(workspace_path(w->folder, "cache", a)), &cache, err))
        return false;
    bool ok = scans_read(c, path, argument_given(arguments, "weak-sandbox"), cache, a, diags, err);
    cache_close(cache);
    return ok && callsheet_revise(w, argument_text(arguments, "by"), campaign, c, a, diags, ret,
                                  ret_people, err);
}

static int run_revise(const struct arguments *arguments)
{
    struct workspace w;
    struct callsheet c;
    struct outcome outcome;
    struct err err = {0};
    struct diags diags = {.a = arguments->a};
    size_t people = 0;
    int status;
    if (!callsheet_file_read(arguments, arguments->rest.at[1], &c, &status))
        return status;
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool done = revise(arguments, &w, &c, &diags, &outcome, &people, &err);
    workspace_close(&w);
    tell_diags(&diags, stderr);
    status = tell_outcome(done, &outcome, &err);
    if (status == EXIT_ALL_CLEAR && people)
        printf("%zu personal record%s kept, each under a key of its own\n", people,
               plural((int64_t)people));
    return status;
}

static const struct option_row revise_options[] = {
    BY_OPTION_ROW,
    {"weak-sandbox", NULL, "go on where the kernel lacks Landlock or seccomp", false},
};

const struct command command_callsheet_revise = {
    .name = "callsheet revise",
    .arguments = "CAMPAIGN FILE",
    .help =
        "Make a call sheet that of a campaign: what changed is kept in words, and what it says\n"
        "of people as one encrypted record each, which can be forgotten.",
    .options = revise_options,
    .options_n = countof(revise_options),
    .arguments_min = 2,
    .arguments_max = 2,
    .place = IN_WORKSPACE,
    .run = run_revise,
};
