#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What goes into an address is a name of ours and nothing else. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct event e;
	struct buf b;

	if (!event_parse((struct str){(const char *)data, n}, &e))
		return 0;
	assert(e.article >= 0 && e.what != 0);
	buf_init(&b, NULL, 256);
	event_channel(&b, &e);
	/* The message said just this before the space. */
	assert(
	    buf_ok(&b) && n > buf_view(&b).n && memcmp(buf_view(&b).p, data, buf_view(&b).n) == 0);
	event_message(&b, &e);
	assert(buf_ok(&b));
	buf_free(&b);
	return 0;
}
