#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/print.h"
#include "codec/json.h"
#include "version.h"
#include "worker/worker.h"
#include "worker/worker_main.h"

/* In the order of the help, one a line. */
/* clang-format off */
static const struct command *const commands[] = {
    &command_screen,
    &command_watch,
    &command_settle,
    &command_raise,
    &command_attest,
    &command_explain,
    &command_text,
    &command_fingerprint,
    &command_callsheet_init,
    &command_callsheet_check,
    &command_callsheet_import,
    &command_callsheet_export,
    &command_callsheet_template,
    &command_callsheet_todo,
    &command_callsheet_diff,
    &command_bank_add,
    &command_policy_check,
    &command_policy_test,
    &command_policy_explain,
    &command_policy_diff, &command_policy_new, &command_policy_page,
    &command_schema,
    &command_init,
    &command_party_add,
    &command_person_add,
    &command_person_hold,
    &command_person_release,
    &command_forget,
    &command_campaign_open,
    &command_callsheet_revise,
    &command_submit,
    &command_assets,
    &command_reopen,
    &command_log,
    &command_fsck,
    &command_rebuild,
    &command_backup,
    &command_export,
    &command_import,
    &command_ledger_advance,
    &command_ledger_key,
    &command_ledger_prove,
    &command_ledger_check,
    &command_ledger_consistency,
    &command_ledger_publish,
    &command_ledger_unpublish,
    &command_ledger_rotate,
    &command_ledger_cosign,
};
/* clang-format on */

/* Address space for what one command reads: packs (POLICY_BYTES), a call sheet of 16 MiB as a tree
 * (NODE_BYTES_PER_INPUT_BYTE times that), a million paths, the texts of the report. */
enum {
    COMMAND_MIB = 8192,
    ADDRESSES_MIB = 16384 /* that, and the pictures under way */
};

enum {
    TOLD_MAX_BYTES = 16 << 10, /* of one problem; what is longer is cut */
};

int tell_problem(const char *fmt, ...)
{
    char words[TOLD_MAX_BYTES];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    struct arena a = arena_open((size_t)TOLD_MAX_BYTES * (PRINT_SAFE_GROWTH + 1));
    str safe = print_safe(str_of(words), &a);
    fprintf(stderr, "gatefold: %.*s\n", STR(safe));
    arena_close(&a);
    return EXIT_COULD_NOT_RUN;
}

int tell_error(const struct err *err)
{
    return tell_problem("%s", err->msg);
}

void tell_diags(const struct diags *diags, FILE *to)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->at[i];
        struct arena scratch = *diags->a;
        str file = print_safe(d->file, &scratch);
        fprintf(to, "%.*s:", STR(file));
        if (d->line)
            fprintf(to, "%u:", d->line);
        if (d->line && d->column)
            fprintf(to, "%u:", d->column);
        fprintf(to, " %.*s\n", STR(print_safe(d->what, &scratch)));
        str shown = d->excerpt, row;
        while (shown.n && str_cut(&shown, '\n', &row))
            fprintf(to, "    %.*s\n", STR(print_safe(row, &scratch)));
        if (d->example.n) {
            str rest = d->example, line;
            while (str_cut(&rest, '\n', &line))
                fprintf(to, "    %s%.*s\n",
                        line.p == d->example.p ? "for example: " : "             ",
                        STR(print_safe(line, &scratch)));
        }
    }
    if (diags->dropped) {
        struct arena scratch = *diags->a;
        fprintf(to, "%.*s: and %zu more\n", STR(print_safe(diags->file, &scratch)), diags->dropped);
    }
}

struct date today(void)
{
    time_t now = time(NULL);
    struct tm t;
    localtime_r(&now, &t);
    return (struct date){t.tm_year + 1900, (uint8_t)(t.tm_mon + 1), (uint8_t)t.tm_mday};
}

str now(struct arena *a)
{
    char words[64];
    time_t seconds = time(NULL);
    struct tm t;
    localtime_r(&seconds, &t);
    size_t n = strftime(words, sizeof words, "%Y-%m-%d %H:%M UTC%z", &t);
    return str_copy((str){words, n}, a);
}

bool argument_given(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_n; i++)
        if (strcmp(arguments->given[i].name, name) == 0)
            return true;
    return false;
}

struct texts argument_texts(const struct arguments *arguments, const char *name)
{
    struct texts texts = {arena_new(arguments->a, str, arguments->given_n), 0};
    for (size_t i = 0; i < arguments->given_n; i++)
        if (strcmp(arguments->given[i].name, name) == 0)
            texts.at[texts.n++] = arguments->given[i].value;
    return texts;
}

str argument_text(const struct arguments *arguments, const char *name)
{
    struct texts texts = argument_texts(arguments, name);
    return texts.n ? texts.at[texts.n - 1] : (str){0};
}

