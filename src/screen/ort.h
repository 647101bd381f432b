/* screen/ort.h -- ONNX Runtime, loaded when it is asked for, and models that run in it.
 *
 * The runtime is found by path and opened with dlopen, never linked: its symbol carries the number
 * of each release. Models come as bytes whose SHA-256 was checked (screen/model.h). Opening the
 * runtime and its models reads files and may start nothing else; running a model opens no file and
 * starts no thread, so both must be open before the sandbox closes.
 *
 * One thread in each run. A runtime and its models belong to one thread at a time. All models of a
 * runtime share one memory arena, which keeps what runs needed until ort_model_trim. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    ORT_DIMS_MAX = 4,
    ORT_OUTPUTS_MAX = 16,
};

struct ort;

/* Open the first library among paths that loads and speaks our API level. UNAVAILABLE if none
 * does: the message names each path and why. */
nodiscard struct ort *ort_open(const char *const *paths, size_t n, struct err *err);

/* Every model of it must be closed already. Accepts NULL. */
void ort_close(struct ort *ort);
void ort_closep(struct ort **ort);

/* "onnxruntime 1.28.2", for reports. Lives as long as ort. */
str ort_version(const struct ort *ort);

struct ort_model;

/* Load a model with one input and 1 to ORT_OUTPUTS_MAX outputs, all of 32-bit floats. name is for
 * messages and is copied; bytes are not needed after. CORRUPT if the runtime refuses them. */
nodiscard struct ort_model *ort_model_open(struct ort *ort, const char *name, str bytes,
                                           struct err *err);
void ort_model_close(struct ort_model *model);
void ort_model_closep(struct ort_model **model);

struct ort_tensor {
    const float *values; /* row-major */
    int64_t dims[ORT_DIMS_MAX];
    size_t n_dims;
    size_t count; /* product of dims */
};

/* Answers of one run, in the order of the model. Zero it before the first use; ort_answer_done
 * frees it and may be called again. */
struct ort_answer {
    struct ort_tensor at[ORT_OUTPUTS_MAX];
    size_t n;
    void *owned[ORT_OUTPUTS_MAX]; /* the runtime's values */
    const struct ort *ort;
};

/* Run on one tensor, which is only read. What *answer held is freed first. UNAVAILABLE if the
 * runtime fails; CORRUPT if an answer is not a tensor of floats with 1 to ORT_DIMS_MAX dims. */
nodiscard bool ort_model_run(struct ort_model *model, struct ort_tensor input,
                             struct ort_answer *answer, struct err *err);
void ort_answer_done(struct ort_answer *answer);

/* Run on a small input, answer dropped, and give the arena's unused memory back to the system. */
nodiscard bool ort_model_trim(struct ort_model *model, struct ort_tensor input, struct err *err);

/* Name of output i, or NULL past the last: models of several outputs order them as they like. */
const char *ort_model_output(const struct ort_model *model, size_t i);
