/* The table of detectors: what cannot run says so by name, and the others go on. */
#include "models.h"
#include "screen/detector.h"

#include "screen/bank.h"

/* The picture "noise" of test/vectors/README.md, in grey, 127 x 127: no filter, and an odd side, so
 * that a turned one is sampled at the same pixels. (As RGB its brightness is rounded otherwise than
 * as grey; of the vectors' pictures only noise has no frequency so near the median that this
 * shows.) */
enum {
    SIDE_PX = 127,
    NOISE_SEED = 127000508,
};

static struct picture noise(struct arena *a)
{
    uint8_t *rgb = arena_new(a, uint8_t, SIDE_PX * SIDE_PX * RASTER_CHANNELS);
    uint64_t s = NOISE_SEED;
    for (size_t i = 0; i < SIDE_PX * SIDE_PX; i++) {
        s = s * 6364136223846793005 + 1442695040888963407;
        memset(rgb + i * RASTER_CHANNELS, (int)(s >> 56), RASTER_CHANNELS);
    }
    return (struct picture){.planes = {{rgb, SIDE_PX, SIDE_PX}}, .planes_n = 1};
}

static struct picture flat(struct arena *a)
{
    struct picture p = noise(a);
    memset((uint8_t *)p.planes[0].rgb, 127, raster_bytes(p.planes[0]));
    return p;
}

static const struct detector_run *run_of(const struct screening *s, const char *name)
{
    for (size_t i = 0; i < s->detectors.n; i++)
        if (str_eq(s->detectors.at[i].name, str_of(name)))
            return &s->detectors.at[i];
    fail_msg("%s is not listed", name);
    return NULL;
}

static size_t count(const struct screening *s, const char *detector, enum finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < s->findings.n; i++)
        n += str_eq(s->findings.at[i].detector, str_of(detector)) &&
             s->findings.at[i].kind == (int)kind;
    return n;
}

static void assert_failed(const struct screening *s, const char *detector, const char *words)
{
    const struct detector_run *run = run_of(s, detector);
    if (run->status != RUN_FAILED)
        fail_msg("%s did not fail", detector);
    if (!str_contains(run->reason, str_of(words)))
        fail_msg("%s says \"%.*s\", not \"%s\"", detector, STR(run->reason), words);
    assert_int_equal(count(s, detector, FINDING_COULD_NOT_TELL), 1);
}

static void fingerprint_of_a_known_picture(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct screener *s = screener_open((struct screener_options){0});
    struct screening got;
    screener_pixels(s, noise(&a), &a, &got);
    assert_int_equal(run_of(&got, DETECTOR_FINGERPRINT)->status, RUN_DONE);
    assert_int_equal(got.quality, 100);
    assert_str(got.fingerprint,
               S("fb54d09b3039ebdf0b4842da7094052f14f5f45f0c3489d0fcbf64a2a7c01e77"));
    assert_int_equal(count(&got, DETECTOR_FINGERPRINT, FINDING_NOT_FINGERPRINTABLE), 0);

    screener_pixels(s, flat(&a), &a, &got);
    assert_int_equal(run_of(&got, DETECTOR_FINGERPRINT)->status, RUN_DONE);
    assert_int_equal(got.quality, 0);
    assert_null(got.fingerprint.p);
    assert_int_equal(count(&got, DETECTOR_FINGERPRINT, FINDING_NOT_FINGERPRINTABLE), 1);
    screener_close(s);
    arena_close(&a);
}

/* A side over PDQ's limit is refused by it: the detector fails, and nothing looks clear. */
static void fingerprint_fails_on_a_picture_too_wide(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct screener *s = screener_open((struct screener_options){0});
    uint8_t *rgb = arena_new(&a, uint8_t, 65536 * RASTER_CHANNELS);
    struct screening got;
    screener_pixels(s, (struct picture){.planes = {{rgb, 65536, 1}}, .planes_n = 1}, &a, &got);
    assert_failed(&got, DETECTOR_FINGERPRINT, "65");
    assert_null(got.fingerprint.p);
    assert_true(got.quality == INT_ABSENT);
    screener_close(s);
    arena_close(&a);
}

