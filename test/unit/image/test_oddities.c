/* What a file hides: every row is a picture with one thing wrong, and the oddity that must say so.
 */
#include "pictures.h"

#include <math.h>
#include <zlib.h>

enum {
    W = 160,
    H = 120
};

static str scene(const char *suffix)
{
    return encode(picture(W, H, 3, VIPS_INTERPRETATION_sRGB), suffix, &arena);
}

/* Another scene: the first upside down and mirrored, with the tones of the other half. */
static str other_scene(int w, int h, const char *suffix)
{
    VipsImage *image = picture(w, h, 3, VIPS_INTERPRETATION_sRGB), *turned;
    assert_int_equal(vips_rot(image, &turned, VIPS_ANGLE_D180, NULL), 0);
    g_object_unref(image);
    return encode(turned, suffix, &arena);
}

static str glue(str a, str b)
{
    return splice(a, a.n, 0, b, &arena);
}

/* EXIF with nothing but a thumbnail in its second directory. */
static str exif_with_thumbnail(str thumbnail)
{
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, S("Exif\0\0MM\0*\0\0\0\x08"));
    buf_put(&b, S("\0\0")); /* first directory: empty */
    put_be(&b, 14, 4);      /* the second */
    buf_put(&b, S("\0\2"));
    buf_put(&b, S("\2\1\0\4\0\0\0\1")); /* 0x0201 offset */
    put_be(&b, 14 + 2 + 24 + 4, 4);
    buf_put(&b, S("\2\2\0\4\0\0\0\1")); /* 0x0202 length */
    put_be(&b, thumbnail.n, 4);
    put_be(&b, 0, 4);
    buf_put(&b, thumbnail);
    assert_true(buf_ok(&b));
    return str_copy(buf_str(&b), &arena);
}

static str jpeg_with_thumbnail(str thumbnail)
{
    return with_segment(scene(".jpg[strip=true]"), 0xe1, exif_with_thumbnail(thumbnail), &arena);
}

static str small_scene(int w, int h)
{
    return encode(picture(w, h, 3, VIPS_INTERPRETATION_sRGB), ".jpg[strip=true]", &arena);
}

/* The scene within a frame of another shape, bars in black. */
static str letterboxed(void)
{
    VipsImage *image = picture(80, 60, 3, VIPS_INTERPRETATION_sRGB), *boxed;
    assert_int_equal(vips_embed(image, &boxed, 0, 10, 80, 80, NULL), 0);
    g_object_unref(image);
    return encode(boxed, ".jpg[strip=true]", &arena);
}

/* The scene at half the contrast and darker. */
static str toned(void)
{
    VipsImage *image = picture(80, 60, 3, VIPS_INTERPRETATION_sRGB), *linear;
    assert_int_equal(vips_linear1(image, &linear, 0.5, -5, "uchar", TRUE, NULL), 0);
    g_object_unref(image);
    return encode(linear, ".jpg[strip=true]", &arena);
}

/* The middle of the scene, enlarged: what a crop would show. */
static str cropped(void)
{
    VipsImage *image = picture(W, H, 3, VIPS_INTERPRETATION_sRGB), *crop;
    assert_int_equal(vips_crop(image, &crop, 30, 30, 80, 60, NULL), 0);
    g_object_unref(image);
    return encode(crop, ".jpg[strip=true]", &arena);
}

static str mpf(bool thumbnail)
{
    str main = scene(".jpg[strip=true]"), second = other_scene(40, 30, ".jpg[strip=true]");
    if (thumbnail)
        second = small_scene(80, 60);
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, S("MPF\0MM\0*\0\0\0\x08\0\1"));
    buf_put(&b, S("\xb0\2\0\7\0\0\0\x20\0\0\0\x1a\0\0\0\0"));
    put_be(&b, 0x20030000, 4); /* the first: baseline primary */
    put_be(&b, 0, 4);
    put_be(&b, 0, 8);
    put_be(&b, thumbnail ? 0x10001 : 0x20003, 4);
    put_be(&b, second.n, 4);
    /* Offsets count from MPF's TIFF header: start marker 2, segment header 4, "MPF\0" 4. */
    put_be(&b, main.n + 4 + b.n + 8 - 10, 4);
    put_be(&b, 0, 4);
    return glue(with_segment(main, 0xe2, buf_str(&b), &arena), second);
}

