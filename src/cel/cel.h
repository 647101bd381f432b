/* cel/cel.h -- the Common Expression Language: compile, type-check, evaluate within a budget.
 *
 * An environment declares variables and their types. cel_compile() checks an expression against it
 * once; the program is then evaluated many times over values that the caller built. Names, fields
 * and functions are resolved at compile time, so an evaluation hashes nothing and takes memory from
 * the given arena only (RE2 keeps caches of its own inside a compiled pattern).
 *
 * The language is that of the public specification (github.com/google/cel-spec, 0.25) without
 * protocol buffers: declared objects take the place of messages. Objects are closed: selecting a
 * field that was not declared is a compile error. A declared field that a value does not carry, a
 * missing key and an unbound variable are errors at run time, never false; has(x.f) asks.
 *
 * Ownership: values are plain structs that borrow what they point to; types and environments must
 * outlive the programs compiled against them. A program lives in the arena it was compiled into and
 * holds regular expressions beside it: release those with cel_program_close().
 * Threads: types, environments, programs and values are read only once made and may be shared; an
 * arena belongs to one thread.
 * Limits: an expression of CEL_SOURCE_MAX bytes, CEL_DEPTH_MAX levels deep, with comprehensions
 * nested CEL_COMPREHENSIONS_MAX deep; at run time the budget. Over a limit is an error of kind
 * ERR_LIMIT, never a value, and no || or exists() absorbs it. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
    CEL_SOURCE_MAX = 64 << 10,    /* bytes */
    CEL_DEPTH_MAX = 100,          /* operators, calls and brackets inside one another */
    CEL_COMPREHENSIONS_MAX = 4,   /* all, exists, map... inside one another */
    CEL_REGEXES_MAX = 64,         /* constant patterns in one expression */
    CEL_BUDGET_DEFAULT = 1 << 20, /* about 10 ms at worst */
    CEL_COMPILE_BYTES =
        256 << 20, /* room in the arenas of cel_compile that the worst source fits */
};

enum cel_kind {
    CEL_ABSENT, /* no value: an unbound variable, a field that is not there */
    CEL_ERROR,
    CEL_NULL,
    CEL_BOOL,
    CEL_INT,
    CEL_UINT,
    CEL_DOUBLE,
    CEL_STRING,
    CEL_BYTES,
    CEL_TIMESTAMP,
    CEL_DURATION,
    CEL_LIST,
    CEL_MAP,
    CEL_OBJECT,
    CEL_OPTIONAL, /* a value or none */
    CEL_TYPE,
    CEL_DYN,   /* of types only: any value, checked at run time */
    CEL_PARAM, /* of types only, inside the checker */
};

/* ---- types ---- */

struct cel_field {
    const char *name;
    const struct cel_type *type;
};

/* Declare with designated initialisers, as static data where it can be:
 *   {CEL_LIST, .elem = &person}, {CEL_MAP, .key = &cel_string, .elem = &cel_int},
 *   {CEL_OBJECT, .name = "Person", .fields = fields, .n = countof(fields)}
 * An object may contain itself through a list. Two objects are the same type if they are the same
 * struct. */
struct cel_type {
    enum cel_kind kind;
    const struct cel_type *elem; /* LIST: of the elements; MAP: of the values; OPTIONAL: of the
                                    value; TYPE: may be NULL */
    const struct cel_type *key;  /* MAP */
    const char *name;            /* OBJECT, for messages */
    const struct cel_field *fields;
    size_t n; /* OBJECT: fields; LIST, MAP, STRING, BYTES: at most so many elements or bytes, for
                 cel_cost (0: as the environment assumes) */
};

extern const struct cel_type cel_null, cel_bool, cel_int, cel_uint, cel_double, cel_string,
    cel_bytes, cel_timestamp, cel_duration, cel_dyn;

/* As in messages: "list(Person)", "map(string, int)". */
void cel_type_print(struct buf *b, const struct cel_type *t);

struct cel_var {
    const char *name; /* may be qualified: "a.b" */
    const struct cel_type *type;
};

/* Where time zones with a name come from: the bytes of the zone's TZif file (RFC 8536) in a, or
 * false if there is no such zone. */
struct cel_zones {
    bool (*load)(void *self, str name, struct arena *a, str *ret_tzif);
    void *self;
};

struct cel_env {
    const struct cel_var *vars;
    size_t n_vars;
    str container;          /* a name y is first looked up as container.y; absent: none */
    struct cel_zones zones; /* load NULL: only UTC and offsets such as "+02:00" are known */
    /* What cel_cost assumes of a list or map and of a text where the type does not say; 0: 100
     * elements, 1,000 bytes. Nothing checks a value against it: the budget holds in any case. */
    uint32_t most_elements, most_bytes;
    bool unchecked; /* leave unknown names and wrong types to run time */
};

/* ---- values ---- */

struct cel_value {
    uint8_t kind; /* enum cel_kind */
    uint32_t
        n; /* STRING, BYTES, TYPE: bytes; LIST: values; OPTIONAL: 0 or 1; TIMESTAMP: nanoseconds */
    union {
        bool b;
        int64_t i; /* INT; DURATION: nanoseconds; TIMESTAMP: seconds since 1970, UTC */
        uint64_t u;
        double d;
        const char *p;
        const struct cel_value *list; /* LIST; OPTIONAL: the value */
        const struct cel_map *map;
        const struct cel_object *object;
        const struct cel_error *error;
    };
};

struct cel_entry {
    struct cel_value key; /* BOOL, INT, UINT or STRING */
    struct cel_value value;
};

struct cel_map {
    size_t n;
    const struct cel_entry *entries; /* sorted by key */
};

