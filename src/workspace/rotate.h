/* workspace/rotate.h -- a new key in the place of the log's, issuer's or status' key
 * (docs/format/key.md).
 *
 * The new key is durable as keys/USE.next before the event that names it; the old one is destroyed
 * after it, and the new one takes its name. Interrupted anywhere, keys_settle tells by the events
 * which of the two is in force, and ends it: forward once the event is there, back before. */
#pragma once

#include "workspace/act.h"

/* A new signing key in a new file; its vkey in a. */
nodiscard bool key_make(const char *path, str name, struct arena *a, str *ret_vkey,
                        struct err *err);

/* The old key need not be there: it may be lost or stolen. */
nodiscard bool key_rotate(struct workspace *w, str by, enum key_use use, str reason,
                          struct arena *a, struct outcome *ret, struct err *err);

/* Nothing to do where no rotation was interrupted. CONFLICT where neither key is in force. */
nodiscard bool keys_settle(struct workspace *w, struct err *err);
