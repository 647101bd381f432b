#include "../test.h"
#include "image/image.h"

static const struct {
    const char *name;
    str bytes;
    str want; /* absent: nothing recognised */
} ROWS[] = {
    {"empty", S(""), {0}},
    {"one byte", S("\xff"), {0}},
    {"text", S("hello, world"), {0}},
    {"jpeg", S("\xff\xd8\xff\xe0"), S("jpeg")},
    {"png", S("\x89PNG\r\n\x1a\n"), S("png")},
    {"png, cut", S("\x89PNG\r\n\x1a"), {0}},
    {"webp", S("RIFF\x10\0\0\0WEBPVP8 "), S("webp")},
    {"wav", S("RIFF\x10\0\0\0WAVEfmt "), {0}},
    {"tiff, little", S("II*\0\x08\0\0\0\0\0"), S("tiff")},
    {"tiff, big", S("MM\0*\0\0\0\x08\0\0"), S("tiff")},
    {"bigtiff", S("II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"), S("tiff")},
    {"heic",
     S("\0\0\0\x18"
       "ftypheic\0\0\0\0mif1heic"),
     S("heic")},
    {"heic by compatible brand",
     S("\0\0\0\x18"
       "ftypmif1\0\0\0\0mif1heic"),
     S("heic")},
    {"avif by compatible brand",
     S("\0\0\0\x18"
       "ftypmif1\0\0\0\0mif1avif"),
     S("avif")},
    {"avif",
     S("\0\0\0\x18"
       "ftypavif\0\0\0\0mif1avif"),
     S("avif")},
    {"avif sequence",
     S("\0\0\0\x18"
       "ftypavis\0\0\0\0msf1avif"),
     S("avif")},
    {"mp4",
     S("\0\0\0\x18"
       "ftypisom\0\0\0\0isommp42"),
     {0}},
    {"cr3",
     S("\0\0\0\x18"
       "ftypcrx \0\0\0\1crx isom"),
     S("raw")},
    {"cr2", S("II*\0\x10\0\0\0CR\2\0"), S("raw")},
    {"iiq", S("II*\0\x10\0\0\0IIII"), S("raw")},
    {"raf", S("FUJIFILMCCD-RAW 0201FF"), S("raw")},
    {"gif", S("GIF89a"), S("gif")},
    {"pdf", S("%PDF-1.7"), S("pdf")},
    {"psd", S("8BPS\0\1"), S("psd")},
    {"svg", S("<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>"), S("svg")},
    {"xml", S("<?xml version='1.0'?>\n<x:xmpmeta/>"), {0}},
    {"jxl", S("\xff\x0a\x00"), S("jxl")},
    {"jxl, boxed", S("\0\0\0\x0cJXL \r\n\x87\n"), S("jxl")},
    {"jp2", S("\0\0\0\x0cjP  \r\n\x87\n"), S("jp2")},
    {"bmp", S("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\0\0\0\0\0\0\0\0"), S("bmp")},
    {"words that begin with BM", S("BMW is a maker of cars and motorcycles"), {0}},
    /* One directory with DNGVersion (50706), type BYTE, count 4. */
    {"dng", S("II*\0\x08\0\0\0\1\0\x12\xc6\1\0\4\0\0\0\1\4\0\0\0\0\0\0"), S("raw")},
    /* One directory with PhotometricInterpretation 32803 (colour filter array), as in NEF, ARW. */
    {"cfa", S("MM\0*\0\0\0\x08\0\1\1\6\0\3\0\0\0\1\x80\x23\0\0\0\0\0\0"), S("raw")},
    /* A directory that leads to itself must not be followed for ever. */
    {"tiff loop", S("II*\0\x08\0\0\0\1\0\0\1\3\0\1\0\0\0\1\0\0\0\x08\0\0\0"), S("tiff")},
};

static void test_sniff(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(ROWS); i++) {
        str got = image_sniff(ROWS[i].bytes);
        if (!str_eq(got, ROWS[i].want))
            fail_msg("%s: got \"%.*s\", want \"%.*s\"", ROWS[i].name, STR(got), STR(ROWS[i].want));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sniff)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
