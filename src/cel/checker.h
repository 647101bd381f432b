/* cel/checker.h -- the state of one check, shared by the rules (check.c), what names stand for
 * (names.c) and the words for what breaks the rules (complain.c). Private to this folder. */
#pragma once

#include "cel/check.h"
#include "cel/functions.h"

struct local {
    const struct local *outer;
    str name;
    const struct cel_type *type;
    uint32_t slot;
};

struct checker {
    const struct cel_env *env;
    struct infer infer;
    const struct local *locals;
    uint32_t n_slots, most_slots;
    uint32_t nesting;
    bool has_qualified; /* a variable's name has a dot */
    bool failed;
    struct cel_place *place;
    struct err *err;
};

/* A plain name: a local, a variable or a type; otherwise a complaint. */
void check_name(struct checker *c, struct ast *n);

/* A select chain a.b.c that is the name of one variable or type: true, and n stands for it. */
bool check_chain(struct checker *c, struct ast *n);

/* Some variable, local or declared, is called this. */
bool is_variable(const struct checker *c, str name);

/* The first complaint is kept and ends the check. Without checking there is nothing to complain
 * of: the mistake shows at run time. */
void complain(struct checker *c, uint32_t at, uint32_t end, const char *fmt, ...) PRINTF(4, 5);

/* The same for what no mode allows. */
void limit(struct checker *c, uint32_t at, uint32_t end, const char *fmt, ...) PRINTF(4, 5);

void complain_name(struct checker *c, struct ast *n);
void complain_field(struct checker *c, struct ast *n, const struct cel_type *object);
/* opt_other: the function exists in the other style, plain or member. */
void complain_function(struct checker *c, struct ast *n, const struct overload *opt_other);
void complain_arguments(struct checker *c, const struct ast *n, const struct cel_type *const *args,
                        size_t first, size_t n_rows);

/* The type in words, for a message. */
const char *shown(struct checker *c, const struct cel_type *t);
