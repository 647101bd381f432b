#include "policy/territory.h"

enum {
    SHOWN_MAX = 8,
};

const struct rule territory_rule = {
    .pack = REASONS_CODE,
    .id = S("territory-without-pack"),
    .effect = EFFECT_NEED,
    .role = S("legal"),
    .party = S(""),
    .count = 1,
};

str territory_mistake(const struct texts *territories)
{
    for (size_t i = 0; i < territories->n; i++) {
        str t = territories->at[i];
        if (t.n != 2 || t.p[0] < 'A' || t.p[0] > 'Z' || t.p[1] < 'A' || t.p[1] > 'Z')
            return t;
    }
    return (str){0};
}

static bool is_covered(str territory, const struct texts *const *covered, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (texts_have(covered[i], territory))
            return true;
    return false;
}

bool territory_judge(const struct texts *wanted, const struct texts *const *covered, size_t n,
                     struct reason_list *list)
{
    CLEANUP(buf_done) struct buf names = {0};
    size_t without = 0;
    for (size_t i = 0; i < wanted->n; i++)
        if (!is_covered(wanted->at[i], covered, n) && without++ < SHOWN_MAX) {
            buf_put(&names, without > 1 ? S(", ") : S(""));
            message_line(&names, wanted->at[i], MESSAGE_SHOWN_BYTES);
        }
    if (without == 0)
        return false;
    if (without > SHOWN_MAX)
        buf_format(&names, " and %zu others", without - SHOWN_MAX);
    reasons_add(
        list,
        (struct reason){
            .pack = territory_rule.pack,
            .rule = territory_rule.id,
            .effect = territory_rule.effect,
            .because = str_format(list->a, "No pack has the rules of %.*s.", STR(buf_str(&names))),
            .fix = S("Legal holds the picture against the rules there and signs; or give "
                     "a pack for it (--policy), or ask for fewer territories."),
            .subject = S(""),
        });
    return true;
}
