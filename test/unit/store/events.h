/* events.h -- a folder for a test's store, and events of a small history. */
#pragma once

#include "../test.h"
#include "base/hash.h"
#include "store/store.h"

/* A fresh folder, and a path in it. The test's process removes the folder when it ends. */
const char *folder_new(void);
void folder_remove(void);                                  /* the last one, earlier */
const char *path_in(const char *folder, const char *name); /* in the arena */

extern struct arena arena; /* of the test program, opened by arena_up */
int arena_up(void **state);
int arena_down(void **state);

/* The n-th event of a long history: a workspace, a campaign, a call sheet, then pictures that are
 * submitted, screened, settled, raised and commented. Any n, in order from 0. */
struct event history(uint64_t n, struct arena *a);

/* Append history's events from the store's count up to `until`, in one transaction. */
void append_until(struct store *s, uint64_t until);

/* That store_check has nothing to say. */
void assert_clean(struct store *s);

/* All events with their salts. False with an error where one cannot be read. */
nodiscard bool events_digest(struct store *s, struct digest *ret, struct err *err);
