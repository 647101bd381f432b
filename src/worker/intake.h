/* worker/intake.h -- taking one file in: what is hashed is what is screened and what is stored.
 *
 * The file is opened without waiting (a FIFO does not hang us), must be regular, and is copied into
 * a sealed memfd while it is hashed. Nothing later looks at the path again. */
#pragma once

#include "base/err.h"
#include "base/hash.h"

struct intake {
    int fd; /* sealed memfd, read-only for whoever gets it; the caller closes it */
    uint64_t size_bytes;
    struct digest sha256; /* of the bytes; intake_page makes it the page's */
    int64_t page;         /* 0: a picture; else the page of a PDF that is meant */
};

/* INVALID: not a regular file, empty. LIMIT: too large. CONFLICT: changed while it was read.
 * NOT_FOUND, DENIED, UNAVAILABLE as the system says. */
nodiscard bool intake_open(const char *path, struct intake *ret_intake, struct err *err);

/* The digest alone, of bytes that are then forgotten: for the question whether they are known.
 * Errors as above. */
nodiscard bool intake_digest(const char *path, struct digest *ret_sha256, struct err *err);

/* Mean one page of a PDF, from 1. A page has a digest of its own, so that what is said of one never
 * counts for another: SHA-256 of "HEX#page=N", with the digest of the file in small letters. */
void intake_page(struct intake *intake, int64_t page, struct arena scratch);

/* A memfd that may grow, for a worker to fill; -1 on failure. */
int memfd_new(const char *name);

/* Let nobody change it any more. False if somebody still maps it for writing. */
bool memfd_seal(int fd);
