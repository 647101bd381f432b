/* What parses prints to the same digits in lower case. */
#include <stdlib.h>

#include "../fuzz.h"
#include "match/pdq.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fingerprint f;
    struct err err = {0};
    char hex[FINGERPRINT_HEX_CHARS + 1];
    if (!fingerprint_parse((str){(const char *)data, size}, &f, &err)) {
        if (err.kind != ERR_INVALID)
            abort();
        return 0;
    }
    fingerprint_hex(f, hex);
    for (size_t i = 0; i < size; i++)
        if (hex[i] != (data[i] >= 'A' && data[i] <= 'F' ? data[i] + 32 : data[i]))
            abort();
    return 0;
}
