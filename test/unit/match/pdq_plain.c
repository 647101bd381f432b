#include "pdq_plain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void box_line(const float *in, float *out, int n, int stride, int window)
{
    int half = (window + 2) / 2;
    int lead = half - 1, growing = window - half + 1, whole = n - window, shrinking = half - 1;
    int left = 0, right = 0, at = 0, count = 0;
    float sum = 0;
    for (int i = 0; i < lead; i++, right += stride) {
        sum += in[right];
        count++;
    }
    for (int i = 0; i < growing; i++, right += stride, at += stride) {
        sum += in[right];
        count++;
        out[at] = sum / (float)count;
    }
    for (int i = 0; i < whole; i++, right += stride, left += stride, at += stride) {
        sum += in[right];
        sum -= in[left];
        out[at] = sum / (float)count;
    }
    for (int i = 0; i < shrinking; i++, left += stride, at += stride) {
        sum -= in[left];
        count--;
        out[at] = sum / (float)count;
    }
}

static int window_of(int n)
{
    return (n + 127) / 128;
}

static int quality_of(float v[64][64])
{
    int sum = 0;
    for (int i = 0; i < 63; i++)
        for (int j = 0; j < 64; j++)
            sum += abs((int)(((v[i][j] - v[i + 1][j]) * 100) / 255));
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 63; j++)
            sum += abs((int)(((v[i][j] - v[i][j + 1]) * 100) / 255));
    int quality = sum / 90;
    return quality > 100 ? 100 : quality;
}

void pdq_plain_spectrum(float *picture, float *spare, int width, int height,
                        struct pdq_spectrum *ret)
{
    static float small[64][64], d[16][64], half[16][64];
    memset(ret, 0, sizeof *ret);
    if (width < 5 || height < 5)
        return;
    if (width == 64 && height == 64) {
        memcpy(small, picture, sizeof small);
    } else {
        for (int repeat = 0; repeat < 2; repeat++) {
            for (int y = 0; y < height; y++)
                box_line(picture + (size_t)y * width, spare + (size_t)y * width, width, 1,
                         window_of(width));
            for (int x = 0; x < width; x++)
                box_line(spare + x, picture + x, height, width, window_of(height));
        }
        for (int i = 0; i < 64; i++)
            for (int j = 0; j < 64; j++) {
                int y = (int)(((i + 0.5) * height) / 64), x = (int)(((j + 0.5) * width) / 64);
                small[i][j] = picture[(size_t)y * width + x];
            }
    }
    ret->quality = quality_of(small);
    const float scale = (float)sqrt(2.0 / 64);
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 64; j++)
            d[i][j] = (float)((double)scale * cos(M_PI / 128 * (i + 1) * (2 * j + 1)));
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 64; j++) {
            float sum = 0;
            for (int k = 0; k < 64; k++)
                sum += d[i][k] * small[k][j];
            half[i][j] = sum;
        }
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 16; j++) {
            float sum = 0;
            for (int k = 0; k < 64; k++)
                sum += half[i][k] * d[j][k];
            ret->v[i][j] = sum;
        }
}

float pdq_plain_median(const float *v, int n)
{
    float low = v[0], high = v[0];
    for (int i = 0; i < n; i++) {
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    for (;;) {
        float guess = (low + high) / 2, below = low, above = high;
        int less = 0, greater = 0, equal = 0;
        for (int i = 0; i < n; i++) {
            if (v[i] < guess) {
                less++;
                below = v[i] > below ? v[i] : below;
            } else if (v[i] > guess) {
                greater++;
                above = v[i] < above ? v[i] : above;
            } else {
                equal++;
            }
        }
        if (less <= (n + 1) / 2 && greater <= (n + 1) / 2) {
            if (less >= (n + 1) / 2)
                return below;
            return less + equal >= (n + 1) / 2 ? guess : above;
        }
        if (less > greater)
            high = below;
        else
            low = above;
    }
}

void pdq_plain_luma(struct raster r, float *ret_luma)
{
    size_t n = (size_t)r.width_px * (size_t)r.height_px;
    for (size_t i = 0; i < n; i++)
        ret_luma[i] = 0.299f * r.rgb[3 * i] + 0.587f * r.rgb[3 * i + 1] + 0.114f * r.rgb[3 * i + 2];
}
