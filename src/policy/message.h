/* policy/message.h -- inside policy only: the sentences of a rule, which are templates.
 *
 * "Item {it.id} is themed {it.themes}." Each {expression} is CEL of type string, int or
 * list(string), whose items are joined by ", ". {{ and }} are braces. */
#pragma once

#include "base/buf.h"
#include "cel/cel.h"

enum {
    MESSAGE_PARTS_MAX = 64,
    MESSAGE_SHOWN_BYTES = 300, /* of one value; longer ones are cut and end in "..." */
};

struct message_part {
    str text;                /* what stands before the expression */
    struct cel_program *opt; /* absent in the last part */
};

struct message {
    struct message_part *at;
    size_t n;
};

/* Compile a template into a. INVALID or LIMIT with what is wrong; nothing then needs closing. */
nodiscard bool message_compile(const struct cel_env *env, str template, struct arena *a,
                               struct arena scratch, struct message *ret, struct err *err);

void message_close(struct message *m);

/* Append the sentence. Values are made fit for one line: control characters become spaces. */
nodiscard bool message_write(const struct message *m, const struct cel_value *vars,
                             uint64_t *budget, struct arena scratch, struct buf *out,
                             struct err *err);

/* Append s as it may stand in a sentence: at most limit bytes of whole characters, cut ones ending
 * in
 * "...", and control characters as spaces. */
void message_line(struct buf *out, str s, size_t limit);
