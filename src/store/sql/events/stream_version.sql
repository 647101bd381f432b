SELECT MAX(version) FROM events WHERE stream = :stream;
