/* Ratings and labels. What is right is in "XMP Specification Part 1", 8.4 (xmp:Rating, xmp:Label);
 * sidecars are laid out as Lightroom (attributes) and Capture One (elements) write them. */
#include "pictures.h"

static int start(void **state)
{
    (void)state;
    struct err err;
    arena = arena_open(IMAGE_ARENA_BYTES);
    return image_marks_start(&err) ? 0 : -1;
}

#define SIDECAR(attributes, elements)                                                              \
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"                         \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"                                                     \
    " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"                       \
    "  <rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"" attributes      \
    ">" elements "</rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"

static void sidecars_say(void **state)
{
    (void)state;
    enum {
        BAD = 100,
        NONE = 101
    };
    static const struct {
        const char *text;
        int64_t rating;
        const char *label; /* NULL: none */
    } rows[] = {
        {SIDECAR(" xmp:Rating=\"3\" xmp:Label=\"Red\"", ""), 3, "Red"},
        {SIDECAR("", "<xmp:Rating>5</xmp:Rating><xmp:Label>Gr\xc3\xbcn</xmp:Label>"), 5,
         "Gr\xc3\xbcn"},
        {SIDECAR("", "<xmp:Rating>-1</xmp:Rating>"), -1, NULL},
        {SIDECAR(" xmp:Rating=\"4.0\"", ""), 4, NULL},
        {SIDECAR(" xmp:CreatorTool=\"T\"", ""), NONE, NULL},
        {SIDECAR("", ""), BAD, NULL},
        /* develop settings alone, as Lightroom writes them: nobody marked it */
        {SIDECAR(" xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\" "
                 "crs:HasCrop=\"True\"",
                 ""),
         NONE, NULL},
        /* another prefix, the same property */
        {"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF "
         "xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description r:about=\"\" "
         "xmlns:xap=\"http://ns.adobe.com/xap/1.0/\" xap:Rating=\"2\"/></r:RDF></x:xmpmeta>",
         2, NULL},
        /* exempi sees nothing without xmpmeta: then nothing is known, and not "no rating" */
        {"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
         "rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"2\"/></rdf:RDF>",
         BAD, NULL},
        {SIDECAR(" xmp:Rating=\"6\"", ""), BAD, NULL},
        {SIDECAR(" xmp:Rating=\"-2\"", ""), BAD, NULL},
        {SIDECAR(" xmp:Rating=\"many\"", ""), BAD, NULL},
        {SIDECAR(" xmp:Rating=\"3\"", "<xmp:Rating>4</xmp:Rating>"), BAD, NULL},
        {"", BAD, NULL},
        {"rating 5", BAD, NULL},
        {"<svg/>", BAD, NULL},
        {"RDF", BAD, NULL},
        {"<rdf:RDF", BAD, NULL},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena scratch = arena;
        struct image_marks marks;
        struct err err;
        bool good = image_marks(str_of(rows[i].text), true, &scratch, &marks, &err);
        if (good != (rows[i].rating != BAD))
            fail_msg("row %zu: %s", i, good ? "taken" : err.msg);
        if (!good)
            continue;
        assert_int_equal(marks.rated, rows[i].rating != NONE);
        if (marks.rated)
            assert_int_equal(marks.rating, rows[i].rating);
        assert_int_equal(marks.label.p != NULL, rows[i].label != NULL);
        if (rows[i].label)
            assert_str(marks.label, str_of(rows[i].label));
    }
}

static void a_sidecar_cut_anywhere_is_told(void **state)
{
    (void)state;
    static const char whole[] = SIDECAR(" xmp:Rating=\"3\"", "");
    const char *end = strstr(whole, "</x:xmpmeta>");
    for (size_t n = 0; n < (size_t)(end - whole); n++) {
        struct arena scratch = arena;
        struct image_marks marks;
        struct err err;
        if (image_marks((str){whole, n}, true, &scratch, &marks, &err))
            fail_msg("cut at %zu, and taken", n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sidecars_say),
        cmocka_unit_test(a_sidecar_cut_anywhere_is_told),
    };
    return cmocka_run_group_tests(tests, start, tear_down);
}
