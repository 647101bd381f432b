/* gatefold callsheet template, gatefold callsheet export: the tables of a call sheet, empty or
 * full, as one .xlsx file or a folder of CSV files. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/callsheet_file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "shoot/sheets.h"

enum {
    FILE_MAX_BYTES = 64 << 20, /* import reads no more */
};

static const struct option_row options[] = {
    {"force", NULL, "Write over what is there", false},
    {"language", "L", "Language of names and headings: en, fr or it", false},
};

static bool language_given(const struct arguments *arguments, enum sheet_language *ret)
{
    static const char *const words[] = {
        [SHEET_ENGLISH] = "en", [SHEET_FRENCH] = "fr", [SHEET_ITALIAN] = "it"};
    str word = argument_text(arguments, "language");
    *ret = SHEET_ENGLISH;
    if (!word.p)
        return true;
    for (size_t i = 0; i < countof(words); i++)
        if (str_eq(word, str_of(words[i]))) {
            *ret = (enum sheet_language)i;
            return true;
        }
    tell_problem("--language takes en, fr or it, not \"%.*s\"", STR(word));
    return false;
}

static bool may_write(const struct arguments *arguments, const char *path)
{
    if (argument_given(arguments, "force") || access(path, F_OK) != 0)
        return true;
    tell_problem("%s is there already: name another, or write over it with --force", path);
    return false;
}

static bool write_xlsx(const char *path, const struct sheets_out *sheets, struct err *err)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX(FILE_MAX_BYTES);
    return xlsx_write(sheets->at, sheets->n, &out, err) && file_write(path, buf_str(&out), err);
}

static bool write_csv(const char *path, const struct sheet_out *sheet, struct err *err)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX(FILE_MAX_BYTES);
    csv_write(sheet, &out);
    if (!buf_ok(&out))
        return err_set(err, ERR_LIMIT, "%s: more than %d MiB", path, FILE_MAX_BYTES >> 20);
    return file_write(path, buf_str(&out), err);
}

/* All or nothing is asked before anything is written. */
static int write_folder(const struct arguments *arguments, const char *folder,
                        const struct sheets_out *sheets)
{
    struct err err;
    str *paths = arena_new(arguments->a, str, sheets->n);
    for (size_t i = 0; i < sheets->n; i++) {
        paths[i] = str_format(arguments->a, "%s/%.*s.csv", folder, STR(sheets->at[i].name));
        if (!may_write(arguments, paths[i].p))
            return EXIT_COULD_NOT_RUN;
    }
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return tell_problem("%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < sheets->n; i++)
        if (!write_csv(paths[i].p, &sheets->at[i], &err))
            return tell_error(&err);
    return EXIT_ALL_CLEAR;
}

static int write_out(const struct arguments *arguments, str out, const struct sheets_out *sheets)
{
    struct err err;
    bool xlsx = str_ends(out, S(".xlsx"));
    if (!xlsx) {
        int status = write_folder(arguments, out.p, sheets);
        if (status != EXIT_ALL_CLEAR)
            return status;
    } else if (!may_write(arguments, out.p)) {
        return EXIT_COULD_NOT_RUN;
    } else if (!write_xlsx(out.p, sheets, &err)) {
        return tell_error(&err);
    }
    str shown = print_safe(out, arguments->a);
    printf("%.*s: %zu sheets; read them back with: gatefold callsheet import %.*s%s\n", STR(shown),
           sheets->n, STR(shown), xlsx ? "" : "/*.csv");
    return EXIT_ALL_CLEAR;
}

static int run_template(const struct arguments *arguments)
{
    enum sheet_language language;
    struct sheets_out sheets;
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    *diags = (struct diags){.a = arguments->a};
    str out = arguments->rest.n ? arguments->rest.at[0] : S("callsheet.xlsx");
    if (!language_given(arguments, &language))
        return EXIT_COULD_NOT_RUN;
    if (!callsheet_to_sheets(NULL, language, arguments->a, diags, &sheets))
        return tell_problem("the template could not be made");
    struct sheet_out *with = arena_new(arguments->a, struct sheet_out, sheets.n + 1);
    memcpy(with, sheets.at, sheets.n * sizeof *with);
    sheets_explain(language, arguments->a, &with[sheets.n]);
    return write_out(arguments, out, &(struct sheets_out){with, sheets.n + 1});
}

static int run_export(const struct arguments *arguments)
{
    enum sheet_language language;
    struct sheets_out sheets;
    struct callsheet c;
    int status;
    if (!language_given(arguments, &language))
        return EXIT_COULD_NOT_RUN;
    if (!callsheet_file_read(arguments, arguments->rest.at[0], &c, &status))
        return status;
    struct diags *diags = arena_new(arguments->a, struct diags, 1);
    *diags = (struct diags){.a = arguments->a, .file = arguments->rest.at[0]};
    if (!callsheet_to_sheets(&c, language, arguments->a, diags, &sheets)) {
        tell_diags(diags, stdout);
        puts("nothing was written: import would not give the same call sheet back");
        return EXIT_NOT_CLEAR;
    }
    return write_out(arguments, arguments->rest.at[1], &sheets);
}

const struct command command_callsheet_template = {
    .name = "callsheet template",
    .arguments = "[FILE.xlsx|FOLDER]",
    .help = "Write an empty spreadsheet of a call sheet to fill in.\n"
            "Without a name it is callsheet.xlsx. A name that does not end in .xlsx is a folder "
            "for CSV files.",
    .options = options,
    .options_n = countof(options),
    .arguments_max = 1,
    .run = run_template,
};

const struct command command_callsheet_export = {
    .name = "callsheet export",
    .arguments = "FILE FILE.xlsx|FOLDER",
    .help = "Write a call sheet as a spreadsheet, which import gives the same call sheet of.\n"
            "A name that does not end in .xlsx is a folder for CSV files.\n"
            "Exit status: 0 it is written, 1 mistakes, 2 it could not run.",
    .options = options,
    .options_n = countof(options),
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_export,
};
