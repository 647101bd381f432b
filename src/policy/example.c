#include "policy/example.h"

/* ---- one tree laid over another ---- */

static struct node lay_over(const struct node *under, const struct node *over, struct arena *a)
{
    if (under->kind != NODE_MAP || over->kind != NODE_MAP)
        return *over;
    struct node laid = *over;
    laid.map.at = arena_new(a, struct node_pair, under->map.n + over->map.n);
    laid.map.n = 0;
    for (size_t i = 0; i < under->map.n; i++) {
        struct node_pair pair = under->map.at[i];
        const struct node *opt_over = node_get(over, pair.key);
        if (opt_over)
            pair.value = lay_over(&pair.value, opt_over, a);
        laid.map.at[laid.map.n++] = pair;
    }
    for (size_t i = 0; i < over->map.n; i++)
        if (!node_get(under, over->map.at[i].key))
            laid.map.at[laid.map.n++] = over->map.at[i];
    return laid;
}

/* ---- what is not said is neutral ---- */

static void fill(const struct record *record, void *value, struct arena *a);

static void fill_list(const struct field *f, struct records *list, struct arena *a)
{
    if (!list->at)
        list->at = arena_new(a, char, 1);
    for (size_t i = 0; f->kind == FIELD_RECORDS && i < list->n; i++)
        fill(f->record, (char *)list->at + i * f->record->size, a);
}

static void fill_field(const struct field *f, void *at, struct arena *a)
{
    switch (f->kind) {
    case FIELD_FLAG:
        if (*(enum flag *)at == FLAG_ABSENT)
            *(enum flag *)at = FLAG_NO;
        break;
    case FIELD_INT:
        if (*(int64_t *)at == INT_ABSENT)
            *(int64_t *)at = 0;
        break;
    case FIELD_TEXT:
        if (!((str *)at)->p)
            *(str *)at = S("");
        break;
    case FIELD_DATE:
        if (!date_present(*(struct date *)at))
            *(struct date *)at = date_from_days(0);
        break;
    case FIELD_WORD:
        if (*(int *)at == 0)
            *(int *)at = f->words->at[0].value;
        break;
    case FIELD_RECORD:
        fill(f->record, at, a);
        break;
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_RECORDS:
        fill_list(f, at, a);
        break;
    case FIELD_PRESENT:
        *(bool *)at = true;
        break;
    case FIELD_BOOL:
    case FIELD_LINE:
        break;
    }
}

static void fill(const struct record *record, void *value, struct arena *a)
{
    for (size_t i = 0; i < record->n; i++)
        fill_field(&record->fields[i], (char *)value + record->fields[i].offset, a);
}

void *example_facts(const struct record *fragment, const struct node *opt_given,
                    const struct node *example, struct arena *a)
{
    void *facts = arena_alloc(a, fragment->size, _Alignof(max_align_t), 1);
    struct node laid = opt_given ? lay_over(opt_given, example, a) : *example;
    struct diags diags = {.a = a};
    bool read = record_read(fragment, &laid, a, &diags, facts);
    assert(read && "both were read before");
    (void)read;
    fill(fragment, facts, a);
    return facts;
}
