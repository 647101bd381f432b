/* cli/print.h -- the formats of `gatefold screen`. A printer hears of the start, of each picture,
 * of progress and of the end, and writes to standard output (results) and standard error
 * (progress). */
#pragma once

#include <signal.h>
#include <stdio.h>

#include "report/report.h"

struct print_start {
    const struct walk *walk;
    const struct callsheet *opt_callsheet;
    size_t lanes;
    bool weak_sandbox;
};

struct print_end {
    const struct walk *walk;
    size_t delivered;
    size_t said; /* pictures that rest on what people said */
    bool interrupted;
    int64_t elapsed_ms;
    struct cache_counts cached;
};

struct printer {
    void (*start)(void *self, const struct print_start *start);
    void (*picture)(void *self, const struct result *result);
    void (*progress)(void *self, size_t done, uint64_t done_bytes);
    /* shoot_watcher.so_far; NULL where a program may read what is printed. */
    void (*so_far)(void *self, const struct result *result);
    /* False after telling why, if what was to be written could not be. */
    bool (*end)(void *self, const struct print_end *end);
    void *self;
};

/* Said under every report for people. */
#define PRINT_UNSEEN                                                                               \
    "The machine reads print, counts faces and knows copies; things without print it does not "    \
    "see."

enum print_pictures {
    PICTURES_GROUPED, /* by verdict, at the end */
    PICTURES_AT_ONCE, /* each as it comes, and no progress */
    PICTURES_NONE,    /* they are told elsewhere */
};
struct printer print_text_open(enum print_pictures pictures, struct arena *a);
struct printer print_json_open(void);
struct printer print_tsv_open(void);

/* A report (report/report.h), which the printer closes at the end. What cannot be written sets
 * *stop, so that the run ends. */
struct printer print_html_open(struct report *report, volatile sig_atomic_t *stop, struct arena *a);

/* Counts and colours that more than one printer needs. */
struct print_counts {
    size_t blocked, needs, clear;
};
void print_count(struct print_counts *counts, const struct result *result);

/* A path as people can read it on one line: bytes that are not UTF-8, and controls, as \xNN. */
str print_path(const struct result *result, struct arena *a);
str print_safe(str text, struct arena *a);

enum {
    PRINT_SAFE_GROWTH = 4 /* bytes that one becomes, at most */
};

/* Words broken at spaces to 100 columns; the first line starts at column indent, which is already
 * written, and the others are indented to it. Ends the line. */
void print_wrapped(struct buf *out, str text, size_t indent);

/* That n pictures rest on what people said, unsigned; nothing for none. */
void print_said(FILE *to, size_t n);

/* What was not screened, by reason: "3: 2 sidecar (metadata), 1 checksum". */
void print_skipped(FILE *to, const struct walk *walk, struct arena scratch);
