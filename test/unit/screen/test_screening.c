/* A screening survives its wire format, and what is not one is refused. */
#include "../test.h"

#include "screen/screening.h"

static void round_trip(void **state)
{
    (void)state;
    struct arena a = arena_open(64 << 20);
    struct point corners[] = {{-3, 0}, {90, 2}, {90, 20}, {0, 19}};
    struct text_line line = {.region = {0, 0, 90, 20},
                             .text = S("OPINION OF THE COURT"),
                             .confidence_pm = 950,
                             .x_height_px = 11,
                             .plane = S("white")};
    line.polygon.at = corners;
    line.polygon.n = countof(corners);
    str hash = S("088af5466845f97cb4e9c389927be2c3bf70af5b3c80c1e8e3af266a86de8500");
    struct finding findings[] = {
        {.kind = FINDING_TEXT,
         .region = {0, 0, 90, 20},
         .evidence = S("OPINION OF THE COURT"),
         .score_pm = 950,
         .detector = S("text"),
         .version = S("1"),
         .models = {&hash, 1},
         .distance_bits = INT_ABSENT},
        {.kind = FINDING_KNOWN_BAD,
         .region = {0, 0, 640, 480},
         .score_pm = INT_ABSENT,
         .detector = S("known-bad"),
         .version = S("1"),
         .label = S("desk"),
         .source = S("house"),
         .distance_bits = 4,
         .variant = S("flipped")},
    };
    findings[0].lines.at = &line;
    findings[0].lines.n = 1;
    struct model_used model = {S("blazeface-back.onnx"), hash};
    struct detector_run runs[] = {
        {.name = S("people"),
         .version = S("1"),
         .status = RUN_DONE,
         .runtime = S("onnxruntime 1.28.2")},
        {.name = S("text"), .version = S("1"), .status = RUN_FAILED, .reason = S("no runtime")},
    };
    runs[0].models.at = &model;
    runs[0].models.n = 1;
    struct screening s = {.version = SCREENING_VERSION,
                          .width_px = 640,
                          .height_px = 480,
                          .fingerprint = hash,
                          .quality = 100};
    s.findings.at = findings;
    s.findings.n = countof(findings);
    s.detectors.at = runs;
    s.detectors.n = countof(runs);

    struct buf first = {0}, second = {0};
    record_write_json(&screening_record, &s, &first);
    struct screening back;
    struct err err;
    assert_ok(record_read_json(&screening_record, buf_str(&first), &a, &back, &err), err);
    record_write_json(&screening_record, &back, &second);
    assert_str(buf_str(&second), buf_str(&first));

    assert_int_equal(back.findings.n, 2);
    assert_int_equal(back.findings.at[0].kind, FINDING_TEXT);
    assert_int_equal(back.findings.at[0].lines.n, 1);
    assert_str(back.findings.at[0].lines.at[0].text, S("OPINION OF THE COURT"));
    assert_int_equal(back.findings.at[0].lines.at[0].polygon.at[0].x_px, -3);
    assert_true(back.findings.at[0].distance_bits == INT_ABSENT);
    assert_true(back.findings.at[1].score_pm == INT_ABSENT);
    assert_int_equal(back.findings.at[1].distance_bits, 4);
    assert_int_equal(back.detectors.at[1].status, RUN_FAILED);
    assert_str(back.detectors.at[0].runtime, S("onnxruntime 1.28.2"));
    buf_done(&first);
    buf_done(&second);
    arena_close(&a);
}

static void refusals(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "{}",
        "[]",
        "{\"detectors\":[],\"findings\":[],\"height_px\":1,\"version\":2,\"width_px\":1}",
        "{\"detectors\":[],\"findings\":[],\"height_px\":1,\"version\":1}",
        "{\"detectors\":[],\"height_px\":1,\"version\":1,\"width_px\":1}",
        "{\"findings\":[],\"height_px\":1,\"version\":1,\"width_px\":1}",
        "{\"detectors\":[{\"name\":\"text\",\"version\":\"1\"}],\"findings\":[],\"height_px\":1,"
        "\"version\":1,\"width_px\":1}",
        "{\"detectors\":[{\"name\":\"text\",\"status\":\"fine\",\"version\":\"1\"}],\"findings\":[]"
        ","
        "\"height_px\":1,\"version\":1,\"width_px\":1}",
        "{\"detectors\":[],\"findings\":[],\"fingerprint\":\"\",\"height_px\":1,\"version\":1,"
        "\"width_px\":1}",
        "{\"detectors\":[],\"findings\":[],\"height_px\":1,\"quality\":101,\"version\":1,"
        "\"width_px\":1}",
        "{\"detectors\":[],\"findings\":[],\"height_px\":1,\"version\":1,\"width_px\":-1}",
    };
    struct arena a = arena_open(64 << 20);
    for (size_t i = 0; i < countof(wrong); i++) {
        struct screening s;
        struct err err;
        if (record_read_json(&screening_record, str_of(wrong[i]), &a, &s, &err))
            fail_msg("accepted: %s", wrong[i]);
    }
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