bool argument_number(const struct arguments *arguments, const char *name, int64_t min, int64_t max,
                     int64_t absent, int64_t *ret_value)
{
    str text = argument_text(arguments, name);
    if (!text.p) {
        *ret_value = absent;
        return true;
    }
    if (str_to_i64(text, ret_value) && *ret_value >= min && *ret_value <= max)
        return true;
    tell_problem("--%s takes a whole number from %lld to %lld, not \"%.*s\"", name, (long long)min,
                 (long long)max, STR(text));
    return false;
}

static void print_usage(const struct command *c, FILE *to)
{
    fprintf(to, "usage: gatefold %s%s%s %s\n\n%s\n", c->place == IN_WORKSPACE ? "-C DIR " : "",
            c->name, c->options_n ? " [OPTION]..." : "", c->arguments, c->help);
    if (c->options_n)
        fputc('\n', to);
    for (size_t i = 0; i < c->options_n; i++) {
        const struct option_row *o = &c->options[i];
        char left[40];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        fprintf(to, "  %-22s %s%s\n", left, o->help, o->repeats ? " (may be repeated)" : "");
    }
}

enum {
    SUMMARY_COLUMNS = 88
};

/* The first sentence of a command's help; of a long one what comes before a comma, colon or
 * bracket. */
static size_t summary_end(const char *help)
{
    size_t end = 0;
    while (help[end] && !(help[end] == '.' && (!help[end + 1] || strchr(" \n", help[end + 1]))))
        end++;
    for (size_t i = end; end > SUMMARY_COLUMNS && i > 0; i--)
        if (i <= SUMMARY_COLUMNS && (strchr(",:;", help[i]) || strncmp(help + i, " (", 2) == 0))
            end = i;
    return end;
}

static void print_commands(FILE *to, bool in_workspace)
{
    for (size_t i = 0; i < countof(commands); i++) {
        const struct command *c = commands[i];
        if ((c->place == IN_WORKSPACE) != in_workspace)
            continue;
        fprintf(to, "  gatefold %-18s %-18s ", c->name, c->arguments);
        size_t end = summary_end(c->help);
        for (size_t k = 0; k < end; k++)
            fputc(c->help[k] == '\n' ? ' ' : c->help[k], to);
        fputc('\n', to);
    }
}

static void print_help(FILE *to)
{
    fputs("Gatefold reads every picture of a shoot against the call sheet and the house's policy,\n"
          "and says what must not go out and why.\n\n",
          to);
    print_commands(to, false);
    fputs("\nIn a workspace, which keeps every act (gatefold -C DIR COMMAND):\n\n", to);
    print_commands(to, true);
    fputs("\nExit status: 0 all clear, 1 something is not clear, 2 it could not run.\n"
          "`gatefold COMMAND --help` tells more of one; gatefold(1) tells all.\n",
          to);
}

static const struct option_row *find_option(const struct command *c, str name)
{
    for (size_t i = 0; i < c->options_n; i++)
        if (str_eq(str_of(c->options[i].name), name))
            return &c->options[i];
    return NULL;
}

static bool unknown_option(const struct command *c, str name)
{
    str known[64];
    size_t n = 0;
    for (size_t i = 0; i < c->options_n && n < countof(known); i++)
        known[n++] = str_of(c->options[i].name);
    str nearest = diag_nearest(name, known, n);
    if (nearest.p)
        tell_problem("%s has no option --%.*s: did you mean --%.*s?", c->name, STR(name),
                     STR(nearest));
    else
        tell_problem("%s has no option --%.*s: see gatefold %s --help", c->name, STR(name),
                     c->name);
    return false;
}

