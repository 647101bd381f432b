/* base/arena.h -- memory that is freed all at once.
 *
 * An arena is one reserved range of address space with a cap; pages are touched only as they are
 * used. `struct arena *a` as a parameter means "the result lives there"; `struct arena scratch` by
 * value means "temporary": what the callee takes is free again when it returns.
 *
 * Running out is a bug, not an input error: limits on input keep every arena's cap out of reach,
 * and a test with the worst input proves it. So allocation never returns NULL; it aborts. One
 * thread uses an arena at a time. */
#pragma once

#include "base/base.h"

struct arena {
    char *base; /* what arena_open mapped */
    char *beg;  /* first free byte */
    char *end;
};

/* Reserve cap_bytes of address space. Aborts if the system refuses. */
struct arena arena_open(size_t cap_bytes);

/* Unmap. Accepts an arena that is all zero. Never call it on a scratch copy. */
void arena_close(struct arena *a);

/* Zeroed memory for count things of size bytes. A zero-length allocation is a valid pointer. */
void *arena_alloc(struct arena *a, size_t size, size_t align, size_t count);

/* A list of n things at `at`, with room for one more: moved when n is 0 or has reached its room,
 * which is a power of two from 16 on and need not be kept. For lists that grow one by one from
 * nothing. */
void *arena_list_room(struct arena *a, void *at, size_t n, size_t size);

/* Bytes still free. */
static inline size_t arena_room(struct arena a)
{
    return (size_t)(a.end - a.beg);
}

#define arena_new(a, type, count) ((type *)arena_alloc(a, sizeof(type), _Alignof(type), count))
