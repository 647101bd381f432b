SELECT campaign, name, house, seq FROM campaign WHERE campaign = :campaign;
