#include "screen/ort.h"

#include "base/buf.h"
#include "screen/ort_abi.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ort {
    void *library;
    const void *const *api;
    void *env;
    void *memory;    /* where input tensors live: ordinary memory */
    void *allocator; /* the runtime's, for names */
    char version[64];
};

struct ort_model {
    const struct ort *ort;
    void *session;
    char *name;
    char *input;
    char *outputs[ORT_OUTPUTS_MAX];
    size_t n_outputs;
};

#define CALL(ort, slot, type) ((type *)(ort)->api[slot])

static void release(const struct ort *ort, enum ort_slot slot, void *object)
{
    if (object)
        CALL(ort, slot, ort_release)(object);
}

/* True if status is success; otherwise frees it and fills err. */
static bool check(const struct ort *ort, ort_status status, enum err_kind kind, struct err *err)
{
    if (!status)
        return true;
    err_set(err, kind, "onnxruntime: %s",
            CALL(ort, ORT_GET_ERROR_MESSAGE, ort_get_error_message)(status));
    release(ort, ORT_RELEASE_STATUS, status);
    return false;
}

/* One arena for all models, grown by what is asked for and not by powers of two: pictures bring
 * strips of every width, and doubling would keep twice the memory that the largest needs. */
static bool share_arena(struct ort *ort, struct err *err)
{
    static const char *const keys[] = {"arena_extend_strategy"};
    static const size_t values[] = {1};
    void *arena = NULL;
    void *arena_memory = NULL;
    bool ok = check(ort,
                    CALL(ort, ORT_CREATE_ARENA_CFG_V2, ort_create_arena)(keys, values,
                                                                         countof(keys), &arena),
                    ERR_UNAVAILABLE, err) &&
              check(ort,
                    CALL(ort, ORT_CREATE_CPU_MEMORY_INFO,
                         ort_create_memory)(ORT_ALLOCATOR_ARENA, ORT_MEMORY_DEFAULT, &arena_memory),
                    ERR_UNAVAILABLE, err) &&
              check(ort,
                    CALL(ort, ORT_CREATE_AND_REGISTER_ALLOCATOR, ort_register)(ort->env,
                                                                               arena_memory, arena),
                    ERR_UNAVAILABLE, err);
    release(ort, ORT_RELEASE_MEMORY_INFO, arena_memory);
    release(ort, ORT_RELEASE_ARENA_CFG, arena);
    return ok;
}

static bool start(struct ort *ort, struct err *err)
{
    return check(ort, CALL(ort, ORT_CREATE_ENV, ort_create_env)(ORT_LOG_FATAL, "", &ort->env),
                 ERR_UNAVAILABLE, err) &&
           share_arena(ort, err) &&
           check(ort,
                 CALL(ort, ORT_CREATE_CPU_MEMORY_INFO,
                      ort_create_memory)(ORT_ALLOCATOR_ARENA, ORT_MEMORY_DEFAULT, &ort->memory),
                 ERR_UNAVAILABLE, err) &&
           check(ort,
                 CALL(ort, ORT_GET_ALLOCATOR_WITH_DEFAULT_OPTIONS, ort_create)(&ort->allocator),
                 ERR_UNAVAILABLE, err);
}

static struct ort *open_one(const char *path, struct err *err)
{
    struct ort *ort = calloc(1, sizeof *ort);
    if (!ort) {
        err_set(err, ERR_UNAVAILABLE, "out of memory");
        return NULL;
    }
    ort->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!ort->library) {
        err_set(err, ERR_UNAVAILABLE, "%s", dlerror());
        goto failed;
    }
    const struct ort_api_base *(*get_base)(void);
    void *symbol = dlsym(ort->library, "OrtGetApiBase");
    if (!symbol) {
        err_set(err, ERR_UNAVAILABLE, "%s: has no OrtGetApiBase", path);
        goto failed;
    }
    memcpy(&get_base, &symbol, sizeof get_base);
    const struct ort_api_base *base = get_base();
    ort->api = base->get_api(ORT_API_LEVEL);
    if (!ort->api) {
        err_set(err, ERR_UNAVAILABLE, "%s: version %s is older than API %d (1.17)", path,
                base->get_version(), ORT_API_LEVEL);
        goto failed;
    }
    snprintf(ort->version, sizeof ort->version, "onnxruntime %s", base->get_version());
    if (!start(ort, err)) {
        err_wrap(err, "%s", path);
        goto failed;
    }
    return ort;
failed:
    ort_close(ort);
    return NULL;
}

struct ort *ort_open(const char *const *paths, size_t n, struct err *err)
{
    CLEANUP(buf_done) struct buf why = BUF_MAX(ERR_MSG_MAX);
    for (size_t i = 0; i < n; i++) {
        struct err one;
        struct ort *ort = open_one(paths[i], &one);
        if (ort)
            return ort;
        buf_format(&why, "; %s", one.msg);
    }
    str reasons = buf_ok(&why) ? buf_str(&why) : S("; (the reasons are too long)");
    err_set(err, ERR_UNAVAILABLE,
            "ONNX Runtime could not be loaded (`make setup` fetches it, GATEFOLD_ORT names one)"
            "%.*s",
            STR(reasons));
    return NULL;
}

