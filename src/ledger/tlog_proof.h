/* ledger/tlog_proof.h -- that an entry is in a ledger, in one file that is checked with no network
 * (C2SP tlog-proof, by custom *.tlog-proof).
 *
 *     c2sp.org/tlog-proof@v1\n
 *     extra BASE64\n           may be left out; nobody vouches for it
 *     index 5\n
 *     BASE64 of a hash\n       any number, the leaf's sibling first
 *     \n
 *     the checkpoint's note with its cosignatures
 *
 * The entry itself is not in it. Pure; strings are views or in the arena, where reading and
 * verifying take at most the file's size again and 16 KiB. */
#pragma once

#include "ledger/cosigned.h"
#include "ledger/proof.h"

enum {
    TLOG_PROOF_MAX_BYTES = NOTE_MAX_BYTES + (64 << 10)
};

struct tlog_proof {
    str extra; /* absent: there is none */
    uint64_t index;
    struct proof proof;
    str checkpoint; /* the note's bytes */
};

/* The proof that entry is the one of this index in the tree of this checkpoint, which must be that
 * of the note. Nothing is given away that does not hold: CORRUPT where the nodes, the entry and the
 * root do not fit; INVALID where the index is beyond the tree. */
nodiscard bool tlog_proof_make(struct tree_nodes nodes, uint64_t index, str entry,
                               const struct checkpoint *head, str note,
                               struct tlog_proof *ret_proof, struct err *err);

/* The file, in a. LIMIT if it is over TLOG_PROOF_MAX_BYTES. */
nodiscard bool tlog_proof_print(const struct tlog_proof *p, struct arena *a, str *ret_bytes,
                                struct err *err);

/* INVALID, LIMIT. That the checkpoint is one is not looked at before tlog_proof_verify. */
nodiscard bool tlog_proof_parse(str bytes, struct arena *a, struct tlog_proof *ret_proof,
                                struct err *err);

/* Hold it against the entry and the policy. The message names the step that failed: those of
 * cosigned_open, then "inclusion: ..." (CORRUPT). ret_cosigned says by whom it is believed. */
nodiscard bool tlog_proof_verify(const struct tlog_proof *p, str entry,
                                 const struct tlog_policy *policy, struct arena *a,
                                 struct cosigned *ret_cosigned, struct err *err);
