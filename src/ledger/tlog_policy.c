#include "ledger/tlog_policy.h"

#include <string.h>

#define EXAMPLE_LOG                                                                                \
    S("log gatefold.example/log+caf3dcc2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")
#define EXAMPLE_WITNESS                                                                            \
    S("witness w1 witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X")
#define EXAMPLE_GROUP  S("group two-of-three 2 w1 w2 w3")
#define EXAMPLE_QUORUM S("quorum two-of-three")

/* The line that is being read. */
struct reading {
    struct tlog_policy *p;
    struct diags *diags;
    str rest; /* the words not taken yet */
    uint32_t number;
};

#define COMPLAIN(r, example, ...) diag_add((r)->diags, (r)->number, 0, example, __VA_ARGS__)

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word; empty at the end of the line. */
static str word(struct reading *r)
{
    size_t at = 0, end;
    while (at < r->rest.n && is_blank(r->rest.p[at]))
        at++;
    for (end = at; end < r->rest.n && !is_blank(r->rest.p[end]); end++)
        ;
    str w = str_first(str_from(r->rest, at), end - at);
    r->rest = str_from(r->rest, end);
    return w;
}

static bool no_more(struct reading *r, str example)
{
    str more = word(r);
    return !more.n || COMPLAIN(r, example, "one word too many: %.*s", STR(more));
}

/* A key and the URL that may follow it. Keys are the same by their public keys: one holder under
 * two names would count twice. */
static bool key_and_url(struct reading *r, enum key_type type, const struct verify_key *keys,
                        size_t n, str example, struct verify_key *ret_key, str *ret_url)
{
    struct err err;
    str vkey = word(r), url = word(r);
    if (n == TLOG_POLICY_MAX)
        return COMPLAIN(r, (str){0}, "more than %d of them", TLOG_POLICY_MAX);
    if (!vkey.n)
        return COMPLAIN(r, example, "a key is missing");
    if (!verify_key_parse(vkey, ret_key, &err))
        return COMPLAIN(r, example, "%s", err.msg);
    if (ret_key->type != type)
        return COMPLAIN(r, example, "key %.*s is of type 0x%02x; one of type 0x%02x belongs here",
                        STR(ret_key->name), ret_key->type, (unsigned)type);
    for (size_t i = 0; i < n; i++) {
        if (memcmp(keys[i].public_key, ret_key->public_key, ED25519_KEY_BYTES) == 0)
            return COMPLAIN(r, (str){0}, "the key of %.*s stands here twice, before as %.*s",
                            STR(ret_key->name), STR(keys[i].name));
    }
    *ret_url = url.n ? url : (str){0};
    return no_more(r, example);
}

static struct policy_member *member_find(const struct tlog_policy *p, str name)
{
    for (size_t i = 0; i < p->n_members; i++) {
        if (str_eq(p->members[i].name, name))
            return &p->members[i];
    }
    return NULL;
}

/* The name that a witness or group is given. */
static bool new_name(struct reading *r, str example, str *ret_name)
{
    str name = word(r);
    if (!name.n)
        return COMPLAIN(r, example, "a name is missing");
    if (str_eq(name, S("none")))
        return COMPLAIN(r, example, "\"none\" means no witness, and cannot be the name of one");
    const struct policy_member *old = member_find(r->p, name);
    if (old)
        return COMPLAIN(r, example, "%.*s is named already, in line %u", STR(name), old->line);
    if (r->p->n_members == TLOG_POLICY_MAX)
        return COMPLAIN(r, (str){0}, "more than %d witnesses and groups", TLOG_POLICY_MAX);
    *ret_name = name;
    return true;
}

static void member_add(struct reading *r, struct policy_member m)
{
    struct tlog_policy *p = r->p;
    m.line = r->number;
    p->members = arena_list_room(r->diags->a, p->members, p->n_members, sizeof m);
    p->members[p->n_members++] = m;
}

static bool read_log(struct reading *r)
{
    struct tlog_policy *p = r->p;
    struct verify_key key;
    str url;
    if (!key_and_url(r, KEY_NOTE, p->logs, p->n_logs, EXAMPLE_LOG, &key, &url))
        return false;
    p->logs = arena_list_room(r->diags->a, p->logs, p->n_logs, sizeof key);
    p->log_urls = arena_list_room(r->diags->a, p->log_urls, p->n_logs, sizeof url);
    p->logs[p->n_logs] = key;
    p->log_urls[p->n_logs++] = url;
    return true;
}

static bool read_witness(struct reading *r)
{
    struct tlog_policy *p = r->p;
    struct verify_key key;
    str name, url;
    if (!new_name(r, EXAMPLE_WITNESS, &name) ||
        !key_and_url(r, KEY_COSIGNER, p->witnesses, p->n_witnesses, EXAMPLE_WITNESS, &key, &url))
        return false;
    p->witnesses = arena_list_room(r->diags->a, p->witnesses, p->n_witnesses, sizeof key);
    p->witness_urls = arena_list_room(r->diags->a, p->witness_urls, p->n_witnesses, sizeof url);
    p->witnesses[p->n_witnesses] = key;
    p->witness_urls[p->n_witnesses] = url;
    member_add(r, (struct policy_member){.name = name, .witness = p->n_witnesses++});
    return true;
}

