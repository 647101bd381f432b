/* What exiftool writes, we read: every property that a rule may ask for, in every format. exiftool
 * is somebody else's reading of the same standards (IPTC Photo Metadata 2021.1, PLUS LDF,
 * Exif 2.32, IIM 4.2). */
#include <sys/wait.h>
#include <unistd.h>

#include "pictures.h"

static const struct {
    const char *argument; /* exiftool's */
    const char *packet, *property, *value;
} ROWS[] = {
    {"-IFD0:Artist=Ann \u00d6", "exif", "exif:Artist", "Ann \u00d6"},
    {"-IFD0:Make=Maker", "exif", "exif:Make", "Maker"},
    {"-IFD0:Model=M 1", "exif", "exif:Model", "M 1"},
    {"-IFD0:Copyright=(c) House", "exif", "exif:Copyright", "(c) House"},
    {"-IFD0:ImageDescription=A desk", "exif", "exif:ImageDescription", "A desk"},
    {"-IFD0:Software=S 2", "exif", "exif:Software", "S 2"},
    {"-ExifIFD:DateTimeOriginal=2022:11:01 10:11:12", "exif", "exif:DateTimeOriginal",
     "2022:11:01 10:11:12"},
    {"-ExifIFD:OffsetTimeOriginal=+01:00", "exif", "exif:OffsetTimeOriginal", "+01:00"},
    {"-GPS:GPSLatitude=51.5", "exif", "exif:GPS", "present"},
    {"-XMP-plus:ModelReleaseStatus#=MR-LMR", "xmp", "plus:ModelReleaseStatus",
     "http://ns.useplus.org/ldf/vocab/MR-LMR"},
    {"-XMP-plus:ModelReleaseID=R-1", "xmp", "plus:ModelReleaseID[1]", "R-1"},
    {"-XMP-plus:ModelReleaseID=R-2", "xmp", "plus:ModelReleaseID[2]", "R-2"},
    {"-XMP-plus:MinorModelAgeDisclosure#=AG-A17", "xmp", "plus:MinorModelAgeDisclosure",
     "http://ns.useplus.org/ldf/vocab/AG-A17"},
    {"-XMP-plus:PropertyReleaseStatus#=PR-NON", "xmp", "plus:PropertyReleaseStatus",
     "http://ns.useplus.org/ldf/vocab/PR-NON"},
    {"-XMP-plus:ImageAlterationConstraints#=AL-CRP", "xmp", "plus:ImageAlterationConstraints[1]",
     "http://ns.useplus.org/ldf/vocab/AL-CRP"},
    {"-XMP-plus:AdultContentWarning#=CW-AWR", "xmp", "plus:AdultContentWarning",
     "http://ns.useplus.org/ldf/vocab/CW-AWR"},
    {"-XMP-plus:ImageSupplierName=Props Ltd", "xmp", "plus:ImageSupplier[1]/plus:ImageSupplierName",
     "Props Ltd"},
    {"-XMP-plus:OtherConstraints=none at all", "xmp", "plus:OtherConstraints[1]", "none at all"},
    {"-XMP-iptcExt:ModelAge=9", "xmp", "Iptc4xmpExt:ModelAge[1]", "9"},
    {"-XMP-iptcExt:PersonInImage=P-1", "xmp", "Iptc4xmpExt:PersonInImage[1]", "P-1"},
    {"-XMP-iptcExt:PersonInImage=P-2", "xmp", "Iptc4xmpExt:PersonInImage[2]", "P-2"},
    {"-XMP-iptcExt:PersonInImageName=P-3", "xmp",
     "Iptc4xmpExt:PersonInImageWDetails[1]/Iptc4xmpExt:PersonName[1]", "P-3"},
    {"-XMP-iptcExt:ArtworkTitle=A page", "xmp",
     "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOTitle[1]", "A page"},
    {"-XMP-iptcExt:ArtworkSource=Prop House", "xmp",
     "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSource", "Prop House"},
    {"-XMP-iptcExt:ArtworkSourceInventoryNo=77", "xmp",
     "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo", "77"},
    {"-XMP-iptcExt:ProductInImageGTIN=123", "xmp",
     "Iptc4xmpExt:ProductInImage[1]/Iptc4xmpExt:ProductGTIN", "123"},
    {"-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/"
     "trainedAlgorithmicMedia",
     "xmp", "Iptc4xmpExt:DigitalSourceType",
     "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
    {"-XMP-iptcExt:RegistryItemID=C-9", "xmp", "Iptc4xmpExt:RegistryId[1]/Iptc4xmpExt:RegItemId",
     "C-9"},
    {"-XMP-iptcCore:Location=Studio 4", "xmp", "Iptc4xmpCore:Location", "Studio 4"},
    {"-XMP-dc:Title=T", "xmp", "dc:title[1]", "T"},
    {"-XMP-dc:Creator=Bo", "xmp", "dc:creator[1]", "Bo"},
    {"-XMP-dc:Rights=all", "xmp", "dc:rights[1]", "all"},
    {"-XMP-dc:Description=what it is", "xmp", "dc:description[1]", "what it is"},
    {"-XMP-photoshop:TransmissionReference=job 1", "xmp", "photoshop:TransmissionReference",
     "job 1"},
    {"-XMP-photoshop:Instructions=do not crop", "xmp", "photoshop:Instructions", "do not crop"},
    {"-XMP-xmpRights:UsageTerms=one year", "xmp", "xmpRights:UsageTerms[1]", "one year"},
    {"-XMP-xmp:CreatorTool=Camera", "xmp", "xmp:CreatorTool", "Camera"},
    {"-XMP-xmp:Rating=3", "xmp", "xmp:Rating", "3"},
    {"-XMP-xmp:Label=Red", "xmp", "xmp:Label", "Red"},
};

static const struct {
    const char *argument, *property, *value;
} IIM_ROWS[] = {
    {"-IPTC:ObjectName=Name", "iptc:ObjectName", "Name"},
    {"-IPTC:Keywords=one", "iptc:Keywords[1]", "one"},
    {"-IPTC:Keywords=zw\u00f6lf", "iptc:Keywords[2]", "zw\u00f6lf"},
    {"-IPTC:By-line=Bo", "iptc:By-line[1]", "Bo"},
    {"-IPTC:Caption-Abstract=what", "iptc:Caption-Abstract", "what"},
    {"-IPTC:CopyrightNotice=(c)", "iptc:CopyrightNotice", "(c)"},
    {"-IPTC:DateCreated=2022:11:01", "iptc:DateCreated", "20221101"},
    {"-IPTC:TimeCreated=10:11:12+01:00", "iptc:TimeCreated", "101112+0100"},
    {"-IPTC:OriginalTransmissionReference=job 1", "iptc:OriginalTransmissionReference", "job 1"},
    {"-IPTC:SpecialInstructions=none", "iptc:SpecialInstructions", "none"},
    {"-IPTC:City=Paris", "iptc:City", "Paris"},
    {"-IPTC:Country-PrimaryLocationName=France", "iptc:Country-PrimaryLocationName", "France"},
};

static bool run(char *const *argv)
{
    pid_t pid = fork();
    if (!pid) {
        execvp(argv[0], argv);
        _exit(127);
    }
    int status;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

/* The file after exiftool wrote these arguments into it. */
static str written(str file, const char *suffix, const char *const *arguments, size_t n)
{
    char pattern[64];
    snprintf(pattern, sizeof pattern, "gatefold-XXXXXX%s", suffix);
    gchar *name = NULL;
    int fd = g_file_open_tmp(pattern, &name, NULL);
    assert_true(fd >= 0);
    close(fd);
    struct err err;
    assert_ok(file_write(name, file, &err), err);
    char *argv[96] = {"exiftool", "-q", "-q", "-m", "-overwrite_original"};
    size_t argc = 5;
    for (size_t i = 0; i < n; i++)
        argv[argc++] = (char *)(uintptr_t)arguments[i];
    argv[argc++] = name;
    assert_true(argc < countof(argv));
    bool ran = run(argv);
    str bytes = {0};
    bool got = ran && file_read(name, 1 << 20, &arena, &bytes, &err);
    unlink(name);
    g_free(name);
    if (!got)
        fail_msg("exiftool did not write %s", suffix);
    return bytes;
}

static bool exiftool_is_here(void)
{
    char *argv[] = {"exiftool", "-q", "-q", "-ver", NULL};
    int saved = dup(1);
    assert_non_null(freopen("/dev/null", "w", stdout));
    bool here = run(argv);
    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    if (!here)
        print_message("exiftool is not installed: skipped\n");
    return here;
}

static void check(const char *suffix, const struct decoded *d, const char *packet,
                  const char *property, const char *value)
{
    str got = stated(d, packet, property);
    if (!str_eq(got, str_of(value)))
        fail_msg("%s: %s %s is \"%.*s\", want \"%s\"", suffix, packet, property, STR(got), value);
}

static void test_exif_and_xmp(void **state)
{
    (void)state;
    if (!exiftool_is_here())
        skip();
    const struct {
        const char *suffix;
        str file;
    } files[] = {
        {".jpg", encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".jpg", &arena)},
        {".png", encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".png", &arena)},
        {".tif", encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".tif", &arena)},
        {".webp",
         encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".webp[strip=true]", &arena)},
        {".heic", from_file("thumbnail.heic", &arena)},
        {".avif", from_file("thumbnail.avif", &arena)},
    };
    const char *arguments[countof(ROWS) + 1];
    for (size_t i = 0; i < countof(ROWS); i++)
        arguments[i] = ROWS[i].argument;
    for (size_t k = 0; k < countof(files); k++) {
        str file = written(files[k].file, files[k].suffix, arguments, countof(ROWS));
        struct decoded d = decode(file, &arena);
        if (!d.ok)
            fail_msg("%s: %s", files[k].suffix, d.err.msg);
        for (size_t i = 0; i < countof(ROWS); i++)
            check(files[k].suffix, &d, ROWS[i].packet, ROWS[i].property, ROWS[i].value);
        if (d.about.oddities.n)
            fail_msg("%s: %.*s", files[k].suffix, STR(d.about.oddities.at[0].words));
        decoded_done(&d);
    }
}

