#include "match/approx.h"

#include <string.h>

typedef unsigned __int128 bits;

/* One column of the table of edits, as Myers keeps it: the differences down the column. */
struct column {
    bits plus, minus;
    uint32_t score; /* the last entry */
};

void approx_prepare(struct letters pattern, bool reversed, struct approx_pattern *ret)
{
    assert(pattern.n >= 1 && pattern.n <= APPROX_PATTERN_MAX);
    memset(ret, 0, sizeof *ret);
    ret->n = pattern.n;
    for (uint32_t i = 0; i < pattern.n; i++) {
        uint32_t letter = pattern.v[reversed ? pattern.n - 1 - i : i];
        bits here = (bits)1 << i;
        if (letter < countof(ret->ascii)) {
            ret->ascii[letter] |= here;
            continue;
        }
        uint32_t k = 0;
        while (k < ret->others && ret->other[k] != letter)
            k++;
        ret->other[k] = letter;
        ret->other_at[k] |= here;
        ret->others = MAX(ret->others, k + 1);
    }
}

static bits places(const struct approx_pattern *p, uint32_t letter)
{
    if (letter < countof(p->ascii))
        return p->ascii[letter];
    for (uint32_t k = 0; k < p->others; k++)
        if (p->other[k] == letter)
            return p->other_at[k];
    return 0;
}

static struct column column_of(const struct approx_pattern *p)
{
    return (struct column){.plus = ~(bits)0, .score = p->n};
}

/* Myers's step. When anchored, the match must start where the columns started, so the entry over
 * the first row grows by one with each letter; otherwise it stays zero. */
static void column_step(const struct approx_pattern *p, struct column *c, uint32_t letter,
                        bool anchored)
{
    bits eq = places(p, letter), last = (bits)1 << (p->n - 1);
    bits vertical = eq | c->minus;
    bits horizontal = (((eq & c->plus) + c->plus) ^ c->plus) | eq;
    bits plus = c->minus | ~(horizontal | c->plus), minus = c->plus & horizontal;
    if (plus & last)
        c->score++;
    else if (minus & last)
        c->score--;
    plus = plus << 1 | anchored;
    minus <<= 1;
    c->plus = minus | ~(vertical | plus);
    c->minus = plus & vertical;
}

static uint32_t start_of(const struct approx_pattern *backward, struct letters text, uint32_t from,
                         uint32_t end, uint32_t edits)
{
    struct column c = column_of(backward);
    uint32_t best = end, best_off = UINT32_MAX;
    for (uint32_t at = end; at > from && end - at < backward->n + edits; at--) {
        column_step(backward, &c, text.v[at - 1], true);
        uint32_t length = end - at + 1;
        uint32_t off = length > backward->n ? length - backward->n : backward->n - length;
        if (c.score == edits && off <= best_off) {
            best = at - 1;
            best_off = off;
        }
    }
    return best;
}

bool approx_next(const struct approx_pattern *forward, const struct approx_pattern *backward,
                 struct letters text, uint32_t from, uint32_t most_edits,
                 struct approx_match *ret_match)
{
    assert(most_edits < forward->n);
    struct column c = column_of(forward);
    uint32_t end = 0, edits = most_edits + 1;
    for (uint32_t at = from; at < text.n; at++) {
        if (edits <= most_edits && at + 1 - end > most_edits)
            break;
        column_step(forward, &c, text.v[at], false);
        if (c.score < edits) {
            edits = c.score;
            end = at + 1;
        }
    }
    if (edits > most_edits)
        return false;
    *ret_match = (struct approx_match){start_of(backward, text, from, end, edits), end, edits};
    return true;
}
