UPDATE asset SET screened_seq = :seq, facts = :facts, verdict = :verdict, revision = :opt_revision
    WHERE campaign = :campaign AND asset = :asset;
