#ifndef COPYDESK_VIEW_SITE_VIEW_H
#define COPYDESK_VIEW_SITE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "html/html.h"
#include "view/error_view.h"

/* What the templates of the public site take.  Optional texts have n == 0. */

/* An instant as readers see it and as machines read it. */
struct site_time {
	struct str text; /* "2025年3月9日 11:20", shorter where the day is known */
	struct str iso;  /* RFC 3339 with the newsroom's offset */
};

struct site_link {
	struct str href; /* n == 0: a name without a page, as of a channel that was closed */
	struct str name;
};

/* An article in a list. */
struct site_card {
	struct str href;
	struct str lang; /* of its words, where it is not the page's */
	struct str headline, shoulder, summary;
	struct site_link channel; /* name.n == 0: not shown */
	struct site_time at;
	struct str hm;  /* the time of day alone */
	struct str day; /* opens a new day in the river */
	/* The picture of a card, and of the lead of a page; s.n == 0: none. */
	struct safe_html picture, wide;
};

struct site_cards {
	const struct site_card *v;
	size_t n;
};

/* What surrounds every page. */
struct site_page {
	bool zh;
	bool home;       /* the front page itself */
	struct str lang; /* of the page: "zh-Hans" or "en" */
	struct str title;
	struct str description;
	bool framed;          /* shown inside another page: links open a page of their own */
	struct str canonical; /* absolute; none: not for search engines */
	struct str other;     /* absolute: this page in the other language */
	struct str name;      /* of the paper */
	struct str home_href;
	struct str switch_href; /* to the other language */
	struct site_time today;
	int year;
	const struct site_link *channels;
	size_t channels_n;
	size_t channel;      /* where we are; channels_n: in none */
	const char *current; /* for aria-current: "page" on the channel's own page, else "true" */
};

/* A channel's part of the front page. */
struct site_block {
	struct site_link channel;
	const struct site_card *first;
	struct site_cards rest;
};

struct site_front_view {
	struct site_page page;
	const struct site_card *lead; /* NULL: nothing published yet */
	struct site_cards subs;       /* further headlines of the lead's channel */
	struct site_cards seconds;
	const struct site_block *blocks;
	size_t blocks_n;
	struct site_cards latest;
};

struct site_list_view {
	struct site_page page;
	struct str heading;
	bool byline, topic; /* a person's page or a topic's, else a channel's */
	bool later;         /* not the first page */
	struct site_cards cards;
	struct str first_href;
	struct str more_href; /* n == 0: the last page */
};

/* The picture that stands for an article, on its own page. */
struct site_lead {
	struct safe_html picture; /* s.n == 0: none */
	struct str caption, credit, alt;
	/* For machines: absolute addresses of its crops. */
	struct str share, four_by_three, square;
	int share_width, share_height;
};

/* One person of the byline.  Outlet and role are set where they are said: where they change. */
struct site_credit {
	struct str outlet;
	const char *role; /* "" where the one before goes on */
	struct str name;
	struct str href; /* of the person's page */
	struct str url;  /* the same, absolute */
	bool first;
};

struct site_article_view {
	struct site_page page;
	struct str lang; /* "zh-Hans" or "en" */
	struct site_link channel;
	struct str headline, shoulder, subhead, summary;
	const struct site_credit *credits;
	size_t credits_n;
	const struct site_link *topics;
	size_t topics_n;
	struct str social_title; /* for shared links */
	struct site_time published;
	struct site_time updated; /* n == 0: never changed */
	struct str zone;          /* "UTC+8" */
	struct str aged;          /* "This article is more than 3 months old." */
	struct site_lead lead;
	struct safe_html body;
	int words;
	bool reprint;
	struct str source_name;
	struct str reprint_author, reprint_title, reprint_url, responsible_editor;
	struct str reprint_notice;
	struct str latest_title;
	struct site_cards latest; /* of the channel, without this article */
	struct site_cards others; /* of the paper, where the channel has little */
	struct str site_url;
};

struct site_gone_view {
	struct site_page page;
	struct str lang;
	struct site_time withdrawn;
	struct str zone;
	struct str reason;
	struct site_cards latest;
};

struct site_error_view {
	struct site_page page;
	struct error_view error;
	struct site_cards latest;
};

#endif
