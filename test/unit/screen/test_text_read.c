/* From probabilities to text, by hand; which readings are Latin; and, with the real models, a small
 * page that is read upright, on its side and upside down. */
#include "models.h"
#include "page.h"

#include "screen/text.h"
#include "screen/text_ctc.h"
#include "screen/text_script.h"

static void keys_are_one_character_a_line(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct ctc_keys keys;
    struct err err;
    assert_ok(ctc_keys_parse(S("a\nb\n\xE4\xB8\xAD"), &a, &keys, &err), err);
    assert_int_equal(keys.n, 3);
    assert_str(keys.at[2], S("\xE4\xB8\xAD"));
    assert_ok(ctc_keys_parse(S("a\nb\n"), &a, &keys, &err), err);
    assert_int_equal(keys.n, 2);
    assert_err(ctc_keys_parse(S("a\n\nb"), &a, &keys, &err), err, ERR_CORRUPT);
    assert_err(ctc_keys_parse(S(""), &a, &keys, &err), err, ERR_CORRUPT);
    assert_err(ctc_keys_parse(S("a\n\xFF"), &a, &keys, &err), err, ERR_CORRUPT);
    arena_close(&a);
}

static void runs_are_one_and_blanks_part_them(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    str names[] = {S("h"), S("e"), S("l"), S("o")};
    struct ctc_keys keys = {names, 4};
    enum {
        CLASSES = 6
    };
    /* Best class of each step, and its probability in tenths; 0 is blank, 5 the space. */
    static const struct {
        const char *best, *tenths, *want;
        float confidence;
        size_t chars;
    } rows[] = {
        {"0112330334405", "9999998999999", "hello", 0.9F, 5},
        {"5501120055", "9999999999", "he", 0.9F, 2},
        {"1052", "8996", "h e", (0.8F + 0.9F + 0.6F) / 3, 2},
        {"0000", "9999", "", 0, 0},
        {"555", "999", "", 0, 0},
        {"", "", "", 0, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        size_t steps = strlen(rows[i].best);
        float *p = arena_new(&a, float, (steps + 1) * CLASSES);
        for (size_t t = 0; t < steps; t++)
            p[t * CLASSES + (size_t)(rows[i].best[t] - '0')] =
                (float)(rows[i].tenths[t] - '0') / 10;
        struct ctc_text got = ctc_decode(p, steps, CLASSES, keys, &a);
        assert_str(got.text, str_of(rows[i].want));
        assert_int_equal(got.chars, rows[i].chars);
        assert_float_equal(got.confidence, rows[i].confidence, 1e-5F);
    }
    arena_close(&a);
}

static void tells_latin_from_other_scripts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool other;
    } rows[] = {
        {"Hello, World! \xC2\xA3"
         "12.50 \xE2\x80\x94 caf\xC3\xA9",
         false},
        {"\xE6\x84\x9A\xE5\x9B\xAD\xE8\xB7\xAF", true}, /* a street sign in Chinese */
        {"SALE \xE6\x84\x9A\xE5\x9B\xAD", true},
        {"one odd mark \xE6\x84\x9A in a long line", false},
        {"\xCE\xB1\xCE\xBE\xCE\xB9\xCE\xBF", true}, /* Greek letters */
        {"978-3-16-148410-0", false},
        {"", false},
    };
    for (size_t i = 0; i < countof(rows); i++)
        assert_int_equal(script_is_other(str_of(rows[i].text)), rows[i].other);
    struct arena a = arena_open(1 << 16);
    assert_str(script_fold(S("\xEF\xBC\xA1\xEF\xBC\x8C\xE3\x80\x80z\xE3\x80\x82"), &a), S("A, z."));
    arena_close(&a);
}

