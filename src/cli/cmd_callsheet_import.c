/* gatefold callsheet import: a producer's spreadsheet becomes a call sheet. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/sheets.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "cli/print.h"
#include "shoot/sheets.h"

enum {
    BASE_MAX_BYTES = 16 << 20,
    YAML_MAX_BYTES = 16 << 20, /* more could not be read again */
};

static const struct option_row options[] = {
    {"out", "FILE", "The call sheet to write (callsheet.yaml)", false},
    {"force", NULL, "Write it even if it is there already", false},
    {"base", "FILE", "A call sheet that gives what no table gives", false},
    {"dates", "ORDER", "How dates like 03/04/2026 are meant: dmy, mdy or ymd", false},
    {"weak-sandbox", NULL, "Go on if this kernel cannot shut the reader in", false},
};

static const struct {
    const char *word;
    enum date_order order;
} orders[] = {{"dmy", DATES_DMY}, {"mdy", DATES_MDY}, {"ymd", DATES_YMD}};

static bool order_given(const struct arguments *arguments, enum date_order *ret)
{
    str word = argument_text(arguments, "dates");
    *ret = DATES_UNSAID;
    for (size_t i = 0; i < countof(orders); i++)
        if (str_eq(word, str_of(orders[i].word)))
            *ret = orders[i].order;
    if (!word.p || *ret != DATES_UNSAID)
        return true;
    tell_problem("--dates takes dmy, mdy or ymd, not \"%.*s\"", STR(word));
    return false;
}

struct inputs {
    struct sheet_input at[SHEET_INPUTS_MAX];
    size_t n;
    struct imported files[SHEET_INPUTS_MAX];
    size_t files_n;
};

/* "TABLE=FILE" says which table a file is; a file of such a name is meant as it stands. */
static bool take_file(const struct arguments *arguments, str argument, struct inputs *inputs)
{
    struct err err;
    struct workbook book;
    struct digest sha256;
    str rest = argument, table;
    bool said = memchr(argument.p, '=', argument.n) && access(argument.p, F_OK) != 0;
    if (said)
        str_cut(&rest, '=', &table);
    if (!sheets_take(rest.p, argument_given(arguments, "weak-sandbox"), arguments->a, &book,
                     &sha256, &err)) {
        tell_problem("%.*s: %s", STR(rest), err.msg);
        return false;
    }
    if (said && book.sheets.n != 1) {
        tell_problem("%.*s: it has %zu sheets: name them in the file", STR(rest), book.sheets.n);
        return false;
    }
    for (size_t i = 0; i < book.sheets.n; i++) {
        const struct sheet *sheet = &book.sheets.at[i];
        if (inputs->n == SHEET_INPUTS_MAX) {
            tell_problem("more than %d sheets: leave out those that are no tables",
                         SHEET_INPUTS_MAX);
            return false;
        }
        inputs->at[inputs->n++] = (struct sheet_input){
            .file = book.sheets.n == 1
                        ? rest
                        : str_format(arguments->a, "%.*s, sheet %.*s", STR(rest), STR(sheet->name)),
            .opt_table = said ? table : (str){0},
            .optional = book.sheets.n > 1,
            .sheet = sheet,
        };
    }
    if (inputs->files_n < SHEET_INPUTS_MAX) /* a file without a sheet leaves no trace */
        inputs->files[inputs->files_n++] = (struct imported){
            .file = utf8_clean(file_leaf(rest), arguments->a),
            .sha256 = digest_hex(sha256, arguments->a),
        };
    return true;
}

/* Beside what the base was imported from; a newer file takes the place of one of its name. */
static void note_files(const struct inputs *inputs, struct arena *a, struct callsheet *c)
{
    struct imported *all = arena_new(a, struct imported, c->imported_from.n + inputs->files_n);
    size_t n = 0;
    for (size_t i = 0; i < c->imported_from.n; i++) {
        bool again = false;
        for (size_t k = 0; k < inputs->files_n; k++)
            again = again || str_eq(inputs->files[k].file, c->imported_from.at[i].file);
        if (!again)
            all[n++] = c->imported_from.at[i];
    }
    memcpy(all + n, inputs->files, inputs->files_n * sizeof *all);
    c->imported_from.at = all;
    c->imported_from.n = n + inputs->files_n;
}