static void test_iim(void **state)
{
    (void)state;
    if (!exiftool_is_here())
        skip();
    const char *suffixes[] = {".jpg", ".tif"};
    const char *charsets[] = {"-IPTC:CodedCharacterSet=UTF8", "-IPTC:CodedCharacterSet="};
    for (size_t k = 0; k < countof(suffixes); k++)
        for (size_t c = 0; c < countof(charsets); c++) {
            /* Without the mark exiftool writes Latin-1. */
            const char *arguments[countof(IIM_ROWS) + 1] = {charsets[c]};
            for (size_t i = 0; i < countof(IIM_ROWS); i++)
                arguments[i + 1] = IIM_ROWS[i].argument;
            str file = encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), suffixes[k], &arena);
            struct decoded d =
                decode(written(file, suffixes[k], arguments, countof(arguments)), &arena);
            assert_ok(d.ok, d.err);
            for (size_t i = 0; i < countof(IIM_ROWS); i++)
                check(suffixes[k], &d, "iptc", IIM_ROWS[i].property, IIM_ROWS[i].value);
            assert_int_equal(d.about.oddities.n, 0);
            decoded_done(&d);
        }
}

/* XMP over 64 KiB goes into several segments of a JPEG (XMP part 3, 1.1.3.1). */
static void test_extended_xmp(void **state)
{
    (void)state;
    if (!exiftool_is_here())
        skip();
    char *list[40];
    for (size_t i = 0; i < countof(list); i++) {
        struct buf b CLEANUP(buf_done) = {0};
        buf_format(&b, "-XMP-dc:Subject=%zu ", i);
        for (int k = 0; k < 3000; k++)
            buf_byte(&b, (char)('a' + (i + (size_t)k) % 26));
        list[i] = str_c(buf_str(&b), &arena);
    }
    str file = encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".jpg", &arena);
    struct decoded d =
        decode(written(file, ".jpg", (const char *const *)list, countof(list)), &arena);
    assert_ok(d.ok, d.err);
    assert_int_equal(d.about.oddities.n, 0);
    bool last = false;
    for (size_t i = 0; i < d.about.statements.n; i++)
        last |= str_starts(d.about.statements.at[i].value, S("39 "));
    assert_true(last);
    decoded_done(&d);
}

