/* Entries of the cache: each is exactly one, or an error. What follows the first byte is an entry
 * as it stands on the disk, or (in upper case) without its head, which is made for it: a digest is
 * nothing that chance finds. */
#include "../fuzz.h"
#include "base/hash.h"
#include "worker/cache_entry.h"

#define KEY "0000000000000000000000000000000000000000000000000000000000000000"

static void answer(enum cache_part part, str bytes, struct arena a)
{
    const struct worker_orders orders = {0};
    struct lane_result result;
    struct err err = {0};
    if (!cache_entry_read(part, &orders, S(KEY), bytes, &a, &result, &err)) {
        assert(err.kind != ERR_NONE && err.msg[0]);
        return;
    }
    assert(result.decoded && result.pixels == -1 && !result.problem.p);
    assert(part == CACHE_PIXELS || result.about.oddities.n == 0);
    for (size_t i = 0; i < result.screening.detectors.n; i++)
        assert(result.screening.detectors.at[i].status == RUN_DONE);
    for (size_t i = 0; i < result.screening.findings.n; i++)
        assert(result.screening.findings.at[i].kind != FINDING_COULD_NOT_TELL);
}

static void drawn(str bytes, struct arena a)
{
    struct drawn_list list;
    struct err err = {0};
    if (!cache_drawn_read(S(KEY), bytes, &a, &list, &err)) {
        assert(err.kind != ERR_NONE && err.msg[0]);
        return;
    }
    for (size_t i = 0; i < list.files.n; i++)
        assert(list.files.at[i].sha256.n == DIGEST_HEX && list.files.at[i].what.n > 0);
}

static void marks(str bytes, struct arena a)
{
    struct marks_answer answer;
    struct err err = {0};
    if (!cache_marks_read(S(KEY), bytes, &a, &answer, &err))
        assert(err.kind != ERR_NONE && err.msg[0]);
    else
        assert(!answer.problem.p || answer.unread);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 1 << 16)
        return 0;
    static struct arena whole;
    if (!whole.base)
        whole = arena_open((size_t)256 << 20);
    struct arena a = whole;
    str bytes = {(const char *)data + 1, size - 1};
    char kind = (char)data[0];
    if (kind >= 'A' && kind <= 'Z') {
        bytes = str_format(&a, "gatefold-cache %d %.*s\n%.*s", CACHE_VERSION,
                           STR(digest_hex(sha256(bytes), &a)), STR(bytes));
        kind = (char)(kind + ('a' - 'A'));
    }
    if (kind == 'd')
        drawn(bytes, a);
    else if (kind == 'm')
        marks(bytes, a);
    else
        answer(kind == 'p' ? CACHE_PIXELS : CACHE_WHOLE, bytes, a);
    return 0;
}