static void every_row_is_listed_once_and_nothing_looks_clear(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct screener *s = screener_open((struct screener_options){0});
    struct screening pixels, file, all;
    screener_pixels(s, noise(&a), &a, &pixels);
    screen_file(&(struct image_about){.width_px = SIDE_PX, .height_px = SIDE_PX}, &a, &file);
    screening_merge(&pixels, &file, S("unused"), &a, &all);
    assert_int_equal(all.detectors.n, detector_count());
    for (size_t i = 0; i < detector_count(); i++)
        assert_str(all.detectors.at[i].name, detector_at(i).name);
    assert_str(all.fingerprint, pixels.fingerprint);

    screening_merge(NULL, NULL, S("the decode worker was killed: out of memory"), &a, &all);
    assert_int_equal(all.detectors.n, detector_count());
    for (size_t i = 0; i < detector_count(); i++)
        assert_failed(&all, str_c(detector_at(i).name, &a), "out of memory");

    /* A row that a half should have and has not. */
    pixels.detectors.n = 0;
    screening_merge(&pixels, &file, S("the worker did not list it"), &a, &all);
    assert_failed(&all, DETECTOR_FINGERPRINT, "did not list it");
    screener_close(s);
    arena_close(&a);
}

static void a_row_switched_off_says_so(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    str off = S(DETECTOR_FINGERPRINT);
    struct screener *s = screener_open((struct screener_options){.off = &off, .off_n = 1});
    struct screening got;
    screener_pixels(s, noise(&a), &a, &got);
    assert_int_equal(run_of(&got, DETECTOR_FINGERPRINT)->status, RUN_OFF);
    assert_null(got.fingerprint.p);
    screener_close(s);
    arena_close(&a);
}

/* People: without a runtime, without its model, with another model. */
static void people_broken(void **state)
{
    (void)state;
    struct arena a = arena_open(512 << 20);
    struct screening got;
    struct screener *s = screener_open((struct screener_options){0});
    screener_pixels(s, noise(&a), &a, &got);
    assert_failed(&got, DETECTOR_PEOPLE, "blazeface-back.onnx is missing: `make setup`");
    screener_close(s);

    struct screener_options other = {.models.at[MODEL_FACES] = S("another file")};
    s = screener_open(other);
    screener_pixels(s, noise(&a), &a, &got);
    assert_failed(&got, DETECTOR_PEOPLE, "blazeface-back.onnx is not the file it should be");
    assert_int_equal(run_of(&got, DETECTOR_FINGERPRINT)->status, RUN_DONE);
    screener_close(s);

    if (!models_present())
        skip();
    const char *path = "/nonexistent/libonnxruntime.so";
    struct screener_options no_runtime = {.ort_paths = &path, .ort_paths_n = 1};
    no_runtime.models.at[MODEL_FACES] = models_read(MODEL_FACES, &a);
    s = screener_open(no_runtime);
    screener_pixels(s, noise(&a), &a, &got);
    assert_failed(&got, DETECTOR_PEOPLE, path);
    assert_failed(&got, DETECTOR_PEOPLE, "make setup");
    screener_close(s);
    arena_close(&a);
}

#define NOISE_HASH "fb54d09b3039ebdf0b4842da7094052f14f5f45f0c3489d0fcbf64a2a7c01e77"

static struct bank noise_bank(struct arena *a)
{
    struct diags diags = {.a = a};
    struct bank bank;
    if (!bank_read(S(BANK_HEADER "\n" NOISE_HASH "\tnoise\tpulled\thouse\t2026-11-01\n"), a, &diags,
                   &bank))
        fail_msg("%.*s", STR(diags.at[0].what));
    return bank;
}

static const struct finding *first_of(const struct screening *s, enum finding_kind kind)
{
    for (size_t i = 0; i < s->findings.n; i++)
        if (s->findings.at[i].kind == (int)kind)
            return &s->findings.at[i];
    fail_msg("no finding of kind %d", (int)kind);
    return NULL;
}

