/* image/heif_items.h -- the boxes of a HEIF or AVIF file, read into tables of items, references and
 * properties. What they mean for the picture is judged in heif.c. All of it are views of the file's
 * bytes or lives in the container's arena; beyond a limit the file is damaged. */
#pragma once

#include "image/container.h"

struct heif_size {
    uint64_t w_px, h_px; /* 0 for unknown */
};

struct heif_item {
    uint32_t id;
    str type;
    str content_type;
    str content_encoding;
    bool auxiliary; /* some auxl reference says so */
    bool thumbnail; /* thmb */
    bool part;      /* of a derived picture: dimg */
    str aux_type;   /* property auxC */
    struct heif_size stored, shown;
    bool is_cut; /* property clap */
    str data;    /* joined extents; absent if not read */
};

struct heif_ref {
    str type;
    uint32_t from;
    uint32_t to;
};

struct heif_property;

struct heif {
    struct container *c;
    uint32_t primary;
    bool has_primary;
    struct heif_item *items;
    size_t items_n;
    struct heif_ref *refs;
    size_t refs_n;
    struct heif_property *properties; /* by index from 1 */
    size_t properties_n;
    str iloc; /* absent: the file says of no item where it is */
    str idat;
    size_t boxes;
    bool damaged; /* some box does not hold what it must */
};

struct heif_box {
    str type;
    str body;
};

void heif_init(struct heif *h, struct container *c);

/* The next box of *s. False at its end; *ret_bad tells that from a box that does not fit. */
bool heif_box_next(struct heif *h, str *s, struct heif_box *ret, bool *ret_bad);

/* The meta box: every table but the items' data, and where that is (iloc). */
void heif_read_meta(struct heif *h, str body);

/* Fill the data of the items that are metadata (of the others libheif takes care), once the meta
 * box is read. */
void heif_read_data(struct heif *h);

/* NULL: no item has that id. */
struct heif_item *heif_item_of(struct heif *h, uint32_t id);
