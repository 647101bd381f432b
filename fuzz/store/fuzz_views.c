/* Payloads, the first line being the event's type: whatever the views do not take is told as the
 * sender's mistake, never as ours, and leaves nothing behind. */
#include <stdlib.h>

#include "../fuzz.h"
#include "store/parts.h"

static struct db db;
static struct views *views;
static struct arena arena;

static void must(bool ok)
{
    if (!ok)
        abort();
}

static bool apply(str type, str payload, uint64_t seq, struct err *err)
{
    struct event e = {
        .seq = seq,
        .stream = S("s"),
        .version = 1,
        .type = type,
        .actor = S("operator"),
        .payload = payload,
    };
    return views_apply(views, &e, ERR_INVALID, arena, err);
}

/* Something for the others to be about. */
static void set_up(void)
{
    struct err err;
    arena = arena_open((size_t)1 << 30);
    must(db_open_memory(&db, &err) && schema_create(&db, true, &err));
    views = views_open(&db);
    must(apply(S("campaign_opened"),
               S("{\"campaign\":\"spring\",\"house\":\"verne\",\"name\":\"Spring\"}"), 0, &err));
    must(apply(S("person_recorded"), S("{\"person\":\"spring/child-a\",\"sealed\":\"A\"}"), 1,
               &err));
    must(apply(S("finding_settled"),
               S("{\"campaign\":\"spring\",\"kind\":\"text\",\"pictures\":[]}"), 12, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str rest = {(const char *)data, size}, type = {0};
    struct err err;
    if (!db.h)
        set_up();
    if (!str_cut(&rest, '\n', &type) || !rest.p || !views_know(type))
        return 0;
    must(db_run(&db, "BEGIN", &err));
    if (!apply(type, rest, 100, &err) && err.kind != ERR_INVALID)
        abort();
    must(db_run(&db, "ROLLBACK", &err));
    return 0;
}
