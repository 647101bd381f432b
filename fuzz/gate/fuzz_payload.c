/* A type's name, a line feed, a payload: one that reads is written again as it was, and has words
 * and a stream. */
#include "../fuzz.h"
#include "gate/event_type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 64 << 10,
        ARENA_BYTES = 64 << 20
    };
    str rest = {(const char *)data, size}, name;
    if (size > INPUT_MAX_BYTES || !str_cut(&rest, '\n', &name) || !rest.p)
        return 0;
    enum event_kind kind = event_kind_find(name);
    if (kind == EVENT_KINDS)
        return 0;
    struct arena a = arena_open(ARENA_BYTES), scratch = arena_open(ARENA_BYTES);
    union payload p;
    struct err err;
    if (event_payload_read(kind, rest, &a, scratch, &p, &err)) {
        str again;
        bool written = event_payload_write(kind, &p, &a, scratch, &again, &err);
        assert(written && str_eq(again, rest));
        (void)written;
        struct event e = {
            .stream = event_stream(kind, &p, &a),
            .version = 1,
            .type = name,
            .actor = S("operator"),
            .payload = again,
        };
        bool good = event_check(&e, &err);
        assert(good);
        (void)good;
        assert(event_words(kind, &p, &a).n > 0);
    }
    arena_close(&a);
    arena_close(&scratch);
    return 0;
}
