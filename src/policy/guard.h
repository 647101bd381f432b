/* policy/guard.h -- inside policy only: what is decided in code and not by rules.
 *
 * Blocks, under the pack name "gatefold": facts of another version, facts in which something that
 * is read here is absent, failures, detectors that did not run, and a picture with a face or print
 * that no call sheet speaks for. It needs these fields of the facts:
 *
 *   version                              int
 *   callsheet.present                    bool
 *   faces.counted                        int
 *   texts, unread                        lists of records
 *   detectors[].name, .status            texts; a status other than "done" did not run
 *   failures[].what, .words              texts; failures of equal words are one reason
 *   scope.territories                    texts; read by territory.h */
#pragma once

#include "codec/record.h"
#include "policy/reasons.h"

struct guard {
    bool usable; /* the record has all of it */
    size_t version, present, counted, texts, unread, detectors, failures,
        territories; /* offsets in the facts */
    size_t detector_bytes, detector_name, detector_status;
    size_t failure_bytes, failure_what, failure_words;
};

struct guard guard_make(const struct record *facts_record);

/* Add what blocks. True if rules may be asked: facts of another version are not looked into. */
bool guard_judge(const struct guard *g, int64_t version, const void *facts,
                 struct reason_list *list);
