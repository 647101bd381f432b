/* Settlements of any bytes: reading ends, and what reads goes into facts that can be written. */
#include "../fuzz.h"
#include "screen/screening.h"
#include "shoot/facts.h"
#include "shoot/settlements.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 512 << 20))
        return 0;
    struct settlements settlements;
    if (settlements_read(f.text, &f.a, &f.diags, &settlements)) {
        struct region r = {10, 10, 100, 20};
        struct finding seen[] = {
            {.kind = FINDING_TEXT, .region = r, .evidence = S("Quarterly report")},
            {.kind = FINDING_UNREAD_PRINT, .region = r},
            {.kind = FINDING_FACE, .region = r},
        };
        struct screening s = {.version = SCREENING_VERSION, .findings = {seen, countof(seen)}};
        struct facts facts = facts_make(
            &(struct facts_of){
                .opt_settlements = &settlements,
                .opt_screening = &s,
                .path = S("a.jpg"),
                .sha256 = S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            },
            &f.a);
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(&facts_record, &facts, &json);
        assert(buf_ok(&json));
    }
    fuzz_close(&f);
    return 0;
}
