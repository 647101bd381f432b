/* A marks worker: orders, sandbox, then the sidecars of one picture and the picture itself. */
#include <sys/mman.h>
#include <unistd.h>

#include "worker/protocol.h"
#include "worker/workers.h"

enum {
    MARKS_MEMORY_MIB = 2048,
    MARKS_CPU_S = 60
};

static const struct sandbox_limits marks_limits = {
    .memory_bytes = (uint64_t)MARKS_MEMORY_MIB << 20,
    .cpu_s = MARKS_CPU_S,
};

static bool read_marks(int file, bool sidecar, struct arena *a, struct image_marks *ret_marks,
                       struct err *err)
{
    str bytes;
    if (!worker_map(file, &bytes, err))
        return false;
    bool ok = image_marks(bytes, sidecar, a, ret_marks, err);
    if (ok && ret_marks->label.p)
        ret_marks->label = str_copy(ret_marks->label, a);
    munmap((void *)bytes.p, bytes.n);
    return ok;
}

bool marks_worker_start(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                        struct err *err)
{
    (void)a, (void)read;
    return image_marks_start(err) && sandbox_enter(marks_limits, orders->weak_sandbox, err);
}

bool marks_worker_serve(int socket, struct arena *a, struct err *err)
{
    str json;
    int file;
    struct marks_ask ask;
    if (!channel_receive(socket, a, 1, PATIENCE_ENDLESS, &json, &file, err))
        return false;
    if (!record_read_json(&marks_ask_record, json, a, &ask, err))
        return false;
    struct marks_answer answer = {.rating = INT_ABSENT};
    struct image_marks marks;
    if (read_marks(file, ask.sidecar, a, &marks, err)) {
        answer.label = marks.label;
        if (marks.rated)
            answer.rating = marks.rating;
    } else {
        answer.problem = str_copy(str_of(err->msg), a);
        answer.unread = err->kind == ERR_UNSUPPORTED;
    }
    close(file);
    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&marks_answer_record, &answer, &out);
    return channel_send(socket, buf_str(&out), NULL, 0, PATIENCE_ENDLESS, err);
}
