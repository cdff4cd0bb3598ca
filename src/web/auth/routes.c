#include "web/auth/auth.h"
#include "web/auth/ctx.h"

#define KIB ((size_t)1024)
/* Signing in again may carry an article with it. */
#define SIGN_IN_MAX ((8 * 1024 + 256) * KIB)
#define FORM_MAX (16 * KIB)

static const struct route route[] = {
    ROUTE(HTTP_GET, "/login", PERM_PUBLIC, CSRF_SAFE, 0, auth_sign_in_form),
    ROUTE(HTTP_POST, "/login", PERM_PUBLIC, CSRF, SIGN_IN_MAX, auth_sign_in),
    ROUTE(HTTP_POST, "/logout", PERM_SIGNED_IN, CSRF, FORM_MAX, auth_sign_out),
    ROUTE(
	HTTP_POST, "/logout-everywhere", PERM_SIGNED_IN, CSRF, FORM_MAX, auth_sign_out_everywhere),
    ROUTE(HTTP_GET, "/password", PERM_SIGNED_IN, CSRF_SAFE, 0, auth_password_form),
    ROUTE(HTTP_POST, "/password", PERM_SIGNED_IN, CSRF, FORM_MAX, auth_password),
};

struct route_table
auth_routes(void)
{
	return (struct route_table){route, sizeof(route) / sizeof(route[0])};
}
