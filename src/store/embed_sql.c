/* store/embed_sql.c -- a build tool: prints a C file with the texts of .sql files, each by its path
 * below sql/ without its ending. Usage: embed_sql FILE... > OUT.c */
#include <stdio.h>
#include <string.h>

static int print_bytes(const char *path, int number)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return 0;
    }
    printf("\nstatic const char text%d[] = {", number);
    int c;
    for (unsigned long n = 0; (c = getc(f)) != EOF; n++)
        printf("%s%d,", n % 20 == 0 ? "\n    " : " ", c < 128 ? c : c - 256);
    printf(" 0\n};\n");
    int failed = ferror(f);
    fclose(f);
    return !failed;
}

int main(int argc, char **argv)
{
    printf("#include \"store/sql.h\"\n");
    for (int i = 1; i < argc; i++)
        if (!print_bytes(argv[i], i))
            return 1;
    printf("\nconst struct sql_text sql_texts[] = {\n");
    for (int i = 1; i < argc; i++) {
        const char *name = NULL;
        for (const char *p = argv[i]; (p = strstr(p, "sql/")); p++)
            name = p + strlen("sql/");
        size_t n = name ? strlen(name) : 0;
        if (n <= strlen(".sql") || strcmp(name + n - strlen(".sql"), ".sql") != 0) {
            fprintf(stderr, "%s: must be sql/NAME.sql\n", argv[i]);
            return 2;
        }
        printf("    {\"%.*s\", {text%d, sizeof text%d - 1}},\n", (int)(n - strlen(".sql")), name, i,
               i);
    }
    printf("};\n\nconst size_t sql_text_count = %d;\n", argc - 1);
    return fflush(stdout) != 0;
}
