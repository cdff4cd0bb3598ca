#include "web/desk/page.h"

#include "base/num.h"
#include "web/desk/change.h"
#include "web/desk/library.h"

/* The database's words for what was done, and how they are told. */
static const char *
action_text(struct str action, bool zh, const char **class)
{
	*class = "";
	if (str_eq(action, STR("save"))) {
		*class = "draft";
		return i18n(zh, "saved");
	}
	if (str_eq(action, STR("restore"))) {
		*class = "draft";
		return i18n(zh, "restored");
	}
	if (str_eq(action, STR("submit"))) {
		*class = "submitted";
		return i18n(zh, "submitted");
	}
	if (str_eq(action, STR("approve"))) {
		*class = "approved";
		return i18n(zh, "approved");
	}
	if (str_eq(action, STR("return"))) {
		*class = "returned";
		return i18n(zh, "returned");
	}
	if (str_eq(action, STR("publish"))) {
		*class = "published";
		return i18n(zh, "published");
	}
	if (str_eq(action, STR("take_over")))
		return i18n(zh, "took over the writing from");
	if (str_eq(action, STR("withdraw"))) {
		*class = "withdrawn";
		return i18n(zh, "withdrew");
	}
	if (str_eq(action, STR("preview_share")))
		return i18n(zh, "shared a preview of");
	if (str_eq(action, STR("preview_revoke")))
		return i18n(zh, "revoked a preview link of");
	return NULL;
}

/* What happens outside of articles. */
static const char *
account_text(struct str action, bool zh)
{
	if (str_eq(action, STR("sign_in")))
		return i18n(zh, "signed in");
	if (str_eq(action, STR("sign_out")))
		return i18n(zh, "signed out");
	if (str_eq(action, STR("sign_out_everywhere")))
		return i18n(zh, "signed out everywhere");
	if (str_eq(action, STR("password_change")))
		return i18n(zh, "changed the password");
	if (str_eq(action, STR("user_add")))
		return i18n(zh, "added the user");
	if (str_eq(action, STR("user_enable")))
		return i18n(zh, "enabled the user");
	if (str_eq(action, STR("user_disable")))
		return i18n(zh, "disabled the user");
	if (str_eq(action, STR("user_role")))
		return i18n(zh, "changed the roles of");
	if (str_eq(action, STR("user_password")))
		return i18n(zh, "set the password of");
	if (str_eq(action, STR("channel_set")))
		return i18n(zh, "set up the channel");
	if (str_eq(action, STR("media_rights")))
		return i18n(zh, "changed the rights of");
	if (str_eq(action, STR("media_delete")))
		return i18n(zh, "deleted the unused picture");
	if (str_eq(action, STR("person_save")))
		return i18n(zh, "changed in the directory");
	if (str_eq(action, STR("import")))
		return i18n(zh, "loaded a sample newsroom:");
	return NULL;
}

/* "level 2" is the database's; people read 复审.  A publication's number says nothing to them. */
static struct str
detail_text(struct arena *a, const struct history_entry *e, bool zh)
{
	int64_t level, number;

	if (e->detail.p == NULL)
		return STR("");
	if (str_eq(e->action, STR("approve")) && str_starts(e->detail, STR("level ")) &&
	    num_i64(str_sub(e->detail, 6, e->detail.n), 1, 3, &level))
		return str_of(page_level_word((int)level, zh));
	if (str_eq(e->action, STR("restore")) && str_starts(e->detail, STR("version ")) &&
	    num_i64(str_sub(e->detail, 8, e->detail.n), 1, INT32_MAX, &number))
		return page_printf(a, i18n(zh, "from version %d"), (int)number);
	if (str_eq(e->action, STR("publish")) || str_starts(e->action, STR("preview_")))
		return STR("");
	if (str_eq(e->action, STR("media_rights")) || str_eq(e->action, STR("person_save")))
		return change_text(a, e->detail, zh);
	return e->detail;
}

/* "media 17 {...}": what the detail begins with. */
static bool
detail_names(const struct history_entry *e, const char *action, int64_t *id)
{
	struct str of = e->detail, word;

	return str_eq(e->action, str_of(action)) && str_split(&of, ' ', &word) &&
	       str_split(&of, ' ', &word) && num_i64(word, 1, INT64_MAX, id);
}

static void
subject_of(struct arena *a, const struct history_entry *e, bool zh, struct desk_entry *out)
{
	int64_t id;

	if (detail_names(e, "media_rights", &id)) {
		out->subject = page_printf(a, i18n(zh, "picture %lld"), (long long)id);
		out->subject_href = library_href(a, (struct media_id){id}, "");
		return;
	}
	if (detail_names(e, "person_save", &id)) {
		out->subject = page_printf(a, i18n(zh, "person %lld"), (long long)id);
		out->subject_href = page_printf(a, "/people?edit=%lld", (long long)id);
		return;
	}
	if (e->subject.p == NULL)
		return;
	out->subject = e->subject;
	if (str_starts(e->subject, STR("article ")) &&
	    num_i64(str_sub(e->subject, 8, e->subject.n), 1, INT64_MAX, &id)) {
		out->subject = page_printf(a, i18n(zh, "article %lld"), (long long)id);
		out->subject_href = page_path(a, (struct article_id){id}, "/history");
	}
}

struct desk_entries
page_entries(const struct ctx *cx, struct arena *a, const struct article_id *article,
    const struct history_entry *entries, size_t n)
{
	struct desk_entry *rows = ARENA_ARRAY(a, n, struct desk_entry);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct history_entry *e = &entries[i];
		struct desk_entry *out = &rows[i];

		out->at = page_time_listed(a, e->at, cx->zh);
		out->who = e->actor.n > 0 ? e->actor : str_of(i18n(cx->zh, "the system"));
		out->what = action_text(e->action, cx->zh, &out->class);
		if (out->what == NULL)
			out->what = account_text(e->action, cx->zh);
		if (out->what == NULL)
			out->what = str_z(a, e->action);
		out->detail = detail_text(a, e, cx->zh);
		subject_of(a, e, cx->zh, out);
		if (article != NULL && e->revision_number > 0) {
			out->version = page_version(a, e->revision_number, cx->zh);
			out->version_href = page_printf(a, "/articles/%lld/revisions/%d",
			    (long long)article->v, (int)e->revision_number);
		}
	}
	return (struct desk_entries){rows, n};
}