/* Which of two dates is meant, from somebody who is there to say it; DATES_UNSAID otherwise. */
static enum date_order ask_order(str date)
{
    char answer[16];
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return DATES_UNSAID;
    for (;;) {
        fprintf(stderr, "\"%.*s\": does the day come first, or the month? [d/m] ", STR(date));
        if (!fgets(answer, sizeof answer, stdin))
            return DATES_UNSAID;
        if (answer[0] == 'd')
            return DATES_DMY;
        if (answer[0] == 'm')
            return DATES_MDY;
    }
}

static struct diags *diags_new(struct arena *a, str file)
{
    struct diags *d = arena_new(a, struct diags, 1);
    *d = (struct diags){.a = a, .file = file};
    return d;
}

static bool read_inputs(const struct arguments *arguments, const struct inputs *inputs,
                        enum date_order order, struct sheets_told *told, struct callsheet *ret,
                        int *ret_status)
{
    struct err err;
    str base_path = argument_text(arguments, "base"), base = {0};
    if (base_path.p && !file_read(base_path.p, BASE_MAX_BYTES, arguments->a, &base, &err)) {
        *ret_status = tell_error(&err);
        return false;
    }
    str named = base_path.p ? base_path : S("import");
    for (;;) {
        *told = (struct sheets_told){.mistakes = diags_new(arguments->a, named),
                                     .notes = diags_new(arguments->a, named)};
        *ret_status = EXIT_NOT_CLEAR;
        if (callsheet_from_sheets(inputs->at, inputs->n, base, order, arguments->a, told, ret))
            return true;
        if (!told->ambiguous_date.p)
            return false;
        order = ask_order(print_safe(told->ambiguous_date, arguments->a));
        if (order == DATES_UNSAID)
            return false;
    }
}

static int write_out(const struct arguments *arguments, const char *out, const struct callsheet *c)
{
    struct err err;
    CLEANUP(buf_done) struct buf yaml = BUF_MAX(YAML_MAX_BYTES);
    record_write_yaml(&callsheet_record, c, &yaml);
    if (!buf_ok(&yaml))
        return tell_problem("the call sheet would have more than %d MiB", YAML_MAX_BYTES >> 20);
    if (!file_write(out, buf_str(&yaml), &err))
        return tell_error(&err);
    printf("%.*s: %zu talent, %zu item%s, %zu look%s; now run: gatefold callsheet check %.*s\n",
           STR(print_safe(str_of(out), arguments->a)), c->talent.n, c->items.n,
           plural((int64_t)c->items.n), c->setups.n, plural((int64_t)c->setups.n),
           STR(print_safe(str_of(out), arguments->a)));
    return EXIT_ALL_CLEAR;
}

static int run_import(const struct arguments *arguments)
{
    str out = argument_text(arguments, "out");
    const char *path = out.p ? out.p : "callsheet.yaml";
    enum date_order order;
    if (!order_given(arguments, &order))
        return EXIT_COULD_NOT_RUN;
    if (access(path, F_OK) == 0 && !argument_given(arguments, "force"))
        return tell_problem("%s is there already: name another file with --out, or write over it "
                            "with --force",
                            path);
    struct inputs inputs = {0};
    for (size_t i = 0; i < arguments->rest.n; i++)
        if (!take_file(arguments, arguments->rest.at[i], &inputs))
            return EXIT_COULD_NOT_RUN;
    struct sheets_told told;
    struct callsheet c;
    int status;
    bool good = read_inputs(arguments, &inputs, order, &told, &c, &status);
    if (status == EXIT_COULD_NOT_RUN)
        return status;
    tell_diags(told.notes, stdout);
    tell_diags(told.mistakes, stdout);
    if (good) {
        note_files(&inputs, arguments->a, &c);
        return write_out(arguments, path, &c);
    }
    size_t n = told.mistakes->n + told.mistakes->dropped;
    printf("%zu mistake%s: nothing was written\n", n, plural((int64_t)n));
    return EXIT_NOT_CLEAR;
}

const struct command command_callsheet_import = {
    .name = "callsheet import",
    .arguments = "[TABLE=]FILE...",
    .help = "Make a call sheet of spreadsheets.\n"
            "Files are .xlsx or CSV. Tables are told by the names of sheets and files: campaign,\n"
            "usage, parties, places, days, talent, items, licences, looks, slates. Nothing is\n"
            "guessed, and all mistakes are told at once.\n"
            "Exit status: 0 it is written, 1 mistakes, 2 it could not run.",
    .options = options,
    .options_n = countof(options),
    .arguments_min = 1,
    .arguments_max = 64,
    .run = run_import,
};
