/* gatefold ledger ...: what outsiders check. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hex.h"
#include "cli/workspace_command.h"
#include "ledger/tlog_proof.h"
#include "ledger/witness_request.h"
#include "workspace/advance.h"
#include "workspace/ledger.h"
#include "workspace/publish.h"

static int run_advance(const struct arguments *arguments)
{
    struct workspace w;
    struct advanced done;
    struct err err;
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = ledger_advance(&w, arguments->a, &done, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("%llu events, %llu of them new; root %.*s\n", (unsigned long long)done.head.size,
           (unsigned long long)done.events, STR(digest_hex(done.head.root, arguments->a)));
    return EXIT_ALL_CLEAR;
}

const struct command command_ledger_advance = {
    .name = "ledger advance",
    .arguments = "",
    .help = "Bring the ledger up to the newest event, and sign its head. Signs nothing that does\n"
            "not continue what was signed and published: a restored old copy is refused.",
    .place = IN_WORKSPACE,
    .run = run_advance,
};

static int run_key(const struct arguments *arguments)
{
    struct workspace w;
    struct err err = {0};
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    struct rows *rows = rows_open(w.store, "keys_in_force", NULL, 0, &err);
    const struct store_value *v;
    while (rows && rows_next(rows, arguments->a, &v, &err))
        printf("%.*s %.*s\n", STR(v[0].text), STR(v[1].text));
    rows_close(rows);
    workspace_close(&w);
    return err.kind == ERR_NONE ? EXIT_ALL_CLEAR : tell_error(&err);
}

const struct command command_ledger_key = {
    .name = "ledger key",
    .arguments = "",
    .help = "Print the public keys in force, as lines of a trust file: log, issuer, status.",
    .place = IN_WORKSPACE,
    .run = run_key,
};

/* ---- proofs ---- */

/* The signed head, and the tree below it. */
struct head {
    struct ledger_folder folder;
    struct checkpoint checkpoint;
    str note;
    struct tile_reader *reader;
};

static bool head_open(struct workspace *w, struct arena *a, struct head *ret, struct err *err)
{
    struct verify_key *keys;
    size_t n;
    ret->folder = workspace_ledger(w, a);
    if (!ledger_keys(w, a, &keys, &n, err))
        return false;
    if (!ledger_folder_head(&ret->folder, keys, n, a, &ret->note, &ret->checkpoint, err))
        return err->kind != ERR_NONE
                   ? false
                   : err_set(err, ERR_NOT_FOUND,
                             "there is no checkpoint yet: gatefold -C DIR ledger advance");
    ret->reader = tile_reader_new(ledger_folder_source(&ret->folder), ret->checkpoint.size, a);
    return true;
}

static bool one_event(struct workspace *w, uint64_t seq, struct arena *a, struct event *ret,
                      struct err *err)
{
    struct event_filter filter = {.from = seq, .until = seq + 1};
    CLEANUP(events_closep) struct events *events = events_open(w->store, &filter, err);
    return events &&
           (events_next(events, a, ret, err) ||
            (err->kind == ERR_NONE &&
             err_set(err, ERR_NOT_FOUND, "there is no event %llu", (unsigned long long)seq)));
}

static bool write_beside(str stem, const char *ending, str bytes, struct arena a, struct err *err)
{
    return file_write(str_format(&a, "%.*s%s", STR(stem), ending).p, bytes, err);
}

