#include "app/select.h"

#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cel/cel.h"
#include "shoot/glob.h"
#include "worker/intake.h"
#include "worker/worker.h"

enum {
    MARKS_TIMEOUT_S = 30,
    SOURCES_MAX = 5, /* two names of a sidecar, each with a small or a large suffix; the picture */
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
    struct worker_orders orders;
    struct diags *diags;
};

/* All that is said of one picture, and whether something could not be told. */
struct marks {
    int64_t ratings[SOURCES_MAX];
    str labels[SOURCES_MAX];
    size_t ratings_n, labels_n;
    bool unknown;
};

static void tell(const struct selecting *s, struct marks *marks, str path, const char *why)
{
    marks->unknown = true;
    s->diags->file = str_copy(path, s->diags->a);
    diag_add(s->diags, 0, 0, (str){0},
             "rating and label cannot be told (%s): the picture is screened", why);
}

/* False when the worker is no more. */
static bool ask(const struct selecting *s, struct worker *worker, const struct intake *file,
                bool sidecar, str path, struct arena *a, struct marks *marks)
{
    struct marks_ask wanted = {sidecar};
    struct marks_answer answer;
    struct worker_ask question = {
        .opt_record = &marks_ask_record,
        .value = &wanted,
        .fds = &file->fd,
        .fds_n = 1,
        .seconds = MARKS_TIMEOUT_S,
        .answer = &marks_answer_record,
    };
    struct err err;
    if (!worker_query(worker, question, a, &answer, &err)) {
        tell(s, marks, path, err.msg);
        return false;
    }
    if (answer.problem.p) {
        if (answer.unread && (marks->ratings_n > 0 || marks->labels_n > 0))
            return true; /* the sidecar speaks for it */
        if (answer.unread)
            marks->unknown = true; /* screening will say what is wrong with it */
        else
            tell(s, marks, path, str_c(answer.problem, a));
        return true;
    }
    if (answer.rating != INT_ABSENT)
        marks->ratings[marks->ratings_n++] = answer.rating;
    if (answer.label.p)
        marks->labels[marks->labels_n++] = answer.label;
    return true;
}

/* NAME.EXT.xmp and NAME.xmp, as programs write them. */
static size_t sidecars_of(str path, struct arena *a, str ret[SOURCES_MAX])
{
    const char *slash = memrchr(path.p, '/', path.n), *dot = memrchr(path.p, '.', path.n);
    str bare = dot && dot > (slash ? slash + 1 : path.p) ? str_first(path, (size_t)(dot - path.p))
                                                         : (str){0};
    size_t n = 0;
    static const char *const suffixes[] = {".xmp", ".XMP"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        ret[n++] = str_format(a, "%.*s%s", STR(path), suffixes[i]);
        if (bare.p)
            ret[n++] = str_format(a, "%.*s%s", STR(bare), suffixes[i]);
    }
    return n;
}

static void read_marks(const struct selecting *s, const struct walk_file *file, struct arena *a,
                       struct worker *worker, struct marks *marks)
{
    str paths[SOURCES_MAX];
    size_t n = sidecars_of(file->path, a, paths);
    paths[n++] = file->path;
    for (size_t i = 0; i < n; i++) {
        bool sidecar = i + 1 < n;
        if (sidecar && str_eq(paths[i], file->path))
            continue; /* a picture that calls itself a sidecar */
        struct intake in;
        struct err err;
        if (!intake_open(paths[i].p, &in, &err)) {
            if (sidecar && err.kind == ERR_NOT_FOUND)
                continue;
            if (sidecar)
                tell(s, marks, paths[i], err.msg);
            marks->unknown = true; /* a picture that cannot be read is told by its screening */
            continue;
        }
        bool alive = ask(s, worker, &in, sidecar, paths[i], a, marks);
        close(in.fd);
        if (!alive)
            return;
    }
}

/* Would some choice of what is said select it? An error of the expression does: it cannot be told.
 */
static bool wanted(const struct selecting *s, const struct walk_file *file, struct marks *marks,
                   struct arena *a)
{
    if (marks->ratings_n == 0)
        marks->ratings[marks->ratings_n++] = 0;
    if (marks->labels_n == 0)
        marks->labels[marks->labels_n++] = S("");
    for (size_t r = 0; r < marks->ratings_n; r++)
        for (size_t l = 0; l < marks->labels_n; l++) {
            struct arena scratch = *a;
            struct cel_value values[] = {
                cel_of_int(marks->ratings[r]),
                cel_of_str(marks->labels[l]),
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

static bool keep(const struct selecting *s, const struct walk_file *file, bool *ret_keep,
                 struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)PICTURE_ARENA_MIB << 20);
    struct worker worker;
    *ret_keep = true;
    if (file->problem.p)
        return true;
    if (!worker_open(WORKER_MARKS, &s->orders, NULL, &a, &worker, err))
        return false;
    struct marks marks = {0};
    read_marks(s, file, &a, &worker, &marks);
    worker_stop(&worker);
    *ret_keep = marks.unknown || wanted(s, file, &marks, &a);
    return true;
}

bool select_by_marks(const struct select_options *options, bool weak_sandbox, struct walk *walk,
                     struct arena *a, struct diags *diags, struct err *err)
{
    struct cel_program *program;
    if (!options->expression.p)
        return true;
    if (!compile(options->expression, a, &program, err))
        return false;
    struct selecting s = {
        .program = program,
        .orders = {.weak_sandbox = weak_sandbox},
        .diags = diags,
    };
    bool good = true, *kept = arena_new(a, bool, walk->n);
    for (size_t i = 0; good && i < walk->n; i++)
        good = keep(&s, &walk->files[i], &kept[i], err);
    cel_program_close(program);
    if (good)
        walk_leave_out(walk, kept, str_format(a, "not selected by %.*s", STR(options->expression)),
                       a);
    return good;
}
