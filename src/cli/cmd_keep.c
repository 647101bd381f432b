/* gatefold fsck: whether a workspace is as it was written. */
#include <stdio.h>

#include "cli/print.h"
#include "cli/workspace_command.h"
#include "workspace/fsck.h"

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
            "what, views, blobs, personal records, the ledger's files, what was signed and\n"
            "published. 0: clean; 1: something is wrong; 2: something could not be checked.",
    .place = IN_WORKSPACE,
    .run = run_fsck,
};
