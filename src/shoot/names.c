#include "shoot/names.h"

#include <string.h>

#include "match/approx.h"
#include "match/fold.h"
#include "match/term_set.h"

enum {
    PART_MIN_LETTERS = 3,
    PARTS_MAX = 32,
    FORMS_A_PERSON = 10, /* four of the name, two each of guardian, signer and chaperone */
};

enum relation {
    IS_TALENT,
    IS_GUARDIAN,
    IS_CHAPERONE,
};

struct owner {
    enum relation relation;
    const struct talent *talent;
};

struct names {
    const struct term_set *set; /* NULL when there is no name */
    struct owner *owners;       /* of each term */
    size_t n;
};

bool name_usable(str name, struct arena scratch)
{
    struct folded f;
    struct err err;
    return name.n <= TERM_MAX_BYTES && fold(name, FOLD_BLIND, &scratch, &f, &err) && f.n > 0 &&
           f.n <= APPROX_PATTERN_MAX;
}

bool name_is_nobodys(str name)
{
    return str_eq(name, S(CALLSHEET_WITHHELD)) || str_eq(name, S(CALLSHEET_FORGOTTEN));
}

/* Words of a name, as they stand between separators. */
static size_t parts_of(str name, struct arena *a, str parts[PARTS_MAX])
{
    struct folded f;
    struct err err;
    if (!fold(name, FOLD_BLIND, a, &f, &err))
        return 0;
    size_t n = 0;
    for (uint32_t i = 0; i < f.n; i++) {
        if (f.starts_word[i] && n < PARTS_MAX)
            parts[n++] = (str){name.p + f.from[i], 0};
        str *part = &parts[n - 1];
        part->n = (size_t)(name.p + f.to[i] - part->p);
    }
    return n;
}

bool name_in_id(str name, str id, struct arena scratch)
{
    str of_name[PARTS_MAX], of_id[PARTS_MAX];
    size_t n = parts_of(name, &scratch, of_name), n_id = parts_of(id, &scratch, of_id);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_id; k++) {
            struct folded x, y;
            struct err err;
            if (fold(of_name[i], FOLD_BLIND, &scratch, &x, &err) && x.natural >= PART_MIN_LETTERS &&
                fold(of_id[k], FOLD_BLIND, &scratch, &y, &err) && x.n == y.n &&
                memcmp(x.letter, y.letter, x.n * sizeof *x.letter) == 0)
                return true;
        }
    return false;
}

struct forms {
    struct names *names;
    str *terms;
    struct arena *a;
};

static void form_add(struct forms *f, str form, enum relation relation, const struct talent *t)
{
    f->names->owners[f->names->n] = (struct owner){relation, t};
    f->terms[f->names->n++] = form;
}

static void name_add(struct forms *f, str name, enum relation relation, const struct talent *t)
{
    if (!name.p || name_is_nobodys(name))
        return;
    form_add(f, name, relation, t);
    str parts[PARTS_MAX];
    size_t n = parts_of(name, f->a, parts);
    if (n < 2)
        return;
    str last = parts[n - 1];
    size_t before = (size_t)(last.p - name.p);
    form_add(f, str_format(f->a, "%.*s %.*s", STR(last), STR(str_first(name, before))), relation,
             t);
    if (n < 3 || relation != IS_TALENT)
        return;
    form_add(f, str_format(f->a, "%.*s %.*s", STR(parts[0]), STR(last)), relation, t);
    form_add(f, str_format(f->a, "%.*s %.*s", STR(last), STR(parts[0])), relation, t);
}

const struct names *names_make(const struct callsheet *c, struct arena *a)
{
    struct names *names = arena_new(a, struct names, 1);
    names->owners = arena_new(a, struct owner, c->talent.n * FORMS_A_PERSON);
    struct forms f = {names, arena_new(a, str, c->talent.n * FORMS_A_PERSON), a};
    for (size_t i = 0; i < c->talent.n; i++) {
        const struct talent *t = &c->talent.at[i];
        name_add(&f, t->name, IS_TALENT, t);
        name_add(&f, t->guardian.name, IS_GUARDIAN, t);
        if (t->release.signed_by == SIGNER_GUARDIAN && !str_eq(t->release.signer, t->guardian.name))
            name_add(&f, t->release.signer, IS_GUARDIAN, t);
        name_add(&f, t->chaperone.name, IS_CHAPERONE, t);
    }
    if (names->n == 0)
        return names;
    struct err err;
    bool built = term_set_build(f.terms, names->n, a, &names->set, &err);
    assert(built); /* every name is usable, and there are at most 10 forms of 10,000 people */
    (void)built;
    return names;
}

/* Of two matches that overlap, a starting no later than b: is b the one that is meant? */
static bool is_meant(struct term_match b, struct term_match a)
{
    if (a.edits != b.edits || a.start != b.start)
        return b.edits < a.edits;
    if (a.end != b.end)
        return b.end > a.end;
    return b.term < a.term;
}

static void put_owner(struct buf *out, struct owner owner)
{
    static const char *const words[] = {
        [IS_TALENT] = "",
        [IS_GUARDIAN] = "guardian-of-",
        [IS_CHAPERONE] = "chaperone-of-",
    };
    buf_put(out, str_of(words[owner.relation]));
    buf_put(out, owner.talent->id);
}

/* Write text with the names that these matches cover replaced. Returns how far it came. */
static size_t put_masked(const struct names *names, str text, struct term_matches m,
                         struct buf *out)
{
    size_t copied = 0;
    for (size_t i = 0; i < m.n;) {
        struct term_match meant = m.v[i++];
        for (; i < m.n && m.v[i].start < meant.end; i++)
            if (is_meant(m.v[i], meant))
                meant = m.v[i];
        buf_put(out, (str){text.p + copied, meant.start - copied});
        put_owner(out, names->owners[meant.term]);
        copied = meant.end;
    }
    return copied;
}

str names_mask(const struct names *names, str text, struct arena *a)
{
    if (!names->set || text.n == 0)
        return text;
    struct buf out CLEANUP(buf_done) = {0};
    str rest = text;
    bool more = true;
    while (more && rest.n > 0) {
        struct arena scratch = *a;
        struct term_matches m;
        struct err err;
        str piece = str_first(rest, MIN(rest.n, (size_t)FOLD_MAX_BYTES));
        if (!term_set_search(names->set, piece, &scratch, &m, &err))
            return S("(text that could not be searched for names)");
        more = m.more || piece.n < rest.n;
        if (!more && m.n == 0 && rest.n == text.n)
            return text;
        size_t to = put_masked(names, piece, m, &out);
        /* Without a match a whole piece is done; a name across two pieces of a mebibyte each is
         * not looked for: no text that was read in a picture is so long. */
        if (!m.more) {
            buf_put(&out, str_from(piece, to));
            to = piece.n;
        }
        rest = str_from(rest, to);
    }
    assert(buf_ok(&out));
    return str_copy(buf_str(&out), a);
}

const struct talent *names_owner(const struct names *names, str value, struct arena scratch)
{
    struct term_matches m;
    struct err err;
    str trimmed = str_trim(value);
    if (!names->set || !term_set_search(names->set, trimmed, &scratch, &m, &err))
        return NULL;
    for (size_t i = 0; i < m.n; i++) {
        struct owner owner = names->owners[m.v[i].term];
        if (m.v[i].start == 0 && m.v[i].end == trimmed.n && m.v[i].edits == 0 &&
            owner.relation == IS_TALENT)
            return owner.talent;
    }
    return NULL;
}
