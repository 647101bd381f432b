/* The table of detectors: what cannot run says so by name, and the others go on. */
#include "models.h"
#include "screen/detector.h"

#include "codec/json.h"

/* The picture "noise" of test/vectors/README.md, in grey, 128 x 128. (As RGB its brightness is
 * rounded otherwise than as grey; of the vectors' pictures only noise has no frequency so near the
 * median that this shows.) */
enum {
    SIDE_PX = 128,
    NOISE_SEED = 128000512,
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
               S("4dde6227cf7c4a6a53f13c7c0911423ab6268817e3a14ecd195bd3d64832bf17"));
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
        cmocka_unit_test(written_as_json_whatever_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
