/* ledger/tlog_policy.h -- whose checkpoints are believed (C2SP tlog-policy).
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> all|any|<k> <member>...
 *     quorum <name>|none
 *
 * A checkpoint is believed if a listed log has signed it and the quorum of witnesses has cosigned
 * it (ledger/cosigned.h). Names are opaque bytes; what a group or quorum names stands on an earlier
 * line; a name is a member at most once in the file; no two logs and no two witnesses have the same
 * key. A line that is not understood refuses the whole: what was meant as a demand must not be
 * dropped.
 *
 * Strings are views of the text; lists live in the arena of the diags. */
#pragma once

#include "base/diag.h"
#include "sign/key.h"

enum {
    TLOG_POLICY_MAX = 256, /* logs; witnesses and groups together */
    TLOG_POLICY_MAX_BYTES = 1 << 20,
    TLOG_POLICY_ARENA_BYTES = 1 << 20, /* what parsing takes at most, diags included */
};

/* A witness or a group. */
struct policy_member {
    str name;
    uint32_t line;
    bool taken;          /* is a member of some group */
    size_t witness;      /* of witnesses, where threshold is 0 */
    unsigned threshold;  /* 0: a witness; else how many members a group needs */
    unsigned n;          /* a group's members */
    const size_t *among; /* by place in members: earlier ones */
};

enum quorum_kind {
    QUORUM_UNSAID, /* nothing meets it */
    QUORUM_NONE,
    QUORUM_MEMBER,
};

struct tlog_policy {
    struct verify_key *logs;
    str *log_urls; /* absent: none given */
    size_t n_logs;
    struct verify_key *witnesses;
    str *witness_urls;
    size_t n_witnesses;
    struct policy_member *members; /* in the file's order */
    size_t n_members;
    enum quorum_kind quorum;
    size_t quorum_member;
    uint32_t quorum_line;
};

/* The whole file. Every mistake is told with its line; false if there is one. */
nodiscard bool tlog_policy_parse(str text, struct diags *diags, struct tlog_policy *ret_policy);

/* Whether these witnesses are enough: cosigned[i] is of witnesses[i]. */
nodiscard bool tlog_policy_quorum_met(const struct tlog_policy *p, const bool *cosigned);
