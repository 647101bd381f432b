/* shoot/callsheet.h -- who and what may be in the pictures of a shoot, as people wrote it down.
 *
 * One YAML or JSON file (docs/format/callsheet.md). Reading tells every mistake at once; what is
 * not a mistake but still missing (papers, assessments, approvals) is told by callsheet_gaps() and
 * goes into the facts. A call sheet lives in the arena that it was read into, is immutable
 * afterwards and may be shared by threads.
 *
 * It holds names, birth dates and licence numbers. None of them leaves this module: facts_make()
 * gives ids, bands and results, and facts_mask_names() cleans texts that were read in a picture.
 *
 * Limits: 16 MiB of text; 10,000 people, items, parties and days each; 1,000 licences; 4,000 file
 * patterns; 1,000 texts of print an item, 64 KiB each and 4 MiB together, and 2,000 bytes a mark.
 */
#pragma once

#include "codec/record.h"

enum {
    CALLSHEET_VERSION = 1,
    CALLSHEET_PATTERNS_MAX = 4000,
    CALLSHEET_PRINT_MAX_BYTES = 4 << 20, /* of all items together */
};

/* In the place of a name that is kept elsewhere (shoot/personal.h), and of somebody of whom nothing
 * is known any more. They are nobody's, and not looked for in pictures. */
#define CALLSHEET_WITHHELD  "withheld"
#define CALLSHEET_FORGOTTEN "forgotten"

/* Address space that the worst call sheet takes of the arena that it is read into. */
#define CALLSHEET_ARENA_BYTES ((size_t)3 << 30)

enum party_kind {
    PARTY_HOUSE = 1,
    PARTY_AGENCY,
    PARTY_PRODUCER,
    PARTY_SUPPLIER,
    PARTY_PARTNER,
    PARTY_PERSON,
};

enum release_kind {
    RELEASE_NONE = 1,
    RELEASE_LIMITED,
    RELEASE_UNLIMITED,
};

enum signer {
    SIGNER_TALENT = 1,
    SIGNER_GUARDIAN,
};

enum item_kind {
    ITEM_PROP = 1,
    ITEM_WARDROBE,
    ITEM_PRODUCT,
    ITEM_PRINTED,
};

enum use_licence_kind {
    LICENCE_PHOTOGRAPH = 1,
    LICENCE_LOCATION,
};

/* What the house wants to publish. */
struct campaign {
    str id; /* also the job id that metadata carry (photoshop:TransmissionReference) */
    str name;
};

/* How far something may be used. Channels and territories are those of data/channels.tsv and
 * data/territories.tsv. */
struct scope {
    bool present;
    uint32_t line;
    struct texts channels;    /* absent: every channel */
    struct texts territories; /* absent: everywhere; "world" alone: everywhere */
    struct texts except;      /* "world" without these */
    struct date from, until;  /* absent: no bound; both days are in */
};

/* What the pictures are wanted for: every paper is held against it. Channels, territories and from
 * are there; until may be absent, which is without end. */
struct usage {
    struct scope scope;
    str time_zone; /* IANA: all days of usage and of papers are days there */
};

struct party {
    uint32_t line;
    str id;
    str name;
    int kind; /* enum party_kind */
};

struct place {
    uint32_t line;
    str id;
    str name;
    str time_zone; /* IANA: dates of the days are dates there */
};

struct shoot_day {
    uint32_t line;
    str id;
    struct date date; /* at the place */
    str place;
};

/* A signed model release. */
struct release {
    bool present;
    uint32_t line;
    int kind;      /* enum release_kind */
    int signed_by; /* enum signer */
    str signer;    /* the name under it */
    struct date signed_on;
    struct scope scope;
};

struct guardian {
    bool present;
    uint32_t line;
    str name;
    struct date consent; /* when the written consent was given */
};

/* A child's performance licence (in England SI 2014/3309). */
struct licence {
    bool present;
    uint32_t line;
    str number;
    str authority;
    str holder;
    struct date from, until;
    str not_needed; /* why no licence is needed: only for someone of 16 or 17 */
};

struct chaperone {
    bool present;
    uint32_t line;
    str name;
    str approved_by;
};

struct talent {
    uint32_t line;
    str id;
    str name;
    struct date birth_date; /* absent: counts as the youngest band */
    struct release release;
    struct guardian guardian;
    struct licence licence;
    struct chaperone chaperone;
    str hours; /* on set, as permitted: "09:30 to 12:30" */
};

struct approval {
    bool present;
    uint32_t line;
    str by; /* party id */
    struct date date;
};

