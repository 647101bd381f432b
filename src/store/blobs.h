/* store/blobs.h -- a folder of files named by the SHA-256 of what they hold: ab/cdef... (62
 * digits).
 *
 * A blob is written whole to a temporary file in the folder, synced, renamed and its folder synced:
 * once a put has succeeded the blob survives a power cut, and a name never stands for less than
 * whole content. Any number of processes may put at once. What is read is hashed again: a file that
 * does not hold what its name says is CORRUPT.
 *
 * The folder must be the user's own and writable by nobody else (DENIED). Blobs have mode 0400.
 * Several threads may use one handle. Kinds that every function may give: UNAVAILABLE (the disk),
 * LIMIT (it is full), DENIED (rights on files). */
#pragma once

#include "base/err.h"
#include "base/hash.h"
#include "store/store.h"

struct blobs;

/* Make the folder, mode 0700. CONFLICT if it is there. */
nodiscard bool blobs_create(const char *path, struct err *err);

/* With STORE_WRITE, temporaries that a process left when it was killed are removed: those that no
 * process holds locked. NOT_FOUND. */
nodiscard struct blobs *blobs_folder(const char *path, enum store_access access, struct err *err);
void blobs_close(struct blobs *b); /* accepts NULL */
void blobs_closep(struct blobs **b);

enum blobs_did {
    BLOBS_WROTE,
    BLOBS_HAD,      /* it was there, and right */
    BLOBS_REPAIRED, /* it was there, and damaged */
};

/* What a regular file or sealed memfd holds, from its beginning. CORRUPT if that is not `name`,
 * which the caller computed while he read it; nothing is left then. */
nodiscard bool blobs_put_fd(struct blobs *b, int fd, struct digest name, enum blobs_did *ret_did,
                            struct err *err);
/* The name is the digest of the bytes. */
nodiscard bool blobs_put(struct blobs *b, str bytes, struct digest *ret_name,
                         enum blobs_did *ret_did, struct err *err);

/* NOT_FOUND, CORRUPT, LIMIT (more than max_bytes). */
nodiscard bool blobs_read(struct blobs *b, struct digest name, size_t max_bytes, struct arena *a,
                          str *ret_bytes, struct err *err);
/* Where a blob is or would be, NUL-terminated, for who hashes what he reads himself. */
str blobs_path(const struct blobs *b, struct digest name, struct arena *a);
/* A descriptor for reading, at the beginning, after all of it was hashed; the caller closes it.
 * NOT_FOUND, CORRUPT. */
nodiscard bool blobs_open(struct blobs *b, struct digest name, int *ret_fd, struct err *err);

/* Of an asset that is erased. NOT_FOUND. */
nodiscard bool blobs_remove(struct blobs *b, struct digest name, struct err *err);

/* Look at every file in the order of the names: blobs are hashed, and each thing wrong (damaged,
 * wrongly named, a stranger, a temporary that nobody writes) is a line for people. opt_each is
 * called for every blob that is right. False only when the check itself could not be made. */
struct blobs_look {
    void *self;
    void (*wrong)(void *self, str line);
    void (*opt_each)(void *self, struct digest name, uint64_t bytes);
    void (*opt_note)(void *self, str line); /* of a temporary; without it that is wrong too */
};
nodiscard bool blobs_check(struct blobs *b, struct blobs_look look, struct err *err);
