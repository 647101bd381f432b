/* An evaluation takes its memory from the arena it is given and nothing from the system: the calls
 * of our own code are counted by the linker's --wrap. (RE2 keeps caches of its own, cel.h.) */
#include "../test.h"

#include <stdlib.h>

#include "cel/cel.h"

static volatile size_t calls;

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__real_mmap64(void *at, size_t n, int prot, int flags, int fd, off_t from);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void *__wrap_mmap64(void *at, size_t n, int prot, int flags, int fd, off_t from);

void *__wrap_malloc(size_t n)
{
    calls++;
    return __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    calls++;
    return __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    calls++;
    return __real_realloc(p, n);
}

void *__wrap_mmap64(void *at, size_t n, int prot, int flags, int fd, off_t from)
{
    calls++;
    return __real_mmap64(at, n, prot, flags, fd, from);
}

static void evaluations_ask_the_system_for_nothing(void **state)
{
    (void)state;
    static const struct cel_type texts = {CEL_LIST, .elem = &cel_string};
    static const struct cel_var vars[] = {{"words", &texts}, {"n", &cel_int}};
    static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};
    static const char *const sources[] = {
        "words.exists(w, w == 'b') && n > 1",
        "words.map(w, w + 'x').filter(w, w.size() > 1).size() == 2",
        "words.all(w, words.exists(v, v.contains(w)))",
        "{'a': n, 'b': [n, 2]}.size() == 2",
        "words.map(w, w.upperAscii()).join(', ').startsWith('A')",
        "n / 0 > 1 || words[9] == 'x'",
        "string(n) + words[0]",
    };
    struct arena a CLEANUP(arena_close) = arena_open((size_t)2 * CEL_COMPILE_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open((size_t)2 * CEL_COMPILE_BYTES);
    struct cel_value words[] = {cel_of_str(S("a")), cel_of_str(S("b"))};
    struct cel_value values[] = {cel_of_list(words, countof(words)), cel_of_int(7)};
    for (size_t i = 0; i < countof(sources); i++) {
        struct err err;
        struct cel_program *p;
        assert_ok(cel_compile(&env, str_of(sources[i]), NULL, &a, scratch, &p, NULL, &err), err);
        calls = 0;
        for (int round = 0; round < 10; round++) {
            struct arena work = a;
            struct cel_value v;
            (void)!cel_eval(p, values, CEL_BUDGET_DEFAULT, &work, &v, &err);
        }
        assert_int_equal(calls, 0);
        cel_program_close(p);
    }
    calls = 0;
    void *volatile one = malloc(1); /* the count works */
    free(one);
    struct arena other = arena_open(1 << 20);
    arena_close(&other);
    assert_int_equal(calls, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evaluations_ask_the_system_for_nothing),
    };
    return cmocka_run_group_tests_name("allocations", tests, NULL, NULL);
}