static str photoshop_thumbnail(str jpeg)
{
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, S("Photoshop 3.0\0"));
    buf_put(&b, S("8BIM\x04\x0c\0\0"));
    put_be(&b, 28 + jpeg.n, 4);
    put_be(&b, 1, 4);
    for (int i = 0; i < 6; i++)
        put_be(&b, 0, 4);
    buf_put(&b, jpeg);
    if (jpeg.n & 1)
        buf_byte(&b, 0);
    return with_segment(scene(".jpg[strip=true]"), 0xed, buf_str(&b), &arena);
}

static str xmp(const char *attributes)
{
    return str_format(&arena,
                      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
                      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
                      "rdf:about='' %s/></rdf:RDF></x:xmpmeta>",
                      attributes);
}

static str jpeg_with_xmp(str packet)
{
    return with_segment(scene(".jpg[strip=true]"), 0xe1,
                        glue(S("http://ns.adobe.com/xap/1.0/\0"), packet), &arena);
}

static str apng(void)
{
    return with_chunk(scene(".png[strip=true]"), S("acTL"), S("\0\0\0\3\0\0\0\0"), &arena);
}

static str frames(const char *suffix)
{
    VipsImage *image = picture(W, 2 * H, 3, VIPS_INTERPRETATION_sRGB);
    vips_image_set_int(image, "page-height", H);
    return encode(image, suffix, &arena);
}

static str packed(size_t n)
{
    uLongf out_n = compressBound(n);
    char *out = arena_new(&arena, char, out_n);
    char *in = calloc(n, 1);
    assert_int_equal(compress2((Bytef *)out, &out_n, (const Bytef *)in, n, 9), Z_OK);
    free(in);
    return (str){out, out_n};
}

static str avif_with_box(str type)
{
    struct buf b CLEANUP(buf_done) = {0};
    put_be(&b, 16, 4);
    buf_put(&b, type);
    put_be(&b, 1, 8);
    return glue(from_file("thumbnail.avif", &arena), buf_str(&b));
}

static void check(const char *what, str file, const char *want)
{
    struct decoded d = decode(file, &arena);
    if (!d.ok)
        fail_msg("%s: %s", what, d.err.msg);
    if (want ? !has_oddity(&d, want) || d.about.oddities.n != 1 : d.about.oddities.n != 0)
        fail_msg("%s: want %s, got %zu oddities, first %.*s: %.*s", what, want ? want : "nothing",
                 d.about.oddities.n, STR(d.about.oddities.n ? d.about.oddities.at[0].code : S("-")),
                 STR(d.about.oddities.n ? d.about.oddities.at[0].words : S("-")));
    decoded_done(&d);
}

static void test_plain_pictures_have_none(void **state)
{
    (void)state;
    const char *suffixes[] = {".jpg",  ".jpg[interlace=true]",
                              ".png",  ".tif",
                              ".webp", ".tif[tile=true,compression=jpeg]"};
    for (size_t i = 0; i < countof(suffixes); i++)
        check(suffixes[i], scene(suffixes[i]), NULL);
    check("padding after the end", glue(scene(".jpg"), S("\0\0\0\0\0\0\0")), NULL);
    check("a pyramid of the same picture",
          encode(picture(600, 400, 3, VIPS_INTERPRETATION_sRGB),
                 ".tif[tile=true,pyramid=true,subifd=true]", &arena),
          NULL);
}

