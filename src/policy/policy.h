/* policy/policy.h -- packs of rules, and the verdict that they give on facts.
 *
 * Pure: same packs and same facts, same verdict. Knows the shape of facts only through the record
 * table it is given. It never fails open: no packs, a pack that does not load, a rule that errs or
 * exceeds its budget, a detector that did not run, anything that "could not be told", and a call
 * sheet that is missing where a face or print is found, each make a picture not clear here, in
 * code, whatever the rules say.
 *
 * A pack is YAML (docs/format/pack.md):
 *
 *   pack: people                      name, unique
 *   version: 1
 *   owner: ...
 *   facts: 1                          the facts version that it is written for
 *   given: {callsheet: {present: true}}   optional: facts that all examples have in common
 *   rules:
 *     - id: minor-with-adult-item     unique in the pack
 *       effect: block                 or advise; or, in its place, need: {role: ..., count: 1}
 *       each: items                   optional: a CEL list; the rule is asked once for each `it`
 *       when: "'adult' in it.themes && people.exists(p, p.minor)"
 *       because: "Item {it.id} is themed adult and a minor may be in frame."
 *       fix: "Take {it.id} off this set-up ..."
 *       citations: [{name: "CAP Code", rule: "4.8", confirmed: true}]
 *       examples:
 *         fires:  [facts fragments for which it must fire]
 *         passes: [facts fragments for which it must not]
 *
 * A rule, or a pack, with `shadow: true` is asked and told beside the verdict, and never decides:
 * neither what it says nor that it errs or takes too long. A policy of shadows alone blocks.
 *
 * `because` and `fix` are templates: {expression} of a string, int or list of strings. A reason
 * takes its region and id from `it`, where `it` has them.
 *
 * Threads: load with one thread; after that a policy is read only and any number may judge with it,
 * each with an arena of its own.
 * Limits: POLICY_PACKS_MAX packs of POLICY_PACK_MAX_BYTES; POLICY_RULES_MAX rules a pack; one
 * budget of POLICY_BUDGET steps a picture; POLICY_REASONS_MAX reasons a verdict. Over a limit is
 * never clear. */
#pragma once

#include "base/diag.h"
#include "base/region.h"
#include "codec/record.h"

enum {
    POLICY_PACKS_MAX = 64,
    POLICY_PACK_MAX_BYTES = 1 << 20,
    POLICY_RULES_MAX = 2000,
    POLICY_BUDGET = 4 << 20, /* CEL steps a picture: about 40 ms */
    POLICY_REASONS_MAX = 1000,
    POLICY_JUDGE_BYTES = 128 << 20, /* room that policy_judge asks of its arena */
};

/* Room that policy_new and policy_add ask of their arena: address space, touched only as used. */
#define POLICY_BYTES ((size_t)1 << 30)

enum effect {
    EFFECT_BLOCK = 1,
    EFFECT_NEED,
    EFFECT_ADVISE,
};

enum verdict_kind {
    VERDICT_BLOCKED = 1,
    VERDICT_NEEDS,
    VERDICT_CLEAR,
};
extern const struct words effect_words, verdict_words;

struct citation {
    str name; /* "CAP Code" */
    str rule; /* "4.8"; absent where the number is not confirmed */
    str url;  /* absent where there is none */
};

/* One rule that fired, for one thing. */
struct reason {
    str pack; /* "gatefold" for what is decided in code */
    str rule;
    int effect;  /* enum effect */
    str because; /* one line: control characters are spaces, long evidence ends in "..." */
    str fix;
    LIST_OF(struct citation) citations;
    str subject; /* id of what it is about ("t1", an item's or person's id); "" for the picture */
    bool has_region;
    struct region region;
};

/* One signature that is needed, merged over the rules that ask for it. */
struct need {
    str role;
    str party; /* "" for any party */
    int64_t count;
    struct texts rules; /* "pack/rule" */
};

struct verdict {
    int kind;                       /* enum verdict_kind */
    LIST_OF(struct reason) reasons; /* blocks first, then needs, then advice */
    LIST_OF(struct need) needs;
    LIST_OF(struct reason) shadows; /* what shadow rules say: it decides nothing */
};

struct pack_version {
    int64_t version;
    struct date date;
    str change;
};

/* A pack as its owner states it. */
struct pack_about {
    str name, owner, about; /* about may be absent */
    int64_t version;
    str sha256;                           /* of its bytes: what a sign-off covers */
    LIST_OF(struct pack_version) changes; /* the newest first */
    size_t rules, shadows;                /* how many of the rules are shadows */
};

extern const struct record reason_record, need_record, verdict_record;

struct policy; /* packs, compiled; immutable and shared between threads once loaded */

/* An empty policy for facts of this shape; everything lives in a, which outlives it. The record
 * must have what is decided in code (guard.h): with a record that has not, every picture is
 * blocked. */
struct policy *policy_new(const struct record *facts_record, int64_t facts_version,
                          struct arena *a);

/* Release what the policy holds outside its arena. Accepts NULL. */
void policy_done(struct policy *p);

/* Read, type-check and run the examples of one pack and add it. Every mistake goes to diags; a pack
 * with any is not added, the policy remembers that it is broken, and then nothing is clear. The
 * bytes are borrowed and must outlive the policy. */
bool policy_add(struct policy *p, str pack_yaml, struct diags *diags);

/* The i-th pack that loaded, or NULL. */
const struct pack_about *policy_pack(const struct policy *p, size_t i);

/* Does a text name itself as this pack? False too for one that cannot be read. */
bool policy_pack_named(const struct policy *p, str pack_yaml, str name);

/* The record of a pack for these facts, whose examples are fragments of them: for record_schema. */
const struct record *policy_pack_record(const struct policy *p);

/* SHA-256 over the SHA-256 of each pack's bytes, in the order they were given, broken ones
 * included: what a sign-off covers. */
str policy_digest(const struct policy *p, struct arena *a);

/* Judge facts (a struct that the record given to policy_new describes). Never fails: what cannot be
 * judged is BLOCKED with the reason. The verdict lives in a and borrows from the policy. */
struct verdict policy_judge(const struct policy *p, const void *facts, struct arena *a);
