/* match/pdq_kernel.h -- private to match: the body of a filter path. A path's .c file defines
 *
 *   LANES       floats in a vector: 4, 8 or 16
 *   TARGET      function attributes
 *   vec         the vector type
 *   lanes_all(float)                         the same value in each lane
 *   lanes_transpose(vec x[LANES])            a square of LANES x LANES
 *   lanes_divide(vec sum, vec count, vec reciprocal)   correctly rounded sum / count
 *   lanes_luma(const uint8_t *rgb)           brightness of LANES pixels; may read PIXELS_AHEAD
 *                                            pixels more
 *
 * and includes this file. LANES rows go through the four boxes together, in columns of tiles:
 *
 *   tile of the picture, turned so that a vector holds one column of LANES rows
 *     -> box along the rows (running sum over columns), turned back
 *     -> box along the columns (running sums of each column, rows of one window kept in a ring),
 *        turned again
 *     -> box along the rows, divided at the 64 kept columns only
 *     -> box along the columns on 64 columns, divided at the 64 kept rows only.
 *
 * A window that hangs over an edge is one over zeros: adding or subtracting zero changes no sum, so
 * the edges run through the same code with a smaller count. */

#define INLINE static inline __attribute__((always_inline)) TARGET

struct NAME(lane_box) {
    const struct pdq_axis *axis;
    vec *ring; /* the last columns that went in, by index & mask */
    int mask;
    vec sum;
};

