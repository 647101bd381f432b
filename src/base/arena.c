#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
enum {
    REDZONE_BYTES = 16
};
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum {
    REDZONE_BYTES = 0
};
#endif

struct arena arena_open(size_t cap_bytes)
{
    char *p = mmap(NULL, cap_bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        abort();
    ASAN_POISON_MEMORY_REGION(p, cap_bytes);
    return (struct arena){.base = p, .beg = p, .end = p + cap_bytes};
}

void arena_close(struct arena *a)
{
    if (a->base) {
        size_t n = (size_t)(a->end - a->base);
        ASAN_UNPOISON_MEMORY_REGION(a->base, n);
        munmap(a->base, n);
    }
    *a = (struct arena){0};
}

void *arena_alloc(struct arena *a, size_t size, size_t align, size_t count)
{
    size_t pad = (size_t) - (uintptr_t)a->beg & (align - 1);
    size_t bytes, total;
    if (__builtin_mul_overflow(size, count, &bytes) ||
        __builtin_add_overflow(bytes, pad + REDZONE_BYTES, &total) || total > arena_room(*a))
        abort();
    char *p = a->beg + pad;
    a->beg += total;
    ASAN_UNPOISON_MEMORY_REGION(p, bytes);
    ASAN_POISON_MEMORY_REGION(p + bytes, (size_t)REDZONE_BYTES);
    return memset(p, 0, bytes);
}

void *arena_list_room(struct arena *a, void *at, size_t n, size_t size)
{
    enum {
        ROOM_AT_FIRST = 16
    };
    bool full = n == 0 || (n >= ROOM_AT_FIRST && (n & (n - 1)) == 0);
    if (!full)
        return at;
    void *grown = arena_alloc(a, size, _Alignof(max_align_t), n ? 2 * n : ROOM_AT_FIRST);
    if (n)
        memcpy(grown, at, n * size);
    return grown;
}
