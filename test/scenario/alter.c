/* alter FILE put|insert MARK SKIP BYTES: writes bytes into a copy of a picture, in place: over or
 * before what stands SKIP bytes after the first MARK. MARK and BYTES are hexadecimal. A PNG's
 * header gets its checksum again, so that only what was meant is wrong with the file. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MAX_BYTES = 8 << 20,
    WORD_MAX_BYTES = 256,
    PNG_HEADER_AT = 12, /* the type IHDR; its 13 bytes; the checksum (W3C PNG 5.3, 11.2.2) */
    PNG_HEADER_BYTES = 4 + 13,
};

static size_t from_hex(const char *hex, uint8_t *bytes)
{
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n && i < WORD_MAX_BYTES; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &bytes[i]) != 1)
            exit(2);
    return n;
}

/* CRC-32, W3C PNG annex D. */
static uint32_t checksum(const uint8_t *p, size_t n)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

int main(int argc, char **argv)
{
    static uint8_t file[FILE_MAX_BYTES + WORD_MAX_BYTES];
    uint8_t mark[WORD_MAX_BYTES], bytes[WORD_MAX_BYTES];
    FILE *f = argc == 6 ? fopen(argv[1], "r+b") : NULL;
    if (!f) {
        fprintf(stderr, "usage: alter FILE put|insert MARK SKIP BYTES\n");
        return 2;
    }
    size_t n = fread(file, 1, FILE_MAX_BYTES, f);
    size_t mark_n = from_hex(argv[3], mark), bytes_n = from_hex(argv[5], bytes);
    uint8_t *found = memmem(file, n, mark, mark_n);
    size_t at = found ? (size_t)(found - file) + strtoul(argv[4], NULL, 10) : n + 1;
    if (at > n) {
        fprintf(stderr, "alter: %s: the mark is not there\n", argv[1]);
        return 1;
    }
    if (strcmp(argv[2], "insert") == 0) {
        memmove(file + at + bytes_n, file + at, n - at);
        n += bytes_n;
    }
    memcpy(file + at, bytes, bytes_n);
    if (n > PNG_HEADER_AT + PNG_HEADER_BYTES + 4 && memcmp(file, "\x89PNG", 4) == 0) {
        uint32_t crc = checksum(file + PNG_HEADER_AT, PNG_HEADER_BYTES);
        for (int i = 0; i < 4; i++)
            file[PNG_HEADER_AT + PNG_HEADER_BYTES + i] = (uint8_t)(crc >> (24 - 8 * i));
    }
    rewind(f);
    return fwrite(file, 1, n, f) == n && fclose(f) == 0 ? 0 : 1;
}
