/* cel/types.h -- inference: type parameters, assignability, the more general of two types. Private
 * to this folder.
 *
 * A CEL_PARAM type with index n stands for a type not known yet. The rules are those of the
 * specification's reference checker (cel-go): a parameter takes the first type it meets and is
 * widened to dyn where a later one demands it. */
#pragma once

#include "cel/cel.h"

struct infer {
    struct arena *a;
    const struct cel_type **bound; /* of each parameter, NULL while free */
    size_t n, cap;
    size_t made; /* types so far: what bounds a check's memory */
    struct {
        uint32_t param;
        const struct cel_type *before;
    } * trail; /* what to undo when a candidate turns out not to fit */
    size_t n_trail, cap_trail;
};

struct infer infer_new(struct arena *a);

const struct cel_type *infer_fresh(struct infer *in);
const struct cel_type *infer_list(struct infer *in, const struct cel_type *elem);
const struct cel_type *infer_map(struct infer *in, const struct cel_type *key,
                                 const struct cel_type *value);
const struct cel_type *infer_type(struct infer *in, const struct cel_type *of);
const struct cel_type *infer_optional(struct infer *in, const struct cel_type *of);

/* Replace t's own parameters 0, 1... by those from `base` on. */
const struct cel_type *infer_instance(struct infer *in, const struct cel_type *t, size_t base);

/* What is known of t by now. With free_is_dyn no parameter remains. */
const struct cel_type *infer_known(struct infer *in, const struct cel_type *t, bool free_is_dyn);

/* Levels of list, map and type. */
uint32_t infer_depth(const struct infer *in, const struct cel_type *t);

/* May a value of type `from` be used where `to` is wanted? Binds parameters if so. */
bool infer_fits(struct infer *in, const struct cel_type *from, const struct cel_type *to);

/* The same for n types at once: all or nothing. */
bool infer_fit_all(struct infer *in, const struct cel_type *const *from,
                   const struct cel_type *const *to, size_t n);

/* The type of a list whose elements have types x and y. */
const struct cel_type *infer_join(struct infer *in, const struct cel_type *x,
                                  const struct cel_type *y);

bool type_equal(const struct cel_type *x, const struct cel_type *y);
