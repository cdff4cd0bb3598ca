#include "domain/publish.h"

#include "gen/q_review.h"

enum status
publish_article(struct db *db, struct arena *a, struct revision_id revision, bool has_live,
    struct revision_id live, struct publication_id *out)
{
	struct q_review_publish_params in = {
	    .revision_id = revision,
	    .has_expect_live = has_live,
	    .expect_live = live,
	};
	struct q_review_publish row;
	enum status s = q_review_publish(db, a, &in, &row);

	if (s == STATUS_OK)
		*out = row.publication_id;
	return s;
}

enum status
publish_withdraw(struct db *db, struct arena *a, struct article_id article, struct revision_id live,
    struct str reason, struct str public_reason)
{
	struct q_review_withdraw_params in = {
	    .article_id = article,
	    .expect_live = live,
	    .reason = reason,
	    .public_reason = public_reason,
	};

	return q_review_withdraw(db, a, &in);
}
