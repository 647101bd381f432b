/* report_sample DIR PICTURES client|house: a report of made-up pictures, for the browser's tests
 * and for the bench. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: report_sample DIR PICTURES client|house\n");
        return 2;
    }
    size_t n = strtoul(argv[2], NULL, 10);
    struct sample_orders orders = {
        .folder = str_of(argv[1]),
        .audience = strcmp(argv[3], "house") == 0 ? REPORT_FOR_HOUSE : REPORT_FOR_CLIENT,
        .pictures = n,
        .delivered = n,
    };
    struct err err;
    if (sample_report(&orders, &err))
        return 0;
    fprintf(stderr, "report_sample: %s\n", err.msg);
    return 1;
}
