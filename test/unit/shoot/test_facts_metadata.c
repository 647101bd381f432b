/* What a picture's metadata says held against the call sheet. */
#include "day.h"

#define PLUS "http://ns.useplus.org/ldf/vocab/"

/* PLUS's code is the age of the youngest. In frame: room 14 and adult; late 31; odd unknown. */
static void age_codes(void **state)
{
    (void)state;
    static const struct {
        const char *path, *value, *code, *state;
        size_t contradictions;
    } rows[] = {
        {"room_1.jpg", NULL, "", "absent", 0},
        {"room_1.jpg", PLUS "AG-U14", "AG-U14", "right", 0},
        {"room_1.jpg", "AG-U14", "AG-U14", "right", 0},
        {"room_1.jpg", PLUS "AG-A15", "AG-A15", "too_high", 1},
        {"room_1.jpg", PLUS "AG-A25", "AG-A25", "too_high", 1},
        {"room_1.jpg", PLUS "AG-UNK", "AG-UNK", "unknown", 0},
        {"room_1.jpg", PLUS "AG-A99", "invalid", "unknown", 0},
        {"room_1.jpg", "Mia Lindqvist", "invalid", "unknown", 0},
        {"late_1.jpg", NULL, "", "not_needed", 0},
        {"late_1.jpg", PLUS "AG-A25", "AG-A25", "right", 0},
        {"late_1.jpg", PLUS "AG-A24", "AG-A24", "too_low", 1},
        {"odd_1.jpg", NULL, "", "absent", 0},
        {"odd_1.jpg", PLUS "AG-A18", "AG-A18", "too_high", 1},
        {"odd_1.jpg", PLUS "AG-U14", "AG-U14", "right", 0},
        {"desk_1.jpg", NULL, "", "not_needed", 0},
        {"desk_1.jpg", PLUS "AG-A25", "AG-A25", "not_needed", 0},
        {"desk_1.jpg", PLUS "AG-A16", "AG-A16", "too_low", 1},
        {"unknown.jpg", NULL, "", "absent", 0},
        {"unknown.jpg", PLUS "AG-A25", "AG-A25", "unknown", 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct statement s = {S("xmp"), S("plus:MinorModelAgeDisclosure"),
                              rows[i].value ? str_of(rows[i].value) : S("")};
        struct facts f =
            facts_for(&sheet, rows[i].path, screening(NULL, 0), about(&s, rows[i].value != NULL));
        if (!str_eq(f.metadata.age_code, str_of(rows[i].code)) ||
            !str_eq(f.metadata.age_code_state, str_of(rows[i].state)) ||
            f.metadata.contradictions.n != rows[i].contradictions)
            fail_msg("%s %s: %.*s, %zu", rows[i].path, rows[i].value,
                     STR(f.metadata.age_code_state), f.metadata.contradictions.n);
    }
}

static void metadata_against_the_call_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *path, *property, *value;
        const char *words; /* NULL: no contradiction */
    } rows[] = {
        {"room_1.jpg", "photoshop:TransmissionReference", "JOB-7", NULL},
        {"room_1.jpg", "photoshop:TransmissionReference", "JOB-8", "belongs to job \"JOB-8\""},
        {"room_1.jpg", "iptc:OriginalTransmissionReference", "X", "belongs to job"},
        {"room_1.jpg", "exif:DateTimeOriginal", "2022:09:14 10:00:00", NULL},
        {"room_1.jpg", "exif:DateTimeOriginal", "2022:09:15 10:00:00", NULL},
        {"desk_1.jpg", "exif:DateTimeOriginal", "2022:09:15 10:00:00", "taken on 2022-09-15"},
        {"room_1.jpg", "photoshop:DateCreated", "2022-09-16T10:00:00+02:00", "no day of its shot"},
        {"other.jpg", "iptc:DateCreated", "20220916", "no day of the shoot"},
        {"room_1.jpg", "exif:DateTimeOriginal", "0000:00:00 00:00:00", NULL},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "Mia Lindqvist", NULL},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "child-1", NULL},
        {"late_1.jpg", "Iptc4xmpExt:PersonInImage[1]", "Mia Lindqvist", "name child-1, who is not"},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImage[2]", "Jane Doe", "somebody who is not on"},
        {"room_1.jpg", "Iptc4xmpExt:PersonInImageWDetails[1]/Iptc4xmpExt:PersonName[1]", "Jane Doe",
         "somebody who is not on"},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "14", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "31", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", "an age that nobody has"},
        {"odd_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", NULL},
        {"desk_1.jpg", "Iptc4xmpExt:ModelAge[1]", "22", "an age that nobody has"},
        {"desk_1.jpg", "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo", "book", NULL},
        {"room_1.jpg", "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo", "book",
         "item book, which is not in this shot"},
        {"room_1.jpg", "Iptc4xmpExt:ProductInImage[1]/Iptc4xmpExt:ProductId", "knife",
         "\"knife\", which is not on"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct statement s = {S("xmp"), str_of(rows[i].property), str_of(rows[i].value)};
        struct facts f = facts_for(&sheet, rows[i].path, screening(NULL, 0), about(&s, 1));
        if (f.metadata.contradictions.n != (rows[i].words != NULL))
            fail_msg("%s %s %s: %zu contradictions", rows[i].path, rows[i].property, rows[i].value,
                     f.metadata.contradictions.n);
        if (!rows[i].words)
            continue;
        struct fact_contradiction c = f.metadata.contradictions.at[0];
        assert_str(c.id, S("c1"));
        if (!str_contains(c.words, str_of(rows[i].words)))
            fail_msg("%s: %.*s", rows[i].property, STR(c.words));
        assert_false(str_contains(c.words, S("Doe")) || str_contains(c.says, S("Doe")));
    }
}

