#include "cli/campaign_shoot.h"

static bool options_fit(const struct arguments *arguments)
{
    static const char *const answered[] = {"callsheet", "settlements", "select",
                                           "include",   "exclude",     "pdf"};
    for (size_t i = 0; i < countof(answered); i++)
        if (argument_given(arguments, answered[i])) {
            tell_problem("--%s is not for a campaign: the workspace knows its call sheet, its "
                         "pictures and what was said of them",
                         answered[i]);
            return false;
        }
    return true;
}

str campaign_argument(const struct arguments *arguments)
{
    if (arguments->rest.n == 1)
        return arguments->rest.at[0];
    tell_problem("name one campaign: gatefold -C DIR %s CAMPAIGN", arguments->command->name);
    return (str){0};
}

bool campaign_shoot_begin(const struct arguments *arguments, str campaign,
                          struct shoot_options *options, struct campaign_shoot *ret)
{
    struct err err;
    struct campaign_shoot c = {0};
    if (!options_fit(arguments) || !workspace_begin(arguments, STORE_WRITE, &c.w))
        return false;
    *ret = c;
    if (!shooting_open(&ret->w, campaign, arguments->a, &ret->shooting, &err)) {
        tell_error(&err);
        workspace_close(&ret->w);
        return false;
    }
    options->opt_given = &ret->shooting.given;
    options->paths_n = 0;
    if (!options->cache.p)
        options->cache = str_of(workspace_path(ret->w.folder, "cache", arguments->a));
    if (ret->shooting.forgotten)
        tell_problem("%zu of the call sheet's people %s forgotten: for the rules nobody knows them",
                     ret->shooting.forgotten, ret->shooting.forgotten == 1 ? "was" : "were");
    return true;
}

bool campaign_callsheet(const struct campaign_shoot *c, struct arena *a,
                        const struct callsheet **ret_callsheet)
{
    struct callsheet *sheet = arena_new(a, struct callsheet, 1);
    struct diags *diags = arena_new(a, struct diags, 1);
    *diags = (struct diags){.a = a, .file = S("call sheet")};
    bool ok = callsheet_read(c->shooting.given.callsheet, a, diags, sheet);
    tell_diags(diags, stderr);
    *ret_callsheet = sheet;
    return ok;
}

void campaign_shoot_end(struct campaign_shoot *c)
{
    workspace_close(&c->w);
}
