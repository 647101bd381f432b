INSERT INTO workspace (seq, origin) VALUES (:seq, :origin);
INSERT INTO workspace_key (use, from_seq, vkey) VALUES ('log', :seq, :log);
INSERT INTO workspace_key (use, from_seq, vkey) VALUES ('issuer', :seq, :issuer);
INSERT INTO workspace_key (use, from_seq, vkey) VALUES ('status', :seq, :status);
