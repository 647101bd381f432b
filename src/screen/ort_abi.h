/* screen/ort_abi.h -- what we use of ONNX Runtime's C interface, as an ABI.
 *
 * OrtApi is a table of function pointers that is only ever appended to, so a slot keeps its number
 * and its signature in every later release; that is how the runtime promises compatibility. Stating
 * the slots we need spares us a header of 400 KB from a package of 150 MB. Numbers and signatures
 * were checked with offsetof() against onnxruntime_c_api.h of API 29 (npm
 * com.github.asus4.onnxruntime 0.4.9), and run with libonnxruntime 1.28.2. Every slot used here is
 * older than API 17, which is the level we ask for.
 *
 * A function returns NULL for success or a status that the caller releases. Private to ort.c. */
#pragma once

#include "base/base.h"

enum {
    ORT_API_LEVEL = 17
};

enum ort_slot {
    ORT_GET_ERROR_MESSAGE = 2,
    ORT_CREATE_ENV = 3,
    ORT_CREATE_SESSION_FROM_ARRAY = 8,
    ORT_RUN = 9,
    ORT_CREATE_SESSION_OPTIONS = 10,
    ORT_SET_SESSION_EXECUTION_MODE = 13,
    ORT_DISABLE_MEM_PATTERN = 17,
    ORT_SET_SESSION_GRAPH_OPTIMIZATION_LEVEL = 23,
    ORT_SET_INTRA_OP_NUM_THREADS = 24,
    ORT_SET_INTER_OP_NUM_THREADS = 25,
    ORT_SESSION_GET_INPUT_COUNT = 30,
    ORT_SESSION_GET_OUTPUT_COUNT = 31,
    ORT_SESSION_GET_INPUT_NAME = 36,
    ORT_SESSION_GET_OUTPUT_NAME = 37,
    ORT_CREATE_RUN_OPTIONS = 39,
    ORT_CREATE_TENSOR_WITH_DATA = 49,
    ORT_GET_TENSOR_MUTABLE_DATA = 51,
    ORT_GET_TENSOR_ELEMENT_TYPE = 60,
    ORT_GET_DIMENSIONS_COUNT = 61,
    ORT_GET_DIMENSIONS = 62,
    ORT_GET_TENSOR_TYPE_AND_SHAPE = 65,
    ORT_CREATE_CPU_MEMORY_INFO = 69,
    ORT_ALLOCATOR_FREE = 76,
    ORT_GET_ALLOCATOR_WITH_DEFAULT_OPTIONS = 78,
    ORT_RELEASE_ENV = 92,
    ORT_RELEASE_STATUS = 93,
    ORT_RELEASE_MEMORY_INFO = 94,
    ORT_RELEASE_SESSION = 95,
    ORT_RELEASE_VALUE = 96,
    ORT_RELEASE_RUN_OPTIONS = 97,
    ORT_RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99,
    ORT_RELEASE_SESSION_OPTIONS = 100,
    ORT_ADD_SESSION_CONFIG_ENTRY = 130,
    ORT_CREATE_AND_REGISTER_ALLOCATOR = 144,
    ORT_RELEASE_ARENA_CFG = 157,
    ORT_CREATE_ARENA_CFG_V2 = 164,
    ORT_ADD_RUN_CONFIG_ENTRY = 165,
};

enum {
    ORT_LOG_FATAL = 4,
    ORT_EXECUTE_IN_SEQUENCE = 0,
    ORT_OPTIMIZE_ALL = 99,
    ORT_ALLOCATOR_ARENA = 1,
    ORT_MEMORY_DEFAULT = 0,
    ORT_ELEMENT_FLOAT = 1,
};

struct ort_api_base {
    const void *const *(*get_api)(uint32_t level); /* the table, or NULL for an unknown level */
    const char *(*get_version)(void);
};

/* Signatures, named as the slots. Handles are opaque. */
typedef void *ort_status;
typedef const char *ort_get_error_message(const void *status);
typedef ort_status ort_create_env(int log_level, const char *log_id, void **out);
typedef ort_status ort_create_session_from_array(const void *env, const void *model, size_t n,
                                                 const void *options, void **out);
typedef ort_status ort_run(void *session, const void *run_options, const char *const *input_names,
                           const void *const *inputs, size_t n_inputs,
                           const char *const *output_names, size_t n_outputs, void **outputs);
typedef ort_status ort_create(void **out);
typedef ort_status ort_act(void *object);
typedef ort_status ort_set_int(void *options, int value);
typedef ort_status ort_get_count(const void *object, size_t *out);
typedef ort_status ort_get_name(const void *session, size_t i, void *allocator, char **out);
typedef ort_status ort_create_tensor(const void *memory, void *data, size_t bytes,
                                     const int64_t *shape, size_t n_dims, int type, void **out);
typedef ort_status ort_get_data(void *value, void **out);
typedef ort_status ort_get_type(const void *info, int *out);
typedef ort_status ort_get_dims(const void *info, int64_t *out, size_t n);
typedef ort_status ort_get_info(const void *value, void **out);
typedef ort_status ort_create_memory(int allocator, int type, void **out);
typedef ort_status ort_free(void *allocator, void *p);
typedef void ort_release(void *object);
typedef ort_status ort_add_config(void *options, const char *key, const char *value);
typedef ort_status ort_register(void *env, const void *memory, const void *arena_cfg);
typedef ort_status ort_create_arena(const char *const *keys, const size_t *values, size_t n,
                                    void **out);
