/* policy/reasons.h -- inside policy only: the reasons of one verdict while they are found. */
#pragma once

#include "policy/policy.h"

/* The pack name of what is decided in code. */
#define REASONS_CODE S("gatefold")

struct reason_list {
    struct arena *a;
    struct reason *at;
    size_t n, cap;
    bool full; /* one was left out */
};

/* False if there is no room, which the list remembers. */
bool reasons_add(struct reason_list *list, struct reason reason);

/* A block that is decided in code; because is made fit for one line. */
void reasons_block(struct reason_list *list, str rule, str because, str fix);

/* Put them in the order of a verdict: what was decided in code, blocks, needs, advice, and each in
 * the order in which they were found. A list that left something out says so, and blocks. */
void reasons_sort(struct reason_list *list);
