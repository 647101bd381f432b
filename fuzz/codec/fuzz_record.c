/* What a record takes without a diag can be written and read again to the same bytes. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/sample.h"
#include "codec/yaml.h"

/* Small, because the address sanitizer marks the whole of it at each run. */
#define ARENA_BYTES(size) ((1 << 20) + (size)*NODE_BYTES_PER_INPUT_BYTE * 4)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_close) struct arena arena = arena_open(ARENA_BYTES(size));
    struct node tree;
    struct err err;
    if (!yaml_read((str){(const char *)data, size}, &arena, &tree, &err))
        return 0;
    struct sheet sheet, again;
    struct diags diags = {.a = &arena};
    if (!record_read(&sheet_record, &tree, &arena, &diags, &sheet)) {
        if (diags.n == 0)
            abort();
        return 0;
    }
    CLEANUP(buf_done) struct buf out = {0};
    CLEANUP(buf_done) struct buf twice = {0};
    record_write_json(&sheet_record, &sheet, &out);
    if (!record_read_json(&sheet_record, buf_str(&out), &arena, &again, &err))
        abort();
    record_write_json(&sheet_record, &again, &twice);
    if (!str_eq(buf_str(&out), buf_str(&twice)))
        abort();
    return 0;
}
