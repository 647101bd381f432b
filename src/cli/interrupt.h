/* cli/interrupt.h -- the first Ctrl-C ends a run with what is done; the second ends the program. */
#pragma once

#include <signal.h>

/* Set by SIGINT and SIGTERM once they are caught; or by whoever else must end the run. */
extern volatile sig_atomic_t interrupted;

void catch_signals(void);
