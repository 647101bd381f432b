/* What a file's own statements contradict. Mappings between EXIF, IIM and XMP are those of the IPTC
 * Photo Metadata Standard. */
#include "screen/detector.h"

#include "../test.h"

#define MOST 8

struct file {
    const char *what;
    struct statement statements[MOST];
    size_t conflicts;
};

#define SAY(packet, property, value)                                                               \
    {                                                                                              \
        S(packet), S(property), S(value)                                                           \
    }

static const struct file files[] = {
    {"nothing", {{{0}, {0}, {0}}}, 0},
    {"one packet", {SAY("xmp", "dc:description", "a"), SAY("xmp", "dc:title", "b")}, 0},
    {"the same",
     {SAY("exif", "exif:ImageDescription", "A Desk."),
      SAY("iptc", "iptc:Caption-Abstract", "A desk"), SAY("xmp", "dc:description[1]", "A desk.")},
     0},
    {"two stories",
     {SAY("exif", "exif:ImageDescription", "A desk"),
      SAY("xmp", "dc:description[1]", "A court paper")},
     1},
    {"the second of two packets",
     {SAY("xmp", "plus:ModelReleaseStatus", "MR-NON"),
      SAY("xmp#2", "plus:ModelReleaseStatus", "MR-UMR")},
     1},
    {"two packets that agree",
     {SAY("xmp", "plus:ModelReleaseStatus", "MR-UMR"),
      SAY("xmp#2", "plus:ModelReleaseStatus", "MR-UMR")},
     0},
    {"fewer people",
     {SAY("xmp", "Iptc4xmpExt:PersonInImage[1]", "Ann"),
      SAY("xmp", "Iptc4xmpExt:PersonInImage[2]", "Bo"),
      SAY("xmp#2", "Iptc4xmpExt:PersonInImage[1]", "Ann")},
     1},
    {"dates to the day",
     {SAY("exif", "exif:DateTimeOriginal", "2022:11:01 10:20:30"),
      SAY("iptc", "iptc:DateCreated", "20221101"),
      SAY("xmp", "photoshop:DateCreated", "2022-11-01T10:20:30.50")},
     0},
    {"another day",
     {SAY("exif", "exif:DateTimeOriginal", "2022:11:01 10:20:30"),
      SAY("iptc", "iptc:DateCreated", "20221102")},
     1},
    {"another second",
     {SAY("exif", "exif:DateTimeOriginal", "2022:11:01 10:20:30"),
      SAY("xmp", "photoshop:DateCreated", "2022-11-01T10:20:31")},
     1},
    {"cut by IIM",
     {SAY("iptc", "iptc:By-line", "Maximiliana Featherstonehaugh-Ch"),
      SAY("xmp", "dc:creator[1]", "Maximiliana Featherstonehaugh-Cholmondeley")},
     0},
    {"shorter than IIM cuts",
     {SAY("iptc", "iptc:By-line", "Max"), SAY("xmp", "dc:creator[1]", "Maximiliana")},
     1},
    {"one language of two",
     {SAY("iptc", "iptc:Caption-Abstract", "Ein Tisch"), SAY("xmp", "dc:description[1]", "A table"),
      SAY("xmp", "dc:description[1]/?xml:lang", "x-default"),
      SAY("xmp", "dc:description[2]", "Ein Tisch")},
     0},
    {"about the making",
     {SAY("exif", "exif:Software", "A"), SAY("xmp", "xmp:CreatorTool", "B"),
      SAY("xmp", "tiff:Orientation", "1"), SAY("xmp#2", "tiff:Orientation", "6")},
     0},
    {"not UTF-8",
     {SAY("exif", "exif:Copyright", "\xff\xfe"), SAY("xmp", "dc:rights[1]", "house")},
     1},
};

static size_t count(const struct screening *s, enum finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < s->findings.n; i++)
        n += s->findings.at[i].kind == (int)kind;
    return n;
}