void ort_close(struct ort *ort)
{
    if (!ort)
        return;
    if (ort->api) {
        release(ort, ORT_RELEASE_MEMORY_INFO, ort->memory);
        release(ort, ORT_RELEASE_ENV, ort->env);
    }
    /* The library stays loaded: it is not made to be unloaded, and its own globals would leak. */
    free(ort);
}

void ort_closep(struct ort **ort)
{
    ort_close(*ort);
}

str ort_version(const struct ort *ort)
{
    return str_of(ort->version);
}

static bool make_session(struct ort_model *model, str bytes, struct err *err)
{
    const struct ort *ort = model->ort;
    void *options = NULL;
    bool ok =
        check(ort, CALL(ort, ORT_CREATE_SESSION_OPTIONS, ort_create)(&options), ERR_UNAVAILABLE,
              err) &&
        check(ort, CALL(ort, ORT_SET_INTRA_OP_NUM_THREADS, ort_set_int)(options, 1),
              ERR_UNAVAILABLE, err) &&
        check(ort, CALL(ort, ORT_SET_INTER_OP_NUM_THREADS, ort_set_int)(options, 1),
              ERR_UNAVAILABLE, err) &&
        check(ort,
              CALL(ort, ORT_SET_SESSION_EXECUTION_MODE, ort_set_int)(options,
                                                                     ORT_EXECUTE_IN_SEQUENCE),
              ERR_UNAVAILABLE, err) &&
        check(ort,
              CALL(ort, ORT_SET_SESSION_GRAPH_OPTIMIZATION_LEVEL, ort_set_int)(options,
                                                                               ORT_OPTIMIZE_ALL),
              ERR_UNAVAILABLE, err) &&
        /* A plan of memory is kept for each input size ever seen: strips come in hundreds. */
        check(ort, CALL(ort, ORT_DISABLE_MEM_PATTERN, ort_act)(options), ERR_UNAVAILABLE, err) &&
        check(ort,
              CALL(ort, ORT_ADD_SESSION_CONFIG_ENTRY,
                   ort_add_config)(options, "session.use_env_allocators", "1"),
              ERR_UNAVAILABLE, err) &&
        check(ort,
              CALL(ort, ORT_CREATE_SESSION_FROM_ARRAY, ort_create_session_from_array)(
                  ort->env, bytes.p, bytes.n, options, &model->session),
              ERR_CORRUPT, err);
    release(ort, ORT_RELEASE_SESSION_OPTIONS, options);
    return ok;
}

static bool copy_name(const struct ort *ort, void *session, enum ort_slot slot, size_t i,
                      char **ret_name, struct err *err)
{
    char *name = NULL;
    if (!check(ort, CALL(ort, slot, ort_get_name)(session, i, ort->allocator, &name),
               ERR_UNAVAILABLE, err))
        return false;
    *ret_name = strdup(name);
    bool freed = check(ort, CALL(ort, ORT_ALLOCATOR_FREE, ort_free)(ort->allocator, name),
                       ERR_UNAVAILABLE, err);
    if (!*ret_name)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    return freed;
}

static bool learn_names(struct ort_model *model, struct err *err)
{
    const struct ort *ort = model->ort;
    size_t inputs, outputs;
    if (!check(ort, CALL(ort, ORT_SESSION_GET_INPUT_COUNT, ort_get_count)(model->session, &inputs),
               ERR_UNAVAILABLE, err) ||
        !check(ort,
               CALL(ort, ORT_SESSION_GET_OUTPUT_COUNT, ort_get_count)(model->session, &outputs),
               ERR_UNAVAILABLE, err))
        return false;
    if (inputs != 1 || outputs < 1 || outputs > ORT_OUTPUTS_MAX)
        return err_set(err, ERR_CORRUPT, "it has %zu inputs and %zu outputs, want 1 and 1 to %d",
                       inputs, outputs, ORT_OUTPUTS_MAX);
    if (!copy_name(ort, model->session, ORT_SESSION_GET_INPUT_NAME, 0, &model->input, err))
        return false;
    for (; model->n_outputs < outputs; model->n_outputs++)
        if (!copy_name(ort, model->session, ORT_SESSION_GET_OUTPUT_NAME, model->n_outputs,
                       &model->outputs[model->n_outputs], err))
            return false;
    return true;
}

struct ort_model *ort_model_open(struct ort *ort, const char *name, str bytes, struct err *err)
{
    struct ort_model *model = calloc(1, sizeof *model);
    if (!model || !(model->name = strdup(name))) {
        free(model);
        err_set(err, ERR_UNAVAILABLE, "model %s: out of memory", name);
        return NULL;
    }
    model->ort = ort;
    if (make_session(model, bytes, err) && learn_names(model, err))
        return model;
    err_wrap(err, "model %s", name);
    ort_model_close(model);
    return NULL;
}

