SELECT seq, stream, version, type, at_ms, actor, salt, payload, leaf FROM events
    WHERE stream = :stream AND seq >= :from AND seq < :until AND (:type IS NULL OR type = :type)
    ORDER BY version;
