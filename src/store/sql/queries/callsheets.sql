SELECT revision, callsheet, seq FROM callsheet WHERE campaign = :campaign ORDER BY revision;
