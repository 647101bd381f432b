/* codec/record.h -- one field table for each record gives reading with limits, writing, and the
 * published JSON Schema.
 *
 * A record is a plain struct described by a `struct record`. Representation in the struct:
 *
 *   FIELD_BOOL       bool                       absent: false (use FIELD_FLAG to tell absence)
 *   FIELD_FLAG       enum flag                  FLAG_ABSENT, FLAG_NO, FLAG_YES
 *   FIELD_INT        int64_t                    absent: INT_ABSENT
 *   FIELD_TEXT       str                        absent: p is NULL
 *   FIELD_DATE       struct date                absent: date_present() is false
 *   FIELD_WORD       int (an enum of the caller, from `words`; value 0 must mean absent)
 *   FIELD_RECORD     the sub-struct in place; a FIELD_PRESENT field inside it tells absence;
 *                    without one it is always written
 *   FIELD_TEXTS      struct texts               absent: at is NULL; empty: at is not NULL, n is 0
 *   FIELD_INTS       struct ints                likewise
 *   FIELD_RECORDS    struct records             likewise (at points to an array of the sub-struct)
 *   FIELD_LINE       uint32_t                   not in the text: the line where the record starts
 *   FIELD_PRESENT    bool                       not in the text: the record was there
 *
 * In a text, a key with no value (null) is a mistake, not an absence.
 *
 * A list of records may be declared in the struct with its own type as long as it is a pointer
 * followed by a size_t (LIST_OF). */
#pragma once

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "codec/node.h"

#define INT_ABSENT INT64_MIN

enum {
    RECORD_FIELDS_MAX = 64,
    RECORD_WORDS_MAX = 256,
};

#define LIST_OF(type)                                                                              \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n;                                                                                  \
    }

struct texts {
    str *at;
    size_t n;
};

static inline bool texts_have(const struct texts *list, str text)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], text))
            return true;
    return false;
}

struct ints {
    int64_t *at;
    size_t n;
};

struct records {
    void *at;
    size_t n;
};

enum flag {
    FLAG_ABSENT,
    FLAG_NO,
    FLAG_YES,
};

enum field_kind {
    FIELD_BOOL,
    FIELD_FLAG,
    FIELD_INT,
    FIELD_TEXT,
    FIELD_DATE,
    FIELD_WORD,
    FIELD_RECORD,
    FIELD_TEXTS,
    FIELD_INTS,
    FIELD_RECORDS,
    FIELD_LINE,
    FIELD_PRESENT,
};

/* One word of a FIELD_WORD, or of the items of a FIELD_TEXTS that is limited to words. */
struct word {
    const char *name;
    int value;       /* 1 or more */
    const char *doc; /* half a sentence */
};

struct words {
    const struct word *at;
    size_t n;
};

/* The name of a value; asserts that it has one. */
const char *words_name(const struct words *words, int value);

struct field {
    const char *name; /* the key; NULL for FIELD_LINE and FIELD_PRESENT */
    enum field_kind kind;
    size_t offset;
    bool required;               /* must be there when read */
    const struct record *record; /* FIELD_RECORD, FIELD_RECORDS */
    const struct words *words;   /* FIELD_WORD; FIELD_TEXTS whose items are from a list */
    /* Limits: value of an int (0, 0: 0 to 2^53); bytes of a text and of each item (max 0: 64 KiB);
     * and items of a list (max_items 0: 10,000). */
    int64_t min, max;
    size_t max_items;
    const char
        *pattern;    /* "id": [a-z0-9][a-z0-9_.-]{0,63}; "person": ID or ID/ID; "sha256"; NULL */
    const char *doc; /* one sentence: goes to the schema and to messages */
    const char *example; /* how right looks, in YAML: `birth_date: 2011-04-30` */
};

/* Whether there is nothing to write at this place of a record. */
bool field_absent(const struct field *field, const void *at);

struct record {
    const char *name; /* "talent" */
    const char *doc;
    size_t size;
    const struct field *fields;
    size_t n;
};

#define RECORD(label, type, about, table)                                                          \
    {                                                                                              \
        .name = label, .doc = about, .size = sizeof(type), .fields = table, .n = countof(table)    \
    }

/* Fill *ret from a map node. Every mistake (not a map, unknown key with "did you mean", missing,
 * no value, wrong kind, outside limits; not: the same id twice in a list) is added to diags with
 * its line and example, and reading goes on. True when nothing was added. *ret is always written:
 * what is wrong is left absent, and wrong items are left out of lists of texts and ints. Texts are
 * copied to a; the tree is not needed afterwards. */
bool record_read(const struct record *record, const struct node *map, struct arena *a,
                 struct diags *diags, void *ret);

/* Read one JSON document that a program wrote (a worker's answer, a cache): the first mistake is
 * the error, CORRUPT, and *ret is then not to be used. */
nodiscard bool record_read_json(const struct record *record, str bytes, struct arena *a, void *ret,
                                struct err *err);

/* Append canonical JSON: keys sorted by bytes; absent fields left out (a FIELD_BOOL is never
 * absent). Bugs of the caller, which assert: text that is not UTF-8, a required field that is
 * absent, a word that is not in its list. Limits and patterns are not checked. */
void record_write_json(const struct record *record, const void *value, struct buf *out);

/* Whether record_write_json may be asked: no required field is absent, every text is UTF-8 and each
 * word in its list. The first mistake is the error, INVALID with the field. */
nodiscard bool record_whole(const struct record *record, const void *value, struct err *err);

/* Append YAML for people to go on editing: fields in the order of the table, absent ones left out,
 * what is short on one line. codec/yaml.h reads the same record from it, with the same bugs of the
 * caller as in record_write_json. */
void record_write_yaml(const struct record *record, const void *value, struct buf *out);

/* Append the JSON Schema (draft 2020-12) of a document that is this record, indented. id is its
 * $id; sub-records become $defs by name. */
void record_schema(const struct record *record, const char *id, struct buf *out);
