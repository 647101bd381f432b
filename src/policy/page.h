/* policy/page.h -- a page for people on each rule of a pack, generated from the pack, in Markdown.
 */
#pragma once

#include "policy/policy.h"

/* Append the page of a pack that loads (policy_add said so). file is the name that it is known by.
 */
void policy_page(const struct policy *p, str pack_yaml, str file, struct buf *out);
