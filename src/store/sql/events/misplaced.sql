SELECT seq, stream FROM events AS e
    WHERE version > 1 AND NOT EXISTS (
        SELECT 1 FROM events AS before
        WHERE before.stream = e.stream AND before.version = e.version - 1 AND before.seq < e.seq)
    ORDER BY seq;
