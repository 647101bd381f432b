/* policy/policy.h -- packs of rules, and the verdict that they give on facts.
 *
 * Pure: same packs and same facts, same verdict. Knows the shape of facts only through the record
 * table it is given. It never fails open: no packs, a pack that does not load, a rule that errs or
 * exceeds its budget, a detector that did not run, anything that "could not be told", and a call
 * sheet that is missing where a face or print is found, each make a picture not clear here, in code,
 * whatever the rules say.
 *
 * A pack is YAML (docs/format/pack.md):
 *
 *   pack: people                      name, unique
 *   version: 1
 *   owner: ...
 *   facts: 1                          the facts version that it is written for
 *   rules:
 *     - id: minor-with-adult-item     unique in the pack
 *       effect: block                 or advise, or need: {role: ..., party: ..., count: 1}
 *       each: items                   optional: a CEL list; the rule is asked once for each `it`
 *       when: "'adult' in it.themes && people.exists(p, p.minor)"
 *       because: "Item {it.id} is themed adult and a minor may be in frame."
 *       fix: "Take {it.id} off this set-up ..."
 *       citations: [{name: "CAP Code", rule: "4.8", confirmed: true}]
 *       examples:
 *         block: [facts fragments that must fire]
 *         pass:  [facts fragments that must not]
 *
 * `because` and `fix` are templates: {expression} of a string, int or list of strings. A reason takes
 * its region and id from `it`, where `it` has them. */
#pragma once

#include "base/diag.h"
#include "base/region.h"
#include "codec/record.h"

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
    str name;       /* "CAP Code" */
    str rule;       /* "4.8"; absent where the number is not confirmed */
    str url;        /* absent where there is none */
};

/* One rule that fired, for one thing. */
struct reason {
    str pack;       /* "gatefold" for what is decided in code */
    str rule;
    int effect;     /* enum effect */
    str because;
    str fix;
    LIST_OF(struct citation) citations;
    str subject;    /* id of what it is about ("t1", an item's or person's id); "" for the picture */
    bool has_region;
    struct region region;
};

/* One signature that is needed, merged over the rules that ask for it. */
struct need {
    str role;
    str party;      /* "" for any party */
    int64_t count;
    struct texts rules; /* "pack/rule" */
};

struct verdict {
    int kind; /* enum verdict_kind */
    LIST_OF(struct reason) reasons; /* blocks first, then needs, then advice */
    LIST_OF(struct need) needs;
};

extern const struct record reason_record, need_record, verdict_record, pack_record;

struct policy; /* packs, compiled; immutable and shared between threads once loaded */

/* An empty policy for facts of this shape; everything lives in a, which outlives it. */
struct policy *policy_new(const struct record *facts_record, int64_t facts_version,
                          struct arena *a);

/* Read, type-check and run the examples of one pack and add it. Every mistake goes to diags; a pack
 * with any is not added, the policy remembers that it is broken, and then nothing is clear. */
bool policy_add(struct policy *p, str pack_yaml, struct diags *diags);

/* SHA-256 over the packs' bytes in order: what a sign-off covers. */
str policy_digest(const struct policy *p, struct arena *a);

/* Judge facts (a struct that the record given to policy_new describes). Never fails: what cannot be
 * judged is BLOCKED with the reason. */
struct verdict policy_judge(const struct policy *p, const void *facts, struct arena *a);