static bool prove(struct workspace *w, uint64_t seq, str folder, struct arena *a, struct err *err)
{
    struct head head;
    struct event e;
    struct tlog_proof proof;
    str bytes;
    if (!head_open(w, a, &head, err) || !one_event(w, seq, a, &e, err))
        return false;
    if (seq >= head.checkpoint.size)
        return err_set(err, ERR_NOT_FOUND,
                       "event %llu is not in the signed ledger yet: gatefold -C DIR ledger advance",
                       (unsigned long long)seq);
    str leaf = event_leaf(&e, a);
    if (!tlog_proof_make(tile_reader_nodes(head.reader), seq, leaf, &head.checkpoint, head.note,
                         &proof, err) ||
        !tlog_proof_print(&proof, a, &bytes, err))
        return false;
    if (!folder.p) {
        fwrite(bytes.p, 1, bytes.n, stdout);
        return true;
    }
    const char *path = str_c(folder, a);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return err_system(err, path);
    str stem = str_format(a, "%s/%llu", path, (unsigned long long)seq);
    str salt = hex_encode((str){(const char *)e.salt, sizeof e.salt}, a);
    if (!write_beside(stem, ".tlog-proof", bytes, *a, err) ||
        !write_beside(stem, ".leaf", leaf, *a, err) ||
        !write_beside(stem, ".event", event_text(&e, a), *a, err) ||
        !write_beside(stem, ".salt", str_format(a, "%.*s\n", STR(salt)), *a, err))
        return false;
    printf("%.*s.tlog-proof, .leaf, .event and .salt: whoever gets the last two sees the event\n",
           STR(stem));
    return true;
}

static int run_prove(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    int64_t seq;
    if (!str_to_i64(arguments->rest.at[0], &seq) || seq < 0)
        return tell_problem("\"%.*s\" is no number of an event: gatefold -C DIR log shows them",
                            STR(arguments->rest.at[0]));
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = prove(&w, (uint64_t)seq, argument_text(arguments, "out"), arguments->a, &err);
    workspace_close(&w);
    return ok ? EXIT_ALL_CLEAR : tell_error(&err);
}

static const struct option_row prove_options[] = {
    {"out", "DIR", "write the proof there, with the event's leaf, text and salt", false},
};

