#include "screen/bank.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "screen/tsv.h"

#include <stdlib.h>
#include <string.h>

enum {
    BANK_FIELDS = 5,
    SUPPRESSION_FIELDS = 5,
};
static const char *const bank_fields[BANK_FIELDS] = {"hash", "label", "reason", "source", "added"};
static const char *const suppression_fields[SUPPRESSION_FIELDS] = {"hash", "picture", "reason",
                                                                   "who", "until"};
static const str ANY_PICTURE = {"*", 1};

static int by_hash(const void *a, const void *b)
{
    const struct bank_entry *x = a, *y = b;
    int order = memcmp(&x->hash, &y->hash, sizeof x->hash);
    return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

static bool same_hash(struct fingerprint a, struct fingerprint b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool hash_read(struct tsv *t, str hex, struct fingerprint *ret)
{
    struct err err;
    if (!fingerprint_parse(hex, ret, &err))
        return diag_add(t->diags, t->line, 1, (str){0}, "%s", err.msg);
    struct fingerprint none = {0};
    if (same_hash(*ret, none))
        return diag_add(t->diags, t->line, 1, (str){0},
                        "a hash of zeros is no fingerprint: it would match every flat picture");
    return true;
}

static bool date_read(struct tsv *t, str text, const char *what, struct date *ret)
{
    if (!date_parse(text, ret))
        return diag_add(t->diags, t->line, 0, S("2026-11-30"), "%s is not a date: \"%.*s\"", what,
                        STR(text));
    return true;
}

static bool entry_read(struct tsv *t, str line, struct arena *a, struct bank_entry *ret)
{
    str field[BANK_FIELDS];
    struct bank_entry entry = {.line = t->line};
    if (!tsv_fields(t, line, bank_fields, BANK_FIELDS, field) ||
        !hash_read(t, field[0], &entry.hash) || !date_read(t, field[4], "added", &entry.added))
        return false;
    entry.label = str_copy(field[1], a);
    entry.reason = str_copy(field[2], a);
    entry.source = str_copy(field[3], a);
    *ret = entry;
    return true;
}

static size_t lines_of(str text)
{
    size_t n = 1;
    for (const char *p = text.p; p && (p = memchr(p, '\n', (size_t)(text.p + text.n - p))); p++)
        n++;
    return n;
}

bool bank_read(str text, struct arena *a, struct diags *diags, struct bank *ret_bank)
{
    size_t told = diags->n + diags->dropped;
    *ret_bank = (struct bank){0};
    if (text.n > BANK_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "the bank has more than %d bytes", BANK_MAX_BYTES);
    struct tsv t;
    if (!tsv_start(&t, text, S(BANK_HEADER), diags))
        return false;
    size_t room = MIN(lines_of(text), (size_t)BANK_ENTRIES_MAX);
    struct bank_entry *at = arena_new(a, struct bank_entry, room);
    size_t n = 0;
    str line;
    while (tsv_next(&t, &line)) {
        if (n == room)
            return diag_add(diags, t.line, 0, (str){0}, "the bank has more than %d entries",
                            BANK_ENTRIES_MAX);
        n += entry_read(&t, line, a, &at[n]);
    }
    qsort(at, n, sizeof *at, by_hash);
    for (size_t i = 1; i < n; i++)
        if (same_hash(at[i - 1].hash, at[i].hash))
            diag_add(diags, at[i].line, 1, (str){0}, "this hash stands on line %u already",
                     at[i - 1].line);
    if (diags->n + diags->dropped != told)
        return false;
    struct fingerprint *hashes = arena_new(a, struct fingerprint, n);
    for (size_t i = 0; i < n; i++)
        hashes[i] = at[i].hash;
    ret_bank->entries.at = at;
    ret_bank->entries.n = n;
    ret_bank->hashes = (struct fingerprint_list){hashes, n};
    return true;
}

static bool suppression_read(struct tsv *t, str line, struct date today, struct arena *a,
                             struct suppression *ret)
{
    str field[SUPPRESSION_FIELDS];
    struct digest digest;
    struct suppression s = {.line = t->line};
    if (!tsv_fields(t, line, suppression_fields, SUPPRESSION_FIELDS, field) ||
        !hash_read(t, field[0], &s.hash) || !date_read(t, field[4], "until", &s.until))
        return false;
    if (!str_eq(field[1], ANY_PICTURE)) {
        if (!digest_from_hex(field[1], &digest))
            return diag_add(t->diags, t->line, 0, S("*"),
                            "picture is neither * (any) nor a SHA-256 in 64 lower-case digits");
        s.asset = str_copy(field[1], a);
    }
    if (date_cmp(s.until, today) < 0)
        return diag_add(t->diags, t->line, 0, (str){0},
                        "the suppression by %.*s expired on %.*s: it suppresses nothing",
                        STR(field[3]), STR(field[4]));
    s.reason = str_copy(field[2], a);
    s.who = str_copy(field[3], a);
    *ret = s;
    return true;
}

bool bank_suppress(struct bank *bank, str text, struct date today, struct arena *a,
                   struct diags *diags)
{
    assert(date_present(today));
    struct tsv t;
    if (text.n > BANK_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "the suppressions have more than %d bytes",
                        BANK_MAX_BYTES);
    if (!tsv_start(&t, text, S(SUPPRESSIONS_HEADER), diags))
        return false;
    size_t room = lines_of(text);
    bank->suppressions.at = arena_new(a, struct suppression, room);
    bank->suppressions.n = 0;
    str line;
    while (tsv_next(&t, &line))
        bank->suppressions.n +=
            suppression_read(&t, line, today, a, &bank->suppressions.at[bank->suppressions.n]);
    return true;
}

static bool field_check(const char *name, str value, struct err *err)
{
    if (!value.p || str_trim(value).n == 0)
        return err_set(err, ERR_INVALID, "the bank wants a %s", name);
    if (!utf8_valid(value))
        return err_set(err, ERR_INVALID, "the %s is not UTF-8", name);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
            return err_set(err, ERR_INVALID, "the %s has a TAB, line end or control character",
                           name);
    return true;
}

bool bank_add(str opt_text, struct bank_entry entry, struct arena *a, struct buf *out,
              struct err *err)
{
    if (!field_check("label", entry.label, err) || !field_check("reason", entry.reason, err) ||
        !field_check("source", entry.source, err))
        return false;
    if (!date_present(entry.added))
        return err_set(err, ERR_INVALID, "the bank wants a date");
    str text = opt_text.p ? opt_text : S(BANK_HEADER "\n# hash\tlabel\treason\tsource\tadded\n");
    struct diags diags = {.a = a};
    struct bank bank;
    if (!bank_read(text, a, &diags, &bank))
        return err_set(err, ERR_INVALID, "the bank has mistakes: line %u: %.*s", diags.at[0].line,
                       STR(diags.at[0].what));
    for (size_t i = 0; i < bank.entries.n; i++)
        if (same_hash(bank.entries.at[i].hash, entry.hash))
            return err_set(err, ERR_CONFLICT, "that fingerprint is in the bank: line %u, \"%.*s\"",
                           bank.entries.at[i].line, STR(bank.entries.at[i].label));
    char hex[FINGERPRINT_HEX_CHARS + 1];
    fingerprint_hex(entry.hash, hex);
    size_t start = out->n;
    buf_put(out, text);
    if (!str_ends(text, S("\n")))
        buf_byte(out, '\n');
    buf_format(out, "%s\t%.*s\t%.*s\t%.*s\t%.*s\n", hex, STR(str_trim(entry.label)),
               STR(str_trim(entry.reason)), STR(str_trim(entry.source)),
               STR(date_print(entry.added, a)));
    if (!buf_ok(out))
        return err_set(err, ERR_LIMIT, "the bank is full");
    /* What is written must be readable: a line that got too long, a hash of zeros. */
    diags = (struct diags){.a = a};
    if (!bank_read(str_from(buf_str(out), start), a, &diags, &bank))
        return err_set(err, ERR_INVALID, "the entry cannot be written: %.*s",
                       STR(diags.at[0].what));
    return true;
}

static const struct suppression *suppressing(const struct bank *bank, struct fingerprint hash,
                                             str asset, struct date today)
{
    if (!date_present(today))
        return NULL;
    for (size_t i = 0; i < bank->suppressions.n; i++) {
        const struct suppression *s = &bank->suppressions.at[i];
        if (same_hash(s->hash, hash) && date_cmp(s->until, today) >= 0 &&
            (!s->asset.p || (asset.p && str_eq(s->asset, asset))))
            return s;
    }
    return NULL;
}

void bank_search(const struct bank *bank, const struct fingerprint variants[PDQ_VARIANTS],
                 str asset, struct date today, struct arena *a, struct bank_match **ret_matches,
                 size_t *ret_n)
{
    struct fingerprint_hits hits =
        fingerprint_search(bank->hashes, variants, FINGERPRINT_RADIUS, a);
    struct bank_match *at = arena_new(a, struct bank_match, hits.n);
    for (size_t i = 0; i < hits.n; i++) {
        const struct bank_entry *entry = &bank->entries.at[hits.v[i].index];
        at[i] = (struct bank_match){entry, hits.v[i].distance, hits.v[i].variant,
                                    suppressing(bank, entry->hash, asset, today)};
    }
    *ret_matches = at;
    *ret_n = hits.n;
}
