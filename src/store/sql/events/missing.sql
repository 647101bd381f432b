SELECT COALESCE(MAX(seq) + 1, 0) - COUNT(*) FROM events;
