SELECT seq, age, actor, at_ms FROM apparent_age WHERE campaign = :campaign ORDER BY seq;
