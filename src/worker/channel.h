/* worker/channel.h -- messages with descriptors over a local stream socket, each with a deadline.
 *
 * A message is four bytes of length (little endian) and the payload; descriptors ride on the first
 * byte. Both ends treat the other as hostile: lengths are bounded before memory is taken. */
#pragma once

#include <signal.h>

#include "base/err.h"
#include "base/str.h"

enum {
    CHANNEL_FDS_MAX = 2,
    CHANNEL_MESSAGE_MAX_BYTES = 4 << 20
};

/* Milliseconds of the monotonic clock from which deadlines are counted. */
int64_t clock_now_ms(void);

/* How long to wait for the other end. */
struct patience {
    int64_t deadline_ms;                   /* of clock_now_ms */
    const volatile sig_atomic_t *opt_stop; /* no longer than until a signal sets it */
};
#define PATIENCE_ENDLESS ((struct patience){.deadline_ms = INT64_MAX})

/* Wait for events of poll on a descriptor. LIMIT: patience has ended. */
nodiscard bool channel_wait(int fd, short events, struct patience patience, struct err *err);

/* UNAVAILABLE: the other end is gone. LIMIT: patience has ended. */
nodiscard bool channel_send(int fd, str payload, const int *fds, size_t n, struct patience patience,
                            struct err *err);

/* The payload lives in a. ret_fds has room for CHANNEL_FDS_MAX and gets exactly want_fds
 * descriptors, which the caller then owns. CORRUPT: not a message of ours. */
nodiscard bool channel_receive(int fd, struct arena *a, size_t want_fds, struct patience patience,
                               str *ret_payload, int *ret_fds, struct err *err);
