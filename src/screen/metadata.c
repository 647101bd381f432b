/* The detector "metadata": what the file says about itself, where it contradicts itself or hides
 * something. Every value is the sender's claim; this row only compares claims with each other. */
#include "screen/detect.h"

#include "base/utf8.h"

enum {
    EXCERPT_BYTES = 160,
    DAY_DIGITS = 8,     /* YYYYMMDD */
    SECOND_DIGITS = 14, /* and hhmmss */
};

/* Names for one thing in EXIF, IIM and XMP (IPTC Photo Metadata Standard 2023.2, "IIM mapping", and
 * the Metadata Working Group's guidelines, 2.0). IIM cuts a value at iim_bytes. */
struct meaning {
    const char *exif, *iim, *xmp;
    size_t iim_bytes;
    enum shape {
        PLAIN,
        DATE,
        LANGUAGES
    } shape; /* of the value: LANGUAGES: one text in several */
};
static const struct meaning meanings[] = {
    {"exif:ImageDescription", "iptc:Caption-Abstract", "dc:description", 2000, LANGUAGES},
    {"exif:Artist", "iptc:By-line", "dc:creator", 32, PLAIN},
    {"exif:Copyright", "iptc:CopyrightNotice", "dc:rights", 128, LANGUAGES},
    {"exif:DateTimeOriginal", "iptc:DateCreated", "photoshop:DateCreated", 0, DATE},
    {NULL, "iptc:Keywords", "dc:subject", 64, PLAIN},
    {NULL, "iptc:ObjectName", "dc:title", 64, LANGUAGES},
    {NULL, "iptc:Headline", "photoshop:Headline", 256, PLAIN},
    {NULL, "iptc:Credit", "photoshop:Credit", 32, PLAIN},
    {NULL, "iptc:Source", "photoshop:Source", 32, PLAIN},
    {NULL, "iptc:City", "photoshop:City", 32, PLAIN},
    {NULL, "iptc:Province-State", "photoshop:State", 32, PLAIN},
    {NULL, "iptc:Country-PrimaryLocationName", "photoshop:Country", 64, PLAIN},
    {NULL, "iptc:Country-PrimaryLocationCode", "Iptc4xmpCore:CountryCode", 3, PLAIN},
    {NULL, "iptc:Sub-location", "Iptc4xmpCore:Location", 32, PLAIN},
    {NULL, "iptc:SpecialInstructions", "photoshop:Instructions", 256, PLAIN},
    {NULL, "iptc:OriginalTransmissionReference", "photoshop:TransmissionReference", 32, PLAIN},
    {NULL, "iptc:By-lineTitle", "photoshop:AuthorsPosition", 32, PLAIN},
    {NULL, "iptc:Writer-Editor", "photoshop:CaptionWriter", 32, PLAIN},
};

/* About the making, not about what is shown: two programs disagree on these in honest files. */
static const char *const uncompared[] = {"xmp:", "tiff:", "exif:", "exifEX:", "iptc:"};

/* What one packet says about one thing. */
struct claim {
    str packet;
    str key;      /* of the meaning, or the property's own name */
    str property; /* as stated, without indexes */
    str *values;  /* as stated */
    size_t n;
    size_t iim_bytes; /* values of this length may have been cut */
    enum shape shape;
};

/* "Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:City" without its indexes. */
static str without_indexes(str property, struct arena *a)
{
    char *p = arena_new(a, char, property.n);
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < property.n; i++) {
        inside = inside || property.p[i] == '[';
        if (!inside)
            p[n++] = property.p[i];
        inside = inside && property.p[i] != ']';
    }
    return (str){p, n};
}

static bool names(const char *name, str property)
{
    return name && str_eq(str_of(name), property);
}

/* False if this property is not compared. */
static bool claim_of(const struct statement *s, struct arena *a, struct claim *ret)
{
    str property = without_indexes(s->property, a);
    if (str_contains(property, S("xml:lang")))
        return false;
    *ret = (struct claim){.packet = s->packet, .key = property, .property = property};
    for (size_t i = 0; i < countof(meanings); i++) {
        const struct meaning *m = &meanings[i];
        bool iim = names(m->iim, property);
        if (iim || names(m->exif, property) || names(m->xmp, property)) {
            ret->key = str_of(m->xmp);
            ret->iim_bytes = iim ? m->iim_bytes : 0;
            ret->shape = m->shape;
            return true;
        }
    }
    for (size_t i = 0; i < countof(uncompared); i++)
        if (str_starts(property, str_of(uncompared[i])))
            return false;
    return true;
}

static size_t claims_of(const struct image_about *about, struct arena *a, struct claim **ret)
{
    size_t statements = about->statements.n, n = 0;
    struct claim *at = arena_new(a, struct claim, statements);
    size_t *owner = arena_new(a, size_t, statements);
    for (size_t i = 0; i < statements; i++) {
        const struct statement *s = &about->statements.at[i];
        struct claim claim;
        owner[i] = statements;
        if (!s->value.p || !claim_of(s, a, &claim))
            continue;
        size_t k = 0;
        while (k < n &&
               !(str_eq(at[k].packet, claim.packet) && str_eq(at[k].property, claim.property)))
            k++;
        if (k == n)
            at[n++] = claim;
        at[k].n++;
        owner[i] = k;
    }
    for (size_t k = 0; k < n; k++) {
        at[k].values = arena_new(a, str, at[k].n);
        at[k].n = 0;
    }
    for (size_t i = 0; i < statements; i++)
        if (owner[i] < statements)
            at[owner[i]].values[at[owner[i]].n++] = about->statements.at[i].value;
    *ret = at;
    return n;
}

