SELECT use, vkey, from_seq, until_seq FROM workspace_key ORDER BY use, from_seq;