const struct command command_ledger_prove = {
    .name = "ledger prove",
    .arguments = "EVENT",
    .help = "Print the proof that an event is in the signed ledger (C2SP tlog-proof).",
    .options = prove_options,
    .options_n = countof(prove_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_prove,
};

/* The leaf that is to be shown: a file of it, or computed from the event's text and salt. */
static bool leaf_given(const struct arguments *arguments, str proof_path, str *ret_leaf,
                       struct err *err)
{
    struct arena *a = arguments->a;
    str event = argument_text(arguments, "event"), salt = argument_text(arguments, "salt"), text;
    struct event e = {0};
    if (!event.p && !salt.p) {
        str leaf = argument_text(arguments, "leaf");
        str stem = str_ends(proof_path, S(".tlog-proof"))
                       ? str_first(proof_path, proof_path.n - (sizeof ".tlog-proof" - 1))
                       : proof_path;
        const char *path = leaf.p ? leaf.p : str_format(a, "%.*s.leaf", STR(stem)).p;
        return file_read(path, 65535, a, ret_leaf, err);
    }
    if (!event.p || !salt.p)
        return err_set(err, ERR_INVALID, "--event FILE and --salt FILE go together");
    str digits;
    if (!file_read(event.p, EVENT_TEXT_MAX, a, &text, err) ||
        !file_read(salt.p, 4096, a, &digits, err))
        return false;
    if (!hex_decode(str_trim(digits), e.salt, sizeof e.salt))
        return err_set(err, ERR_INVALID, "%s: a salt is 64 small hex digits", salt.p);
    if (!event_read(text, &e, err))
        return err_wrap(err, "%s", event.p);
    *ret_leaf = event_leaf(&e, a);
    return true;
}

static int run_check(const struct arguments *arguments)
{
    struct arena *a = arguments->a;
    struct err err;
    str path = arguments->rest.at[0], trust = argument_text(arguments, "trust");
    str bytes, leaf, text;
    struct tlog_proof proof;
    struct tlog_policy policy;
    struct cosigned cosigned;
    struct diags diags = {.a = a, .file = trust};
    if (!trust.p)
        return tell_problem("say whom to believe: --trust FILE (log, witness, group and quorum "
                            "lines, C2SP tlog-policy); without it nothing can be told");
    if (!file_read(trust.p, TLOG_POLICY_MAX_BYTES, a, &text, &err) ||
        !file_read(path.p, TLOG_PROOF_MAX_BYTES, a, &bytes, &err) ||
        !leaf_given(arguments, path, &leaf, &err))
        return tell_error(&err);
    if (!tlog_policy_parse(text, &diags, &policy)) {
        tell_diags(&diags, stderr);
        return EXIT_COULD_NOT_RUN;
    }
    if (!tlog_proof_parse(bytes, a, &proof, &err))
        return tell_error(&err);
    if (!tlog_proof_verify(&proof, leaf, &policy, a, &cosigned, &err)) {
        tell_problem("not shown: %s", err.msg);
        return EXIT_NOT_CLEAR;
    }
    printf("event %llu is in the ledger %.*s of %llu events, signed by its key",
           (unsigned long long)proof.index, STR(cosigned.checkpoint.origin),
           (unsigned long long)cosigned.checkpoint.size);
    if (policy.quorum == QUORUM_NONE)
        puts("; no witness was asked for");
    else
        puts(" and by the witnesses that were asked for");
    return EXIT_ALL_CLEAR;
}

static const struct option_row check_options[] = {
    {"trust", "FILE", "whose signatures count (C2SP tlog-policy)", false},
    {"leaf", "FILE", "the leaf (the file beside the proof)", false},
    {"event", "FILE", "the event's text in its place, with --salt", false},
    {"salt", "FILE", "its salt, 64 hex digits", false},
};

const struct command command_ledger_check = {
    .name = "ledger check",
    .arguments = "PROOF",
    .help = "Check a proof with nothing but a trust file: no workspace, no network.",
    .options = check_options,
    .options_n = countof(check_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_check,
};

static bool consistency(struct workspace *w, uint64_t old_size, uint64_t new_size, struct arena *a,
                        struct err *err)
{
    struct head head;
    struct witness_request request = {.old_size = old_size};
    str bytes;
    if (!head_open(w, a, &head, err))
        return false;
    if (new_size != head.checkpoint.size)
        return err_set(err, ERR_NOT_FOUND,
                       "the signed ledger has %llu events: only to that can it be shown",
                       (unsigned long long)head.checkpoint.size);
    request.checkpoint = head.note;
    if (!proof_of_consistency(tile_reader_nodes(head.reader), old_size, new_size, &request.proof,
                              err) ||
        !witness_request_print(&request, a, &bytes, err))
        return false;
    fwrite(bytes.p, 1, bytes.n, stdout);
    return true;
}

static int run_consistency(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    int64_t sizes[2];
    for (size_t i = 0; i < 2; i++)
        if (!str_to_i64(arguments->rest.at[i], &sizes[i]) || sizes[i] < 0)
            return tell_problem("\"%.*s\" is no size of a ledger", STR(arguments->rest.at[i]));
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = consistency(&w, (uint64_t)sizes[0], (uint64_t)sizes[1], arguments->a, &err);
    workspace_close(&w);
    return ok ? EXIT_ALL_CLEAR : tell_error(&err);
}

const struct command command_ledger_consistency = {
    .name = "ledger consistency",
    .arguments = "OLD NEW",
    .help = "Print the proof that the ledger of NEW events begins with that of OLD: the request\n"
            "that C2SP witnesses take (add-checkpoint). NEW is the size of the signed head.",
    .arguments_min = 2,
    .arguments_max = 2,
    .place = IN_WORKSPACE,
    .run = run_consistency,
};

static int run_publish(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    uint64_t size;
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = ledger_publish(&w, arguments->rest.at[0], arguments->a, &size, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("%llu events published in %.*s\n", (unsigned long long)size, STR(arguments->rest.at[0]));
    return EXIT_ALL_CLEAR;
}

const struct command command_ledger_publish = {
    .name = "ledger publish",
    .arguments = "FOLDER",
    .help =
        "Copy the signed ledger to a folder that a web server serves. The folder is remembered:\n"
        "nothing is signed later that does not continue what is there.",
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_publish,
};

static int run_unpublish(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = ledger_unpublish(&w, arguments->rest.at[0], arguments->a, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("%.*s is no longer looked at; what is there stays\n", STR(arguments->rest.at[0]));
    return EXIT_ALL_CLEAR;
}

const struct command command_ledger_unpublish = {
    .name = "ledger unpublish",
    .arguments = "FOLDER",
    .help = "No longer look into a folder before signing. What is there stays.",
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_unpublish,
};
