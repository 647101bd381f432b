
#include "base/utf8.h"
#include "image/bytes.h"
#include "image/container.h"

/* IPTC-NAA Information Interchange Model 4.2: 0x1c, record, dataset, length, data. */
enum {
    TAG_MARKER = 0x1c,
    HEADER_BYTES = 5,
    LONG_LENGTH = 0x8000, /* the rest of the field is then the number of length bytes */
    RECORD_ENVELOPE = 1,
    RECORD_APPLICATION = 2,
    CODED_CHARACTER_SET = 90,
};

/* Names as exiftool prints them. */
static const struct {
    uint8_t dataset;
    bool many;
    const char *name;
} DATASETS[] = {
    {5, false, "ObjectName"},
    {7, false, "EditStatus"},
    {10, false, "Urgency"},
    {15, false, "Category"},
    {20, true, "SupplementalCategories"},
    {22, false, "FixtureIdentifier"},
    {25, true, "Keywords"},
    {30, false, "ReleaseDate"},
    {35, false, "ReleaseTime"},
    {37, false, "ExpirationDate"},
    {38, false, "ExpirationTime"},
    {40, false, "SpecialInstructions"},
    {55, false, "DateCreated"},
    {60, false, "TimeCreated"},
    {62, false, "DigitalCreationDate"},
    {63, false, "DigitalCreationTime"},
    {65, false, "OriginatingProgram"},
    {80, true, "By-line"},
    {85, true, "By-lineTitle"},
    {90, false, "City"},
    {92, false, "Sub-location"},
    {95, false, "Province-State"},
    {100, false, "Country-PrimaryLocationCode"},
    {101, false, "Country-PrimaryLocationName"},
    {103, false, "OriginalTransmissionReference"},
    {105, false, "Headline"},
    {110, false, "Credit"},
    {115, false, "Source"},
    {116, false, "CopyrightNotice"},
    {118, true, "Contact"},
    {120, false, "Caption-Abstract"},
    {122, true, "Writer-Editor"},
};

static str from_latin_1(str s, struct arena *a)
{
    struct buf b CLEANUP(buf_done) = {0};
    for (size_t i = 0; i < s.n; i++)
        utf8_put(&b, (uint8_t)s.p[i]);
    return buf_ok(&b) ? str_copy(buf_str(&b), a) : s;
}

struct iim {
    struct container *c;
    str packet;
    int seen[countof(DATASETS)];
    bool utf8; /* dataset 1:90 says so */
};

static void state_dataset(struct iim *m, int dataset, str data)
{
    struct arena *a = m->c->a;
    for (size_t i = 0; i < countof(DATASETS); i++) {
        if (DATASETS[i].dataset != dataset)
            continue;
        int number = ++m->seen[i];
        str name = DATASETS[i].many || number > 1
                       ? str_format(a, "iptc:%s[%d]", DATASETS[i].name, number)
                       : str_format(a, "iptc:%s", DATASETS[i].name);
        /* Without 1:90 the bytes are Latin-1, unless they can only be UTF-8: many writers forget
         * it. */
        bool as_is = m->utf8 || data.n > IMAGE_STATEMENT_MAX_BYTES || utf8_valid(data);
        container_state(m->c, m->packet, name, as_is ? data : from_latin_1(data, a));
    }
}

void iim_read(struct container *c, str packet, const struct packet *p)
{
    struct iim m = {.c = c, .packet = packet};
    str s = p->bytes;
    uint64_t at = 0;
    while (at < s.n && s.p[at] == TAG_MARKER) {
        str head = str_slice(s, at, HEADER_BYTES);
        if (!head.p)
            break;
        uint64_t n = be16_at(head, 3), data_at = at + HEADER_BYTES;
        if (n & LONG_LENGTH) {
            size_t digits = n & ~(uint64_t)LONG_LENGTH;
            str length = digits <= 8 ? str_slice(s, data_at, digits) : (str){0};
            if (!length.p)
                break;
            n = be_at(length, 0, digits);
            data_at += digits;
        }
        str data = str_slice(s, data_at, n);
        if (!data.p)
            break;
        int record = (uint8_t)head.p[1], dataset = (uint8_t)head.p[2];
        if (record == RECORD_ENVELOPE && dataset == CODED_CHARACTER_SET)
            m.utf8 = str_eq(data, S("\x1b%G"));
        else if (record == RECORD_APPLICATION)
            state_dataset(&m, dataset, data);
        at = data_at + n;
    }
    while (at < s.n && !s.p[at]) /* TIFF pads to a multiple of four */
        at++;
    if (at < s.n)
        container_unreadable(c, "%.*s: the packet is damaged at byte %llu", STR(packet),
                             (unsigned long long)at);
}
