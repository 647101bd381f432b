/* codec/region.h -- the records of base/region.h, for every document that names a place. */
#pragma once

#include "base/region.h"
#include "codec/record.h"

extern const struct record region_record, point_record;
