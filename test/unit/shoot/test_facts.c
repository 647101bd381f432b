/* The facts of a picture: its set-up and people, what could not be told, and its parts. */
#include "day.h"

static void people_and_setup(void **state)
{
    (void)state;
    struct finding faces[] = {{.kind = FINDING_FACE}, {.kind = FINDING_FACE}};
    struct facts f = facts_for(&sheet, "x/room_1.jpg", screening(faces, 2), about(NULL, 0));
    assert_true(f.setup.known);
    assert_str(f.setup.shot, S("room"));
    assert_str(f.callsheet.campaign, S("JOB-7"));
    assert_int_equal(f.faces.counted, 2);
    assert_int_equal(f.faces.cast, 2);
    /* Without a day of its own the shot may be of 14 September, a day before the birthday. */
    assert_int_equal(f.people.at[0].band, BAND_13_14);
    assert_int_equal(f.people.at[1].band, BAND_25_PLUS);
    f = facts_for(&sheet, "other.jpg", screening(faces, 2), about(NULL, 0));
    assert_false(f.setup.known);
    assert_str(f.setup.why, S("no shot on the call sheet claims this file name"));
    assert_int_equal(f.faces.cast, 0);
    f = facts_for(NULL, "room_1.jpg", screening(faces, 2), about(NULL, 0));
    assert_false(f.setup.known || f.callsheet.present);
    assert_true(f.setup.why.n > 0);
}

static void assert_failure(struct facts f, const char *what, const char *reason)
{
    for (size_t i = 0; i < f.failures.n; i++)
        if (str_eq(f.failures.at[i].what, str_of(what)) &&
            str_eq(f.failures.at[i].reason, str_of(reason)) && f.failures.at[i].words.n > 0)
            return;
    fail_msg("no failure %s %s", what, reason);
}

static void whatever_could_not_be_told_is_a_failure(void **state)
{
    (void)state;
    struct image_about jpeg = about(NULL, 0);
    struct screening s = screening(NULL, 0);
    assert_int_equal(facts_for(&sheet, "desk_1.jpg", s, jpeg).failures.n, 0);

    /* Each detector, failed, off, of an unknown status, and missing. */
    for (size_t i = 0; i < countof(runs); i++) {
        struct detector_run changed[countof(runs)];
        const char *name = str_c(runs[i].name, &arena);
        for (int status = 0; status <= RUN_OFF; status++) {
            memcpy(changed, runs, sizeof runs);
            changed[i].status = status;
            s.detectors.at = changed;
            struct facts f = facts_for(&sheet, "desk_1.jpg", s, jpeg);
            assert_int_equal(f.failures.n, status != RUN_DONE);
            if (status != RUN_DONE)
                assert_failure(f, name, status == RUN_OFF ? "off" : "failed");
        }
        memcpy(changed, runs, sizeof runs);
        changed[i] = changed[countof(runs) - 1];
        s.detectors.n = countof(runs) - 1;
        struct facts f = facts_for(&sheet, "desk_1.jpg", s, jpeg);
        assert_failure(f, name, "missing");
        s.detectors.n = countof(runs);
    }

    struct finding odd = {.kind = FINDING_COULD_NOT_TELL,
                          .detector = S("metadata"),
                          .reason = S("gain_map"),
                          .evidence = S("it holds a gain map")};
    assert_failure(facts_for(&sheet, "desk_1.jpg", screening(&odd, 1), jpeg), "metadata",
                   "gain_map");

    s = screening(NULL, 0);
    s.version = SCREENING_VERSION + 1;
    assert_failure(facts_for(&sheet, "desk_1.jpg", s, jpeg), "worker", "screening_version");
    s = screening(NULL, 0);
    s.width_px--;
    assert_failure(facts_for(&sheet, "desk_1.jpg", s, jpeg), "worker", "screening_size");

    struct facts f = facts_make(
        &(struct facts_of){.opt_callsheet = &sheet, .path = S("desk_1.jpg"), .sha256 = S("00")},
        &arena);
    assert_int_equal(f.failures.n, 2);
    assert_failure(f, "file", "not_decoded");
    assert_failure(f, "worker", "no_screening");
    assert_str(f.failures.at[0].id, S("f1"));
}

static void a_failure_is_told_once(void **state)
{
    (void)state;
    struct detector_run failed[countof(runs)];
    memcpy(failed, runs, sizeof runs);
    failed[0].status = RUN_FAILED;
    failed[0].reason = S("no model det.onnx");
    struct finding said = {.kind = FINDING_COULD_NOT_TELL,
                           .detector = S("text"),
                           .reason = S("failed"),
                           .evidence = S("no model det.onnx")};
    struct screening s = screening(&said, 1);
    s.detectors.at = failed;
    struct facts f = facts_for(&sheet, "desk_1.jpg", s, about(NULL, 0));
    assert_int_equal(f.failures.n, 1);
    assert_true(str_contains(f.failures.at[0].words, S("no model det.onnx")));
}

static void each_part_has_its_digest(void **state)
{
    (void)state;
    struct finding face = {.kind = FINDING_FACE};
    struct image_about jpeg = about(NULL, 0);
    struct fact_parts one = facts_for(&sheet, "desk_1.jpg", screening(NULL, 0), jpeg).parts;
    struct fact_parts same = facts_for(&sheet, "desk_2.jpg", screening(NULL, 0), jpeg).parts;
    struct fact_parts more = facts_for(&sheet, "desk_1.jpg", screening(&face, 1), jpeg).parts;
    assert_int_equal(one.pixels.n, 64);
    assert_str(one.people, same.people);
    assert_str(one.text, more.text);
    assert_str(one.pixels, more.pixels);
    assert_false(str_eq(one.people, more.people));
    /* printf '{"hits":[],"texts":[]}' | sha256sum */
    assert_str(one.text, S("deefed547803900ef73df790fe8f212bf9f2007a86c413997fd597fcfa1096eb"));
}

static void a_planned_picture_is_never_looked_at(void **state)
{
    (void)state;
    const struct look *look = &sheet.setups.at[0];
    for (size_t i = 0; i < look->shots.n; i++) {
        const struct shot *shot = &look->shots.at[i];
        struct facts f = facts_planned(&sheet, look, shot, &arena);
        assert_true(f.setup.known);
        assert_str(f.setup.shot, shot->id);
        assert_int_equal(f.people.n, shot->talent.n);
        assert_int_equal(f.items.n, shot->items.n);
        assert_int_equal(f.detectors.n, 0);
        assert_int_equal(f.failures.n, 1);
        assert_str(f.failures.at[0].reason, S("not_yet"));
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(&facts_record, &f, &json);
        struct facts back;
        struct err err;
        assert_ok(record_read_json(&facts_record, buf_str(&json), &arena, &back, &err), err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_and_setup),
        cmocka_unit_test(whatever_could_not_be_told_is_a_failure),
        cmocka_unit_test(a_failure_is_told_once),
        cmocka_unit_test(each_part_has_its_digest),
        cmocka_unit_test(a_planned_picture_is_never_looked_at),
    };
    return cmocka_run_group_tests_name("facts", tests, set_up, tear_down);
}