/* A thing, or a group of alike things, that may be in a picture. */
struct item {
    uint32_t line;
    str id;
    str name;
    int kind;            /* enum item_kind */
    int64_t count;       /* INT_ABSENT in the text reads as 1 */
    str supplier;        /* party or talent id; absent: nobody is named */
    struct texts themes; /* absent: not assessed; empty: assessed, none */
    str assessed_by;     /* party id; there exactly when themes is */
    struct date assessed_on;
    struct texts print;       /* the texts that it bears: typed, and read (callsheet_add_print) */
    struct texts print_scans; /* scans of what it bears: paths from the call sheet's folder */
    struct texts own_marks;   /* words of the house on it */
    struct texts photos;      /* reference photos, by file name */
    struct approval approval;
    struct scope scope; /* how far whoever owns it lets it be shown */
};

/* A photographer's licence of the pictures, or a location's. */
struct use_licence {
    uint32_t line;
    str id;
    int kind;              /* enum use_licence_kind */
    str party;             /* id of who gives it */
    str place;             /* of a location: the id of the place */
    struct texts shots;    /* of a photograph: ids of shots; absent: all */
    struct date signed_on; /* absent: not signed */
    str not_needed;        /* why none is needed, in its place */
    struct scope scope;
};

/* One picture, or one series of alike pictures, that is to be made. */
struct shot {
    uint32_t line;
    str id;
    struct texts files;  /* patterns (shoot/glob.h) */
    str day;             /* absent: any day of the shoot, and the earliest decides ages */
    struct texts talent; /* ids of who may be in frame */
    struct texts items;  /* ids of what may be in frame */
};

struct look {
    uint32_t line;
    str id;
    str name;
    LIST_OF(struct shot) shots;
};

/* Pictures that are not of the campaign: slates, colour cards. */
struct slate {
    uint32_t line;
    struct texts files;
    str reason;
};

/* A spreadsheet that the call sheet was imported from. */
struct imported {
    uint32_t line;
    str file; /* its name, without a folder */
    str sha256;
};

struct callsheet_index; /* ids by hash and names folded */

struct callsheet {
    int64_t version;
    struct campaign campaign;
    struct usage usage;
    str house; /* party id */
    LIST_OF(struct party) parties;
    LIST_OF(struct place) places;
    LIST_OF(struct shoot_day) days;
    LIST_OF(struct talent) talent;
    LIST_OF(struct item) items;
    LIST_OF(struct use_licence) licences;
    LIST_OF(struct look) setups;
    LIST_OF(struct slate) slates;
    LIST_OF(struct imported) imported_from;
    const struct callsheet_index *index;
};

extern const struct record callsheet_record;
extern const struct words theme_words, party_kind_words, release_kind_words, item_kind_words,
    use_licence_kind_words;

/* Read a call sheet, YAML or JSON by what the text looks like, never by a file's name. Every
 * mistake goes to diags with its line and an example of right. True when there is none; otherwise
 * *ret is unusable. */
nodiscard bool callsheet_read(str bytes, struct arena *a, struct diags *diags,
                              struct callsheet *ret);

/* What is no mistake and still stands in the way of a clear picture: papers that are missing or out
 * of date, items that nobody assessed, supplied or approved. People by id. scratch is not the arena
 * of diags. */
void callsheet_gaps(const struct callsheet *c, struct arena scratch, struct diags *diags);

/* What was read in the scans of the items joins what is typed of them: one list an item, in their
 * order. Until then no reading is accounted for by a scan. False with what is wrong in diags (a
 * reading too short to tell print by, more print than the limit); then *c is as it was. */
nodiscard bool callsheet_add_print(struct callsheet *c, const struct texts *read, struct arena *a,
                                   struct diags *diags);

/* NULL, or the person, item or party with this id. */
const struct talent *callsheet_talent(const struct callsheet *c, str id);
const struct item *callsheet_item(const struct callsheet *c, str id);
const struct party *callsheet_party(const struct callsheet *c, str id);

/* What the call sheet says about one file. */
struct setup {
    const struct look *look; /* NULL unless exactly one shot claims the file */
    const struct shot *shot;
    const struct slate *slate; /* it is declared as no picture of the campaign; wins over shots */
    str why;                   /* in a; "" when a shot claims it */
};

/* Find the shot of a file by its path relative to the folder that is screened. */
struct setup callsheet_setup(const struct callsheet *c, str path, struct arena *a);

/* The commented example that `gatefold callsheet init` writes; it reads without a mistake. */
str callsheet_example(void);