static void test_appended(void **state)
{
    (void)state;
    const char *suffixes[] = {".jpg", ".png", ".tif", ".webp"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        str file = scene(suffixes[i]);
        check(suffixes[i], glue(file, scene(".jpg")), "appended_data");
        check(suffixes[i], glue(file, S("PK\3\4 and the rest of an archive")), "appended_data");
    }
    str avif = from_file("thumbnail.avif", &arena);
    check("avif", glue(avif, scene(".jpg")), "appended_data");
    check("avif, a foreign box", avif_with_box(S("mpvd")), "appended_data");
}

static void test_frames_and_pages(void **state)
{
    (void)state;
    check("apng", apng(), "extra_frames");
    check("webp", frames(".webp"), "extra_frames");
    check("tiff", frames(".tif"), "extra_pages");
    check("avif sequence", avif_with_box(S("moov")), "extra_frames");
    check("heic", from_file("two_pictures.heic", &arena), "extra_pages");
    check("heic, made of itself", from_file("hidden_picture.heic", &arena), "extra_pages");
}

static void test_cut(void **state)
{
    (void)state;
    check("avif, most of it cut off", from_file("cut.avif", &arena), "cut");
    check("heic, padding cut off", from_file("padded.heic", &arena), NULL);
}

/* A matrix profile (ICC.1:2001) whose three curves give the same for every sample. */
static str profile_of(str curve)
{
    struct buf b CLEANUP(buf_done) = {0};
    enum {
        TAGS = 7,
        HEADER = 128,
        CURVE = HEADER + 4 + 12 * TAGS,
    };
    const uint32_t colour = CURVE + (uint32_t)curve.n, size = colour + 4 * 20;
    const struct {
        char name[5];
        uint32_t at, n;
    } tags[TAGS] = {{"rTRC", CURVE, (uint32_t)curve.n}, {"gTRC", CURVE, (uint32_t)curve.n},
                    {"bTRC", CURVE, (uint32_t)curve.n}, {"rXYZ", colour, 20},
                    {"gXYZ", colour + 20, 20},          {"bXYZ", colour + 40, 20},
                    {"wtpt", colour + 60, 20}};
    static const uint32_t xyz[4][3] = {{0x6fa2, 0x38f5, 0x0390}, /* red, green, blue of sRGB, D50 */
                                       {0x6299, 0xb787, 0x18da},
                                       {0x24a0, 0x0f84, 0xb6cf},
                                       {0xf6d6, 0x10000, 0xd32d}};
    put_be(&b, size, 4);
    put_be(&b, 0, 4);
    put_be(&b, 0x02100000, 4);
    buf_put(&b, S("mntrRGB XYZ "));
    put_be(&b, 0, 8);
    put_be(&b, 0, 4);
    buf_put(&b, S("acsp"));
    while (b.n < 68)
        buf_byte(&b, 0);
    for (int k = 0; k < 3; k++)
        put_be(&b, xyz[3][k], 4);
    while (b.n < HEADER)
        buf_byte(&b, 0);
    put_be(&b, TAGS, 4);
    for (int i = 0; i < TAGS; i++) {
        buf_put(&b, str_of(tags[i].name));
        put_be(&b, tags[i].at, 4);
        put_be(&b, tags[i].n, 4);
    }
    buf_put(&b, curve);
    for (int i = 0; i < 4; i++) {
        buf_put(&b, S("XYZ \0\0\0\0"));
        for (int k = 0; k < 3; k++)
            put_be(&b, xyz[i][k], 4);
    }
    assert_true(buf_ok(&b) && b.n == size);
    return str_copy(buf_str(&b), &arena);
}

static void test_profile_that_hides(void **state)
{
    (void)state;
    str profile = profile_of(S("curv\0\0\0\0\0\0\0\2\xff\xff\xff\xff"));
    static const char *const suffixes[] = {".png", ".tif", ".jpg"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        VipsImage *image = picture(320, 240, 3, VIPS_INTERPRETATION_sRGB);
        vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile.p, profile.n);
        check(suffixes[i], encode(image, suffixes[i], &arena), "profile_hides");
    }
    static const char *const honest[] = {".png[profile=p3]", ".tif[profile=srgb]"};
    for (size_t i = 0; i < countof(honest); i++)
        check(honest[i], encode(picture(320, 240, 3, VIPS_INTERPRETATION_sRGB), honest[i], &arena),
              NULL);
    check("cmyk",
          encode(picture(320, 240, 4, VIPS_INTERPRETATION_CMYK), ".tif[profile=cmyk]", &arena),
          NULL);
}

