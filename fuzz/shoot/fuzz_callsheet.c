/* A call sheet of any bytes: reading ends, and one that reads can be used for everything. */
#include "../fuzz.h"
#include "screen/screening.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 512 << 20))
        return 0;
    struct callsheet c;
    if (callsheet_read(f.text, &f.a, &f.diags, &c)) {
        struct arena scratch = arena_open(64 << 20);
        callsheet_gaps(&c, scratch, &f.diags);
        arena_close(&scratch);
        struct text_line line = {.text = S("Mia Lindqvist MAISON VERNE"), .region = {0, 0, 9, 9}};
        struct finding read = {.kind = FINDING_TEXT, .region = line.region, .lines = {&line, 1}};
        struct screening s = {.version = SCREENING_VERSION, .findings = {&read, 1}};
        struct facts facts = facts_make(&(struct facts_of){.opt_callsheet = &c,
                                                           .opt_screening = &s,
                                                           .path = S("desk-1_1.jpg"),
                                                           .sha256 = S("00")},
                                        &f.a);
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(&facts_record, &facts, &json);
        assert(buf_ok(&json));
    }
    fuzz_close(&f);
    return 0;
}
