/* A detector from outside, after docs/format/detector.md: it tells the brightest pixel. What else
 * it does goes by the name that it is called by, so that a scenario can break it. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static long number(const char *line, const char *key)
{
    const char *at = strstr(line, key);
    return at ? atol(at + strlen(key)) : 0;
}

/* What the sandbox must not let through, as letters. */
static const char *escapes(void)
{
    static char found[8];
    size_t n = 0;
    if (open("/etc/passwd", O_RDONLY) >= 0)
        found[n++] = 'r';
    if (open("/tmp/gatefold-detector", O_WRONLY | O_CREAT, 0600) >= 0)
        found[n++] = 'w';
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
        found[n++] = 'n';
    if (fork() >= 0)
        found[n++] = 'f';
    if (ftruncate(3, 0) == 0)
        found[n++] = 'p';
    return n ? found : "nothing";
}

int main(int argc, char **argv)
{
    const char *words = argc > 2 ? argv[2] : "the brightest place";
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    char line[256];
    if (!fgets(line, sizeof line, stdin))
        return 2;
    if (strcmp(name, "slow") == 0)
        sleep(30);
    if (strcmp(name, "dead") == 0)
        abort();
    if (strcmp(name, "mute") == 0)
        return 0;
    if (strcmp(name, "garbage") == 0)
        return puts("all is well") < 0;
    if (strcmp(name, "endless") == 0)
        for (;;)
            puts("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");
    long w = number(line, "\"width_px\":"), h = number(line, "\"height_px\":"), best = 0;
    if (strcmp(name, "unsure") == 0)
        return printf(
                   "{\"protocol\":1,\"version\":\"1\",\"findings\":[],\"problem\":\"too dark\"}") <
               0;
    if (strcmp(name, "quiet") == 0)
        return printf("{\"protocol\":1,\"version\":\"1\",\"findings\":[]}") < 0;
    unsigned char *rgb = mmap(NULL, (size_t)(w * h * 3), PROT_READ, MAP_SHARED, 3, 0);
    if (rgb == MAP_FAILED)
        return 3;
    for (long i = 0; i < w * h; i++)
        if (rgb[3 * i] + rgb[3 * i + 1] + rgb[3 * i + 2] >
            rgb[3 * best] + rgb[3 * best + 1] + rgb[3 * best + 2])
            best = i;
    printf(
        "{\"protocol\":%d,\"version\":\"1.2\",\"findings\":[{\"kind\":\"bright\",\"region\":"
        "{\"x_px\":%ld,\"y_px\":%ld,\"w_px\":%ld,\"h_px\":1},\"score_pm\":900,\"words\":\"%s\"}]}",
        strcmp(name, "newer") == 0 ? 2 : 1, best % w, best / w,
        strcmp(name, "wide") == 0 ? w + 1 : 1, strcmp(name, "curious") == 0 ? escapes() : words);
    return strcmp(name, "failing") == 0;
}
