#include "codec/xml_part.h"

#include <string.h>

struct xml {
    XML_Parser parser;
    struct xml_reader reader;
    struct err *err;
    bool failed;
    size_t depth, skipped; /* skipped: depth below an element that is none of ours */
    uint64_t fed_bytes;
    struct buf text;
};

static const char separator = '|'; /* no character of a URI or a name */

/* The name without its namespace, if that is one of ours. */
static const char *own_name(const struct xml *x, const char *name)
{
    const char *at = strrchr(name, separator);
    if (!at)
        return NULL;
    for (size_t i = 0; x->reader.namespaces[i]; i++) {
        size_t n = strlen(x->reader.namespaces[i]);
        if (n == (size_t)(at - name) && memcmp(name, x->reader.namespaces[i], n) == 0)
            return at + 1;
    }
    return NULL;
}

static void stop(struct xml *x)
{
    x->failed = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static void on_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = self;
    if (x->failed)
        return;
    if (++x->depth > XML_DEPTH_MAX) {
        err_set(x->err, ERR_LIMIT, "elements inside elements, more than %d deep", XML_DEPTH_MAX);
        stop(x);
        return;
    }
    const char *own = own_name(x, name);
    if (x->skipped || !own) {
        x->skipped++;
        return;
    }
    x->text.n = 0;
    if (!x->reader.start(x->reader.self, own, attributes, x->err))
        stop(x);
}

static void on_end(void *self, const XML_Char *name)
{
    struct xml *x = self;
    if (x->failed)
        return;
    x->depth--;
    if (x->skipped) {
        x->skipped--;
        return;
    }
    str text = x->text.n ? buf_str(&x->text) : S("");
    if (!x->reader.end(x->reader.self, own_name(x, name), text, x->err))
        stop(x);
    x->text.n = 0;
}

static void on_text(void *self, const XML_Char *text, int n)
{
    struct xml *x = self;
    if (x->failed || x->skipped)
        return;
    buf_put(&x->text, (str){text, (size_t)n});
    if (!buf_ok(&x->text)) {
        err_set(x->err, ERR_LIMIT, "a text of more than %d bytes", XML_TEXT_MAX_BYTES);
        stop(x);
    }
}

static void on_doctype(void *self, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    struct xml *x = self;
    if (x->failed)
        return;
    err_set(x->err, ERR_INVALID, "a document type, which no spreadsheet program writes");
    stop(x);
}

static bool take(void *self, str piece, bool last, struct err *err)
{
    struct xml *x = self;
    x->fed_bytes += piece.n;
    if (XML_Parse(x->parser, piece.p, (int)piece.n, last) == XML_STATUS_OK) {
        /* expat looks at an unfinished token again with each piece: long ones would take for ever.
         */
        XML_Index at = XML_GetCurrentByteIndex(x->parser);
        if (at < 0 || x->fed_bytes - (uint64_t)at <= XML_TOKEN_MAX_BYTES)
            return true;
        return err_set(err, ERR_LIMIT, "a tag or comment of more than %d bytes",
                       XML_TOKEN_MAX_BYTES);
    }
    if (x->failed)
        return false;
    return err_set(err, ERR_CORRUPT, "the file is damaged (line %lu of a part: %s)",
                   (unsigned long)XML_GetCurrentLineNumber(x->parser),
                   XML_ErrorString(XML_GetErrorCode(x->parser)));
}

bool xml_part_read(const struct zip *zip, const struct zip_entry *entry, uint64_t *budget_bytes,
                   struct xml_reader reader, struct err *err)
{
    struct xml x = {
        .parser = XML_ParserCreateNS(NULL, separator),
        .reader = reader,
        .err = err,
        .text = BUF_MAX(XML_TEXT_MAX_BYTES),
    };
    if (!x.parser)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_start, on_end);
    XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
    /* Names come from the file and the tables of expat live as long as the part: a fixed salt
     * would let a file make them slow, so expat takes its own. */
    bool good = zip_unpack(zip, entry, budget_bytes, (struct zip_sink){take, &x}, err);
    XML_ParserFree(x.parser);
    buf_done(&x.text);
    return good || err_wrap(err, "%.*s", STR(entry->name));
}

const char *xml_attribute(const XML_Char **attributes, const char *name, bool any)
{
    for (size_t i = 0; attributes[i]; i += 2) {
        const char *at = strrchr(attributes[i], separator);
        if ((!at && strcmp(attributes[i], name) == 0) || (any && at && strcmp(at + 1, name) == 0))
            return attributes[i + 1];
    }
    return NULL;
}
