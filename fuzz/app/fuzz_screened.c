/* Facts and results of hostile bytes: each line is facts that can be written again, or an error. */
#include "../fuzz.h"
#include "app/screened.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    static struct arena whole;
    if (!whole.base)
        whole = arena_open((size_t)256 << 20);
    struct screened_text text = screened_open((str){(const char *)data, size});
    struct err err = {0};
    for (bool more = true; more;) {
        struct arena a = whole;
        struct screened picture;
        more = screened_next(&text, &a, &picture, &err);
        if (!more)
            break;
        CLEANUP(buf_done) struct buf json = {0};
        record_write_json(&facts_record, &picture.facts, &json);
        assert(picture.line > 0 && buf_ok(&json));
    }
    assert(err.kind == ERR_NONE || err.msg[0]);
    return 0;
}