static void codes_lose_their_uri(void **state)
{
    (void)state;
    struct statement s[] = {
        {S("xmp"), S("plus:ModelReleaseStatus"), S(PLUS "MR-UMR")},
        {S("xmp"), S("plus:PropertyReleaseStatus"), S("PR-LPR")},
        {S("xmp"), S("plus:AdultContentWarning"), S("anything")},
        {S("xmp"), S("plus:ImageAlterationConstraints[1]"), S(PLUS "AL-CRP")},
        {S("xmp"), S("plus:ImageAlterationConstraints[2]"), S(PLUS "AL-MRG")},
        {S("xmp#2"), S("plus:ImageAlterationConstraints[1]"), S(PLUS "AL-CRP")},
        {S("xmp"), S("Iptc4xmpExt:DigitalSourceType"),
         S("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")},
    };
    struct fact_metadata m =
        facts_for(&sheet, "desk_1.jpg", screening(NULL, 0), about(s, countof(s))).metadata;
    assert_str(m.model_release, S("MR-UMR"));
    assert_str(m.property_release, S("PR-LPR"));
    assert_str(m.adult_warning, S("invalid"));
    assert_int_equal(m.constraints.n, 2);
    assert_str(m.constraints.at[1], S("AL-MRG"));
    assert_str(m.source_type, S("trainedAlgorithmicMedia"));
}

static void conflicting_packets(void **state)
{
    (void)state;
    struct finding f[] = {
        {.kind = FINDING_METADATA_CONFLICT,
         .property = S("dc:creator, iptc:By-line"),
         .evidence = S("xmp says dc:creator \"Mia Lindqvist\", iptc says iptc:By-line \"B\"")},
        {.kind = FINDING_METADATA_CONFLICT,
         .property = S("mia-lindqvist:seen"),
         .evidence = S("xmp says Iptc4xmpExt:PersonInImage \"Jane Doe\", xmp#2 says "
                       "Iptc4xmpExt:PersonInImage \"Joe Doe\"")},
    };
    struct fact_metadata m =
        facts_for(&sheet, "desk_1.jpg", screening(f, 2), about(NULL, 0)).metadata;
    assert_int_equal(m.contradictions.n, 2);
    assert_true(str_contains(m.contradictions.at[0].says, S("\"child-1\"")));
    assert_str(m.contradictions.at[0].property, S("dc:creator, iptc:By-line"));
    assert_false(str_contains(m.contradictions.at[1].words, S("Doe")));
    assert_false(str_contains(m.contradictions.at[1].property, S("lindqvist")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(age_codes),
        cmocka_unit_test(metadata_against_the_call_sheet),
        cmocka_unit_test(codes_lose_their_uri),
        cmocka_unit_test(conflicting_packets),
    };
    return cmocka_run_group_tests_name("facts_metadata", tests, set_up, tear_down);
}
