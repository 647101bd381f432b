/* policy/incident.h -- what went wrong once, as a test that no pack may break.
 *
 * An incident is YAML (docs/format/incident.md): facts of a picture that went out and must not
 * have, as a fragment over a base that all incidents of a folder share, and the verdict that must
 * never be weaker. It knows the shape of facts only through the policy it is asked of.
 *
 * Everything lives in the arena that is given. Pure; any number of threads may ask.
 * Limits: INCIDENT_MAX_BYTES a file. */
#pragma once

#include "policy/policy.h"

enum {
    INCIDENT_MAX_BYTES = 1 << 20,
};

/* Room that reading and asking one incident take of their arena. */
#define INCIDENT_BYTES ((size_t)1 << 30)

/* A picture in order, which every incident of a folder lies over. */
struct incident_base {
    struct node facts;
};

struct incident {
    str id, about, judgement; /* judgement: what the facts cannot say; may be absent */
    str source, source_url;   /* the address may be absent */
    LIST_OF(struct citation) citations;
    int verdict;           /* enum verdict_kind: BLOCKED or NEEDS, and never weaker */
    struct texts roles;    /* of NEEDS: each must be asked for, unless the picture is blocked */
    struct texts pictures; /* names of files that must get it too; may be none */
    str callsheet;         /* that they are held against; absent for none */
    const void *facts;
};

struct incident_answer {
    struct verdict verdict;
    bool holds;
    bool base_too; /* the base alone is answered as strongly: the incident shows nothing */
    str missing;   /* the first role that nobody asks for; absent if none */
};

/* Every mistake goes to diags; true if there was none. */
bool incident_base_read(const struct policy *p, str yaml, struct arena *a, struct diags *diags,
                        struct incident_base *ret);
bool incident_read(const struct policy *p, const struct incident_base *base, str yaml,
                   struct arena *a, struct diags *diags, struct incident *ret);

/* What the policy says today: of the base alone, and of an incident. */
struct verdict incident_base_ask(const struct policy *p, const struct incident_base *base,
                                 struct arena *a);
struct incident_answer incident_ask(const struct policy *p, const struct incident_base *base,
                                    const struct incident *incident, struct arena *a);

/* Is the verdict on a picture of the incident as strong as it must be? *ret_missing as above. */
bool incident_holds(const struct incident *incident, const struct verdict *v, str *ret_missing);

/* For record_schema. */
const struct record *incident_record(const struct policy *p, struct arena *a);