static const char DESCRIPTION[] =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
    "xmlns:%s='http://ns.useplus.org/ldf/xmp/1.0/' %s:ModelReleaseStatus='%s'/></rdf:RDF>"
    "</x:xmpmeta>";

/* Two packets that contradict each other are both heard, and a file cannot rename a schema. */
static void test_packets_keep_apart(void **state)
{
    (void)state;
    static const struct {
        const char *prefix, *value;
    } packets[] = {{"dc", "two"}, {"plus", "one"}};
    str file = encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".jpg", &arena);
    for (size_t i = 0; i < countof(packets); i++) {
        str xmp =
            str_format(&arena, DESCRIPTION, packets[i].prefix, packets[i].prefix, packets[i].value);
        str head = S("http://ns.adobe.com/xap/1.0/\0");
        file = with_segment(file, 0xe1, splice(head, head.n, 0, xmp, &arena), &arena);
    }
    struct decoded d = decode(file, &arena);
    assert_ok(d.ok, d.err);
    assert_str(stated(&d, "xmp", "plus:ModelReleaseStatus"), S("one"));
    assert_str(stated(&d, "xmp#2", "plus:ModelReleaseStatus"), S("two"));
    decoded_done(&d);
}

static void test_bytes_that_are_not_utf8(void **state)
{
    (void)state;
    str png = encode(picture(64, 48, 3, VIPS_INTERPRETATION_sRGB), ".png[strip=true]", &arena);
    struct decoded d = decode(with_chunk(png, S("tEXt"), S("Comment\0a\xff\xc3z"), &arena), &arena);
    assert_ok(d.ok, d.err);
    assert_str(stated(&d, "png", "png:Comment"), S("a\xef\xbf\xbd\xef\xbf\xbdz"));
    decoded_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exif_and_xmp),
        cmocka_unit_test(test_iim),
        cmocka_unit_test(test_extended_xmp),
        cmocka_unit_test(test_packets_keep_apart),
        cmocka_unit_test(test_bytes_that_are_not_utf8),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
