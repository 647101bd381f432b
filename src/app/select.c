#include "app/select.h"

#include "app/marks.h"
#include "base/utf8.h"
#include "cel/cel.h"
#include "shoot/glob.h"

enum {
    PICTURE_ARENA_MIB = 64,
    EVAL_BUDGET = 1 << 20,
};

static const struct cel_var vars[] = {
    {"rating", &cel_int}, {"label", &cel_string}, {"name", &cel_string}, {"path", &cel_string}};
static const struct cel_env env = {.vars = vars, .n_vars = countof(vars)};

/* ---- by name ---- */

static bool check_patterns(const struct texts *patterns, const char *option, struct err *err)
{
    for (size_t i = 0; i < patterns->n; i++) {
        str p = patterns->at[i];
        const char *mistake = p.n > GLOB_MAX_BYTES ? "it is too long" : glob_mistake(p);
        if (mistake)
            return err_set(err, ERR_INVALID, "%s %.*s: %s", option, STR(p), mistake);
    }
    return true;
}

static str matching(const struct texts *patterns, str name)
{
    for (size_t i = 0; i < patterns->n; i++)
        if (glob_match(patterns->at[i], name))
            return patterns->at[i];
    return (str){0};
}

str select_by_name(const struct select_options *options, str name, struct arena *a)
{
    str excluded = matching(&options->exclude, name);
    if (excluded.p)
        return str_format(a, "left out by --exclude %.*s", STR(excluded));
    if (options->include.n > 0 && !matching(&options->include, name).p)
        return S("not among those of --include");
    return (str){0};
}

/* ---- by mark ---- */

static bool compile(str expression, struct arena *a, struct cel_program **ret, struct err *err)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(CEL_COMPILE_BYTES);
    return cel_compile(&env, expression, &cel_bool, a, scratch, ret, NULL, err) ||
           err_wrap(err, "--select %.*s", STR(expression));
}

bool select_check(const struct select_options *options, struct arena scratch, struct err *err)
{
    if (!check_patterns(&options->include, "--include", err) ||
        !check_patterns(&options->exclude, "--exclude", err))
        return false;
    struct cel_program *program;
    if (!options->expression.p)
        return true;
    if (!compile(options->expression, &scratch, &program, err))
        return false;
    cel_program_close(program);
    return true;
}

struct selecting {
    const struct cel_program *program;
    struct marks_orders orders;
    struct diags *diags;
};

/* Each choice of what the sources say. */
struct choices {
    int64_t ratings[MARKS_SOURCES_MAX];
    str labels[MARKS_SOURCES_MAX];
    size_t ratings_n, labels_n;
};

static struct choices choices_of(const struct marks *marks)
{
    struct choices c = {0};
    for (size_t i = 0; i < marks->n; i++) {
        if (marks->at[i].rating != INT_ABSENT)
            c.ratings[c.ratings_n++] = marks->at[i].rating;
        if (marks->at[i].label.p)
            c.labels[c.labels_n++] = marks->at[i].label;
    }
    if (c.ratings_n == 0)
        c.ratings[c.ratings_n++] = 0;
    if (c.labels_n == 0)
        c.labels[c.labels_n++] = S("");
    return c;
}

/* Would some choice of what is said select it? An error of the expression does: it cannot be told.
 */
static bool wanted(const struct selecting *s, const struct walk_file *file,
                   const struct marks *marks, struct arena *a)
{
    struct choices choices = choices_of(marks);
    for (size_t r = 0; r < choices.ratings_n; r++)
        for (size_t l = 0; l < choices.labels_n; l++) {
            struct arena scratch = *a;
            struct cel_value values[] = {
                cel_of_int(choices.ratings[r]),
                cel_of_str(choices.labels[l]),
                cel_of_str(utf8_clean(file->name, &scratch)),
                cel_of_str(utf8_clean(file->path, &scratch)),
            };
            struct cel_value yes;
            struct err err;
            if (!cel_eval(s->program, values, EVAL_BUDGET, &scratch, &yes, &err)) {
                s->diags->file = file->path;
                diag_add(s->diags, 0, 0, (str){0}, "--select: %s: the picture is screened",
                         err.msg);
                return true;
            }
            if (yes.kind != CEL_BOOL || yes.b)
                return true;
        }
    return false;
}

static void tell_untold(const struct selecting *s, const struct marks *marks)
{
    for (size_t i = 0; i < marks->n; i++) {
        if (!marks->at[i].problem.p)
            continue;
        s->diags->file = str_copy(marks->at[i].path, s->diags->a);
        diag_add(s->diags, 0, 0, (str){0},
                 "rating and label cannot be told (%.*s): the picture is screened",
                 STR(marks->at[i].problem));
    }
}

static bool keep(const struct selecting *s, const struct walk_file *file, bool *ret_keep,
                 struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)PICTURE_ARENA_MIB << 20);
    struct marks marks;
    *ret_keep = true;
    if (file->problem.p)
        return true;
    if (!marks_read(file, s->orders, &a, &marks, err))
        return false;
    tell_untold(s, &marks);
    *ret_keep = marks.unknown || wanted(s, file, &marks, &a);
    return true;
}

bool select_by_marks(const struct select_options *options, const struct lane_orders *lanes,
                     struct walk *walk, struct arena *a, struct diags *diags, struct err *err)
{
    struct cel_program *program;
    if (!options->expression.p)
        return true;
    if (!compile(options->expression, a, &program, err))
        return false;
    struct selecting s = {
        .program = program,
        .orders = {.weak_sandbox = lanes->detect.weak_sandbox, .picture = true},
        .diags = diags,
    };
    struct lane lane; /* which says what answers are known by */
    lane_init(&lane, lanes);
    if (lanes->opt_cache && lane_decoder(&lane, a, err)) {
        s.orders.opt_cache = lanes->opt_cache;
        s.orders.opt_reads = &lane.reads.decode;
    }
    bool good = true, *kept = arena_new(a, bool, walk->n);
    for (size_t i = 0; good && i < walk->n; i++)
        good = keep(&s, &walk->files[i], &kept[i], err);
    lane_done(&lane);
    cel_program_close(program);
    if (good)
        walk_leave_out(walk, kept, str_format(a, "not selected by %.*s", STR(options->expression)),
                       a);
    return good;
}
