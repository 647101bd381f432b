/* app/watch_table.h -- the files of a watched folder and how far each is. Private to app; the
 * caller holds a lock. */
#pragma once

#include "app/file_identity.h"
#include "app/walk.h"
#include "base/hash.h"

enum watched_state {
    WATCHED_MOVING, /* not at rest, as far as is known */
    WATCHED_WAITING,
    WATCHED_TAKEN, /* a lane has it */
    WATCHED_JUDGED,
};

struct watched {
    struct walk_file file; /* texts live as long as the table */
    struct file_identity identity;
    int64_t since_ms; /* that it has this identity */
    enum watched_state state;
    bool present; /* in the last walk */
    bool told;    /* a result was given out, whose digest and verdict these are */
    struct digest result;
    int verdict;
    bool said;
};

struct watch_table {
    struct arena *a;
    struct watched **files; /* by path */
    size_t n, cap;
};

/* Take a walk over: what is new or changed is MOVING, what is not there is not present. */
void watch_table_update(struct watch_table *t, const struct walk *walk, int64_t now_ms);

/* Those that are at rest are WAITING from now on. True if some are still MOVING. */
bool watch_table_settle(struct watch_table *t, int64_t now_ms);

/* One that waits, which is TAKEN from now on; NULL if none does. */
struct watched *watch_table_take(struct watch_table *t);

/* Everything is to be judged again. */
void watch_table_again(struct watch_table *t);

void watch_table_done(struct watch_table *t);
