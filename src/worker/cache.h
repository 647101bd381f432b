/* worker/cache.h -- what the workers answered about a picture, kept for the next run.
 *
 * An entry is a file named by a key: the SHA-256 of the picture's digest and of everything that the
 * workers were told, read and ran. So an entry is never stale: whatever changes asks for another
 * name. Only whole answers are kept: "could not tell" is asked again each time. Facts and verdict
 * are no part of an entry. What is read back is read as a stranger's bytes, and an entry that is
 * not exactly right is as good as none; but whoever may write to the folder as its owner may put
 * answers there, as he may replace the program (docs/threats.md).
 *
 * Entries hold print read in pictures: the folder is the user's own, for nobody else to read. The
 * oldest go once the folder holds more than CACHE_MAX_BYTES. Any thread may call. */
#pragma once

#include "worker/lane.h"

enum {
    CACHE_VERSION = 2,
    CACHE_MAX_BYTES = 512 << 20,
    CACHE_ENTRY_MAX_BYTES = CHANNEL_MESSAGE_MAX_BYTES,
    CACHE_DRAWN_MAX = 2000, /* files of one picture */
};

/* The folder, made if it is not there. DENIED: it is not ours alone to write to. */
nodiscard bool cache_open(str folder, struct cache **ret_cache, struct err *err);

/* Drops the oldest entries above the limit. Accepts NULL. */
void cache_close(struct cache *take_cache);

/* The user's own: $XDG_CACHE_HOME/gatefold or ~/.cache/gatefold, with the folders above it made.
 * NOT_FOUND: neither variable says where. */
nodiscard bool cache_home(struct arena *a, str *ret_folder, struct err *err);

enum cache_part {
    CACHE_WHOLE = 1, /* all that the workers say of a file */
    /* What was seen in the pixels alone, of a file that in itself is more than could be told (a raw
     * file, a page of a PDF): the file is asked again each time, its pixels are not. */
    CACHE_PIXELS,
};

/* The name of an answer. Absent when the workers could not say what they read. */
str cache_key(const struct cache *cache, enum cache_part part, const struct worker_orders *orders,
              const struct lane_reads *reads, struct digest asset, struct arena *a);

/* True if there is an entry: ret_result then has all that it holds, with no pixels. */
bool cache_get(struct cache *cache, enum cache_part part, const struct worker_orders *orders,
               str key, struct arena *a, struct lane_result *ret_result);

/* Keep an answer, if it is a whole one. What cannot be written is counted and told, not an error:
 * the answer stands without it. */
void cache_put(struct cache *cache, enum cache_part part, const struct worker_orders *orders,
               str key, const struct lane_result *result);

/* A file that was drawn of a picture for people. The file is where the person wanted it; here is
 * only how it is known again. */
struct drawn {
    str what;   /* which part of the picture, how large, in words that the caller chooses */
    str sha256; /* of the file */
    int64_t width_px, height_px;
};

struct drawn_list {
    LIST_OF(struct drawn) files;
};

/* What was drawn of these bytes by what now would draw it. Absent as above. */
str cache_drawn_key(const struct cache *cache, const struct worker_read *decode, bool pdf,
                    struct digest asset, struct arena *a);
bool cache_get_drawn(struct cache *cache, str key, struct arena *a, struct drawn_list *ret_drawn);
void cache_put_drawn(struct cache *cache, str key, const struct drawn_list *drawn);

/* What a sidecar or a picture of these bytes says, by a marks worker: never a problem, but that
 * such files are not read. Absent as above. */
str cache_marks_key(const struct cache *cache, const struct worker_read *decode, bool sidecar,
                    struct digest file, struct arena *a);
bool cache_get_marks(struct cache *cache, str key, struct arena *a, struct marks_answer *ret_marks);
void cache_put_marks(struct cache *cache, str key, const struct marks_answer *marks);

/* What happened, for the report of the run. */
struct cache_counts {
    size_t found;
    size_t stored;
    size_t ignored; /* entries that were not right; they were asked again */
    char why[256];  /* the first that was ignored, and why; "" if none */
    size_t unkept;  /* answers that could not be kept */
    char trouble[256];
};
struct cache_counts cache_counted(struct cache *cache);
