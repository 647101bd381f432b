#include "worker/worker_main.h"

#include <string.h>

#include "codec/json.h"
#include "worker/loaded.h"
#include "worker/worker.h"
#include "worker/workers.h"

/* Orders and what they load live as long as the worker; the rest goes with each request. */
enum {
    LASTING_MIB = 256,
    REQUEST_MIB = 512
};

static const struct {
    const char *kind;
    bool (*start)(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                  struct err *err);
    bool (*serve)(int socket, struct arena *a, struct err *err);
    bool once;
} kinds[] = {
    {"decode", decode_worker_start, decode_worker_serve, true},
    {"outside", outside_worker_start, outside_worker_serve, true},
    {"marks", marks_worker_start, marks_worker_serve, false},
    {"detect", detect_worker_start, detect_worker_serve, false},
    {"sheet", sheet_worker_start, sheet_worker_serve, true},
};

static bool say_ready(bool ok, str read, const char *problem, struct err *err)
{
    struct worker_ready ready = {.ok = ok, .read = read};
    if (!ok)
        ready.problem = str_of(problem);
    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&worker_ready_record, &ready, &out);
    return channel_send(WORKER_FD, buf_str(&out), NULL, 0, PATIENCE_ENDLESS, err);
}

int worker_main(const char *kind)
{
    struct err err = {0};
    struct arena lasting = arena_open((size_t)LASTING_MIB << 20);
    json_start();
    for (size_t i = 0; i < countof(kinds); i++) {
        if (strcmp(kind, kinds[i].kind) != 0)
            continue;
        str orders_json;
        struct worker_orders orders;
        if (!channel_receive(WORKER_FD, &lasting, 0, PATIENCE_ENDLESS, &orders_json, NULL, &err) ||
            !record_read_json(&worker_orders_record, orders_json, &lasting, &orders, &err))
            return 1;
        struct arena request = arena_open((size_t)REQUEST_MIB << 20);
        struct sha256 *read = sha256_open();
        bool ready = kinds[i].start(&orders, &lasting, read, &err);
        bool told = loaded_add(read);
        str digest = digest_hex(sha256_close(read), &lasting);
        if (!say_ready(ready, told ? digest : (str){0}, err.msg, &err) || !ready)
            return 1;
        while (kinds[i].serve(WORKER_FD, &(struct arena){request.base, request.beg, request.end},
                              &err))
            if (kinds[i].once)
                return 0;
        return 1;
    }
    return 2;
}
