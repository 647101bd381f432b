SELECT id, seq, words, actor, at_ms FROM raised_comment WHERE campaign = :campaign ORDER BY seq;
