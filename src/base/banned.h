#ifndef COPYDESK_BASE_BANNED_H
#define COPYDESK_BASE_BANNED_H

/*
 * Functions that are easy to misuse do not compile in this house.  Included
 * into every source file of ours by the build (-include).  The idea is git's
 * banned.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Some C libraries make macros of these; a macro cannot be poisoned. */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#undef alloca

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof gmtime localtime ctime asctime
#pragma GCC poison alloca system popen rand srand tmpnam mktemp

#endif