static void tells_look_alikes_from_languages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool improbable;
    } rows[] = {
        /* Article 1 of the Universal Declaration of Human Rights, as the reader answers when it is
         * printed in Russian and Armenian. */
        {"Bce JIIOIH pOKIaIOTCH CBO6OIHbIMH", true},
        {"H PaBHbIMH B CBOeM IOCTOHHCTBe", true},
        {"Fninn uwnnhy ouuniu tu wqwun", true},
        /* ... and in languages with Latin letters. */
        {"Alle Menschen sind frei und gleich an W\xC3\xBCrde und Rechten geboren", false},
        {"Wszyscy ludzie rodz\xC4\x85 si\xC4\x99 wolni i r\xC3\xB3wni", false},
        {"Kaikki ihmiset syntyv\xC3\xA4t vapaina ja tasavertaisina arvoltaan", false},
        {"Tous les \xC3\xAAtres humains naissent libres et \xC3\xA9gaux", false},
        {"Butun insanlar hur, haysiyet ve haklar bakimindan", false},
        {"All human beings are born free and equal in dignity and rights", false},
        {"CLEANHANDSWITHSOAPANDWATERORALCOHOLBASEDHANDRUB", false}, /* spaces lost */
        {"SKU 48-A22B REF. X7Q/990-BL3", false},                    /* too few letters to say */
        {"", false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct script_strangeness s = {0};
        script_strangeness_add(&s, str_of(rows[i].text));
        if (script_is_improbable(s) != rows[i].improbable)
            fail_msg("%s: %lld tenths in %zu letters", rows[i].text, (long long)s.tenths,
                     s.letters);
    }
}

static void reads_a_page_whichever_way_it_lies(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    struct arena a = arena_open(256 << 20);
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    struct model_bytes models = {0};
    struct err err;
    models.at[MODEL_TEXT_DETECT] = models_read(MODEL_TEXT_DETECT, &a);
    models.at[MODEL_TEXT_READ] = models_read(MODEL_TEXT_READ, &a);
    models.at[MODEL_TEXT_KEYS] = models_read(MODEL_TEXT_KEYS, &a);
    assert_null(text_reader_open(ort, &models, &err)); /* one model is missing */
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    models.at[MODEL_TEXT_TURN] = models_read(MODEL_TEXT_TURN, &a);
    CLEANUP(text_reader_closep)
    struct text_reader *reader = text_reader_open(ort, &models, &err);
    if (!reader)
        fail_msg("%s", err.msg);
    for (int quarters = 0; quarters < 4; quarters++) {
        struct raster r = page_turned(quarters, &a);
        struct arena scratch = arena_open(text_scratch_bytes(r.width_px, r.height_px));
        struct text_seen seen;
        assert_ok(text_read(reader, &r, 1, &a, scratch, &seen, &err), err);
        assert_int_equal(seen.unread.n, 0);
        assert_int_equal(seen.blocks.n, 1);
        assert_int_equal(seen.blocks.at[0].lines.n, 2);
        assert_str(seen.blocks.at[0].lines.at[0].text, S("The quick brown fox"));
        assert_str(seen.blocks.at[0].lines.at[1].text, S("jumps over the lazy dog"));
        const struct text_line *line = &seen.blocks.at[0].lines.at[0];
        assert_true(line->confidence_pm >= TEXT_SURE_PM);
        assert_in_range(line->x_height_px, 10, 22); /* 15 in the page */
        assert_null(line->plane.p);
        /* The reading direction: its polygon starts at the top left of the print. */
        struct point first = line->polygon.at[0];
        assert_true(quarters == 0 || quarters == 3 ? first.x_px < r.width_px / 2
                                                   : first.x_px > r.width_px / 2);
        arena_close(&scratch);
    }
    /* Two planes that are equal say nothing twice; an empty picture says nothing. */
    struct raster planes[2] = {page_turned(0, &a), page_turned(0, &a)};
    struct arena scratch = arena_open(text_scratch_bytes(planes[0].width_px, planes[0].height_px));
    struct text_seen seen;
    assert_ok(text_read(reader, planes, 2, &a, scratch, &seen, &err), err);
    assert_int_equal(seen.blocks.n, 1);
    assert_str(seen.blocks.at[0].lines.at[0].plane, S("white"));
    uint8_t dot[3] = {200, 200, 200};
    struct raster one = {dot, 1, 1};
    assert_ok(text_read(reader, &one, 1, &a, scratch, &seen, &err), err);
    assert_int_equal(seen.blocks.n + seen.unread.n, 0);
    arena_close(&scratch);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_one_character_a_line),
        cmocka_unit_test(runs_are_one_and_blanks_part_them),
        cmocka_unit_test(tells_latin_from_other_scripts),
        cmocka_unit_test(tells_look_alikes_from_languages),
        cmocka_unit_test(reads_a_page_whichever_way_it_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
