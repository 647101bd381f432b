#include "policy/reasons.h"

#include <string.h>

#include "policy/message.h"

enum {
    BECAUSE_MAX_BYTES = 2000
};

static void append(struct reason_list *list, struct reason reason)
{
    if (list->n == list->cap) {
        list->cap = list->cap ? list->cap * 2 : 16;
        struct reason *more = arena_new(list->a, struct reason, list->cap);
        if (list->n > 0)
            memcpy(more, list->at, list->n * sizeof *more);
        list->at = more;
    }
    list->at[list->n++] = reason;
}

bool reasons_add(struct reason_list *list, struct reason reason)
{
    if (list->n < POLICY_REASONS_MAX)
        append(list, reason);
    else
        list->full = true;
    return !list->full;
}

void reasons_block(struct reason_list *list, str rule, str because, str fix)
{
    CLEANUP(buf_done) struct buf line = {0};
    message_line(&line, because, BECAUSE_MAX_BYTES);
    reasons_add(list, (struct reason){.pack = REASONS_CODE,
                                      .rule = rule,
                                      .effect = EFFECT_BLOCK,
                                      .because = str_copy(buf_str(&line), list->a),
                                      .fix = fix,
                                      .subject = S("")});
}

static int rank(const struct reason *r)
{
    return r->effect == EFFECT_BLOCK && str_eq(r->pack, REASONS_CODE) ? 0 : r->effect;
}

void reasons_sort(struct reason_list *list)
{
    if (list->full) {
        str because = str_format(list->a, "There are more reasons than %d; the rest is left out.",
                                 POLICY_REASONS_MAX);
        append(list, (struct reason){.pack = REASONS_CODE,
                                     .rule = S("too-many-reasons"),
                                     .effect = EFFECT_BLOCK,
                                     .because = because,
                                     .fix = S("Settle these first, and judge the picture again."),
                                     .subject = S("")});
    }
    struct reason *sorted = arena_new(list->a, struct reason, list->n);
    size_t n = 0;
    for (int r = 0; r <= EFFECT_ADVISE; r++)
        for (size_t i = 0; i < list->n; i++)
            if (rank(&list->at[i]) == r)
                sorted[n++] = list->at[i];
    assert(n == list->n);
    list->at = sorted;
    list->cap = n;
}
