/* worker/worker_main.h -- what a worker process does from its first instruction to its last. */
#pragma once

/* The whole life of a worker; its exit status. `kind` is "decode", "detect" or "sheet". */
int worker_main(const char *kind);
