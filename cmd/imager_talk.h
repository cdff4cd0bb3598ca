#ifndef COPYDESK_CMD_IMAGER_TALK_H
#define COPYDESK_CMD_IMAGER_TALK_H

/*
 * What the imager tells the worker.  Its output is lines, "size W H" first, then "file NAME BYTES"
 * each with so many bytes behind it, "end" last; the worker believes none of it unseen.
 */
#define IMAGER_LINE_MAX 100
#define IMAGER_BLUR_MAX 600

/* Its exit codes. */
#define IMAGER_DONE 0
#define IMAGER_FAILED 1
#define IMAGER_BROKEN 3
#define IMAGER_MEMORY 4

#endif
