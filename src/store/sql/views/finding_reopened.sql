UPDATE settlement SET reopened_seq = :seq
    WHERE seq = :settled AND campaign = :campaign AND reopened_seq IS NULL;
