#include "base/status.h"

const char *
status_name(enum status s)
{
	switch (s) {
	case STATUS_OK:
		return "ok";
	case STATUS_NOT_FOUND:
		return "not_found";
	case STATUS_DENIED:
		return "denied";
	case STATUS_CONFLICT:
		return "conflict";
	case STATUS_INVALID:
		return "invalid";
	case STATUS_BUSY:
		return "busy";
	case STATUS_UNCERTAIN:
		return "uncertain";
	case STATUS_INTERNAL:
		return "internal";
	}
	return "unknown";
}
