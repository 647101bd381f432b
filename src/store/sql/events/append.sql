INSERT INTO events (seq, stream, version, type, at_ms, actor, salt, payload, leaf)
    VALUES (:seq, :stream, :version, :type, :at_ms, :actor, :salt, :payload, :leaf);
