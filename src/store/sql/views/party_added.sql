INSERT INTO party (party, kind, name, seq) VALUES (:party, :kind, :opt_name, :seq);
