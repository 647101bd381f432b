/* workspace/event_line.h -- an event as a line of JSON: what docs/format/event.md names, and the
 * salt, so that whoever gets the line can compute the leaf. For `gatefold log --json`, export and
 * import. */
#pragma once

#include "base/buf.h"
#include "ledger/event.h"

enum {
    EVENT_LINE_MAX = EVENT_TEXT_MAX + (8 << 10), /* with its line feed */
};

/* With its line feed. The event has passed event_check, its payload is canonical JSON. */
void event_line_print(const struct event *e, struct arena scratch, struct buf *out);

/* A line with its line feed; texts live in a. INVALID unless event_line_print gives the same bytes
 * again. `a` needs EVENT_LINE_ARENA_BYTES. */
#define EVENT_LINE_ARENA_BYTES ((size_t)80 * EVENT_LINE_MAX)
nodiscard bool event_line_read(str line, struct arena *a, struct event *ret, struct err *err);
