/* test/unit/arena.h -- one arena for all tests of a program: addresses only, taken as they are
 * used. */
#pragma once

#include "base/arena.h"

static struct arena arena;

static int arena_set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)2 << 30);
    return 0;
}

static int arena_tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}
