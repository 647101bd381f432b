SELECT seq, at_ms FROM events ORDER BY seq DESC LIMIT 1;
