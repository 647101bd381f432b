/* One expression a line on standard input, its answer a line on standard output: the value as
 * cel_print has it, "error", or "refused: " and the words of the compiler. For differential.mjs,
 * which binds the same values to the same names. */
#include <stdio.h>
#include <stdlib.h>

#include "cel/cel.h"

static const struct cel_type ints = {CEL_LIST, .elem = &cel_int},
                             strings = {CEL_LIST, .elem = &cel_string},
                             counts = {CEL_MAP, .key = &cel_string, .elem = &cel_int};
static const struct cel_var vars[] = {
    {"i", &cel_int},   {"u", &cel_uint}, {"d", &cel_double}, {"s", &cel_string}, {"b", &cel_bool},
    {"y", &cel_bytes}, {"li", &ints},    {"ls", &strings},   {"m", &counts},     {"x", &cel_dyn},
};

static void bind(struct arena *a, struct cel_value values[countof(vars)])
{
    static const struct cel_value li[] = {
        {.kind = CEL_INT, .i = 3}, {.kind = CEL_INT, .i = -1}, {.kind = CEL_INT, .i = 0}};
    struct cel_value *ls = arena_new(a, struct cel_value, 3);
    ls[0] = cel_of_str(S("adult"));
    ls[1] = cel_of_str(S(""));
    ls[2] = cel_of_str(S("h\xC3\xA9llo w"));
    struct cel_entry *m = arena_new(a, struct cel_entry, 2);
    m[0] = (struct cel_entry){cel_of_str(S("k")), cel_of_int(1)};
    m[1] = (struct cel_entry){cel_of_str(S("adult")), cel_of_int(INT64_MAX)};
    values[0] = cel_of_int(7);
    values[1] = (struct cel_value){.kind = CEL_UINT, .u = 5};
    values[2] = cel_of_double(-2.5);
    values[3] = cel_of_str(S("na\xC3\xAFve text"));
    values[4] = cel_of_bool(true);
    values[5] = cel_of_str(S("\x01\xFF"));
    values[5].kind = CEL_BYTES;
    values[6] = cel_of_list(li, countof(li));
    values[7] = cel_of_list(ls, 3);
    values[9] = cel_of_int(2);
    struct err err;
    if (!cel_map_make(m, 2, a, &values[8], &err))
        abort();
}

int main(void)
{
    static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};
    struct arena a = arena_open(CEL_COMPILE_BYTES), scratch = arena_open(CEL_COMPILE_BYTES);
    struct cel_value values[countof(vars)];
    bind(&a, values);
    setvbuf(stdout, NULL, _IOLBF, 0); /* the other side waits for each answer */
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct arena one = a;
        struct cel_program *p;
        struct cel_value v;
        struct err err;
        CLEANUP(buf_done) struct buf out = {0};
        str source = {line, (size_t)n - (line[n - 1] == '\n')};
        if (!cel_compile(&env, source, NULL, &one, scratch, &p, NULL, &err)) {
            printf("refused: %s\n", err.msg);
            continue;
        }
        uint64_t left = CEL_BUDGET_DEFAULT;
        if (cel_eval_within(p, values, &left, &one, &v, &err))
            cel_print(&out, v);
        else
            buf_put(&out, err.kind == ERR_LIMIT ? S("over the budget") : S("error"));
        if (CEL_BUDGET_DEFAULT - left > cel_cost(p))
            buf_put(&out, S(" (took more steps than estimated)"));
        cel_program_close(p);
        printf("%.*s\n", STR(buf_str(&out)));
    }
    free(line);
    arena_close(&a);
    arena_close(&scratch);
    return 0;
}
