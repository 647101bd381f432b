/* match/fold_table.h -- private to match: look-alikes. */
#pragma once

#include "base/base.h"

struct fold_row {
    uint16_t from; /* a letter after decomposition, stripping of marks and case folding */
    char to[3];    /* the one or two ASCII letters that it is compared as */
};

extern const struct fold_row fold_rows[];
extern const size_t fold_rows_n;

/* NULL if the letter stands for itself. */
const char *fold_look_alike(uint32_t code_point);
