/* Vectors of Go's golang.org/x/mod/sumdb/note 0.7.0 (seeds 00 01 .. 1f and 20 21 .. 3f), of C2SP's
 * signed-note, and of Tessera's testdata; issuer and status (seeds 40 41 .. 5f and 60 61 .. 7f) are
 * the examples of docs/format, by Python's cryptography. */
#pragma once

#define LOG_NAME    "gatefold.example/log"
#define LOG_KEY     LOG_NAME "+caf3dcc2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define LOG_PRIVATE "PRIVATE+KEY+" LOG_NAME "+caf3dcc2+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
#define LOG_TEXT    LOG_NAME "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
#define LOG_BASE64                                                                                 \
    "yvPcwiWI1dn+xK+vm6S7e1VZJ8RQhZFuznWSzHFQQlNDDrImsL3LwjWWaQSv3FSE7HRXtxgvA1bB4TpbnhxP3TjUdwE="
#define LOG_LINE "\xE2\x80\x94 " LOG_NAME " " LOG_BASE64 "\n"

#define WITNESS_NAME "witness.example/w1"
#define WITNESS_KEY  WITNESS_NAME "+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define WITNESS_LINE                                                                               \
    "\xE2\x80\x94 " WITNESS_NAME " IDJKvgAAAABlU/EAhHQvgoK/"                                       \
    "A0TmKyItnPoxoHsrtUk7Gb3oukbz4g7OknBv+QlNDkiKp2TOnrUM3AgySypMzcdsrixW"                         \
    "P5Vr+RCUDg==\n"

#define FOO_KEY  "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_TEXT "This is an example message.\n"
#define FOO_LINE                                                                                   \
    "\xE2\x80\x94 example.com/foo "                                                                \
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=" \
    "\n"

#define TESSERA_KEY  "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
#define TESSERA_TEXT "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n"
#define TESSERA_LINE                                                                               \
    "\xE2\x80\x94 example.com/log/testdata "                                                       \
    "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=" \
    "\n"

#define ISSUER_NAME "gatefold.example/log/issuer"
#define ISSUER_KEY  ISSUER_NAME "+461c535a+ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd"
#define STATUS_NAME "gatefold.example/log/status"
#define STATUS_KEY  STATUS_NAME "+98756ef7+ARdFU7RW3d/GkI7KscEB/mqyHiuqBhd5W31DpjSCmT/V"
#define STATUS_TEXT                                                                                \
    "gatefold-status/v1\n"                                                                         \
    "origin gatefold.example/log\n"                                                                \
    "issued 2022-10-05T00:00:00.000Z\n"                                                            \
    "next 2022-10-06T00:00:00.000Z\n"                                                              \
    "ledger 8 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328\n"                  \
    "revoked 00112233445566778899aabbccddeeff recalled 2022-10-04T18:00:00.000Z\n"
#define STATUS_LINE                                                                                \
    "\xE2\x80\x94 " STATUS_NAME " "                                                                \
    "mHVu91WWXr9ggCA70d1gnsVYNknZo/zCUCVpTdmKYJ0tYztEbA2Y8h3BD8nhw3wcquacPSI6O3urlkOgDc66xKrpFAI=" \
    "\n"
