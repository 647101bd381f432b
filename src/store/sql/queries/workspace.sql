SELECT origin, seq FROM workspace;
