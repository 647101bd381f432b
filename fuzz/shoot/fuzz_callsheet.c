/* A call sheet of any bytes: reading ends, and one that reads can be used for everything. */
#include "image/image.h"
#include "screen/screening.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 64 << 10,
        ARENA_BYTES = 512 << 20
    };
    if (size > INPUT_MAX_BYTES)
        return 0;
    struct arena a = arena_open(ARENA_BYTES);
    struct diags *diags = arena_new(&a, struct diags, 1);
    diags->a = &a;
    struct callsheet c;
    str text = {(const char *)data, size};
    if (callsheet_read(text, &a, diags, &c)) {
        struct arena scratch = arena_open(64 << 20);
        callsheet_gaps(&c, scratch, diags);
        arena_close(&scratch);
        struct text_line line = {.text = S("Mia Lindqvist MAISON VERNE"), .region = {0, 0, 9, 9}};
        struct finding read = {.kind = FINDING_TEXT, .region = line.region, .lines = {&line, 1}};
        struct screening s = {.version = SCREENING_VERSION, .findings = {&read, 1}};
        struct facts facts = facts_make(&(struct facts_of){.opt_callsheet = &c,
                                                           .opt_screening = &s,
                                                           .path = S("desk-1_1.jpg"),
                                                           .sha256 = S("00")},
                                        &a);
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(&facts_record, &facts, &json);
        assert(buf_ok(&json));
    }
    arena_close(&a);
    return 0;
}