/* The tones of sRGB (IEC 61966-2-1) but for one narrow range of levels, which is drawn white. */
static str bent_profile(int entries, int from, int until)
{
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, S("curv\0\0\0\0"));
    put_be(&b, (uint64_t)entries, 4);
    for (int i = 0; i < entries; i++) {
        double v = i / (entries - 1.0);
        double linear = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
        put_be(&b, i >= from && i < until ? 65535 : (uint64_t)lrint(65535 * linear), 2);
    }
    assert_true(buf_ok(&b));
    return profile_of(buf_str(&b));
}

/* Stripes of two levels that nobody tells apart until the profile draws one of them white. */
static VipsImage *stripes(int plain, int bent, bool wide)
{
    uint16_t p[W * H * 3];
    for (int i = 0; i < W * H * 3; i++)
        p[i] = (uint16_t)(i / 3 % W / 8 % 2 ? bent : plain);
    VipsImage *mem = vips_image_new_from_memory_copy(p, sizeof p, W, H, 3, VIPS_FORMAT_USHORT);
    VipsImage *narrow, *image;
    if (wide) {
        assert_int_equal(vips_copy(mem, &image, "interpretation", VIPS_INTERPRETATION_RGB16, NULL),
                         0);
    } else {
        assert_int_equal(vips_cast_uchar(mem, &narrow, NULL), 0);
        assert_int_equal(
            vips_copy(narrow, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), 0);
        g_object_unref(narrow);
    }
    g_object_unref(mem);
    return image;
}

/* What others draw by a bend of the profile's curve is drawn here too, or is told. */
static void test_profile_that_draws(void **state)
{
    (void)state;
    static const struct {
        int entries, from, until, plain, bent;
        bool wide;
    } rows[] = {
        {256, 135, 145, 130, 140, false},
        {4096, 2100, 2104, 0x8200, 2102 * 65535 / 4095, true},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        VipsImage *image = stripes(rows[i].plain, rows[i].bent, rows[i].wide);
        str profile = bent_profile(rows[i].entries, rows[i].from, rows[i].until);
        vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile.p, profile.n);
        struct decoded d = decode(encode(image, ".png", &arena), &arena);
        assert_ok(d.ok, d.err);
        if (!has_oddity(&d, "profile_unreadable"))
            assert_int_equal(d.pixels[3 * 12], 255);
        decoded_done(&d);
    }
}

/* The same stripes, in black and white, under an alpha channel that is all see-through. */
static void test_alpha_that_hides(void **state)
{
    (void)state;
    static const char *const suffixes[] = {".png", ".tif"};
    for (int shown = 0; shown <= 1; shown++)
        for (size_t i = 0; i < countof(suffixes); i++) {
            VipsImage *image = stripes(shown ? 128 : 0, shown ? 128 : 255, false), *clear;
            assert_int_equal(vips_bandjoin_const1(image, &clear, 0, NULL), 0);
            g_object_unref(image);
            check(suffixes[i], encode(clear, suffixes[i], &arena), shown ? NULL : "alpha_hides");
        }
}

