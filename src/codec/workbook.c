#include "codec/workbook.h"

#include "codec/csv.h"
#include "codec/xlsx.h"

/* The names of streams in an old container file (MS-CFB), which are UTF-16. */
#define ENCRYPTED "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"

static bool refuse_container(str bytes, struct err *err)
{
    if (str_contains(bytes, S(ENCRYPTED)))
        return err_set(err, ERR_UNSUPPORTED,
                       "it is encrypted with a password: save it without one");
    return err_set(err, ERR_UNSUPPORTED,
                   "it is an old .xls file (or another kind of Office file): save it as .xlsx or "
                   "CSV");
}

bool workbook_read(str bytes, struct sheet_pack *out, struct err *err)
{
    if (bytes.n > WORKBOOK_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "%zu bytes, at most %d MiB are read", bytes.n,
                       WORKBOOK_MAX_BYTES >> 20);
    if (str_starts(bytes, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
        return refuse_container(bytes, err);
    if (str_starts(bytes, S("PK\x03\x04")))
        return xlsx_read(bytes, out, err);
    if (str_starts(bytes, S("%PDF")) || str_starts(bytes, S("{\\rtf")) || str_starts(bytes, S("<")))
        return err_set(err, ERR_UNSUPPORTED, "it is no spreadsheet: save it as .xlsx or CSV");
    return csv_read(bytes, S(""), out, err);
}
