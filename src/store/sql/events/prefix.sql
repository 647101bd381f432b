SELECT seq, stream, version, type, at_ms, actor, salt, payload, leaf FROM events
    WHERE seq IN (SELECT seq FROM events WHERE stream >= :prefix AND stream < :prefix_end)
    AND seq >= :from AND seq < :until AND (:type IS NULL OR type = :type)
    ORDER BY seq;
