/* codec/xlsx_parts.h -- inside codec only: what the parts of a .xlsx file share while it is read.
 */
#pragma once

#include "codec/xlsx.h"
#include "codec/xml_part.h"

enum number_shown {
    SHOWN_PLAIN, /* General, 0, text */
    SHOWN_DATE,  /* years or days are shown */
    SHOWN_OTHER, /* in any other way: times, money, phone numbers */
};

struct xlsx_sheet {
    str name;
    str relation; /* id */
    bool hidden;
};

struct xlsx {
    struct arena *a;
    struct zip zip;
    uint64_t budget_bytes;
    bool dates_1904;
    LIST_OF(struct xlsx_sheet) sheets;
    struct texts strings;    /* shared by cells */
    LIST_OF(uint8_t) styles; /* enum number_shown, by index of a cell's style */
};

/* The namespaces of SpreadsheetML. */
extern const char *const xlsx_namespaces[];

/* Each reads one part. */
nodiscard bool xlsx_read_strings(struct xlsx *x, const struct zip_entry *part, struct err *err);
nodiscard bool xlsx_read_styles(struct xlsx *x, const struct zip_entry *part, struct err *err);
nodiscard bool xlsx_read_cells(struct xlsx *x, const struct zip_entry *part, struct sheet_pack *out,
                               struct err *err);

/* "_x000D_" and the like for characters that XML cannot hold (part 1, 22.4.2.4). In a. */
str xlsx_text(str text, struct arena *a);

/* A whole number without a sign, at most max. */
bool xlsx_number(const char *opt_text, uint32_t max, uint32_t *ret);
