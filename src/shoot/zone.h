/* shoot/zone.h -- inside shoot only: the names of time zones. */
#pragma once

#include "base/diag.h"

bool zone_known(str name);

/* The known name nearest to this one; absent if none is near. */
str zone_nearest(str name);
