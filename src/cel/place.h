/* cel/place.h -- bytes of the source to line and column. Private to this folder. */
#pragma once

#include "cel/cel.h"

struct cel_place place_of(str source, uint32_t at, uint32_t n);
