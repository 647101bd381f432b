/* worker/workers.h -- the kinds of worker, from inside. Private to this folder. */
#pragma once

#include "base/hash.h"
#include "worker/channel.h"
#include "worker/protocol.h"
#include "worker/sandbox.h"

/* Load everything that needs files, then shut in. Each file is added to `read`, or that it is
 * absent: whoever keeps the worker's answers must know what they came from. */
nodiscard bool decode_worker_start(const struct worker_orders *orders, struct arena *a,
                                   struct sha256 *read, struct err *err);
nodiscard bool outside_worker_start(const struct worker_orders *orders, struct arena *a,
                                    struct sha256 *read, struct err *err);
nodiscard bool marks_worker_start(const struct worker_orders *orders, struct arena *a,
                                  struct sha256 *read, struct err *err);
nodiscard bool detect_worker_start(const struct worker_orders *orders, struct arena *a,
                                   struct sha256 *read, struct err *err);
nodiscard bool sheet_worker_start(const struct worker_orders *orders, struct arena *a,
                                  struct sha256 *read, struct err *err);

/* The bytes of a file that came with a request, to be read only. INVALID if it is empty. */
nodiscard bool worker_map(int file, str *ret_bytes, struct err *err);

/* Take one request and answer it. False when there is nothing more to do: the parent is gone, or
 * did not speak our language. */
nodiscard bool decode_worker_serve(int socket, struct arena *a, struct err *err);
nodiscard bool outside_worker_serve(int socket, struct arena *a, struct err *err);
nodiscard bool marks_worker_serve(int socket, struct arena *a, struct err *err);
nodiscard bool detect_worker_serve(int socket, struct arena *a, struct err *err);
nodiscard bool sheet_worker_serve(int socket, struct arena *a, struct err *err);
