#ifndef COPYDESK_IMAGING_SANDBOX_H
#define COPYDESK_IMAGING_SANDBOX_H

#include <stdbool.h>

/**
 * sandbox_isolate():
 * At the very start, while there is one thread: no new rights, and where the kernel allows it no
 * network and no other process in sight.  False with a message: then do not go on.
 */
bool sandbox_isolate(void);

/**
 * sandbox_enter():
 * From here on this process can read and write the descriptors that it has, allocate, compute, make
 * threads, and end: no file is opened, no socket made, no program or other process started, for
 * good and for all of its threads.  After sandbox_isolate().  False with a message: then do not go
 * on.
 */
bool sandbox_enter(void);

#endif
