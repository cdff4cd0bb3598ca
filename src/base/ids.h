#ifndef COPYDESK_BASE_IDS_H
#define COPYDESK_BASE_IDS_H

#include <stdint.h>

/* Ids are distinct types: to pass one for another does not compile. */
struct user_id {
	int64_t v;
};
struct article_id {
	int64_t v;
};
struct revision_id {
	int64_t v;
};
struct publication_id {
	int64_t v;
};
struct channel_id {
	int64_t v;
};
struct media_id {
	int64_t v;
};
/* A database id that no other module passes around. */
struct row_id {
	int64_t v;
};

#endif
