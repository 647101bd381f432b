#include "models.h"

static void says_which_library_failed_and_why(void **state)
{
    (void)state;
    struct err err;
    const char *paths[] = {"/nonexistent/libonnxruntime.so", "/etc/hostname"};
    assert_null(ort_open(paths, countof(paths), &err));
    assert_int_equal(err.kind, ERR_UNAVAILABLE);
    assert_non_null(strstr(err.msg, "/nonexistent/libonnxruntime.so"));
    assert_non_null(strstr(err.msg, "/etc/hostname"));
    assert_non_null(strstr(err.msg, "make setup"));
    assert_null(ort_open(NULL, 0, &err));
    /* A library that loads and is not the runtime. */
    const char *other[] = {"libm.so.6"};
    assert_null(ort_open(other, 1, &err));
    assert_non_null(strstr(err.msg, "OrtGetApiBase"));
}

static void missing_or_other_models_are_errors(void **state)
{
    (void)state;
    struct err err;
    assert_err(model_check(MODEL_TEXT_READ, (str){0}, &err), err, ERR_NOT_FOUND);
    assert_non_null(strstr(err.msg, "ch_PP-OCRv4_rec_folded.onnx"));
    assert_non_null(strstr(err.msg, "make setup"));
    assert_err(model_check(MODEL_TEXT_READ, S(""), &err), err, ERR_CORRUPT);
    assert_err(model_check(MODEL_TEXT_KEYS, S("another file\n"), &err), err, ERR_CORRUPT);
}

static void refuses_what_is_not_a_model(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    assert_true(str_starts(ort_version(ort), S("onnxruntime 1.")));
    struct err err;
    assert_null(ort_model_open(ort, "nonsense.onnx", S("these are not the bytes"), &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "nonsense.onnx"));
}

static void runs_a_model(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    struct arena a = arena_open(64 << 20);
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    str bytes = models_read(MODEL_TEXT_TURN, &a);
    struct err err;
    assert_ok(model_check(MODEL_TEXT_TURN, bytes, &err), err);
    CLEANUP(ort_model_closep) struct ort_model *model = ort_model_open(ort, "turn", bytes, &err);
    if (!model)
        fail_msg("%s", err.msg);
    assert_string_equal(ort_model_output(model, 0), "softmax_0.tmp_0");
    assert_null(ort_model_output(model, 1));

    float *values = arena_new(&a, float, 2 * 3 * 48 * 192);
    struct ort_tensor input = {values, {2, 3, 48, 192}, 4, 2 * 3 * 48 * 192};
    struct ort_answer answer = {0};
    for (int i = 0; i < 2; i++) {
        assert_ok(ort_model_run(model, input, &answer, &err), err);
        assert_int_equal(answer.n, 1);
        assert_int_equal(answer.at[0].n_dims, 2);
        assert_int_equal(answer.at[0].dims[0], 2);
        assert_int_equal(answer.at[0].dims[1], 2);
        /* A softmax sums to one. */
        assert_float_equal(answer.at[0].values[0] + answer.at[0].values[1], 1.0F, 1e-4F);
    }
    assert_ok(ort_model_trim(model, input, &err), err);
    assert_ok(ort_model_run(model, input, &answer, &err), err);
    assert_int_equal(answer.n, 1);
    /* A shape that the model does not take. */
    input.dims[1] = 2;
    input.dims[0] = 3;
    assert_err(ort_model_run(model, input, &answer, &err), err, ERR_UNAVAILABLE);
    assert_int_equal(answer.n, 0);
    ort_answer_done(&answer);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_which_library_failed_and_why),
        cmocka_unit_test(missing_or_other_models_are_errors),
        cmocka_unit_test(refuses_what_is_not_a_model),
        cmocka_unit_test(runs_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
