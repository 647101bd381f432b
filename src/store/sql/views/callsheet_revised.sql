INSERT INTO callsheet (campaign, revision, callsheet, seq)
    VALUES (:campaign, :revision, :callsheet, :seq);
