/* codec/node.h -- one tree for JSON and YAML, with the line and column of every node.
 *
 * Readers are strict: duplicate keys, aliases, anchors, tags, several documents, NUL bytes, invalid
 * UTF-8, too deep and too large are refused. A tree lives in the arena that it was read into; its
 * strings are copies there. Trees are immutable once read, so that threads may share them.
 *
 * A tree takes less than NODE_BYTES_PER_INPUT_BYTE of its arena for each byte that was read. */
#pragma once

#include "base/diag.h"
#include "base/err.h"
#include "base/str.h"

enum {
    NODE_DEPTH_MAX = 64,
    NODE_INPUT_MAX_BYTES = 16 << 20,
    NODE_COUNT_MAX = 2000000, /* values: lists and maps count, keys do not */
    NODE_BYTES_PER_INPUT_BYTE = 64,
};

enum node_kind {
    NODE_NULL,
    NODE_BOOL,
    NODE_INT,
    NODE_FLOAT,
    NODE_TEXT,
    NODE_LIST,
    NODE_MAP,
};

struct node {
    enum node_kind kind;
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points */
    union {
        bool boolean;
        int64_t integer;
        double real;
        str text;
        struct {
            struct node *at;
            size_t n;
        } list;
        struct {
            struct node_pair *at; /* in the order of the text */
            size_t n;
        } map;
    };
};

struct node_pair {
    str key;
    uint32_t line; /* of the key */
    uint32_t column;
    struct node value;
};

/* The value at key, or NULL; map must be a NODE_MAP. */
const struct node *node_get(const struct node *map, str key);

/* "a list", "a text" and so on, for messages: "here it is a list". */
const char *node_kind_words(enum node_kind kind);
