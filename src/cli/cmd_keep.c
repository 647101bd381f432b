/* gatefold fsck, rebuild, backup, export, import: keeping a workspace. */
#include <stdio.h>

#include "cli/print.h"
#include "cli/workspace_command.h"
#include "workspace/backup.h"
#include "workspace/export.h"
#include "workspace/fsck.h"
#include "workspace/rebuild.h"

static void tell_line(void *self, enum fsck_kind kind, str line)
{
    static const char *const words[] = {
        [FSCK_NOTE] = "note", [FSCK_WRONG] = "wrong", [FSCK_UNCHECKED] = "could not check"};
    (void)self;
    struct arena a = arena_open((size_t)1 << 20);
    printf("%s: %.*s\n", words[kind], STR(print_safe(line, &a)));
    arena_close(&a);
}

static int run_fsck(const struct arguments *arguments)
{
    struct fsck_found found;
    struct err err;
    if (!workspace_fsck(arguments->workspace, (struct fsck_look){.line = tell_line}, &found, &err))
        return tell_error(&err);
    size_t wrong = found.told[FSCK_WRONG], unchecked = found.told[FSCK_UNCHECKED];
    if (!fsck_is_clean(&found)) {
        printf("not clean: %zu thing%s wrong, %zu that could not be checked\n", wrong,
               plural((int64_t)wrong), unchecked);
        return wrong ? EXIT_NOT_CLEAR : EXIT_COULD_NOT_RUN;
    }
    printf("clean: %llu events, %llu of them in the signed ledger, %llu blobs, %llu personal "
           "records, %llu files of the ledger\n",
           (unsigned long long)found.events, (unsigned long long)found.in_ledger,
           (unsigned long long)found.blobs, (unsigned long long)found.records,
           (unsigned long long)found.files);
    return EXIT_ALL_CLEAR;
}

const struct command command_fsck = {
    .name = "fsck",
    .arguments = "",
    .help = "Check a workspace, and change nothing: every event against its leaf, what may follow\n"
            "what, views, blobs, personal records, keys, the ledger's files, what was signed and\n"
            "published. 0: clean; 1: something is wrong; 2: something could not be checked.",
    .place = IN_WORKSPACE,
    .run = run_fsck,
};

/* ---- rebuild ---- */

static int run_rebuild(const struct arguments *arguments)
{
    struct workspace w;
    struct ledger_rebuilt done = {0};
    struct err err;
    if (!workspace_begin(arguments, STORE_WRITE, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = store_rebuild(w.store, &err);
    if (ok)
        puts("views: computed anew from the events");
    ok = ok && ledger_rebuild(&w, arguments->a, &done, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("ledger: %llu file%s written anew%s\n", (unsigned long long)done.files,
           plural((int64_t)done.files),
           done.head ? ", and the checkpoint put back as it was signed" : "");
    if (done.removed)
        printf("%llu file%s of killed commands removed\n", (unsigned long long)done.removed,
               plural((int64_t)done.removed));
    return EXIT_ALL_CLEAR;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .arguments = "",
    .help = "Compute the views anew from the events, and write the ledger's files anew where they\n"
            "hold something else; remove what killed commands left. Nothing is signed.",
    .place = IN_WORKSPACE,
    .run = run_rebuild,
};

/* ---- copies ---- */

static int run_backup(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    str folder = arguments->rest.at[0], keys = argument_text(arguments, "keys");
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = workspace_backup(&w, folder, keys, arguments->a, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("%.*s: the whole workspace, checked, without its keys\n", STR(folder));
    if (keys.p)
        printf("%.*s: its keys. Who is forgotten must be forgotten there too: remove people/ID\n",
               STR(keys));
    return EXIT_ALL_CLEAR;
}

static const struct option_row backup_options[] = {
    {"keys", "FOLDER", "copy the keys too, to a folder away from the backup", false},
};

const struct command command_backup = {
    .name = "backup",
    .arguments = "FOLDER",
    .help =
        "Copy the workspace while others go on, without its keys. The copy is checked before it\n"
        "gets its name; FOLDER.partial is what an interrupted one leaves.",
    .options = backup_options,
    .options_n = countof(backup_options),
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_backup,
};

static int run_export(const struct arguments *arguments)
{
    struct workspace w;
    struct err err;
    if (!workspace_begin(arguments, STORE_READ, &w))
        return EXIT_COULD_NOT_RUN;
    bool ok = workspace_export(&w, arguments->rest.at[0], arguments->a, &err);
    workspace_close(&w);
    if (!ok)
        return tell_error(&err);
    printf("%.*s: events.ndjson, blobs, ledger and a README\n", STR(arguments->rest.at[0]));
    return EXIT_ALL_CLEAR;
}

const struct command command_export = {
    .name = "export",
    .arguments = "FOLDER",
    .help =
        "Write everything in an open form, for auditors: events as lines of JSON, pictures and\n"
        "facts by digest, the ledger. Keys are not in it, so that people's records stay shut.",
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_export,
};

static int run_import(const struct arguments *arguments)
{
    struct imported_workspace done;
    struct err err;
    str w = arguments->workspace;
    if (!workspace_import(w, arguments->rest.at[0], arguments->a, &done, &err))
        return tell_error(&err);
    printf("%llu events, ", (unsigned long long)done.events);
    if (done.is_signed)
        printf("%llu of them in the signed ledger\n", (unsigned long long)done.in_ledger);
    else
        puts("none of them signed: nothing but the folder itself says that they are whole");
    printf("The keys are not in it: copy the folder keys of the workspace that it came from to\n"
           "%.*s/keys, or it can neither sign nor open a personal record.\n",
           STR(w));
    return EXIT_ALL_CLEAR;
}

const struct command command_import = {
    .name = "import",
    .arguments = "FOLDER",
    .help =
        "Make a new workspace (-C NEWDIR) of what gatefold export wrote. Every event, blob and\n"
        "file of the ledger is checked; whole or not at all.",
    .arguments_min = 1,
    .arguments_max = 1,
    .place = IN_WORKSPACE,
    .run = run_import,
};
