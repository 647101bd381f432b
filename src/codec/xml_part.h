/* codec/xml_part.h -- inside codec only: one XML part of an office file, read by expat as a stream
 * of elements.
 *
 * Document types are refused, so there are no entities but XML's own five, and nothing outside the
 * part is ever read. Elements of namespaces other than the part's own are skipped with all that is
 * in them. */
#pragma once

#include <expat.h>

#include "codec/zip.h"

enum {
    XML_DEPTH_MAX = 64,
    XML_TEXT_MAX_BYTES = 1 << 20,  /* between two tags */
    XML_TOKEN_MAX_BYTES = 1 << 20, /* of one tag, comment and so on */
};

struct xml;

/* What a reader does with the elements; each false ends reading with its error. `name` is without
 * its namespace. */
struct xml_reader {
    const char *const *namespaces; /* that belong to the part; NULL ends the list */
    bool (*start)(void *self, const char *name, const XML_Char **attributes, struct err *err);
    bool (*end)(void *self, const char *name, str text, struct err *err); /* text since the start
                                                                             or the last end */
    void *self;
};

nodiscard bool xml_part_read(const struct zip *zip, const struct zip_entry *entry,
                             uint64_t *budget_bytes, struct xml_reader reader, struct err *err);

/* NULL, or the value of an attribute without a namespace; with `any` of any namespace. */
const char *xml_attribute(const XML_Char **attributes, const char *name, bool any);