struct cel_object {
    const struct cel_type *type;
    struct cel_value field[]; /* type->n of them, in its order; ABSENT where there is none */
};

struct cel_error {
    enum err_kind kind;
    uint32_t at; /* byte of the source where it arose */
    str msg;
};

static inline struct cel_value cel_of_bool(bool b)
{
    return (struct cel_value){.kind = CEL_BOOL, .b = b};
}
static inline struct cel_value cel_of_int(int64_t i)
{
    return (struct cel_value){.kind = CEL_INT, .i = i};
}
static inline struct cel_value cel_of_double(double d)
{
    return (struct cel_value){.kind = CEL_DOUBLE, .d = d};
}
static inline struct cel_value cel_of_null(void)
{
    return (struct cel_value){.kind = CEL_NULL};
}
/* Valid UTF-8, which stays where it is. */
static inline struct cel_value cel_of_str(str s)
{
    return (struct cel_value){.kind = CEL_STRING, .n = (uint32_t)s.n, .p = s.p};
}
/* n values, which stay where they are. */
static inline struct cel_value cel_of_list(const struct cel_value *values, size_t n)
{
    return (struct cel_value){.kind = CEL_LIST, .n = (uint32_t)n, .list = values};
}
static inline struct cel_value cel_of_object(const struct cel_object *o)
{
    return (struct cel_value){.kind = CEL_OBJECT, .object = o};
}

/* An object of this type with every field absent: set field[i] or use cel_object_set. */
struct cel_object *cel_object_new(struct arena *a, const struct cel_type *type);

/* Set a field by name; the name must be declared. */
void cel_object_set(struct cel_object *o, const char *name, struct cel_value v);

/* A map of n entries, which are sorted in place and stay where they are. INVALID if a key is of
 * another kind or comes twice (1 and 1u are one key). */
nodiscard bool cel_map_make(struct cel_entry *entries, size_t n, struct arena *a,
                            struct cel_value *ret_map, struct err *err);

/* Is v a value of type t, all the way down? An ABSENT field is; an ABSENT element is not. */
bool cel_fits(struct cel_value v, const struct cel_type *t);

/* The language's own equality: mathematical across numeric kinds, false for NaN and across other
 * kinds. No errors, no budget: for tests and for building facts. */
bool cel_equal(struct cel_value x, struct cel_value y);

/* As the language writes it: "text" in quotes, 1u, [1, 2], {"k": true}, Person{id: "t3"}. */
void cel_print(struct buf *b, struct cel_value v);

/* ---- programs ---- */

struct cel_program;

/* A place in the source, for cel_caret; line and column (in code points) count from 1. */
struct cel_place {
    uint32_t line;
    uint32_t column;
    uint32_t at; /* byte */
    uint32_t n;  /* bytes */
};

/* Check source against env and compile it into a; what is temporary goes to scratch. opt_want is
 * the type the result must have (NULL: any; a dyn result is then checked at each evaluation).
 * INVALID or LIMIT, with "line:column: what is wrong" as the message and its place in
 * opt_ret_place. source is copied. */
nodiscard bool cel_compile(const struct cel_env *env, str source, const struct cel_type *opt_want,
                           struct arena *a, struct arena scratch, struct cel_program **ret_program,
                           struct cel_place *opt_ret_place, struct err *err);

/* Release what the program holds outside its arena. Accepts NULL. */
void cel_program_close(struct cel_program *p);

/* Evaluate over vars: one value for each variable of the environment, in its order. The budget
 * counts a step for each operator, call and element of a comprehension, and for each 16 bytes of
 * string work. The result, and all memory used, is in a; being out of room there is a LIMIT error
 * as being out of budget is. INVALID with "line:column: what went wrong" for an error of the
 * expression. */
nodiscard bool cel_eval(const struct cel_program *p, const struct cel_value *vars, uint64_t budget,
                        struct arena *a, struct cel_value *ret_value, struct err *err);

/* The same with what is left of a budget that several evaluations share: *budget is how many steps
 * there are, and afterwards how many are left; 0 when they ran out. */
nodiscard bool cel_eval_within(const struct cel_program *p, const struct cel_value *vars,
                               uint64_t *budget, struct arena *a, struct cel_value *ret_value,
                               struct err *err);

/* ---- explanations ---- */

/* What one subexpression gave, once: in a comprehension there is a record for each round. */
struct cel_trace {
    struct cel_trace *next;  /* what was evaluated after it, beside it */
    struct cel_trace *inner; /* what was evaluated inside it, in that order; NULL: nothing */
    uint32_t at, n;          /* bytes of the source */
    struct cel_value value;  /* ERROR with its message; ABSENT: an element that is not there */
    /* A round of a comprehension: its variables, the second for those of two; else p is NULL. */
    str names[2];
    struct cel_value values[2];
};

/* Evaluate as cel_eval_within does and tell all: the record of the whole expression, in a. An error
 * of the expression is the record's value; false, of kind LIMIT, only if the budget or a did not
 * suffice. Records are charged for: give ten times the budget of an evaluation. What || and the
 * like did not need to look at has no record. */
nodiscard bool cel_explain(const struct cel_program *p, const struct cel_value *vars,
                           uint64_t *budget, struct arena *a, const struct cel_trace **ret_trace,
                           struct err *err);

/* How many steps an evaluation can take, at most, over values no larger than their types declare or
 * the environment assumes; UINT64_MAX: no bound. Nested comprehensions multiply, so it may be far
 * more than any evaluation needs. */
uint64_t cel_cost(const struct cel_program *p);

/* The type that the checker deduced. */
const struct cel_type *cel_result_type(const struct cel_program *p);

/* The line of the source that holds place, and under it a line with ^~~~ below the place. */
void cel_caret(struct buf *b, str source, struct cel_place place);
