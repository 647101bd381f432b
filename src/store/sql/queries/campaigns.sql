SELECT campaign, name, house, seq FROM campaign ORDER BY campaign;