static bool read_group(struct reading *r)
{
    struct tlog_policy *p = r->p;
    str name;
    if (!new_name(r, EXAMPLE_GROUP, &name))
        return false;
    str threshold = word(r), member;
    size_t among[TLOG_POLICY_MAX];
    unsigned n = 0;
    while ((member = word(r)).n) {
        struct policy_member *found = member_find(p, member);
        if (!found)
            return COMPLAIN(r, EXAMPLE_GROUP, "%.*s is no witness or group of an earlier line",
                            STR(member));
        if (found->taken)
            return COMPLAIN(r, (str){0},
                            "%.*s is a member already: each may count in one group, and once",
                            STR(member));
        found->taken = true;
        among[n++] = (size_t)(found - p->members);
    }
    uint64_t k = n;
    if (!n)
        return COMPLAIN(r, EXAMPLE_GROUP, "the group %.*s has no members", STR(name));
    if (str_eq(threshold, S("any")))
        k = 1;
    else if (!str_eq(threshold, S("all")) && (!str_to_u64(threshold, &k) || k < 1 || k > n))
        return COMPLAIN(r, EXAMPLE_GROUP,
                        "the group %.*s needs \"all\", \"any\" or a number from 1 to %u, not %.*s",
                        STR(name), n, STR(threshold));
    size_t *kept = arena_new(r->diags->a, size_t, n);
    memcpy(kept, among, n * sizeof *kept);
    struct policy_member m = {.name = name, .threshold = (unsigned)k, .n = n, .among = kept};
    member_add(r, m);
    return true;
}

static bool read_quorum(struct reading *r)
{
    struct tlog_policy *p = r->p;
    str name = word(r);
    if (p->quorum != QUORUM_UNSAID)
        return COMPLAIN(r, (str){0}, "the quorum is said already, in line %u", p->quorum_line);
    if (!name.n)
        return COMPLAIN(r, EXAMPLE_QUORUM, "a name is missing");
    enum quorum_kind kind = QUORUM_NONE;
    if (!str_eq(name, S("none"))) {
        const struct policy_member *m = member_find(p, name);
        if (!m)
            return COMPLAIN(r, EXAMPLE_QUORUM, "%.*s is no witness or group of an earlier line",
                            STR(name));
        kind = QUORUM_MEMBER;
        p->quorum_member = (size_t)(m - p->members);
    }
    if (!no_more(r, EXAMPLE_QUORUM))
        return false;
    p->quorum = kind;
    p->quorum_line = r->number;
    return true;
}

static const struct {
    const char *word;
    bool (*read)(struct reading *r);
} kinds[] = {
    {"log", read_log},
    {"witness", read_witness},
    {"group", read_group},
    {"quorum", read_quorum},
};

static bool read_line(struct tlog_policy *p, str line, uint32_t number, struct diags *diags)
{
    struct reading r = {p, diags, line, number};
    for (size_t i = 0; i < line.n; i++) {
        uint8_t c = (uint8_t)line.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return COMPLAIN(&r, (str){0}, "the byte 0x%02x%s", c,
                            c == '\r' ? ": lines end in a line feed alone" : " has no place here");
    }
    str w = word(&r);
    if (!w.n || w.p[0] == '#')
        return true;
    for (size_t i = 0; i < countof(kinds); i++) {
        if (str_eq(w, str_of(kinds[i].word)))
            return kinds[i].read(&r);
    }
    return COMPLAIN(&r, EXAMPLE_QUORUM,
                    "a line begins with log, witness, group or quorum, not %.*s", STR(w));
}

static bool has_quorum(const struct tlog_policy *p, struct diags *diags)
{
    return p->quorum != QUORUM_UNSAID ||
           diag_add(
               diags, 0, 0, S("quorum none"),
               "no line says the quorum; if no witness is to be asked, that has to be written");
}

bool tlog_policy_parse(str text, struct diags *diags, struct tlog_policy *ret_policy)
{
    struct tlog_policy p = {0};
    uint32_t number = 1;
    bool ok = true;
    if (text.n > TLOG_POLICY_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "%zu bytes, more than %d", text.n,
                        TLOG_POLICY_MAX_BYTES);
    str rest = text, line = S("");
    for (; str_cut(&rest, '\n', &line) && rest.p; number++)
        ok &= read_line(&p, line, number, diags);
    /* "quorum two" cut to "quorum t" could be a weaker one. */
    if (line.n)
        ok = diag_add(diags, number, 0, (str){0},
                      "the last line has no line feed: is the file whole?");
    if (!has_quorum(&p, diags) || !ok)
        return false;
    *ret_policy = p;
    return true;
}

bool tlog_policy_quorum_met(const struct tlog_policy *p, const bool *cosigned)
{
    bool met[TLOG_POLICY_MAX] = {false};
    for (size_t i = 0; i < p->n_members; i++) {
        const struct policy_member *m = &p->members[i];
        unsigned have = 0;
        for (unsigned k = 0; k < m->n; k++)
            have += met[m->among[k]];
        met[i] = m->threshold ? have >= m->threshold : cosigned[m->witness];
    }
    switch (p->quorum) {
    case QUORUM_UNSAID:
        return false;
    case QUORUM_NONE:
        return true;
    case QUORUM_MEMBER:
        return met[p->quorum_member];
    }
    return false;
}