/* Tones that others show and we don't: gAMA (W3C PNG 11.3.2.1), cICP and nclx (ITU-T H.273). */
static void test_tones(void **state)
{
    (void)state;
    str png = scene(".png[strip=true]");
    check("gamma of sRGB", with_chunk(png, S("gAMA"), S("\0\0\xb1\x8f"), &arena), NULL);
    check("gamma 0.001", with_chunk(png, S("gAMA"), S("\0\0\0\x64"), &arena), "profile_unreadable");
    check(
        "gamma 0.001 that sRGB overrules",
        with_chunk(with_chunk(png, S("gAMA"), S("\0\0\0\x64"), &arena), S("sRGB"), S("\0"), &arena),
        NULL);
    str gamma = with_chunk(png, S("gAMA"), S("\0\0\0\x64"), &arena);
    check("gamma of sRGB behind another",
          with_chunk(with_chunk(png, S("gAMA"), S("\0\0\xb1\x8f"), &arena), S("gAMA"),
                     S("\0\0\0\x64"), &arena),
          "profile_unreadable");
    check("gamma of sRGB before another", with_chunk(gamma, S("gAMA"), S("\0\0\xb1\x8f"), &arena),
          "profile_unreadable");
    str srgb = with_chunk(gamma, S("sRGB"), S("\0"), &arena);
    check("gamma 0.001, and an sRGB that is damaged",
          splice(srgb, find(srgb, S("sRGB")) + 5, 1, S("!"), &arena), "profile_unreadable");
    check("gamma 0.001, and an sRGB behind the picture",
          splice(gamma, gamma.n - 12, 0, chunk(S("sRGB"), S("\0"), &arena), &arena),
          "profile_unreadable");
    check("a profile that cannot be unpacked",
          with_chunk(png, S("iCCP"), S("x\0\0no profile"), &arena), "profile_unreadable");
    /* Pieces of an ICC profile (ICC.1, annex B.4): the second of two is missing; one comes twice.
     */
    str jpeg = scene(".jpg[strip=true]"), piece = profile_of(S("curv\0\0\0\0\0\0\0\0"));
    str first = glue(S("ICC_PROFILE\0\1\2"), piece), only = glue(S("ICC_PROFILE\0\1\1"), piece);
    check("a profile", with_segment(jpeg, 0xe2, only, &arena), NULL);
    check("half of a profile", with_segment(jpeg, 0xe2, first, &arena), "profile_unreadable");
    check("two profiles", with_segment(with_segment(jpeg, 0xe2, only, &arena), 0xe2, only, &arena),
          "profile_unreadable");
    str primaries = S("\0\0\x7a\x26\0\0\x80\x84\0\0\xfa\0\0\0\x80\xe8"
                      "\0\0\x75\x30\0\0\xea\x60\0\0\x3a\x98\0\0\x17\x70");
    check("primaries of sRGB", with_chunk(png, S("cHRM"), primaries, &arena), NULL);
    check("primaries close together",
          with_chunk(png, S("cHRM"), splice(primaries, 8, 4, S("\0\0\x75\x30"), &arena), &arena),
          "profile_unreadable");
    check("cICP of sRGB", with_chunk(png, S("cICP"), S("\1\x0d\0\1"), &arena), NULL);
    check("cICP of PQ", with_chunk(png, S("cICP"), S("\x09\x10\0\1"), &arena),
          "profile_unreadable");
    str avif = from_file("thumbnail.avif", &arena);
    size_t nclx = find(avif, S("nclx"));
    check("nclx of PQ", splice(avif, nclx + 6, 2, S("\0\x10"), &arena), "profile_unreadable");
}

static void test_thumbnails(void **state)
{
    (void)state;
    check("the same", jpeg_with_thumbnail(small_scene(80, 60)), NULL);
    check("rounded shape", jpeg_with_thumbnail(small_scene(53, 40)), NULL);
    check("letterboxed", jpeg_with_thumbnail(letterboxed()), NULL);
    check("another tone", jpeg_with_thumbnail(toned()), NULL);
    check("another scene", jpeg_with_thumbnail(other_scene(80, 60, ".jpg")), "thumbnail_differs");
    check("another crop", jpeg_with_thumbnail(cropped()), "thumbnail_differs");
    check("another shape", jpeg_with_thumbnail(small_scene(60, 80)), "thumbnail_differs");
    check("no picture", jpeg_with_thumbnail(S("no picture")), "thumbnail_differs");
    check("larger than the picture", jpeg_with_thumbnail(small_scene(2 * W, 2 * H)),
          "embedded_picture");
    check("Photoshop's, the same", photoshop_thumbnail(small_scene(80, 60)), NULL);
    check("Photoshop's, another", photoshop_thumbnail(other_scene(80, 60, ".jpg")),
          "thumbnail_differs");
    check("multi-picture, the same", mpf(true), NULL);
    check("heic, the same", from_file("thumbnail.heic", &arena), NULL);
    check("avif, the same", from_file("thumbnail.avif", &arena), NULL);
    check("heic, another", from_file("thumbnail_differs.heic", &arena), "thumbnail_differs");
    uint8_t rgb[12] = {0};
    str jfif = glue(S("JFIF\0\1\2\0\0\1\0\1\2\2"), (str){(char *)rgb, sizeof rgb});
    check("JFIF, all black", with_segment(scene(".jpg[strip=true]"), 0xe0, jfif, &arena),
          "thumbnail_differs");
}

