#include "worker/cache.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "screen/detector.h"
#include "worker/cache_entry.h"
#include "worker/cache_folder.h"

enum {
    PROGRAM_MAX_BYTES = 256 << 20,
    SWEEP_BYTES = CACHE_MAX_BYTES / 8, /* written between two looks at the limit */
};

struct cache {
    int folder;
    struct digest program;
    pthread_mutex_t lock; /* guards all below */
    struct cache_counts counts;
    uint64_t written_bytes; /* since the last sweep */
    unsigned temporaries;
    bool wrote;
};

/* ---- the key ---- */

/* Everything that an answer depends on. A part that is missing here is a stale answer later: what
 * workers are told is in the orders, what they read and run they say themselves. */
struct parts {
    int64_t version;
    int part;    /* enum cache_part */
    str asset;   /* SHA-256 of the picture */
    str program; /* SHA-256 of this program's file */
    str decode;  /* worker_ready.read */
    str detect;
    struct worker_orders orders;
};

static const struct word part_list[] = {
    {"whole", CACHE_WHOLE, "all that the workers say of a file"},
    {"pixels", CACHE_PIXELS, "what was seen in its pixels"},
};
static const struct words part_words = {part_list, countof(part_list)};

#define AT(member) .required = true, .offset = offsetof(struct parts, member)
static const struct field parts_fields[] = {
    {"asset", FIELD_TEXT, AT(asset), .doc = "SHA-256 of the picture."},
    {"decode", FIELD_TEXT, AT(decode), .doc = "What the decode worker read."},
    {"detect", FIELD_TEXT, AT(detect), .doc = "What the detect worker read."},
    {"orders", FIELD_RECORD, AT(orders), .record = &worker_orders_record,
     .doc = "What the workers were told."},
    {"part", FIELD_WORD, AT(part), .words = &part_words, .doc = "Which answer."},
    {"program", FIELD_TEXT, AT(program), .doc = "SHA-256 of the program."},
    {"version", FIELD_INT, AT(version), .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record parts_record =
    RECORD("cache_key", struct parts, "What an answer depends on.", parts_fields);

static str key_of(const struct record *record, const void *parts, struct arena *a)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(record, parts, &json);
    return digest_hex(sha256(buf_str(&json)), a);
}

str cache_key(const struct cache *cache, enum cache_part part, const struct worker_orders *orders,
              const struct lane_reads *reads, struct digest asset, struct arena *a)
{
    if (!reads->decode.known || !reads->detect.known)
        return (str){0};
    struct parts parts = {
        .version = CACHE_VERSION,
        .part = part,
        .asset = digest_hex(asset, a),
        .program = digest_hex(cache->program, a),
        .decode = digest_hex(reads->decode.digest, a),
        .detect = digest_hex(reads->detect.digest, a),
        .orders = *orders,
    };
    if (!orders->suppressions.p)
        parts.orders.today = (struct date){0}; /* nothing else expires */
    return key_of(&parts_record, &parts, a);
}

/* What a file that was drawn depends on, but for what is drawn. */
struct drawn_parts {
    int64_t version;
    str asset, program, decode;
    bool pdf; /* other orders have no part in the pixels */
};

#define AT(member) .required = true, .offset = offsetof(struct drawn_parts, member)
static const struct field drawn_parts_fields[] = {
    {"asset", FIELD_TEXT, AT(asset), .doc = "SHA-256 of the picture."},
    {"decode", FIELD_TEXT, AT(decode), .doc = "What the decode worker read."},
    {"pdf", FIELD_BOOL, AT(pdf), .doc = "Whether pages of PDF may be asked for."},
    {"program", FIELD_TEXT, AT(program), .doc = "SHA-256 of the program."},
    {"version", FIELD_INT, AT(version), .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record drawn_parts_record =
    RECORD("drawn_key", struct drawn_parts, "What a drawn file depends on.", drawn_parts_fields);

str cache_drawn_key(const struct cache *cache, const struct worker_read *decode, bool pdf,
                    struct digest asset, struct arena *a)
{
    if (!decode->known)
        return (str){0};
    struct drawn_parts parts = {
        .version = CACHE_VERSION,
        .asset = digest_hex(asset, a),
        .program = digest_hex(cache->program, a),
        .decode = digest_hex(decode->digest, a),
        .pdf = pdf,
    };
    return key_of(&drawn_parts_record, &parts, a);
}

/* What is said of a sidecar depends on the libraries of the decode worker, which is this program
 * too. */
struct marks_parts {
    int64_t version;
    str file, program, decode;
    bool sidecar; /* else a picture */
};

#define AT(member) .required = true, .offset = offsetof(struct marks_parts, member)
static const struct field marks_parts_fields[] = {
    {"decode", FIELD_TEXT, AT(decode), .doc = "What the decode worker read."},
    {"file", FIELD_TEXT, AT(file), .doc = "SHA-256 of the file."},
    {"program", FIELD_TEXT, AT(program), .doc = "SHA-256 of the program."},
    {"sidecar", FIELD_BOOL, AT(sidecar), .doc = "Whether it was read as a sidecar."},
    {"version", FIELD_INT, AT(version), .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record marks_parts_record = RECORD(
    "marks_key", struct marks_parts, "What a sidecar's marks depend on.", marks_parts_fields);

str cache_marks_key(const struct cache *cache, const struct worker_read *decode, bool sidecar,
                    struct digest file, struct arena *a)
{
    if (!decode->known)
        return (str){0};
    struct marks_parts parts = {
        .version = CACHE_VERSION,
        .file = digest_hex(file, a),
        .sidecar = sidecar,
        .program = digest_hex(cache->program, a),
        .decode = digest_hex(decode->digest, a),
    };
    return key_of(&marks_parts_record, &parts, a);
}

/* ---- an entry ---- */

struct entry {
    int64_t version;
    str key;
    struct image_about about;
    struct screening screening;
};

#define AT(member) .required = true, .offset = offsetof(struct entry, member)
static const struct field entry_fields[] = {
    {"about", FIELD_RECORD, AT(about), .record = &image_about_record, .doc = "The file."},
    {"key", FIELD_TEXT, AT(key), .pattern = "sha256", .doc = "The entry's own name."},
    {"screening", FIELD_RECORD, AT(screening), .record = &screening_record,
     .doc = "What the detectors saw."},
    {"version", FIELD_INT, AT(version), .min = CACHE_VERSION, .max = CACHE_VERSION,
     .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record entry_record =
    RECORD("cache_entry", struct entry, "What the workers answered.", entry_fields);

#define AT(member) .required = true, .offset = offsetof(struct drawn, member)
static const struct field drawn_fields[] = {
    {"height_px", FIELD_INT, AT(height_px), .min = 1, .max = IMAGE_SIDE_MAX_PX, .doc = "Height."},
    {"sha256", FIELD_TEXT, AT(sha256), .pattern = "sha256", .doc = "Of the file."},
    {"what", FIELD_TEXT, AT(what), .min = 1, .max = 200, .doc = "What of the picture it is."},
    {"width_px", FIELD_INT, AT(width_px), .min = 1, .max = IMAGE_SIDE_MAX_PX, .doc = "Width."},
};
#undef AT
static const struct record drawn_record =
    RECORD("drawn", struct drawn, "A file that was drawn of a picture.", drawn_fields);

struct drawn_entry {
    int64_t version;
    str key;
    struct drawn_list drawn;
};

#define AT(member) .required = true, .offset = offsetof(struct drawn_entry, member)
static const struct field drawn_entry_fields[] = {
    {"files", FIELD_RECORDS, AT(drawn.files), .record = &drawn_record, .max_items = CACHE_DRAWN_MAX,
     .doc = "What was drawn."},
    {"key", FIELD_TEXT, AT(key), .pattern = "sha256", .doc = "The entry's own name."},
    {"version", FIELD_INT, AT(version), .min = CACHE_VERSION, .max = CACHE_VERSION,
     .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record drawn_entry_record =
    RECORD("drawn_entry", struct drawn_entry, "What was drawn of a picture.", drawn_entry_fields);

struct marks_entry {
    int64_t version;
    str key;
    struct marks_answer marks;
};

#define AT(member) .required = true, .offset = offsetof(struct marks_entry, member)
static const struct field marks_entry_fields[] = {
    {"key", FIELD_TEXT, AT(key), .pattern = "sha256", .doc = "The entry's own name."},
    {"marks", FIELD_RECORD, AT(marks), .record = &marks_answer_record, .doc = "What it says."},
    {"version", FIELD_INT, AT(version), .min = CACHE_VERSION, .max = CACHE_VERSION,
     .doc = "CACHE_VERSION."},
};
#undef AT
static const struct record marks_entry_record =
    RECORD("marks_entry", struct marks_entry, "What a sidecar says.", marks_entry_fields);

/* Every detector that was asked for ran to its end, and nothing was left untold. */
static bool is_whole(enum cache_part part, const struct worker_orders *orders,
                     const struct image_about *about, const struct screening *s)
{
    if ((part == CACHE_WHOLE && about->oddities.n) || s->width_px != about->width_px ||
        s->height_px != about->height_px)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < detector_count(); i++) {
        if (part == CACHE_PIXELS && detector_at(i).needs != NEEDS_PIXELS)
            continue;
        if (n == s->detectors.n)
            return false;
        const struct detector_run *run = &s->detectors.at[n++];
        bool off = run->status == RUN_OFF && !worker_asked_for(orders, run->name);
        if (!str_eq(run->name, detector_at(i).name) || (run->status != RUN_DONE && !off))
            return false;
    }
    struct err err;
    if (n != s->detectors.n || !detected_within(s, &err))
        return false;
    for (size_t i = 0; i < s->findings.n; i++)
        if (s->findings.at[i].kind == FINDING_COULD_NOT_TELL)
            return false;
    return true;
}

/* The first line of an entry: damage that still reads as JSON shows in the digest. */
#define HEAD "gatefold-cache 2 "

static str head_of(str json, struct arena *a)
{
    return str_format(a, HEAD "%.*s\n", STR(digest_hex(sha256(json), a)));
}

/* What stands after the head, if it is what was written under this name. */
static bool entry_read(const struct record *record, str bytes, struct arena *a, void *ret_entry,
                       struct err *err)
{
    str json = bytes, head;
    if (!str_starts(bytes, S(HEAD)))
        return err_set(err, ERR_UNSUPPORTED, "not of this version");
    if (!str_cut(&json, '\n', &head) || !json.p ||
        !str_eq(head_of(json, a), str_first(bytes, head.n + 1)))
        return err_set(err, ERR_CORRUPT, "damaged");
    return record_read_json(record, json, a, ret_entry, err);
}

bool cache_entry_read(enum cache_part part, const struct worker_orders *orders, str key, str bytes,
                      struct arena *a, struct lane_result *ret_result, struct err *err)
{
    struct entry entry;
    if (!entry_read(&entry_record, bytes, a, &entry, err))
        return false;
    if (!str_eq(entry.key, key))
        return err_set(err, ERR_CORRUPT, "the answer to another question");
    if (!is_whole(part, orders, &entry.about, &entry.screening))
        return err_set(err, ERR_CORRUPT, "not a whole answer");
    *ret_result = (struct lane_result){
        .decoded = true,
        .about = entry.about,
        .screening = entry.screening,
        .pixels = -1,
        .planes = entry.about.alpha ? 2 : 1,
    };
    return true;
}

bool cache_drawn_read(str key, str bytes, struct arena *a, struct drawn_list *ret_drawn,
                      struct err *err)
{
    struct drawn_entry entry;
    if (!entry_read(&drawn_entry_record, bytes, a, &entry, err))
        return false;
    if (!str_eq(entry.key, key))
        return err_set(err, ERR_CORRUPT, "of another picture");
    *ret_drawn = entry.drawn;
    return true;
}

bool cache_marks_read(str key, str bytes, struct arena *a, struct marks_answer *ret_marks,
                      struct err *err)
{
    struct marks_entry entry;
    if (!entry_read(&marks_entry_record, bytes, a, &entry, err))
        return false;
    if (!str_eq(entry.key, key))
        return err_set(err, ERR_CORRUPT, "of another file");
    if (entry.marks.problem.p && !entry.marks.unread)
        return err_set(err, ERR_CORRUPT, "not a whole answer");
    *ret_marks = entry.marks;
    return true;
}

/* ---- getting and putting ---- */

static void count(struct cache *cache, size_t *counter, char first[static 256], const char *fmt,
                  ...) PRINTF(4, 5);

static void count(struct cache *cache, size_t *counter, char first[static 256], const char *fmt,
                  ...)
{
    va_list args;
    va_start(args, fmt);
    pthread_mutex_lock(&cache->lock);
    if (!(*counter)++)
        vsnprintf(first, 256, fmt, args);
    pthread_mutex_unlock(&cache->lock);
    va_end(args);
}

/* What cannot be read is counted; what is not there is not. */
static bool look_up(struct cache *cache, str key, struct arena *a, str *ret_bytes)
{
    struct err err;
    if (cache_folder_read(cache->folder, key, CACHE_ENTRY_MAX_BYTES, a, ret_bytes, &err))
        return true;
    if (err.kind != ERR_NOT_FOUND)
        count(cache, &cache->counts.ignored, cache->counts.why, "%.8s: %s", key.p, err.msg);
    return false;
}

bool cache_get(struct cache *cache, enum cache_part part, const struct worker_orders *orders,
               str key, struct arena *a, struct lane_result *ret_result)
{
    struct err err;
    str bytes;
    struct arena at = *a;
    if (!look_up(cache, key, &at, &bytes))
        return false;
    if (!cache_entry_read(part, orders, key, bytes, &at, ret_result, &err)) {
        count(cache, &cache->counts.ignored, cache->counts.why, "%.8s: %s", key.p, err.msg);
        return false;
    }
    *a = at;
    pthread_mutex_lock(&cache->lock);
    cache->counts.found++;
    pthread_mutex_unlock(&cache->lock);
    return true;
}

bool cache_get_drawn(struct cache *cache, str key, struct arena *a, struct drawn_list *ret_drawn)
{
    struct err err;
    str bytes;
    struct arena at = *a;
    if (!look_up(cache, key, &at, &bytes))
        return false;
    if (!cache_drawn_read(key, bytes, &at, ret_drawn, &err)) {
        count(cache, &cache->counts.ignored, cache->counts.why, "%.8s: %s", key.p, err.msg);
        return false;
    }
    *a = at;
    return true;
}

bool cache_get_marks(struct cache *cache, str key, struct arena *a, struct marks_answer *ret_marks)
{
    struct err err;
    str bytes;
    struct arena at = *a;
    if (!look_up(cache, key, &at, &bytes))
        return false;
    if (!cache_marks_read(key, bytes, &at, ret_marks, &err)) {
        count(cache, &cache->counts.ignored, cache->counts.why, "%.8s: %s", key.p, err.msg);
        return false;
    }
    *a = at;
    return true;
}

/* False if it could not be kept, which is counted. */
static bool keep(struct cache *cache, str key, const struct record *record, const void *entry)
{
    struct err err;
    struct arena a CLEANUP(arena_close) = arena_open(1 << 16);
    CLEANUP(buf_done) struct buf json = BUF_MAX(CACHE_ENTRY_MAX_BYTES);
    record_write_json(record, entry, &json);
    if (!buf_ok(&json)) {
        count(cache, &cache->counts.unkept, cache->counts.trouble, "an answer of over %d MiB",
              CACHE_ENTRY_MAX_BYTES >> 20);
        return false;
    }
    str head = head_of(buf_str(&json), &a);
    pthread_mutex_lock(&cache->lock);
    unsigned number = cache->temporaries++;
    cache->written_bytes += head.n + json.n;
    bool sweep = cache->written_bytes > SWEEP_BYTES;
    if (sweep)
        cache->written_bytes = 0;
    cache->wrote = true;
    pthread_mutex_unlock(&cache->lock);
    if (sweep)
        cache_folder_sweep(cache->folder, CACHE_MAX_BYTES);
    str pieces[] = {head, buf_str(&json)};
    if (cache_folder_write(cache->folder, key, number, pieces, countof(pieces), &err))
        return true;
    count(cache, &cache->counts.unkept, cache->counts.trouble, "%s", err.msg);
    return false;
}

void cache_put(struct cache *cache, enum cache_part part, const struct worker_orders *orders,
               str key, const struct lane_result *result)
{
    struct entry entry = {CACHE_VERSION, key, result->about, result->screening};
    if (!result->decoded || result->problem.p ||
        !is_whole(part, orders, &result->about, &result->screening) ||
        !keep(cache, key, &entry_record, &entry))
        return;
    pthread_mutex_lock(&cache->lock);
    cache->counts.stored++;
    pthread_mutex_unlock(&cache->lock);
}

void cache_put_drawn(struct cache *cache, str key, const struct drawn_list *drawn)
{
    struct drawn_entry entry = {CACHE_VERSION, key, *drawn};
    if (drawn->files.n <= CACHE_DRAWN_MAX)
        (void)keep(cache, key, &drawn_entry_record, &entry);
}

void cache_put_marks(struct cache *cache, str key, const struct marks_answer *marks)
{
    struct marks_entry entry = {CACHE_VERSION, key, *marks};
    if (!marks->problem.p || marks->unread)
        (void)keep(cache, key, &marks_entry_record, &entry);
}

struct cache_counts cache_counted(struct cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    struct cache_counts counts = cache->counts;
    pthread_mutex_unlock(&cache->lock);
    return counts;
}

/* ---- opening ---- */

static bool program_digest(struct digest *ret_program, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open(PROGRAM_MAX_BYTES + 4096);
    str bytes;
    if (!file_read("/proc/self/exe", PROGRAM_MAX_BYTES, &a, &bytes, err))
        return false;
    *ret_program = sha256(bytes);
    return true;
}

bool cache_open(str folder, struct cache **ret_cache, struct err *err)
{
    struct digest program;
    int fd;
    if (!program_digest(&program, err) || !cache_folder_open(folder, &fd, err))
        return false;
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        abort();
    *cache = (struct cache){
        .folder = fd,
        .program = program,
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    *ret_cache = cache;
    return true;
}

void cache_close(struct cache *cache)
{
    if (!cache)
        return;
    if (cache->wrote)
        cache_folder_sweep(cache->folder, CACHE_MAX_BYTES);
    close(cache->folder);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}
