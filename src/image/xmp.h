/* image/xmp.h -- starting exempi; the reader itself is a row in container.c. */
#pragma once

#include "base/err.h"

/* Start exempi and fix the usual prefixes, whatever a file would like to call them. */
nodiscard bool xmp_start(struct err *err);