static void contradictions(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    for (size_t i = 0; i < countof(files); i++) {
        struct statement statements[MOST];
        memcpy(statements, files[i].statements, sizeof statements);
        struct image_about about = {.width_px = 10, .height_px = 10};
        about.statements.at = statements;
        while (about.statements.n < MOST && statements[about.statements.n].packet.p)
            about.statements.n++;
        struct screening got;
        screen_file(&about, &a, &got);
        if (count(&got, FINDING_METADATA_CONFLICT) != files[i].conflicts)
            fail_msg("%s: %zu conflicts, want %zu", files[i].what,
                     count(&got, FINDING_METADATA_CONFLICT), files[i].conflicts);
        struct buf b = {0};
        record_write_json(&screening_record, &got, &b);
        buf_done(&b);
    }
    arena_close(&a);
}

static void a_conflict_names_what_is_stated(void **state)
{
    (void)state;
    static const struct {
        struct statement statements[2];
        const char *property;
    } rows[] = {
        {{SAY("xmp", "plus:ModelReleaseStatus", "MR-NON"),
          SAY("xmp#2", "plus:ModelReleaseStatus", "MR-UMR")},
         "plus:ModelReleaseStatus"},
        {{SAY("exif", "exif:ImageDescription", "A desk"),
          SAY("xmp", "dc:description[1]", "A court paper")},
         "exif:ImageDescription, dc:description"},
    };
    struct arena a = arena_open(256 << 20);
    for (size_t i = 0; i < countof(rows); i++) {
        struct statement statements[2];
        memcpy(statements, rows[i].statements, sizeof statements);
        struct image_about about = {
            .width_px = 10, .height_px = 10, .statements = {statements, countof(statements)}};
        struct screening got;
        screen_file(&about, &a, &got);
        assert_int_equal(got.findings.n, 1);
        assert_str(got.findings.at[0].property, str_of(rows[i].property));
    }
    arena_close(&a);
}

static void oddities_are_could_not_tell(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct oddity odd[] = {{S("extra_pages"), S("3 pages")}, {S("gain_map"), S("a gain map")}};
    struct image_about about = {.width_px = 10, .height_px = 10};
    about.oddities.at = odd;
    about.oddities.n = countof(odd);
    struct screening got;
    screen_file(&about, &a, &got);
    assert_int_equal(count(&got, FINDING_COULD_NOT_TELL), 2);
    assert_str(got.findings.at[0].reason, S("extra_pages"));
    assert_str(got.findings.at[1].evidence, S("a gain map"));
    assert_int_equal(got.detectors.at[0].status, RUN_DONE);
    arena_close(&a);
}

/* More than can be listed: the row fails, and what it listed stays. */
static void too_much_to_list(void **state)
{
    (void)state;
    enum {
        ODDITIES = 5000
    };
    struct arena a = arena_open(256 << 20);
    struct image_about about = {.width_px = 10, .height_px = 10};
    about.oddities.at = arena_new(&a, struct oddity, ODDITIES);
    about.oddities.n = ODDITIES;
    for (size_t i = 0; i < ODDITIES; i++)
        about.oddities.at[i] = (struct oddity){S("extra_pages"), S("a page")};
    struct screening got;
    screen_file(&about, &a, &got);
    assert_str(got.detectors.at[0].name, S(DETECTOR_METADATA));
    assert_int_equal(got.detectors.at[0].status, RUN_FAILED);
    assert_true(count(&got, FINDING_COULD_NOT_TELL) > 1000);
    arena_close(&a);
}

/* As many statements as a file may make, all different. */
static void worst_case(void **state)
{
    (void)state;
    struct arena a = arena_open(64 << 20);
    struct image_about about = {.width_px = 10, .height_px = 10};
    about.statements.at = arena_new(&a, struct statement, IMAGE_STATEMENTS_MAX);
    about.statements.n = IMAGE_STATEMENTS_MAX;
    for (int i = 0; i < IMAGE_STATEMENTS_MAX; i++)
        about.statements.at[i] =
            (struct statement){str_format(&a, "xmp#%d", i % 2 + 2),
                               str_format(&a, "plus:Field%d", i / 2), str_format(&a, "%d", i)};
    struct screening got;
    screen_file(&about, &a, &got);
    assert_int_equal(count(&got, FINDING_METADATA_CONFLICT), IMAGE_STATEMENTS_MAX / 2);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contradictions),
        cmocka_unit_test(a_conflict_names_what_is_stated),
        cmocka_unit_test(oddities_are_could_not_tell),
        cmocka_unit_test(too_much_to_list),
        cmocka_unit_test(worst_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
