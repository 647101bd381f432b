UPDATE workspace_key SET until_seq = :seq WHERE use = :use AND vkey = :old AND until_seq IS NULL;
INSERT INTO workspace_key (use, from_seq, vkey) VALUES (:use, :seq, :new);