/* The same picture turned by 180 degrees is found by one of its variants; over black as well. */
static void known_bad_in_every_plane_and_turn(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct bank bank = noise_bank(&a);
    struct screener *s = screener_open((struct screener_options){.opt_bank = &bank});
    struct screening got;
    struct picture turned = noise(&a);
    uint8_t *rgb = (uint8_t *)turned.planes[0].rgb; /* grey: a pixel turns byte by byte */
    size_t n = raster_bytes(turned.planes[0]);
    for (size_t i = 0; i < n / 2; i++) {
        uint8_t byte = rgb[i];
        rgb[i] = rgb[n - 1 - i];
        rgb[n - 1 - i] = byte;
    }
    screener_pixels(s, turned, &a, &got);
    assert_int_equal(count(&got, DETECTOR_KNOWN_BAD, FINDING_KNOWN_BAD), 1);
    const struct finding *f = first_of(&got, FINDING_KNOWN_BAD);
    assert_in_range(f->distance_bits, 0, FINGERPRINT_RADIUS);
    assert_str(f->variant, str_of(pdq_variant_word(PDQ_ROTATED_180)));

    struct picture hidden = {.planes = {flat(&a).planes[0], noise(&a).planes[0]}, .planes_n = 2};
    screener_pixels(s, hidden, &a, &got);
    assert_int_equal(count(&got, DETECTOR_KNOWN_BAD, FINDING_KNOWN_BAD), 1);
    f = first_of(&got, FINDING_KNOWN_BAD);
    assert_int_equal(f->distance_bits, 0);
    assert_str(f->label, S("noise"));
    assert_str(f->source, S("house"));
    assert_null(got.fingerprint.p);
    screener_close(s);
    arena_close(&a);
}

static void known_bad_suppressed_absent_and_broken(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct bank bank = noise_bank(&a);
    struct diags diags = {.a = &a};
    struct screener_options options = {.opt_bank = &bank, .today = {2026, 11, 22}};
    str text = S(SUPPRESSIONS_HEADER "\n" NOISE_HASH "\t*\ttest chart\tAda\t2026-12-01\n");
    assert_true(bank_suppress(&bank, text, options.today, &a, &diags));
    struct screening got;
    struct screener *s = screener_open(options);
    screener_pixels(s, noise(&a), &a, &got);
    assert_int_equal(count(&got, DETECTOR_KNOWN_BAD, FINDING_KNOWN_BAD), 0);
    assert_true(str_contains(run_of(&got, DETECTOR_KNOWN_BAD)->reason, S("suppressed by Ada")));
    screener_close(s);

    /* Expired by the day of the screening, or that day unknown. */
    struct date days[] = {{2026, 12, 2}, {0}};
    for (size_t i = 0; i < countof(days); i++) {
        options.today = days[i];
        s = screener_open(options);
        screener_pixels(s, noise(&a), &a, &got);
        assert_int_equal(count(&got, DETECTOR_KNOWN_BAD, FINDING_KNOWN_BAD), 1);
        screener_close(s);
    }

    s = screener_open((struct screener_options){.opt_bank = &bank, .bank_trouble = S("line 3")});
    screener_pixels(s, noise(&a), &a, &got);
    assert_failed(&got, DETECTOR_KNOWN_BAD, "line 3");
    screener_close(s);

    s = screener_open((struct screener_options){0});
    screener_pixels(s, noise(&a), &a, &got);
    assert_int_equal(run_of(&got, DETECTOR_KNOWN_BAD)->status, RUN_DONE);
    assert_true(str_contains(run_of(&got, DETECTOR_KNOWN_BAD)->reason, S("no bank")));
    screener_close(s);
    arena_close(&a);
}

/* What goes wrong in a message must still be UTF-8 in the screening. */
static void written_as_json_whatever_the_reason(void **state)
{
    (void)state;
    struct arena a = arena_open(256 << 20);
    struct screening all, back;
    screening_merge(NULL, NULL, S("killed \xff\xfe by caf\xc3\xa9"), &a, &all);
    struct buf b = {0};
    record_write_json(&screening_record, &all, &b);
    struct err err;
    assert_ok(record_read_json(&screening_record, buf_str(&b), &a, &back, &err), err);
    assert_str(back.detectors.at[0].reason, S("killed \xef\xbf\xbd\xef\xbf\xbd by caf\xc3\xa9"));
    buf_done(&b);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fingerprint_of_a_known_picture),
        cmocka_unit_test(fingerprint_fails_on_a_picture_too_wide),
        cmocka_unit_test(every_row_is_listed_once_and_nothing_looks_clear),
        cmocka_unit_test(a_row_switched_off_says_so),
        cmocka_unit_test(people_broken),
        cmocka_unit_test(known_bad_in_every_plane_and_turn),
        cmocka_unit_test(known_bad_suppressed_absent_and_broken),
        cmocka_unit_test(written_as_json_whatever_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