INLINE vec NAME(load)(const float *p)
{
    vec v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void NAME(store)(float *p, vec v)
{
    memcpy(p, &v, sizeof v);
}

/* A tile of LANES x LANES pixels from column x on; beyond the right edge it is zero. */
INLINE void NAME(read_luma_tile)(const void *const rows[LANES], int x, int width, vec tile[LANES])
{
    for (int r = 0; r < LANES; r++) {
        const float *row = (const float *)rows[r] + x;
        if (x + LANES <= width) {
            tile[r] = NAME(load)(row);
        } else {
            float edge[LANES] = {0};
            for (int c = 0; x + c < width; c++)
                edge[c] = row[c];
            tile[r] = NAME(load)(edge);
        }
    }
}

INLINE void NAME(read_raster_tile)(const void *const rows[LANES], int x, int width, vec tile[LANES])
{
    for (int r = 0; r < LANES; r++) {
        const uint8_t *row = (const uint8_t *)rows[r] + (size_t)x * RASTER_CHANNELS;
        if (x + LANES + PIXELS_AHEAD <= width) {
            tile[r] = lanes_luma(row);
        } else {
            uint8_t edge[(LANES + PIXELS_AHEAD) * RASTER_CHANNELS] = {0};
            int n = MIN(width - x, LANES);
            if (n > 0)
                memcpy(edge, row, (size_t)n * RASTER_CHANNELS);
            tile[r] = lanes_luma(edge);
        }
    }
}

/* Outputs x .. x + LANES of the first box along the rows. */
INLINE void NAME(box_tile)(struct NAME(lane_box) * b, int x, vec out[LANES])
{
    const struct pdq_axis *axis = b->axis;
    bool inside = x + axis->lead - axis->window + 1 >= 0 && x + LANES + axis->lead <= axis->n;
    vec sum = b->sum;
    if (inside) {
        vec count = lanes_all((float)axis->window);
        vec reciprocal = lanes_all(1.0f / (float)axis->window);
        for (int c = 0; c < LANES; c++) {
            int last = x + c + axis->lead;
            sum += b->ring[last & b->mask];
            sum -= b->ring[(last - axis->window) & b->mask];
            out[c] = lanes_divide(sum, count, reciprocal);
        }
    } else {
        for (int c = 0; c < LANES; c++) {
            if (x + c >= axis->n) {
                out[c] = (vec){0};
                continue;
            }
            int last = x + c + axis->lead;
            sum += b->ring[last & b->mask];
            sum -= b->ring[(last - axis->window) & b->mask];
            float count = (float)pdq_axis_count(axis, x + c);
            out[c] = lanes_divide(sum, lanes_all(count), lanes_all(1.0f / count));
        }
    }
    b->sum = sum;
}

/* The last box: rows of 64 columns go in one by one, the 64 kept rows come out. */
struct NAME(last_box) {
    const struct pdq_axis *axis;
    float (*ring)[PDQ_SIDE]; /* window + 1 rows */
    int row;                 /* how many went in */
    int kept;                /* how many came out */
    float sum[PDQ_SIDE];
    struct pdq_filtered *out;
};

INLINE void NAME(last_box_add)(struct NAME(last_box) * b, const float *row)
{
    const struct pdq_axis *axis = b->axis;
    int slots = axis->window + 1;
    float *in = b->ring[b->row % slots];
    const float *old = b->ring[(b->row + 1) % slots];
    for (int k = 0; k < PDQ_SIDE; k += LANES) {
        vec v = NAME(load)(row + k);
        NAME(store)(in + k, v);
        NAME(store)(b->sum + k, NAME(load)(b->sum + k) + v - NAME(load)(old + k));
    }
    int j = b->row++ - axis->lead;
    while (b->kept < PDQ_SIDE && axis->sample[b->kept] == j) {
        float count = (float)pdq_axis_count(axis, j);
        vec n = lanes_all(count), reciprocal = lanes_all(1.0f / count);
        for (int k = 0; k < PDQ_SIDE; k += LANES)
            NAME(store)
        (b->out->v[b->kept] + k, lanes_divide(NAME(load)(b->sum + k), n, reciprocal));
        b->kept++;
    }
}

/* What stays the same from one block of LANES rows to the next. */
struct NAME(state) {
    struct pdq_axis across, down;
    struct NAME(lane_box) first, second; /* the boxes along the rows */
    struct NAME(last_box) last;
    const float *zeros; /* a row of zeros */
    float *rows;        /* the ring of the first box along the columns, window + 1 rows */
    float *sums;        /* its running sums */
    size_t stride;      /* floats in a row: padded to whole tiles and kept off powers of two */
};

/* A block's rows in the first box along the columns: where its input goes, what leaves the window,
 * and what to divide by. */
struct NAME(block) {
    float *in[LANES];
    const float *old[LANES];
    float count[LANES];
    float reciprocal[LANES];
};

INLINE void NAME(block_of)(struct NAME(state) * s, int y, struct NAME(block) * b)
{
    int window = s->down.window, slots = window + 1;
    for (int r = 0; r < LANES; r++) {
        int last = y + r, out = last - s->down.lead;
        b->in[r] = s->rows + (size_t)(last % slots) * s->stride;
        b->old[r] = last < window ? s->zeros : s->rows + (size_t)((last + 1) % slots) * s->stride;
        b->count[r] = out >= 0 && out < s->down.n ? (float)pdq_axis_count(&s->down, out) : 1.0f;
        b->reciprocal[r] = 1.0f / b->count[r];
    }
}

/* A box along the columns on one tile, whose rows are the block's next rows. */
INLINE void NAME(down_tile)(struct NAME(state) * s, const struct NAME(block) * b, int x,
                            vec tile[LANES])
{
    vec sum = NAME(load)(s->sums + x);
    for (int r = 0; r < LANES; r++) {
        NAME(store)(b->in[r] + x, tile[r]);
        sum += tile[r];
        sum -= NAME(load)(b->old[r] + x);
        tile[r] = lanes_divide(sum, lanes_all(b->count[r]), lanes_all(b->reciprocal[r]));
    }
    NAME(store)(s->sums + x, sum);
}

/* The second box along the rows takes one tile of columns and leaves what is kept in strip. */
INLINE int NAME(keep_tile)(struct NAME(lane_box) * b, int x, const vec tile[LANES], int kept,
                           vec strip[PDQ_SIDE])
{
    const struct pdq_axis *axis = b->axis;
    int next = kept < PDQ_SIDE ? axis->sample[kept] + axis->lead : INT32_MAX;
    vec sum = b->sum;
    for (int c = 0; c < LANES; c++) {
        sum += tile[c];
        sum -= b->ring[(x + c - axis->window) & b->mask];
        b->ring[(x + c) & b->mask] = tile[c];
        while (x + c == next) {
            float count = (float)pdq_axis_count(axis, axis->sample[kept]);
            strip[kept++] = lanes_divide(sum, lanes_all(count), lanes_all(1.0f / count));
            next = kept < PDQ_SIDE ? axis->sample[kept] + axis->lead : INT32_MAX;
        }
    }
    b->sum = sum;
    return kept;
}

INLINE void NAME(lane_box_reset)(struct NAME(lane_box) * b)
{
    memset(b->ring, 0, (size_t)(b->mask + 1) * sizeof(vec));
    b->sum = (vec){0};
}

/* Rows y .. y + LANES, of which those past the picture are zero, through all four boxes. */
INLINE void NAME(filter_rows)(struct NAME(state) * s, int y, const void *const rows[LANES],
                              bool is_raster)
{
    struct NAME(lane_box) *first = &s->first, *second = &s->second;
    int width = s->across.n, lead = s->across.lead, read = 0, kept = 0;
    struct NAME(block) block;
    vec strip[PDQ_SIDE], tile[LANES];

    NAME(block_of)(s, y, &block);
    NAME(lane_box_reset)(first);
    NAME(lane_box_reset)(second);
    for (int x = 0; kept < PDQ_SIDE; x += LANES) {
        if (x < width) {
            for (; read < x + LANES + lead; read += LANES) {
                if (is_raster)
                    NAME(read_raster_tile)(rows, read, width, tile);
                else
                    NAME(read_luma_tile)(rows, read, width, tile);
                lanes_transpose(tile);
                for (int c = 0; c < LANES; c++)
                    first->ring[(read + c) & first->mask] = tile[c];
            }
            if (!x)
                for (int c = 0; c < lead; c++)
                    first->sum += first->ring[c & first->mask];
            NAME(box_tile)(first, x, tile);
            lanes_transpose(tile);
            NAME(down_tile)(s, &block, x, tile);
            lanes_transpose(tile);
        } else {
            memset(tile, 0, sizeof tile);
        }
        kept = NAME(keep_tile)(second, x, tile, kept, strip);
    }

    float lines[LANES][PDQ_SIDE];
    for (int k = 0; k < PDQ_SIDE; k += LANES) {
        lanes_transpose(strip + k);
        for (int r = 0; r < LANES; r++)
            NAME(store)(lines[r] + k, strip[k + r]);
    }
    for (int r = 0; r < LANES; r++) {
        int out = y + r - s->down.lead;
        if (out >= 0 && out < s->down.n)
            NAME(last_box_add)(&s->last, lines[r]);
    }
}

static TARGET void NAME(filter)(const void *pixels, size_t row_bytes, int32_t width, int32_t height,
                                bool is_raster, struct arena *a, struct pdq_filtered *ret)
{
    struct NAME(state) s = {.across = pdq_axis_of(width), .down = pdq_axis_of(height)};
    size_t slots = (size_t)s.down.window + 1;
    int ring = pdq_ring_columns(s.across.window);
    s.stride = pdq_row_floats(width);
    s.rows = arena_alloc(a, sizeof(float), sizeof(vec), slots * s.stride);
    s.sums = arena_alloc(a, sizeof(float), sizeof(vec), s.stride);
    const float *zeros = arena_alloc(a, sizeof(float), sizeof(vec), s.stride);
    s.zeros = zeros;
    s.first = (struct NAME(lane_box)){
        .axis = &s.across, .ring = arena_new(a, vec, ring), .mask = ring - 1};
    s.second = (struct NAME(lane_box)){
        .axis = &s.across, .ring = arena_new(a, vec, ring), .mask = ring - 1};
    s.last = (struct NAME(last_box)){
        .axis = &s.down,
        .ring = arena_alloc(a, PDQ_SIDE * sizeof(float), sizeof(vec), slots),
        .out = ret,
    };

    for (int y = 0; y < height + s.down.lead; y += LANES) {
        const void *rows[LANES];
        for (int r = 0; r < LANES; r++)
            rows[r] = y + r < height ? (const char *)pixels + (size_t)(y + r) * row_bytes
                                     : (const void *)zeros;
        if (is_raster)
            NAME(filter_rows)(&s, y, rows, true);
        else
            NAME(filter_rows)(&s, y, rows, false);
    }
    while (s.last.kept < PDQ_SIDE)
        NAME(last_box_add)(&s.last, zeros);
}

static void NAME(luma)(struct luma picture, struct arena scratch, struct pdq_filtered *ret)
{
    NAME(filter)
    (picture.v, (size_t)picture.width_px * sizeof(float), picture.width_px, picture.height_px,
     false, &scratch, ret);
}

static void NAME(raster)(struct raster picture, struct arena scratch, struct pdq_filtered *ret)
{
    NAME(filter)
    (picture.rgb, (size_t)picture.width_px * RASTER_CHANNELS, picture.width_px, picture.height_px,
     true, &scratch, ret);
}
