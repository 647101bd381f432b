/* worker/cache_entry.h -- what the bytes of a cache's entry say. They are a stranger's: whatever is
 * not exactly an entry of this name is CORRUPT, UNSUPPORTED or INVALID. Pure. Private to worker,
 * and to the tests of hostile entries. */
#pragma once

#include "worker/cache.h"

nodiscard bool cache_entry_read(enum cache_part part, const struct worker_orders *orders, str key,
                                str bytes, struct arena *a, struct lane_result *ret_result,
                                struct err *err);

nodiscard bool cache_drawn_read(str key, str bytes, struct arena *a, struct drawn_list *ret_drawn,
                                struct err *err);

nodiscard bool cache_marks_read(str key, str bytes, struct arena *a, struct marks_answer *ret_marks,
                                struct err *err);
