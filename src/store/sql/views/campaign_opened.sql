INSERT INTO campaign (campaign, name, house, seq) VALUES (:campaign, :name, :house, :seq);
