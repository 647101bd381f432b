/* A table of any text in place of one of the example's: it is imported or refused, and what is
 * imported and written as YAML reads as the same call sheet. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/csv.h"
#include "shoot/sheets.h"

static const char *const tables[] = {"talent", "items",    "looks", "usage", "campaign",
                                     "places", "licences", "days",  "slates"};

static str as_json(const struct callsheet *c, struct arena *a)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&callsheet_record, c, &json);
    return str_copy(buf_str(&json), a);
}

static void read_again(const struct callsheet *c, struct arena *a)
{
    CLEANUP(buf_done) struct buf yaml = {0};
    record_write_yaml(&callsheet_record, c, &yaml);
    struct diags *diags = arena_new(a, struct diags, 1);
    diags->a = a;
    struct callsheet again;
    if (!callsheet_read(buf_str(&yaml), a, diags, &again) ||
        !str_eq(as_json(c, a), as_json(&again, a)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 64 << 10,
        ARENA_BYTES = 128 << 20
    };
    if (size < 2 || size > INPUT_MAX_BYTES)
        return 0;
    struct arena a = arena_open(ARENA_BYTES);
    struct sheet_pack pack = SHEET_PACK;
    struct err err;
    str packed, name = str_of(tables[data[0] % countof(tables)]);
    struct workbook book;
    if (csv_read((str){(const char *)data + 2, size - 2}, name, &pack, &err) &&
        sheet_pack_done(&pack, &packed, &err) && sheet_unpack(packed, &a, &book, &err)) {
        struct diags *d = arena_new(&a, struct diags, 2);
        d[0].a = d[1].a = &a;
        struct sheets_told told = {.mistakes = &d[0], .notes = &d[1]};
        struct sheet_input input = {.file = S("t"), .sheet = &book.sheets.at[0]};
        struct callsheet c;
        if (callsheet_from_sheets(&input, 1, callsheet_example(), data[1] % 4, &a, &told, &c))
            read_again(&c, &a);
        else if (told.mistakes->n == 0)
            abort();
    }
    buf_done(&pack.out);
    arena_close(&a);
    return 0;
}
