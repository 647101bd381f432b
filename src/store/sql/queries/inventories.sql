SELECT seq, actor, at_ms FROM inventory WHERE campaign = :campaign ORDER BY seq;
