SELECT use, vkey, from_seq FROM workspace_key WHERE until_seq IS NULL ORDER BY use;
