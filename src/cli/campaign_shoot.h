/* cli/campaign_shoot.h -- a campaign of a workspace in the place of a folder, for the commands that
 * go through a shoot. */
#pragma once

#include "cli/shoot_options.h"
#include "cli/workspace_command.h"
#include "workspace/shooting.h"

struct campaign_shoot {
    struct workspace w;
    struct shooting shooting;
};

/* The options that a workspace answers itself (call sheet, settlements, ways to choose files) are
 * refused. False after telling what is wrong. */
nodiscard bool campaign_shoot_begin(const struct arguments *arguments, str campaign,
                                    struct shoot_options *options, struct campaign_shoot *ret);
/* The campaign where it is the one argument; absent after telling that it is not. */
str campaign_argument(const struct arguments *arguments);
/* Its call sheet, read. False after telling what is wrong. */
nodiscard bool campaign_callsheet(const struct campaign_shoot *c, struct arena *a,
                                  const struct callsheet **ret_callsheet);
void campaign_shoot_end(struct campaign_shoot *c); /* accepts one that is all zero */