static void test_embedded(void **state)
{
    (void)state;
    check("multi-picture, another", mpf(false), "embedded_picture");
    check("gain map in XMP",
          jpeg_with_xmp(
              xmp("xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' hdrgm:Version='1.0'")),
          "gain_map");
    check("gain map by ISO 21496",
          with_segment(scene(".jpg"), 0xe2, S("urn:iso:std:iso:ts:21496:-1\0\0\0\0\0"), &arena),
          "gain_map");
}

static void test_unreadable_metadata(void **state)
{
    (void)state;
    str jpeg = scene(".jpg[strip=true]"), png = scene(".png[strip=true]");
    check("exif", with_segment(jpeg, 0xe1, S("Exif\0\0no TIFF at all"), &arena),
          "metadata_unreadable");
    check("xmp", jpeg_with_xmp(S("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF")),
          "metadata_unreadable");
    check("extended xmp without the rest",
          with_segment(jpeg, 0xe1,
                       S("http://ns.adobe.com/xmp/extension/\0"
                         "0123456789ABCDEF0123456789ABCDEF\0\0\1\0\0\0\0\0<x:xmpmeta"),
                       &arena),
          "metadata_unreadable");
    check("iim",
          with_segment(jpeg, 0xed, S("Photoshop 3.0\08BIM\4\4\0\0\0\0\0\6\x1c\2\5\0\x40?"), &arena),
          "metadata_unreadable");
    check("photoshop", with_segment(jpeg, 0xed, S("Photoshop 3.0\08BIM\4\4\0\0\0\1\0\0?"), &arena),
          "metadata_unreadable");
    check("packed text, damaged", with_chunk(png, S("zTXt"), S("Comment\0\0\x78\x9c!!!!"), &arena),
          "metadata_unreadable");
    str bomb = glue(S("XML:com.adobe.xmp\0\1\0\0\0"), packed(100 << 20));
    assert_true(bomb.n < 200000);
    check("packed text that unpacks to 100 MiB", with_chunk(png, S("iTXt"), bomb, &arena),
          "metadata_unreadable");
    str broken = with_chunk(png, S("tEXt"), S("Comment\0fine"), &arena);
    size_t at = find(broken, S("fine"));
    check("text that does not match its checksum", splice(broken, at, 1, S("F"), &arena),
          "metadata_unreadable");
    struct buf many CLEANUP(buf_done) = {0};
    buf_put(&many, S("xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='"));
    for (int i = 0; i < IMAGE_STATEMENT_MAX_BYTES + 1; i++)
        buf_byte(&many, 'a');
    buf_put(&many, S("'"));
    check("a value that is too long", jpeg_with_xmp(xmp(str_c(buf_str(&many), &arena))),
          "metadata_unreadable");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_pictures_have_none),
        cmocka_unit_test(test_appended),
        cmocka_unit_test(test_frames_and_pages),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_tones),
        cmocka_unit_test(test_profile_that_hides),
        cmocka_unit_test(test_profile_that_draws),
        cmocka_unit_test(test_alpha_that_hides),
        cmocka_unit_test(test_thumbnails),
        cmocka_unit_test(test_embedded),
        cmocka_unit_test(test_unreadable_metadata),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
