UPDATE asset SET erased_seq = :seq WHERE campaign = :campaign AND asset = :asset;
