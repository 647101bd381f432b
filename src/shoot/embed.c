/* shoot/embed.c -- a build tool: prints a C file with the bytes of a text file, so that no text is
 * escaped by hand. Usage: embed FUNCTION FILE > OUT.c; FUNCTION must be declared in a header that
 * the third argument names. */
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s FUNCTION FILE HEADER\n", argv[0]);
        return 2;
    }
    FILE *f = fopen(argv[2], "rb");
    if (!f) {
        perror(argv[2]);
        return 1;
    }
    printf("#include \"%s\"\n\nstatic const char bytes[] = {", argv[3]);
    int c;
    for (unsigned long n = 0; (c = getc(f)) != EOF; n++)
        printf("%s%d,", n % 20 == 0 ? "\n    " : " ", c < 128 ? c : c - 256);
    printf("\n};\n\nstr %s(void)\n{\n    return (str){bytes, sizeof bytes};\n}\n", argv[1]);
    int failed = ferror(f);
    fclose(f);
    return failed || fflush(stdout) != 0;
}