/* Options may stand anywhere before "--"; each at most once unless it repeats. */
static bool parse(int argc, char **argv, struct arguments *arguments)
{
    const struct command *c = arguments->command;
    bool options = true;
    for (int i = 0; i < argc; i++) {
        str word = str_of(argv[i]);
        if (options && str_eq(word, S("--"))) {
            options = false;
            continue;
        }
        if (!options || !str_starts(word, S("--"))) {
            if (options && word.n > 1 && word.p[0] == '-')
                return unknown_option(c, str_from(word, 1));
            arguments->rest.at[arguments->rest.n++] = word;
            continue;
        }
        str value = str_from(word, 2), name;
        str_cut(&value, '=', &name);
        const struct option_row *o = find_option(c, name);
        if (!o)
            return unknown_option(c, name);
        if (!o->value && value.p) {
            tell_problem("--%s takes no value", o->name);
            return false;
        }
        if (o->value && !value.p) {
            if (++i == argc) {
                tell_problem("--%s needs a value: --%s %s", o->name, o->name, o->value);
                return false;
            }
            value = str_of(argv[i]);
        }
        if (argument_given(arguments, o->name) && !o->repeats) {
            tell_problem("--%s was given twice", o->name);
            return false;
        }
        if (arguments->given_n == countof(arguments->given)) {
            tell_problem("too many options");
            return false;
        }
        arguments->given[arguments->given_n].name = o->name;
        arguments->given[arguments->given_n++].value = value;
    }
    if (arguments->rest.n < c->arguments_min || arguments->rest.n > c->arguments_max) {
        tell_problem("%s takes %s: see gatefold %s --help", c->name,
                     *c->arguments ? c->arguments : "no arguments", c->name);
        return false;
    }
    return true;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static bool place_fits(const struct command *command, const char *opt_workspace)
{
    if (command->place == IN_WORKSPACE && !opt_workspace)
        tell_problem("%s works on a workspace: gatefold -C DIR %s ... (gatefold -C DIR init makes "
                     "one)",
                     command->name, command->name);
    else if (command->place == WITHOUT_WORKSPACE && opt_workspace)
        tell_problem("%s knows no workspace: leave -C %s out", command->name, opt_workspace);
    else
        return true;
    return false;
}

static int run(const struct command *command, const char *opt_workspace, int argc, char **argv)
{
    if (wants_help(argc, argv)) {
        print_usage(command, stdout);
        return EXIT_SUCCESS;
    }
    if (!place_fits(command, opt_workspace))
        return EXIT_COULD_NOT_RUN;
    struct arena a = arena_open((size_t)COMMAND_MIB << 20);
    struct arguments arguments = {.command = command, .a = &a};
    if (opt_workspace)
        arguments.workspace = str_of(opt_workspace);
    arguments.rest.at = arena_new(&a, str, (size_t)argc);
    int status = parse(argc, argv, &arguments) ? command->run(&arguments) : EXIT_COULD_NOT_RUN;
    arena_close(&a);
    return status;
}

/* The command whose words open the arguments; the longer name first. */
static const struct command *find_command(int argc, char **argv, int *ret_words)
{
    char two[64];
    for (int words = 2; words >= 1; words--) {
        if (argc < words)
            continue;
        int n = words == 2 ? snprintf(two, sizeof two, "%s %s", argv[0], argv[1])
                           : snprintf(two, sizeof two, "%s", argv[0]);
        if (n < 0 || (size_t)n >= sizeof two)
            continue;
        for (size_t i = 0; i < countof(commands); i++) {
            if (strcmp(commands[i]->name, two) == 0) {
                *ret_words = words;
                return commands[i];
            }
        }
    }
    return NULL;
}

static int no_command(const char *word)
{
    str known[countof(commands)];
    for (size_t i = 0; i < countof(commands); i++)
        known[i] = str_of(commands[i]->name);
    str nearest = diag_nearest(str_of(word), known, countof(known));
    if (nearest.p)
        return tell_problem("no command \"%s\": did you mean \"%.*s\"?", word, STR(nearest));
    return tell_problem("no command \"%s\": see gatefold --help", word);
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_COULD_NOT_RUN;
    }
    json_start();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_SUCCESS;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("gatefold " GATEFOLD_VERSION);
        return EXIT_SUCCESS;
    }
    const char *opt_workspace = NULL;
    argc--;
    argv++;
    if (strcmp(argv[0], "-C") == 0) {
        if (argc < 3)
            return tell_problem("-C takes the folder of a workspace, and a command: gatefold -C "
                                "DIR COMMAND");
        opt_workspace = argv[1];
        argc -= 2;
        argv += 2;
    }
    int words;
    const struct command *command = find_command(argc, argv, &words);
    if (!command)
        return no_command(argv[0]);
    return run(command, opt_workspace, argc - words, argv + words);
}

/* A stream that the caller closed would give its number to a socket or a picture. Open for reading
 * only, what is written to it fails, and that is told. */
static bool streams_hold(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) != fd)
            return false;
    return true;
}

/* Arenas reserve addresses and cannot do without; said here, for later it could only be a crash. */
static bool addresses_hold(void)
{
    size_t n = (size_t)ADDRESSES_MIB << 20;
    void *p =
        mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p != MAP_FAILED && munmap(p, n) == 0;
}

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* a file too large for `ulimit -f` is an error of its write */
    if (argc == 2 && strcmp(argv[0], WORKER_NAME) == 0)
        return worker_main(argv[1]);
    if (!streams_hold())
        return EXIT_COULD_NOT_RUN;
    if (!addresses_hold())
        return tell_problem("this system lets a process reserve less than %d GB of addresses, of "
                            "which little is used: raise `ulimit -v`, or set "
                            "vm.overcommit_memory to 0 or 1",
                            ADDRESSES_MIB >> 10);

    int status = dispatch(argc, argv);
    /* What was said must have arrived: a full disk behind a redirection is not success. */
    if (fflush(stdout) != 0 || ferror(stdout))
        return tell_problem("standard output: could not be written");
    return status;
}
