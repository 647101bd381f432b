/* A sheet worker: orders, sandbox, one spreadsheet, its cells, the end. */
#include "base/fd.h"
#include "codec/workbook.h"
#include "worker/protocol.h"
#include "worker/workers.h"

/* The packed cells twice while they grow, the strings that cells share, one part inflated at a
 * time, and the arenas of every worker. */
enum {
    SHEET_MEMORY_MIB = 3072,
    SHEET_CPU_S = 60
};

static const struct sandbox_limits sheet_limits = {
    .memory_bytes = (uint64_t)SHEET_MEMORY_MIB << 20,
    .file_bytes = SHEET_PACKED_MAX_BYTES,
    .cpu_s = SHEET_CPU_S,
};

bool sheet_worker_start(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                        struct err *err)
{
    (void)a, (void)read;
    return sandbox_enter(sheet_limits, orders->weak_sandbox, err);
}

static bool read_into(int file, int cells, struct sheet_pack *pack, struct err *err)
{
    str bytes, packed;
    if (!worker_map(file, &bytes, err) || !workbook_read(bytes, pack, err) ||
        !sheet_pack_done(pack, &packed, err))
        return false;
    return fd_write_all(cells, packed) || err_set(err, ERR_UNAVAILABLE, "out of memory");
}

bool sheet_worker_serve(int socket, struct arena *a, struct err *err)
{
    str empty;
    int fds[2];
    if (!channel_receive(socket, a, 2, PATIENCE_ENDLESS, &empty, fds, err))
        return false;
    struct sheet_pack pack = SHEET_PACK;
    struct sheet_answer answer = {.ok = read_into(fds[0], fds[1], &pack, err)};
    if (!answer.ok)
        answer.problem = str_copy(str_of(err->msg), a);
    buf_done(&pack.out);
    CLEANUP(buf_done) struct buf out = {0};
    record_write_json(&sheet_answer_record, &answer, &out);
    return channel_send(socket, buf_str(&out), NULL, 0, PATIENCE_ENDLESS, err);
}