/* What is left to compare of a value: letters, digits and all that is not ASCII; digits of dates.
 */
static void put_bare(struct buf *b, str value, bool date)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        bool digit = c >= '0' && c <= '9';
        if (digit || (!date && ((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80)))
            buf_byte(b, c);
    }
}

static str bare(const str *values, size_t n, bool date, struct arena *a)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < n; i++)
        put_bare(&b, values[i], date);
    assert(buf_ok(&b));
    return b.n ? str_copy(buf_str(&b), a) : S("");
}

static bool maybe_cut(const struct claim *c)
{
    for (size_t i = 0; c->iim_bytes && i < c->n; i++)
        if (c->values[i].n + 3 >= c->iim_bytes) /* less by a cut character */
            return true;
    return false;
}

/* Dates agree to the day, and to the second where both say it. */
static bool same_date(str a, str b)
{
    size_t digits = a.n >= SECOND_DIGITS && b.n >= SECOND_DIGITS ? SECOND_DIGITS : DAY_DIGITS;
    if (a.n < digits || b.n < digits)
        return str_eq(a, b);
    return str_eq(str_first(a, digits), str_first(b, digits));
}

/* One packet may state one language of the several that another has. */
static bool share_a_value(const struct claim *x, const struct claim *y, struct arena scratch)
{
    for (size_t i = 0; i < x->n; i++) {
        for (size_t k = 0; k < y->n; k++) {
            struct arena inner = scratch;
            if (str_eq(bare(&x->values[i], 1, false, &inner),
                       bare(&y->values[k], 1, false, &inner)))
                return true;
        }
    }
    return false;
}

static bool agree(const struct claim *x, const struct claim *y, struct arena scratch)
{
    bool date = x->shape == DATE;
    str a = bare(x->values, x->n, date, &scratch), b = bare(y->values, y->n, date, &scratch);
    if (date)
        return same_date(a, b);
    size_t shorter = MIN(a.n, b.n);
    if ((maybe_cut(x) || maybe_cut(y)) && shorter &&
        str_eq(str_first(a, shorter), str_first(b, shorter)))
        return true;
    return str_eq(a, b) || (x->shape == LANGUAGES && share_a_value(x, y, scratch));
}

static str excerpt(str value)
{
    if (value.n <= EXCERPT_BYTES)
        return value;
    size_t n = EXCERPT_BYTES;
    while (n && ((unsigned char)value.p[n] & 0xC0) == 0x80)
        n--;
    return str_first(value, n);
}

static bool conflict(struct detection *d, const struct claim *x, const struct claim *y,
                     struct err *err)
{
    struct finding *f = detection_add(d, FINDING_METADATA_CONFLICT, err);
    if (!f)
        return false;
    f->reason = S("packets_differ");
    f->property =
        utf8_clean(str_eq(x->property, y->property)
                       ? x->property
                       : str_format(d->a, "%.*s, %.*s", STR(x->property), STR(y->property)),
                   d->a);
    f->evidence =
        utf8_clean(str_format(d->a, "%.*s says %.*s \"%.*s\"%s, %.*s says %.*s \"%.*s\"%s",
                              STR(x->packet), STR(x->property), STR(excerpt(x->values[0])),
                              x->n > 1 ? " and more" : "", STR(y->packet), STR(y->property),
                              STR(excerpt(y->values[0])), y->n > 1 ? " and more" : ""),
                   d->a);
    return true;
}

static bool run(struct detection *d, void *state, struct err *err)
{
    (void)state;
    for (size_t i = 0; i < d->about->oddities.n; i++) {
        struct finding *f = detection_add(d, FINDING_COULD_NOT_TELL, err);
        if (!f)
            return false;
        f->reason = utf8_clean(d->about->oddities.at[i].code, d->a);
        f->evidence = utf8_clean(d->about->oddities.at[i].words, d->a);
    }
    struct claim *claims;
    size_t n = claims_of(d->about, d->a, &claims);
    for (size_t y = 1; y < n; y++) {
        size_t x = 0; /* the first packet that says anything about it speaks for its kind */
        while (x < y && !(str_eq(claims[x].key, claims[y].key) &&
                          !str_eq(claims[x].packet, claims[y].packet)))
            x++;
        if (x < y && !agree(&claims[x], &claims[y], *d->a) &&
            !conflict(d, &claims[x], &claims[y], err))
            return false;
    }
    return true;
}

const struct detector metadata_detector = {
    .name = DETECTOR_METADATA,
    .version = "1",
    .needs = NEEDS_STATEMENTS,
    .run = run,
};