void ort_model_close(struct ort_model *model)
{
    if (!model)
        return;
    release(model->ort, ORT_RELEASE_SESSION, model->session);
    /* One more than was counted may hold a name, if counting stopped half-way. */
    for (size_t i = 0; i < ORT_OUTPUTS_MAX; i++)
        free(model->outputs[i]);
    free(model->input);
    free(model->name);
    free(model);
}

void ort_model_closep(struct ort_model **model)
{
    ort_model_close(*model);
}

const char *ort_model_output(const struct ort_model *model, size_t i)
{
    return i < model->n_outputs ? model->outputs[i] : NULL;
}

static bool read_answer(const struct ort *ort, void *value, struct ort_tensor *ret_tensor,
                        struct err *err)
{
    void *info = NULL;
    if (!check(ort, CALL(ort, ORT_GET_TENSOR_TYPE_AND_SHAPE, ort_get_info)(value, &info),
               ERR_CORRUPT, err))
        return false;
    struct ort_tensor t = {.count = 1};
    int type = 0;
    void *data = NULL;
    bool ok = check(ort, CALL(ort, ORT_GET_TENSOR_ELEMENT_TYPE, ort_get_type)(info, &type),
                    ERR_CORRUPT, err) &&
              check(ort, CALL(ort, ORT_GET_DIMENSIONS_COUNT, ort_get_count)(info, &t.n_dims),
                    ERR_CORRUPT, err);
    if (ok && (type != ORT_ELEMENT_FLOAT || t.n_dims < 1 || t.n_dims > ORT_DIMS_MAX))
        ok =
            err_set(err, ERR_CORRUPT, "an output of type %d with %zu dims, want floats and 1 to %d",
                    type, t.n_dims, ORT_DIMS_MAX);
    ok = ok &&
         check(ort, CALL(ort, ORT_GET_DIMENSIONS, ort_get_dims)(info, t.dims, t.n_dims),
               ERR_CORRUPT, err) &&
         check(ort, CALL(ort, ORT_GET_TENSOR_MUTABLE_DATA, ort_get_data)(value, &data), ERR_CORRUPT,
               err);
    release(ort, ORT_RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, info);
    if (!ok)
        return false;
    for (size_t i = 0; i < t.n_dims; i++)
        t.count *= (size_t)t.dims[i];
    t.values = data;
    *ret_tensor = t;
    return true;
}

static bool run(struct ort_model *model, const void *opt_options, struct ort_tensor input,
                struct ort_answer *answer, struct err *err)
{
    const struct ort *ort = model->ort;
    ort_answer_done(answer);
    void *value = NULL;
    /* The runtime's signature wants a writable pointer, and an input is never written. */
    if (!check(ort,
               CALL(ort, ORT_CREATE_TENSOR_WITH_DATA, ort_create_tensor)(
                   ort->memory, (void *)(uintptr_t)input.values, input.count * sizeof(float),
                   input.dims, input.n_dims, ORT_ELEMENT_FLOAT, &value),
               ERR_INTERNAL, err))
        return err_wrap(err, "model %s", model->name);
    const char *const input_names[] = {model->input};
    const void *const inputs[] = {value};
    const char *output_names[ORT_OUTPUTS_MAX];
    for (size_t i = 0; i < model->n_outputs; i++)
        output_names[i] = model->outputs[i];
    answer->ort = ort;
    bool ok = check(ort,
                    CALL(ort, ORT_RUN, ort_run)(model->session, opt_options, input_names, inputs, 1,
                                                output_names, model->n_outputs, answer->owned),
                    ERR_UNAVAILABLE, err);
    release(ort, ORT_RELEASE_VALUE, value);
    for (size_t i = 0; ok && i < model->n_outputs; i++)
        ok = read_answer(ort, answer->owned[i], &answer->at[i], err);
    if (!ok) {
        ort_answer_done(answer);
        return err_wrap(err, "model %s", model->name);
    }
    answer->n = model->n_outputs;
    return true;
}

bool ort_model_run(struct ort_model *model, struct ort_tensor input, struct ort_answer *answer,
                   struct err *err)
{
    return run(model, NULL, input, answer, err);
}

bool ort_model_trim(struct ort_model *model, struct ort_tensor input, struct err *err)
{
    const struct ort *ort = model->ort;
    void *options = NULL;
    struct ort_answer answer = {0};
    bool ok =
        check(ort, CALL(ort, ORT_CREATE_RUN_OPTIONS, ort_create)(&options), ERR_UNAVAILABLE, err) &&
        check(ort,
              CALL(ort, ORT_ADD_RUN_CONFIG_ENTRY,
                   ort_add_config)(options, "memory.enable_memory_arena_shrinkage", "cpu:0"),
              ERR_UNAVAILABLE, err) &&
        run(model, options, input, &answer, err);
    ort_answer_done(&answer);
    release(ort, ORT_RELEASE_RUN_OPTIONS, options);
    return ok;
}

void ort_answer_done(struct ort_answer *answer)
{
    for (size_t i = 0; answer->ort && i < ORT_OUTPUTS_MAX; i++)
        release(answer->ort, ORT_RELEASE_VALUE, answer->owned[i]);
    *answer = (struct ort_answer){0};
}
